"""How often one caller may ask: buckets in memory, that fill up again as time goes by.

Each serving process counts for itself, and a restart forgets: what this keeps off is a script that
has gone wild and a guesser of passwords, not a determined crowd.
"""

import datetime as dt
import hashlib
import ipaddress
import math
import threading
from collections import OrderedDict

from starlette.requests import Request

from api.http.errors import TooManyError

MOST_CALLERS = 20_000
"""Remembered by one process; whoever has not asked for longest is forgotten first."""

_IPV6_NETWORK = 64
"""Bits that one household is given at least."""


class Buckets:
    """One bucket for each caller (token bucket).

    Parameters
    ----------
    per_minute
        What flows back into a bucket, and what it holds.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str, now: dt.datetime) -> None:
        """Take one request out of a caller's bucket.

        Raises
        ------
        TooManyError
            ``rate.too_many`` when it is empty.
        """
        wait = self._take(caller, now.timestamp())
        if wait > 0:
            raise TooManyError("rate.too_many", seconds=math.ceil(wait))

    def _take(self, caller: str, now: float) -> float:
        """Seconds to wait until one request is there; 0 when it was."""
        per_second = self.per_minute / 60
        with self._lock:
            left, since = self._left.pop(caller, (float(self.per_minute), now))
            left = min(float(self.per_minute), left + max(0.0, now - since) * per_second)
            enough = left >= 1
            self._left[caller] = (left - 1 if enough else left, max(now, since))
            while len(self._left) > MOST_CALLERS:
                self._left.popitem(last=False)
        return 0.0 if enough else (1 - left) / per_second


def address_of(request: Request) -> str:
    """Where a request comes from: a network, since whoever has one IPv6 address has many."""
    host = request.client.host if request.client else "-"
    if ":" not in host:
        return host
    return str(ipaddress.ip_network(f"{host.partition('%')[0]}/{_IPV6_NETWORK}", strict=False))


def hidden(secret: str) -> str:
    """A name for a secret, by which a bucket is found without keeping it."""
    return hashlib.sha256(secret.encode()).hexdigest()
