"""Towns that the service serves, as commands name them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from chaland.words import say
from routing.errors import InputError

if TYPE_CHECKING:
    from api.domain.town import ServedTown
    from api.domain.user import User
    from api.store.work import Work

ServedTownName: TypeAlias = Annotated[
    str | None, typer.Option("--town", help=say("help.option.served_town"), metavar="TOWN")
]


@contextmanager
def working(data: Path | None) -> Iterator["Work"]:
    """A transaction on the service's database, which a service may use meanwhile."""
    from api.store.schema import require_current
    from api.store.work import writing
    from chaland.database import opened
    from chaland.working import means

    with opened(data) as database:
        require_current(database)
        with writing(database, means()) as work:
            yield work


def served_town(work: "Work", name: str | None) -> "ServedTown":
    """The town of an id or a name; without either, the only one.

    Raises
    ------
    InputError
        ``served.no_such_town``, ``served.which_town``.
    """
    from api.store import towns
    from chaland.working import commander

    every = towns.every(work, commander())
    known = ", ".join(f"{town.name} ({town.id})" for town in every) or "-"
    wanted = [
        town
        for town in every
        if name is None or name == town.id or name.casefold() == town.name.casefold()
    ]
    if not wanted:
        raise InputError("served.no_such_town", name=name or "", known=known)
    if len(wanted) > 1:
        raise InputError("served.which_town", known=known)
    return wanted[0]


def user_of_login(work: "Work", login: str) -> "User":
    """The user of a login.

    Raises
    ------
    InputError
        ``served.no_such_user``.
    """
    from api.services.signing_in import tidy_login
    from api.store import users

    user = users.of_login(work, tidy_login(login))
    if user is None:
        raise InputError("served.no_such_user")
    return user
