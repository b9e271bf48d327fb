"""Sessions of browsers, in and out of the database: hashes of their secrets, never themselves.

A sign-in link that was used is remembered here too, until it would have expired: as a session that
opens nothing, because it has no CSRF token.
"""

import datetime as dt

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.dialects.sqlite import insert as insert_or_skip_on_sqlite

from api.domain.user import Session
from api.store.tables import sessions
from api.store.work import Work


def find(work: Work, sha256: str) -> Session | None:
    """The session of a secret's hash that has not expired; a used link is none."""
    row = work.connection.execute(
        select(sessions).where(
            sessions.c.sha256 == sha256, sessions.c.expires > work.now, sessions.c.csrf != ""
        )
    ).first()
    return None if row is None else Session(row.sha256, row.user, row.csrf, row.expires)


def add(work: Work, session: Session) -> None:
    """Add a session."""
    work.connection.execute(
        insert(sessions).values(
            sha256=session.sha256,
            user=session.user,
            csrf=session.csrf,
            expires=session.expires,
            created=work.now,
        )
    )


def use_up(work: Work, sha256: str, user: str, expires: dt.datetime) -> bool:
    """Remember that a link was used; False: it was used before, perhaps just now."""
    on_sqlite = work.connection.dialect.name == "sqlite"
    add = insert_or_skip_on_sqlite(sessions) if on_sqlite else insert_or_skip(sessions)
    used = {"sha256": sha256, "user": user, "csrf": "", "expires": expires, "created": work.now}
    added = add.values(**used).on_conflict_do_nothing().returning(sessions.c.sha256)
    return work.connection.execute(added).first() is not None


def remove(work: Work, sha256: str) -> None:
    """End a session."""
    work.connection.execute(delete(sessions).where(sessions.c.sha256 == sha256))


def remove_all_of(work: Work, user: str) -> None:
    """End all sessions of a user: their password has changed, or they may sign in no longer."""
    work.connection.execute(delete(sessions).where(sessions.c.user == user, sessions.c.csrf != ""))


def drop_expired(work: Work) -> None:
    """Drop the sessions that open nothing any more."""
    work.connection.execute(delete(sessions).where(sessions.c.expires < work.now))
