"""How fast a bike climbs: the rider's power, the motor's help, and what holds them back.

On a steady grade of slope s the power at the pedals, less what the chain takes, meets four
resistances at the speed v (Martin et al. 1998, equations for steady riding without wind)::

    P e = v (m g sin a  +  c m g cos a  +  A d v^2 / 2  +  0.091 + 0.0087 v),   a = atan s
             climbing       rolling         drag            wheel bearings (N)

with e = 0.977 the chain's efficiency, m the mass of all that rolls, c the coefficient of rolling
resistance, A the drag area and d = 1.2 kg/m3 the density of air. The left side does not depend on v
and the right side grows with v where s >= 0: one speed solves it, found by bisection.

A motor adds its power up to 25 km/h and nothing above, as EU law has it for bikes that count as
such (Regulation (EU) No 168/2013, article 2 (2) h: at most 250 W, cut off at 25 km/h).

Power bounds the speed, it does not make it: on the flat and downhill everybody rides the measured
pace of the profile, which streets and traffic set, and brakes to it. Where the power would not even
do for that pace on the flat, the grade takes its share of the pace.

Coefficients of rolling resistance lie within what D. G. Wilson, Bicycling Science, 3rd edition,
2004, reports for bicycle tyres; those of cobbles and soft ground are assumptions.

References
----------
J. C. Martin, D. L. Milliken, J. E. Cobb, K. L. McFadden, A. R. Coggan, Validation of a mathematical
model for road cycling power, Journal of Applied Biomechanics 14 (3), 276-291, 1998,
doi:10.1123/jab.14.3.267.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from routing.street.speed import Ground

GRAVITY = 9.81
AIR_DENSITY = 1.2
CHAIN_EFFICIENCY = 0.977
CUT_OFF = 25_000
"""Metres per hour above which a motor may not help."""

STEP = 5
"""Grades are told apart by half a percent."""

STEEPEST = 300
"""Permille: what is steeper on the map is taken for this, as an error of the heights."""

ROLLING = {
    Ground.FIRM: 0.008,
    Ground.COMPACT: 0.010,
    Ground.COBBLED: 0.015,
    Ground.LOOSE: 0.020,
    Ground.SOFT: 0.050,
}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cyclist:
    """A rider and all that rolls.

    Parameters
    ----------
    mass
        Kilograms: rider, bike, load, trailer.
    power
        Watts that the rider keeps up on a climb.
    assistance
        Watts that the motor adds; 0 without a motor.
    drag_area
        Square centimetres: drag coefficient times frontal area.
    walking
        Metres per hour at least: slower than this one gets off and pushes.
    limit
        Permille: steeper is closed, up (too heavy to push) and down (too heavy to brake); None
        where nothing is too steep.
    """

    mass: int
    power: int
    assistance: int = 0
    drag_area: int = 6_000
    walking: int = 3_000
    limit: int | None = None

    def speed(self, pace: int, ground: Ground, grade_permille: int) -> int:
        """Metres per hour on a grade where the flat allows `pace`; never more; 0 too steep."""
        if self.limit is not None and abs(grade_permille) > self.limit:
            return 0
        step = (min(max(grade_permille, 0), STEEPEST) + STEP // 2) // STEP
        bounds = climbing_speeds(self, ground)
        needed = min(pace, bounds[0])
        if bounds[step] >= needed:
            return pace
        return max(pace * bounds[step] // needed, min(pace, self.walking))


@lru_cache(maxsize=256)
def climbing_speeds(cyclist: Cyclist, ground: Ground) -> tuple[int, ...]:
    """Metres per hour that the power allows on 0, 0.5, 1 ... 30 %, rounded down."""
    slopes = np.arange(0, STEEPEST + 1, STEP) / 1_000
    alone = _solve(cyclist, ground, slopes, cyclist.power)
    helped = _solve(cyclist, ground, slopes, cyclist.power + cyclist.assistance)
    speeds = np.maximum(np.minimum(helped, CUT_OFF), alone)
    return tuple(speeds.tolist())


def _solve(cyclist: Cyclist, ground: Ground, slopes: Floats, watts: int) -> npt.NDArray[np.int64]:
    """Metres per hour by bisection between standing and 40 m/s, to less than a millimetre/s."""
    weight = cyclist.mass * GRAVITY
    angles = np.arctan(slopes)
    steady = weight * (np.sin(angles) + ROLLING[ground] * np.cos(angles))
    drag = cyclist.drag_area * 1e-4 * AIR_DENSITY / 2
    low, high = np.zeros(len(slopes)), np.full(len(slopes), 40.0)
    for _ in range(40):
        middle = (low + high) / 2
        needed = middle * (steady + drag * middle**2 + 0.091 + 0.0087 * middle)
        enough = needed <= watts * CHAIN_EFFICIENCY
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    return np.floor(low * 3_600).astype(np.int64)
