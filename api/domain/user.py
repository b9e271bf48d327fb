"""Who may sign in, and what lets them: passwords, keys, sessions; secrets are kept as hashes."""

import datetime as dt
from dataclasses import dataclass, field

from api.domain.actor import SCOPES, Actor, Role, Scope


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in.

    Parameters
    ----------
    town
        None: an admin.
    subject
        The shop or the courier that they are; None: a planner or an admin.
    login
        What they type, in small letters.
    password
        Hashed by argon2; empty: only keys and sign-in links lead in.
    """

    id: str
    role: Role
    town: str | None
    subject: str | None
    login: str = field(repr=False)
    password: str = field(default="", repr=False)
    active: bool = True

    def acting(self, scopes: frozenset[Scope] | None = None) -> Actor:
        """The user as an actor: with all that the role may do, or with less."""
        allowed = SCOPES[self.role]
        return Actor(
            self.id,
            self.role,
            self.town,
            self.subject,
            allowed if scopes is None else allowed & scopes,
        )


@dataclass(frozen=True, slots=True)
class Key:
    """A key for programs.

    Parameters
    ----------
    prefix
        What people see of it.
    sha256
        Of the whole key, in hexadecimal.
    expires, revoked
        Aware, in UTC.
    """

    id: str
    town: str | None
    user: str
    name: str
    prefix: str
    sha256: str = field(repr=False)
    scopes: frozenset[Scope]
    created: dt.datetime
    expires: dt.datetime | None = None
    revoked: dt.datetime | None = None

    def is_good_at(self, now: dt.datetime) -> bool:
        """Whether it opens anything at an instant."""
        return self.revoked is None and (self.expires is None or now < self.expires)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has signed in with a browser.

    Parameters
    ----------
    sha256
        Of what the cookie holds, in hexadecimal.
    csrf
        What a page must send with whatever changes something.
    """

    sha256: str = field(repr=False)
    user: str
    csrf: str = field(repr=False)
    expires: dt.datetime
