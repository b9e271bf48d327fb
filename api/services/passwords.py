"""Passwords: kept as argon2 hashes, and as slow to try where there is none."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from routing.errors import InputError

SHORTEST = 10
LONGEST = 200

AT_ONCE = 2
"""Each takes 64 MiB and a core's tenth of a second; others wait."""

_HASHER = PasswordHasher()
_turns = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """A password as it is kept.

    Raises
    ------
    InputError
        ``user.password_length``.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError("user.password_length", pointer="/password", least=SHORTEST, most=LONGEST)
    with _turns:
        return _HASHER.hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether a password is the one that is kept.

    Where none is kept, one that nobody knows is tried: who guesses logins learns nothing from how
    long the answer takes.
    """
    with _turns:
        try:
            right = _HASHER.verify(kept or _nobodys(), password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return right and bool(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("of nobody")
