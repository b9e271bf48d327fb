"""Large things by their hash: town packs. Whoever works on this database finds them here."""

import hashlib

from sqlalchemy import insert, select

from api.domain.errors import MissingError
from api.store.tables import blobs
from api.store.work import Work


def keep(work: Work, content: bytes) -> str:
    """Keep a content once, and give its hash in hexadecimal."""
    sha256 = hashlib.sha256(content).hexdigest()
    known = work.connection.scalar(select(blobs.c.sha256).where(blobs.c.sha256 == sha256))
    if known is None:
        work.connection.execute(insert(blobs).values(sha256=sha256, content=content))
    return sha256


def content_of(work: Work, sha256: str) -> bytes:
    """The content of a hash.

    Raises
    ------
    MissingError
        ``missing.row``.
    """
    content = work.connection.scalar(select(blobs.c.content).where(blobs.c.sha256 == sha256))
    if content is None:
        raise MissingError("missing.row", id=sha256)
    return bytes(content)
