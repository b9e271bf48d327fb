"""Where a house number should be that nobody has mapped: between its neighbours, along the street.

Numbers grow along a street, odd ones on one side and even ones on the other (and where they are
metres from its beginning, as in the French countryside, they do so exactly). So the place of a
number between two known ones of its side is reckoned by its share of the way between them.
"""

from collections.abc import Iterator, Sequence

import shapely

from routing.town.gazetteer import Door, Named, figure
from routing.town.plane import Plane, Position, metres_between

FARTHEST_METRES = 1_000.0
"""Between neighbours further apart nothing is reckoned."""
_BESIDE_METRES = 100.0
"""A door further from a line does not stand on it."""


def interpolated(street: Named, number: int, plane: Plane) -> Position | None:
    """Position of a number that is not known; None unless it lies between known ones of its side.

    Parameters
    ----------
    street
        Of kind street.
    number
        Without its repetition. If the street has it without or with another one, it is there.
    """
    known = sorted(_figures(street.doors), key=lambda one: one[0])
    same = next((door for figure_, door in known if figure_ == number), None)
    if same is not None:  # 12 bis, where only 12 is known
        return same.address.position
    side = [one for one in known if one[0] % 2 == number % 2]
    before = next((one for one in reversed(side) if one[0] < number), None)
    after = next((one for one in side if one[0] > number), None)
    if before is None or after is None:
        return None
    ends = before[1].address.position, after[1].address.position
    if metres_between(*ends) > FARTHEST_METRES:
        return None
    share = (number - before[0]) / (after[0] - before[0])
    return _along(street.lines, plane, ends, share)


def _figures(doors: Sequence[Door]) -> Iterator[tuple[int, Door]]:
    for door in doors:
        for number in door.numbers:
            value = figure(number)
            if value is not None:
                yield value, door


def _along(
    lines: Sequence[shapely.LineString],
    plane: Plane,
    ends: tuple[Position, Position],
    share: float,
) -> Position:
    """A point between two doors: on a line of the street if both stand by it, else straight."""
    one, other = plane.points(ends)
    beside = [
        line for line in lines if max(line.distance(one), line.distance(other)) <= _BESIDE_METRES
    ]
    if beside:
        line = min(beside, key=lambda line: line.distance(one) + line.distance(other))
        start, end = line.project(one), line.project(other)
        point = line.interpolate(start + share * (end - start))
    else:
        point = shapely.LineString([one, other]).interpolate(share, normalized=True)
    return plane.degrees(point.x, point.y)
