"""The clock of forgetting: how long what is kept, and emptying what is due.

Which columns hold personal data, for what and for how long, is marked in `api.store.tables`; here
nothing is named again. All days are those of the town (`api.domain.retention`), so a purge may run
at any time and as often as it likes: what is due is emptied once.
"""

from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table, and_

from api.domain.actor import Actor, Role, Scope, acting
from api.domain.retention import MOST_DAYS, check_days, due_before, purge_day
from api.domain.slots import instant
from api.domain.town import ServedTown
from api.store import events, installation, personal, purges, towns
from api.store.personal import PersonalColumn
from api.store.work import Work

Emptied: TypeAlias = Counter[str]
"""How many values of each column were emptied."""

CLOCKWORK = acting("chaland", Role.ADMIN, None)
"""Who acts where nobody asks: the service itself."""


def empty_due(work: Work, table: Table) -> Emptied:
    """Empty what is due in one table, in all towns; it is counted in the log of purges.

    Parameters
    ----------
    table
        One of `personal.personal_columns`.
    """
    emptied: Emptied = Counter()
    chosen = chosen_days(work)
    if personal.is_of_towns(table):
        for served in towns.every(work, CLOCKWORK):
            emptied += _emptied_in_town(work, table, served, chosen)
    else:
        emptied += _emptied(work, table, chosen, ZoneInfo("UTC"))
    purges.count(work, emptied)
    return emptied


def chosen_days(work: Work) -> Mapping[str, int]:
    """By purpose, for how many days this installation keeps what serves it, where it has chosen."""
    found = {purpose: installation.setting(work, _setting(purpose)) for purpose in MOST_DAYS}
    return {purpose: int(days) for purpose, days in found.items() if days is not None}


def choose_days(work: Work, actor: Actor, purpose: str, days: int) -> None:
    """Let this installation keep what serves a purpose for so many days.

    Raises
    ------
    InputError
        `check_days`: that is longer than anybody may.
    """
    actor.require(Scope.INSTALLATION)
    check_days(purpose, days)
    installation.change(work, _setting(purpose), str(days))


def days_kept(column: PersonalColumn, chosen: Mapping[str, int]) -> int:
    """For how many days a column's values are kept."""
    return chosen.get(column.mark.purpose, column.mark.days)


def _emptied_in_town(
    work: Work, table: Table, served: ServedTown, chosen: Mapping[str, int]
) -> Emptied:
    here = personal.of_town(table, served.id)
    emptied = _emptied(work, table, chosen, ZoneInfo(served.zone), here)
    if emptied:
        events.append(
            work, "personal.emptied", town=served.id, actor=CLOCKWORK, values=dict(emptied)
        )
    return emptied


def _emptied(
    work: Work,
    table: Table,
    chosen: Mapping[str, int],
    zone: ZoneInfo,
    *where: ColumnElement[bool],
) -> Emptied:
    emptied: Emptied = Counter()
    for column in personal.personal_columns()[table]:
        before = due_before(purge_day(work.now, zone), days_kept(column, chosen))
        due = personal.due(column, before, instant(before, 0, zone))
        emptied[column.name] = personal.empty(work, column, and_(due, *where))
    return +emptied


def _setting(purpose: str) -> str:
    return f"kept_days:{purpose}"
