"""Signing in with a browser: by password, or by a link that works once."""

import datetime as dt
from dataclasses import dataclass, field

from api.domain.errors import MissingError, UnknownActorError
from api.domain.user import Session, User
from api.services import passwords
from api.services.keys import sha256_of
from api.services.links import sign_in_user
from api.store import sessions, users
from api.store.database import Database
from api.store.work import Means, Work, reading, writing

SESSION_LASTS = dt.timedelta(days=14)
LINK_REMEMBERED = dt.timedelta(days=400)
"""As long as any link lasts: until then it is remembered that it was used."""

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session and, this once, what the cookie holds."""

    user: User
    session: Session
    secret: str = field(repr=False)


def by_password(
    database: Database, means: Means, login: str, password: str, instead_of: str | None
) -> SignedIn:
    """Begin a session for whoever knows the password; nobody waits while it is tried.

    Parameters
    ----------
    instead_of
        What the browser's cookie held before: that session ends, and nothing of it is taken over.

    Raises
    ------
    UnknownActorError
        ``auth.wrong_password``; nobody is told whether there is such a login.
    """
    with reading(database, means) as work:
        user = users.of_login(work, tidy_login(login))
    right = passwords.matches(user.password if user else "", password)
    if user is None or not right or not user.active:
        raise UnknownActorError("auth.wrong_password")
    with writing(database, means) as work:
        return begin(work, user, instead_of)


def by_link(work: Work, token: str, instead_of: str | None) -> SignedIn:
    """Begin a session for whoever has been sent a link, once.

    Raises
    ------
    MissingError
        ``link.unknown``: it was used, has expired, or is none of ours.
    """
    user = users.of_id(work, sign_in_user(work, token))
    if user is None or not user.active:
        raise MissingError("link.unknown")
    if not sessions.use_up(work, sha256_of(token), user.id, work.now + LINK_REMEMBERED):
        raise MissingError("link.unknown")
    return begin(work, user, instead_of)


def begin(work: Work, user: User, instead_of: str | None) -> SignedIn:
    """Begin a session under a secret that nobody had before."""
    leave(work, instead_of)
    secret = work.means.random_bytes(_SECRET_BYTES).hex()
    csrf = work.means.random_bytes(_SECRET_BYTES).hex()
    session = Session(sha256_of(secret), user.id, csrf, work.now + SESSION_LASTS)
    sessions.add(work, session)
    return SignedIn(user, session, secret)


def leave(work: Work, secret: str | None) -> None:
    """End the session of a cookie, if there is one."""
    if secret:
        sessions.remove(work, sha256_of(secret))


def tidy_login(login: str) -> str:
    """A login as it is kept: capitals and spaces around it do not matter."""
    return login.strip().lower()
