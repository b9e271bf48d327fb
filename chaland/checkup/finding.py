"""What a look at one thing has found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from routing.errors import ChalandError, Value


class State(StrEnum):
    """How bad it is."""

    FINE = "fine"
    LOOK = "look"
    """Somebody should look at it; the service goes on."""
    BLOCKING = "blocking"
    """The service, or a part of it, does not work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Parameters
    ----------
    about
        Which thing: ``https``, ``disk``.
    code, values
        What is said of it.
    """

    about: str
    state: State
    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


def blocked_by(about: str, error: ChalandError) -> Finding:
    """What an error has prevented."""
    return Finding(about, State.BLOCKING, error.code, error.values)
