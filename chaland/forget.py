"""``chaland forget`` and ``chaland export-person``: what a person may ask of a shop.

A name or a phone is never an argument: shells keep what was typed, and everybody on the machine
sees it. It is read from the standard input.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType

from chaland.database import opened
from chaland.exits import UsageError
from chaland.invocation import invocation
from chaland.options import DataFolder
from chaland.output import note, show, table
from chaland.words import say
from chaland.working import commander, means
from routing.typography import number

if TYPE_CHECKING:
    from api.domain.people import Recipient
    from api.store.work import Work

Person = Annotated[
    str | None, typer.Argument(help=say("help.person.id"), metavar="[PERSON]", show_default=False)
]
Shop = Annotated[str | None, typer.Option("--shop", help=say("help.person.shop"), metavar="SHOP")]
ExportOut = Annotated[
    Path, typer.Option("--out", help=say("help.export_person.out"), metavar="FILE")
]

_OWNER_ONLY = 0o600


def forget(person: Person = None, shop: Shop = None, data: DataFolder = None) -> None:
    """Empty all that is kept about somebody, at once."""
    from api.services.person import forget as forget_person
    from api.store.traces import forget_traces
    from api.store.work import writing

    with opened(data) as database:
        with writing(database, means()) as work:
            found = _found(work, person, shop)
            emptied = forget_person(work, commander(), found.id)
        forget_traces(database)
    said = say("said.forgotten", person=found.id, values=sum(emptied.values()))
    show({"person": found.id, "emptied": emptied}, said, *_shown(emptied))


def export_person(
    out: ExportOut, person: Person = None, shop: Shop = None, data: DataFolder = None
) -> None:
    """Write all that is kept about somebody into a file."""
    from api.services.person import export_person as export
    from api.store.work import writing
    from chaland.folders import write_file

    with opened(data) as database, writing(database, means()) as work:
        found = _found(work, person, shop)
        document = export(work, commander(), found.id)
        write_file(out, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        out.chmod(_OWNER_ONLY)
    orders = len(document["orders"])
    said = say("said.person_exported", file=str(out), orders=orders)
    show({"person": found.id, "file": str(out), "orders": orders}, said)


def _found(work: "Work", person: str | None, shop: str | None) -> "Recipient":
    from api.services.person import find_person
    from api.store.people import find_recipient

    if (person is None) == (shop is None):
        raise UsageError("usage.person_or_shop")
    if person is not None:
        return find_recipient(work, commander(), person)
    return find_person(work, commander(), shop or "", _asked())


def _asked() -> str:
    """A name or a phone, from whoever types or from another program."""
    if sys.stdin.isatty():
        note(say("said.whom"))
    who = sys.stdin.readline().strip()
    if not who:
        raise UsageError("usage.nobody_named")
    return who


def _shown(emptied: Mapping[str, int]) -> list[RenderableType]:
    rows = table(say("said.column"), say("said.values"), right=[1])
    for column, count in sorted(emptied.items()):
        rows.add_row(column, number(count, invocation().language))
    return [rows] if emptied else []
