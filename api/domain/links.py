"""Signed links: whom a token is for, what it opens, and until when.

A token is an id in plain sight, perhaps an instant, and a signature. It tells no more than the id,
and nobody makes another one without the installation's secret. Each purpose signs with a salt of
its own, so a token of one opens nothing of another.
"""

import datetime as dt
import hashlib
import hmac
from enum import StrEnum
from zoneinfo import ZoneInfo

from itsdangerous import Signer

from api.domain.errors import MissingError
from api.domain.slots import instant

_DOT = "."


class LinkPurpose(StrEnum):
    """What a link opens: the salt of its signature."""

    RECIPIENT = "recipient"
    """The page of one order."""
    SIGN_IN = "sign-in"
    """A session of one user."""


def sign(
    secret: str, purpose: LinkPurpose, subject: str, expires: dt.datetime | None = None
) -> str:
    """The token of a subject; nothing in it needs escaping in a URL.

    Parameters
    ----------
    subject
        A public id.
    expires
        From when on it opens nothing, aware; None: the subject itself decides.
    """
    said = subject if expires is None else f"{subject}{_DOT}{int(expires.timestamp()):x}"
    return f"{said}{_DOT}{_signature(secret, purpose, said)}"


def read(secret: str, purpose: LinkPurpose, token: str, now: dt.datetime) -> str:
    """The subject of a token that was signed for this purpose and has not expired.

    Raises
    ------
    MissingError
        ``link.unknown``: whatever is wrong with it, what is answered is the same.
    """
    said, _, signature = token.rpartition(_DOT)
    right = _signature(secret, purpose, said)
    # Compared as text: several base64 texts stand for the same bytes, and only one is ours.
    if not hmac.compare_digest(signature.encode(), right.encode()):
        raise MissingError("link.unknown")
    subject, _, expires = said.partition(_DOT)
    if expires and int(expires, 16) <= now.timestamp():
        raise MissingError("link.unknown")
    return subject


def recipient_until(date: dt.date, zone: ZoneInfo) -> dt.datetime:
    """Until when the link of an order of a date opens: the end of the day after, in UTC."""
    return instant(date + dt.timedelta(days=2), 0, zone)


def _signature(secret: str, purpose: LinkPurpose, said: str) -> str:
    signer = Signer(
        secret, salt=f"chaland.{purpose}", key_derivation="hmac", digest_method=hashlib.sha256
    )
    return signer.get_signature(said).decode("ascii")
