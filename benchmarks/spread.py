"""How long things take: half of them, nearly all, and all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds that half of some stay within, 99 in 100, and all."""

    p50: float
    p99: float
    most: float


def spread(seconds: Sequence[float], digits: int) -> Spread:
    """The spread of what took so long.

    Parameters
    ----------
    digits
        Of a millisecond, that are told.

    Examples
    --------
    >>> spread([0.001, 0.002, 0.003], 1)
    Spread(p50=2.0, p99=3.0, most=3.0)
    """
    p50, p99 = np.percentile(seconds, [50, 99])
    return Spread(*(round(float(one) * 1_000, digits) for one in (p50, p99, max(seconds))))
