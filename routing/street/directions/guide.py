"""Steps for people out of paths on a network."""

import math

from routing.street.directions.junctions import Junctions
from routing.street.directions.scout import Event, Scout
from routing.street.directions.step import Kind, Modifier, Step
from routing.street.directions.street import Street, StreetKind
from routing.street.directions.thin import Thinning, doorstep
from routing.street.directions.trail import Point, Trail, draw
from routing.street.directions.turns import bearing, heading, turn
from routing.street.graph import Path
from routing.street.nearest import Floats
from routing.street.network import Network

AHEAD_METRES = 2.0
"""A door nearer than this to the street's middle line lies on it."""

AHEAD_DEGREES = 30.0
"""A door within this of the way one rides lies straight ahead."""

_METRES_PER_DEGREE = 111_195.0


class Guide:
    """Tells the ways on one network. Made once, it tells any number of them."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._junctions = Junctions(network)

    def steps(self, path: Path, door: Point) -> tuple[Step, ...]:
        """What to do along a path, from departure to arrival.

        Parameters
        ----------
        path
            Of this network.
        door
            Longitude and latitude, in degrees, of the point that was asked for: its side of the
            street is told.

        Returns
        -------
        The last step is the arrival, which has no length; a path of no length has only that.
        Metres and seconds of all steps are the rides' added up, rounded up at the end of each; the
        slices of the geometry join, and are the path's line together.
        """
        start, goal = (_point(path.lonlat, at) for at in (0, -1))
        trail = draw(self._network, self._junctions.streets, path.rides, (start, goal))
        if not trail.pieces:
            nowhere = Street("", "", StreetKind.STREET)
            return (_arrival(trail, nowhere, None),)
        scout = Scout(trail, self._junctions)
        events = Thinning(trail, scout).told(tuple(scout.events()))
        end = len(trail) - 1
        turned_off = doorstep(events, trail)
        if turned_off is not None:
            events, end = events[:-1], turned_off
        side = _side(_point(trail.points, end), scout.lead(end, back=True), door)
        ends = [*(event.at for event in events[1:]), len(trail) - 1]
        steps = [
            _step(trail, scout, event, until) for event, until in zip(events, ends, strict=True)
        ]
        return (*steps, _arrival(trail, events[-1].street, side))


def _step(trail: Trail, scout: Scout, event: Event, until: int) -> Step:
    departs = event.kind is Kind.DEPART
    leads = scout.lead(event.leaves) if departs else None
    first, last = _rounded(trail, event.at), _rounded(trail, until)
    return Step(
        kind=event.kind,
        modifier=None if departs else event.modifier,
        street=event.street,
        metres=last[0] - first[0],
        seconds=last[1] - first[1],
        lonlat=_point(trail.points, event.at),
        geometry=trail.points[event.at : until + 1],
        stays=event.stays,
        exit=event.exit,
        heading=heading(leads or 0.0) if departs else None,
        pushed=trail.pieces[event.leaves].pushed,
    )


def _rounded(trail: Trail, at: int) -> tuple[int, int]:
    """Metres and seconds from the start, rounded up as the path's are."""
    return -(-int(trail.millimetres[at]) // 1_000), -(-int(trail.milliseconds[at]) // 1_000)


def _arrival(trail: Trail, street: Street, side: Modifier | None) -> Step:
    return Step(
        kind=Kind.ARRIVE,
        modifier=side,
        street=street,
        metres=0,
        seconds=0,
        lonlat=_point(trail.points, -1),
        geometry=trail.points[-1:],
    )


def _point(points: Floats, at: int) -> Point:
    longitude, latitude = points[at].tolist()
    return longitude, latitude


def _side(end: Point, back: float | None, door: Point) -> Modifier:
    """On which side of the way one came a door lies."""
    east = (door[0] - end[0]) * math.cos(math.radians(end[1]))
    near = math.hypot(east, door[1] - end[1]) * _METRES_PER_DEGREE < AHEAD_METRES
    leads = bearing((end, door))
    if near or back is None or leads is None:
        return Modifier.STRAIGHT
    angle = turn((back + 180) % 360, leads)
    if abs(angle) < AHEAD_DEGREES:
        return Modifier.STRAIGHT
    return Modifier.RIGHT if angle > 0 else Modifier.LEFT
