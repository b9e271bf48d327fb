"""What a command works with on the service's database: the real clock, real dice, all rights."""

import datetime as dt
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.domain.actor import Actor
    from api.store.work import Means


def means() -> "Means":
    """The clock and the dice of this machine."""
    from api.store.work import Means

    return Means(lambda: dt.datetime.now(dt.UTC), secrets.token_bytes)


def commander() -> "Actor":
    """Who types commands on the machine of the database: they could read it without us."""
    from api.domain.actor import Role, acting

    return acting("command", Role.ADMIN, None)
