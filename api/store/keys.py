"""Keys for programs, in and out of the database: their hashes, never themselves."""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, select, true, update

from api.domain.actor import Actor, Role, Scope
from api.domain.user import Key
from api.store.rows import found, of_town
from api.store.tables import keys
from api.store.work import Work


def find(work: Work, actor: Actor, key: str) -> Key:
    """A key, if the actor sees it: their own; a planner the town's, an admin all.

    Raises
    ------
    MissingError
    """
    return _key(found(work, keys, _seen(actor), key))


def every(work: Work, actor: Actor) -> list[Key]:
    """All keys that the actor sees, by id."""
    rows = work.connection.execute(select(keys).where(_seen(actor)).order_by(keys.c.id))
    return [_key(row) for row in rows]


def of_prefix(work: Work, prefix: str) -> Key | None:
    """The key that begins so, whoever asks: for who asks is only being found out."""
    row = work.connection.execute(select(keys).where(keys.c.prefix == prefix)).first()
    return None if row is None else _key(row)


def add(work: Work, key: Key) -> None:
    """Add a key."""
    work.connection.execute(
        insert(keys).values(
            id=key.id,
            town=key.town,
            user=key.user,
            name=key.name,
            prefix=key.prefix,
            sha256=key.sha256,
            scopes=sorted(key.scopes),
            expires=key.expires,
            revoked=None,
            created=key.created,
        )
    )


def revoke(work: Work, key: str) -> None:
    """Let a key open nothing any more; one that was revoked before stays so."""
    work.connection.execute(
        update(keys).where(keys.c.id == key, keys.c.revoked.is_(None)).values(revoked=work.now)
    )


def _seen(actor: Actor) -> ColumnElement[bool]:
    everyone = actor.role in {Role.PLANNER, Role.ADMIN}
    return and_(of_town(keys, actor), true() if everyone else keys.c.user == actor.id)


def _key(row: Row[Any]) -> Key:
    return Key(
        id=row.id,
        town=row.town,
        user=row.user,
        name=row.name,
        prefix=row.prefix,
        sha256=row.sha256,
        scopes=frozenset(map(Scope, row.scopes)),
        created=row.created,
        expires=row.expires,
        revoked=row.revoked,
    )
