"""Rough heights made into those of streets: smoothed along them.

Tiles of heights are coarse: cells of 30 or 90 m, errors of metres, roofs taken for ground. Their
raw heights make a flat street next to a cliff as steep as a wall. So heights h are found that lie
near the known ones z and rise along each street s as evenly as its map allows::

    minimise  sum over nodes  w (h - z)^2   +   sum over segments  L^2 c (dh/ds - g)^2 ds

with w the length of street that is nearest to a node, L = 40 m, and g = 0 and c = 1 where no slope
is mapped; on steps and lifts c = 0.05, for they are steep. Where ``incline`` says a number, g is
that slope and c = 10; where the ground clearly goes the other way, its sign is taken for a slip.
This is Tikhonov regularisation on the graph of the streets; along one long street it smooths with
the kernel exp(-|s| / L) / 2L, and a steady slope remains what it is, but half of it at the end of
a dead end. Nodes that lie on bridges and
in tunnels only, and nodes without a known height, have w = 0: the ground below or above is not
theirs. It is one height a node, so all streets that meet there agree.

References
----------
D. I. Shuman, S. K. Narang, P. Frossard, A. Ortega, P. Vandergheynst, The emerging field of signal
processing on graphs, IEEE Signal Processing Magazine 30 (3), 2013, doi:10.1109/MSP.2012.2235192.

M. R. Hestenes, E. Stiefel, Methods of conjugate gradients for solving linear systems, Journal of
Research of the National Bureau of Standards 49 (6), 1952, doi:10.6028/jres.049.044.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routing.street.measure import Integers
from routing.street.network import Network

SMOOTHING = 40.0
"""Metres along the street over which heights are smoothed: half a cell of a 3" tile."""

MAPPED, STEEP = 10.0, 0.05
"""How much more a mapped slope counts, and how much less that of steps."""

CLEAR = 0.05
"""From this slope of the ground on, a mapped one of the other sign is a slip."""

ASSUMED_SLOPE = 0.05
"""For ``incline=up`` and ``down``, which say no number, and only where no height is known."""

STEEPEST = 0.5
"""A mapped slope above this is a mistake."""

SHORTEST = 1.0
"""Metres: what is shorter is not stiffer, or nothing would be exact."""

MOST_ROUNDS = 2_000

Floats = npt.NDArray[np.float64]

_PERCENT = re.compile(r"([+-]?\d+(?:[.,]\d+)?) ?%?")
_DEGREES = re.compile(r"([+-]?\d+(?:[.,]\d+)?) ?°")
_RATIO = re.compile(r"([+-]?)1 ?(?::|in) ?(\d+(?:[.,]\d+)?)")


def smoothed(network: Network, metres: Floats) -> npt.NDArray[np.int32]:
    """Millimetres above the sea by node, smoothed along the streets.

    Nodes of which nothing is known, and nothing near them, lie at the mean of the others.

    Parameters
    ----------
    metres
        Rough heights by node, NaN where nothing is known.
    """
    metres = np.where(_only_in_the_air(network), np.nan, metres)
    known = ~np.isnan(metres)
    mean = float(metres[known].mean()) if known.any() else 0.0
    rough = np.where(known, metres - mean, 0.0)
    height = _solve(_streets(network, metres), rough, known) + mean
    return np.rint(height * 1_000).astype(np.int32)


def slope(incline: str) -> float | None:
    """Rise a metre in the direction of the way, of ``incline``; None when no number can be read.

    Examples
    --------
    >>> slope("10%"), slope("-5 %"), slope("1:10"), slope("8,5"), slope("up")
    (0.1, -0.05, 0.1, 0.085, None)
    """
    if percent := _PERCENT.fullmatch(incline):
        found = float(percent[1].replace(",", ".")) / 100
    elif degrees := _DEGREES.fullmatch(incline):
        found = float(np.tan(np.radians(float(degrees[1].replace(",", ".")))))
    elif ratio := _RATIO.fullmatch(incline):
        along = float(ratio[2].replace(",", "."))
        found = float(f"{ratio[1]}1") / along if along else STEEPEST * 2
    else:
        return None
    return found if abs(found) <= STEEPEST else None


@dataclass(frozen=True, slots=True, eq=False)
class _Streets:
    """Segments of streets between neighbouring nodes.

    Parameters
    ----------
    tails, heads
        Node indices.
    stiffness
        L^2 c / length, in metres.
    rises
        Metres that the map wants the head above the tail.
    weights
        By node: w, the metres of street nearest to it.
    """

    tails: Integers
    heads: Integers
    stiffness: Floats
    rises: Floats
    weights: Floats


def _streets(network: Network, metres: Floats) -> _Streets:
    """The segments of all ways.

    Parameters
    ----------
    metres
        Rough heights by node.
    """
    counts = np.diff(network.way_offsets)
    last = np.zeros(len(network.way_nodes), bool)
    last[network.way_offsets[1:][counts > 0] - 1] = True
    starts = np.flatnonzero(~last)
    marks = network.ruler / 1_000
    lengths = marks[starts + 1] - marks[starts]
    slopes, evenness = (
        np.repeat(column, counts)[starts] for column in _wishes(network, metres, marks)
    )
    nodes = network.way_nodes.astype(np.int64)
    tails, heads = nodes[starts], nodes[starts + 1]
    count = len(network.node_ids)
    return _Streets(
        tails,
        heads,
        SMOOTHING**2 * evenness / np.maximum(lengths, SHORTEST),
        slopes * lengths,
        (np.bincount(tails, lengths, count) + np.bincount(heads, lengths, count)) / 2,
    )


def _wishes(network: Network, metres: Floats, marks: Floats) -> tuple[Floats, Floats]:
    """By way: the slope g that the map wants, and c, how much it counts."""
    bare = bool(np.isnan(metres).all())
    slopes, counting = np.zeros(len(network.way_ids)), np.ones(len(network.way_ids))
    for way, tags in enumerate(network.way_tags):
        mapped = _mapped_slope(tags, bare=bare)
        if mapped is not None:
            ground = _ground_slope(network, metres, marks, way)
            slipped = abs(ground) > CLEAR and ground * mapped < 0
            slopes[way], counting[way] = -mapped if slipped else mapped, MAPPED
        elif tags.get("highway") in {"steps", "elevator"}:
            counting[way] = STEEP
    return slopes, counting


def _mapped_slope(tags: Mapping[str, str], *, bare: bool) -> float | None:
    incline = tags.get("incline", "")
    if bare and incline in {"up", "down"}:
        return ASSUMED_SLOPE if incline == "up" else -ASSUMED_SLOPE
    return slope(incline)


def _ground_slope(network: Network, metres: Floats, marks: Floats, way: int) -> float:
    """From end to end of a way, by the rough heights; 0 where they are not known."""
    first, last = network.nodes_of(way)[[0, -1]]
    length = marks[network.way_offsets[way + 1] - 1]
    rise = metres[last] - metres[first]
    return 0.0 if np.isnan(rise) or length < SHORTEST else float(rise / length)


def _only_in_the_air(network: Network) -> npt.NDArray[np.bool_]:
    """Nodes of which every way is a bridge or a tunnel."""
    on_ground = np.array(
        [
            tags.get("bridge", "no") == "no" and tags.get("tunnel", "no") == "no"
            for tags in network.way_tags
        ],
        bool,
    )
    grounded = np.zeros(len(network.node_ids), bool)
    grounded[network.way_nodes[np.repeat(on_ground, np.diff(network.way_offsets))]] = True
    return ~grounded


def _solve(streets: _Streets, wanted: Floats, trusted: npt.NDArray[np.bool_]) -> Floats:
    """The heights of least squares, in metres from the mean."""
    count = len(wanted)
    # A trace of weight everywhere keeps what nothing is known of from floating away.
    weights = np.where(trusted, streets.weights, streets.weights * 1e-6) + 1e-9
    pull = streets.stiffness * streets.rises
    right = weights * wanted
    right += np.bincount(streets.heads, pull, count) - np.bincount(streets.tails, pull, count)
    bound = np.bincount(streets.heads, streets.stiffness, count)
    bound += np.bincount(streets.tails, streets.stiffness, count)

    def times(height: Floats) -> Floats:
        force = streets.stiffness * (height[streets.heads] - height[streets.tails])
        spread = np.bincount(streets.heads, force, count)
        return weights * height + spread - np.bincount(streets.tails, force, count)

    return _conjugate_gradients(times, right, weights + bound, wanted)


def _conjugate_gradients(
    times: Callable[[Floats], Floats], right: Floats, diagonal: Floats, start: Floats
) -> Floats:
    """Solve a symmetric positive definite system, until nothing moves by a tenth of a millimetre.

    Parameters
    ----------
    times
        The matrix times a vector.
    diagonal
        Of the matrix, to scale by (Jacobi).
    """
    found = start.copy()
    rest = right - times(found)
    scaled = rest / diagonal
    heading = scaled.copy()
    left = float(rest @ scaled)
    for _ in range(MOST_ROUNDS):
        if np.abs(scaled).max(initial=0.0) < 1e-4:
            break
        ahead = times(heading)
        stride = left / float(heading @ ahead)
        found += stride * heading
        rest -= stride * ahead
        scaled = rest / diagonal
        now = float(rest @ scaled)
        heading = scaled + (now / left) * heading
        left = now
    return found
