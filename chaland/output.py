"""Speaking: results on the standard output, all else on the standard error."""

import json
import sys
import textwrap
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from chaland.invocation import invocation

Document: TypeAlias = Mapping[str, object]


def results() -> Console:
    """The standard output, for people."""
    return Console(highlight=False, markup=False)


def notes() -> Console:
    """The standard error."""
    return Console(stderr=True, highlight=False, markup=False)


class Wrapped:
    """Text that never breaks at a no-break space, as rich would."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text("\n".join(_lines(self._text, options.max_width)), no_wrap=True)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest_word = max(map(cell_len, self._text.split(" ")))
        longest_line = max(map(cell_len, self._text.splitlines() or [""]))
        return Measurement(longest_word, longest_line).with_maximum(options.max_width)


class Verbatim(str):
    """Text to copy, whose lines are never broken."""

    __slots__ = ()


def _lines(text: str, width: int, *, cut: bool = True) -> list[str]:
    return [
        line
        for paragraph in text.splitlines()
        for line in textwrap.wrap(paragraph, width, break_long_words=cut, break_on_hyphens=False)
    ]


def show(document: Document, *shown: RenderableType) -> None:
    """Give a result: the document under ``--json``, else what is shown to people."""
    if invocation().json:
        print_json(document)
        return
    for renderable in shown:
        _print(results(), renderable)


def note(*shown: RenderableType) -> None:
    """Say something beside the result."""
    for renderable in shown:
        _print(notes(), renderable)


def _print(console: Console, shown: RenderableType) -> None:
    if isinstance(shown, str) and not isinstance(shown, Verbatim):
        # Words longer than a line, such as paths, are left whole so that they can be copied.
        shown = "\n".join(_lines(shown, console.width, cut=False))
    console.print(shown, soft_wrap=isinstance(shown, str))


def print_json(document: Document) -> None:
    """Write the one document that ``--json`` promises."""
    json.dump(document, sys.stdout, ensure_ascii=False, allow_nan=False, indent=1)
    sys.stdout.write("\n")
    sys.stdout.flush()


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
