"""Speaking: results on the standard output, all else on the standard error."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from rich import box
from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from chaland.invocation import invocation

Document: TypeAlias = Mapping[str, object]


def results() -> Console:
    """The standard output, for people."""
    return Console(highlight=False, markup=False)


def notes() -> Console:
    """The standard error."""
    return Console(stderr=True, highlight=False, markup=False)


def show(document: Document, *shown: RenderableType) -> None:
    """Give a result: the document under ``--json``, else what is shown to people."""
    if invocation().json:
        print_json(document)
        return
    console = results()
    for renderable in shown:
        console.print(renderable, soft_wrap=isinstance(renderable, str))


def print_json(document: Document) -> None:
    """Write the one document that ``--json`` promises."""
    json.dump(document, sys.stdout, ensure_ascii=False, allow_nan=False, indent=1)
    sys.stdout.write("\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Say something beside the result."""
    notes().print(text, soft_wrap=True)


def table(*headings: str, right: Iterable[int] = (), title: str = "") -> Table:
    """A table that reads well without colours and on 80 columns.

    Parameters
    ----------
    right
        The columns of figures, which are set flush right.
    """
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title or None, title_justify="left")
    for index, heading in enumerate(headings):
        made.add_column(
            heading, justify="right" if index in set(right) else "left", overflow="fold"
        )
    return made


def progress() -> Progress:
    """A bar on the standard error that goes away when it is done."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[found]}"),
        console=notes(),
        transient=True,
    )
