"""How a webhook proves who sent it, as Standard Webhooks has it.

Signed are the message's id, the instant of the attempt and the body; the receiver has the same
secret. While a secret is being exchanged, one signature is made with each that still counts.

References
----------
.. [1] Standard Webhooks 1.0.0, https://www.standardwebhooks.com
"""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from routing.errors import InputError

PREFIX = "whsec_"
VERSION = "v1"
SECRET_BYTES = 32
TOLERANCE = dt.timedelta(minutes=5)
"""An attempt that is older, or as much ahead, may be somebody else's copy."""

_SHORTEST, _LONGEST = 24, 64


@dataclass(frozen=True, slots=True)
class Secret:
    """What sender and receiver share.

    Parameters
    ----------
    text
        ``whsec_`` and 24 to 64 bytes in base 64.
    until
        Aware: when it counts no more; None: it is the one that was given last.

    Raises
    ------
    InputError
        ``webhook.secret`` when the text is none.
    """

    text: str
    until: dt.datetime | None = None

    def __post_init__(self) -> None:
        if not _SHORTEST <= len(_key(self.text)) <= _LONGEST:
            raise InputError("webhook.secret", shortest=_SHORTEST, longest=_LONGEST)

    def __repr__(self) -> str:
        return f"Secret({PREFIX}…, until={self.until})"

    def counts(self, now: dt.datetime) -> bool:
        """Whether messages are still signed with it."""
        return self.until is None or now < self.until


def new_secret(random: bytes) -> Secret:
    """A secret out of bytes that nobody can guess.

    Parameters
    ----------
    random
        `SECRET_BYTES` of them.
    """
    return Secret(PREFIX + base64.b64encode(random).decode())


def signed_headers(
    message: str, now: dt.datetime, body: bytes, secrets: Iterable[Secret]
) -> dict[str, str]:
    """The three headers of an attempt, with one signature for each secret that counts.

    Parameters
    ----------
    message
        The same in every attempt; without a full stop.
    """
    timestamp = str(int(now.timestamp()))
    signatures = [
        signature(secret, message, timestamp, body) for secret in secrets if secret.counts(now)
    ]
    return {
        "webhook-id": message,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def signature(secret: Secret, message: str, timestamp: str, body: bytes) -> str:
    """One signature with its version before it."""
    content = b".".join((message.encode(), timestamp.encode(), body))
    digest = hmac.new(_key(secret.text), content, hashlib.sha256).digest()
    return f"{VERSION},{base64.b64encode(digest).decode()}"


def is_genuine(
    headers: Mapping[str, str],
    body: bytes,
    secret: Secret,
    now: dt.datetime,
    tolerance: dt.timedelta = TOLERANCE,
) -> bool:
    """Whether a message was sent by who has the secret, and just now: what a receiver asks.

    Parameters
    ----------
    headers
        By their names in lower case.
    """
    message, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not (message and timestamp.isascii() and timestamp.isdigit()):
        return False
    if abs(int(now.timestamp()) - int(timestamp)) > tolerance.total_seconds():
        return False
    expected = signature(secret, message, timestamp, body).encode()
    given = headers.get("webhook-signature", "").encode().split(b" ")
    return any(hmac.compare_digest(expected, one) for one in given)


def _key(text: str) -> bytes:
    """The bytes of a secret; none when it is not written as one."""
    try:
        return base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        return b""
