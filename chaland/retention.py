"""``chaland retention``: how long personal data are kept."""

from collections.abc import Mapping
from typing import Annotated

import typer
from rich.table import Table

from chaland.database import opened
from chaland.exits import UsageError
from chaland.invocation import invocation
from chaland.options import DataFolder
from chaland.output import Document, show, table
from chaland.words import say
from chaland.working import commander, means

Purpose = Annotated[
    str | None,
    typer.Argument(help=say("help.retention.purpose"), metavar="[PURPOSE]", show_default=False),
]
Days = Annotated[
    int | None,
    typer.Argument(help=say("help.retention.days"), metavar="[DAYS]", show_default=False),
]


def retention(purpose: Purpose = None, days: Days = None, data: DataFolder = None) -> None:
    """Tell for how many days what is kept, or choose it for one purpose."""
    from api.domain.retention import purpose_named
    from api.services.forgetting import choose_days, chosen_days
    from api.store.work import writing

    if (purpose is None) != (days is None):
        raise UsageError("usage.purpose_and_days")
    with opened(data) as database, writing(database, means()) as work:
        if purpose is not None and days is not None:
            choose_days(work, commander(), purpose_named(purpose), days)
        chosen = chosen_days(work)
    show(_document(chosen), _shown(chosen))


def _document(chosen: Mapping[str, int]) -> Document:
    from api.services.forgetting import days_kept
    from api.store.personal import personal_columns

    columns = [column for marked in personal_columns().values() for column in marked]
    return {
        "kept": [
            {
                "column": column.name,
                "purpose": column.mark.purpose.removeprefix("purpose."),
                "days": days_kept(column, chosen),
                "since": column.mark.clock,
            }
            for column in columns
        ]
    }


def _shown(chosen: Mapping[str, int]) -> Table:
    from chaland.kept import all_kept

    rows = table(
        say("said.kept.data"),
        say("said.kept.purpose"),
        say("said.kept.days"),
        say("said.kept.most"),
        say("said.kept.since"),
        right=[2, 3],
    )
    for kept in all_kept(invocation().language, chosen):
        rows.add_row(kept.data, kept.purpose, str(kept.days), str(kept.most), kept.since)
    return rows
