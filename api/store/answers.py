"""First answers by idempotency key: whoever asks again is told the same."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import delete, func, insert, select

from api.store.tables import answers
from api.store.work import Work


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered, byte for byte.

    Parameters
    ----------
    request_sha256
        Of the request that it answers, in hexadecimal.
    headers
        By name; those that every answer gets are not among them.
    """

    request_sha256: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def claim(work: Work, actor: str, key: str, *, waits: bool = False) -> bool:
    """Be the only one who answers this key until the work is over; False: somebody else is at it.

    On SQLite whoever writes is alone anyway.

    Parameters
    ----------
    waits
        For whoever is at it.
    """
    if work.connection.dialect.name != "postgresql":
        return True
    name = hashlib.sha256(f"answer {actor} {key}".encode()).digest()
    lock = int.from_bytes(name[:8], "big", signed=True)
    if waits:
        work.connection.execute(select(func.pg_advisory_xact_lock(lock)))
        return True
    return bool(work.connection.scalar(select(func.pg_try_advisory_xact_lock(lock))))


def find(work: Work, actor: str, key: str) -> KeptAnswer | None:
    """What was answered to an actor's key; None: nothing yet, or nothing that is still kept."""
    row = work.connection.execute(
        select(answers).where(answers.c.actor == actor, answers.c.key == key)
    ).first()
    if row is None or row.body is None:
        return None
    return KeptAnswer(row.request_sha256, row.status, row.headers, bytes(row.body))


def keep(work: Work, actor: str, key: str, answer: KeptAnswer) -> None:
    """Keep what is answered, in the transaction of what was done."""
    forgotten = answers.c.body.is_(None)
    work.connection.execute(
        delete(answers).where(answers.c.actor == actor, answers.c.key == key, forgotten)
    )
    work.connection.execute(
        insert(answers).values(
            actor=actor,
            key=key,
            request_sha256=answer.request_sha256,
            status=answer.status,
            headers=dict(answer.headers),
            body=answer.body,
            created=work.now,
        )
    )


def drop_forgotten(work: Work) -> None:
    """Drop the rows whose answers the purge has emptied: their keys are new again."""
    work.connection.execute(delete(answers).where(answers.c.body.is_(None)))
