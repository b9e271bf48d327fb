"""Public ids: a kind, and a UUID of version 7 in 26 letters that sort as they were made.

They are written as TypeID has it (https://github.com/jetify-com/typeid): the kind, an underscore,
and the 128 bits in Crockford's base 32, lower case. Instant and randomness are given: the domain
has neither clock nor dice.
"""

import datetime as dt
from enum import StrEnum
from typing import NewType

Id = NewType("Id", str)

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 26
RANDOM_BYTES = 10


class Kind(StrEnum):
    """What an id names."""

    TOWN = "twn"
    SHOP = "shp"
    COURIER = "cou"
    VEHICLE = "veh"
    SHIFT = "shi"
    TARIFF = "tar"
    RECIPIENT = "rec"
    DOOR = "dor"
    ORDER = "ord"
    STANDING_ORDER = "sto"
    QUOTE = "quo"
    JOB = "job"
    PLAN = "pln"
    ROUND = "rnd"
    EVENT = "evt"
    PROOF = "prf"
    WEBHOOK = "whk"
    MESSAGE = "msg"
    USER = "usr"
    KEY = "key"


def uuid7(instant: dt.datetime, random: bytes) -> int:
    """The 128 bits of a UUID of version 7 (RFC 9562, section 5.7).

    Parameters
    ----------
    random
        Ten bytes, of which 74 bits are used.
    """
    milliseconds = int(instant.timestamp() * 1_000)
    dice = int.from_bytes(random, "big")
    high, low = dice >> 68, dice & ((1 << 62) - 1)
    return (milliseconds << 80) | (7 << 76) | (high << 64) | (2 << 62) | low


def is_id(text: str, kind: Kind) -> bool:
    """Whether a text is an id of that kind, made by nobody or somebody.

    Examples
    --------
    >>> is_id("ord_01kb03v3g07000800000000000", Kind.ORDER), is_id("ord_1", Kind.ORDER)
    (True, False)
    """
    found, _, letters = text.partition("_")
    return found == kind and len(letters) == _LENGTH and set(letters) <= set(_LETTERS)


def written_id(kind: Kind, bits: int) -> Id:
    """The id of a kind with these 128 bits.

    Examples
    --------
    >>> noon = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
    >>> written_id(Kind.ORDER, uuid7(noon, bytes(RANDOM_BYTES)))
    'ord_01m8bvm4g0e008000000000000'
    """
    letters = "".join(_LETTERS[bits >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
    return Id(f"{kind}_{letters}")
