"""What grades do to speed."""

import math
from dataclasses import dataclass
from typing import Protocol

from routing.street.speed import Ground


class Hills(Protocol):
    """A way of climbing."""

    def speed(self, pace: int, ground: Ground, grade_permille: int) -> int:
        """Metres per hour on a grade where the flat allows `pace`; never more; 0 too steep."""
        ...


@dataclass(frozen=True, slots=True)
class Walker:
    """Tobler's hiking function, relative to the flat and never faster than there.

    A walker's speed falls as exp(-3.5 |s + 0.05|) with the slope s.

    References
    ----------
    W. Tobler, Three presentations on geographical analysis and modeling, NCGIA Technical Report
    93-1, 1993.
    """

    def speed(self, pace: int, ground: Ground, grade_permille: int) -> int:  # noqa: ARG002
        """As `Hills.speed`; the ground does not matter to a walker's climb."""
        away = abs(grade_permille / 1_000 + 0.05) - 0.05
        return int(pace * math.exp(-3.5 * max(away, 0.0)))
