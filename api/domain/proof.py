"""Proofs of delivery: photos that a courier takes."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """A photo, without its pixels.

    Parameters
    ----------
    event
        The phone's own id of the deed that it proves.
    sha256
        Of the photo as it is kept, in hexadecimal.
    kept
        Whether the photo is still there; it is forgotten after a while.
    """

    id: str
    town: str
    order: str
    event: str
    sha256: str
    created: dt.datetime
    kept: bool = True
