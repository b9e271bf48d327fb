"""Rules 2 and 10: how visits are written, and where a vehicle reloads."""

from collections.abc import Iterator
from itertools import pairwise

from routing.check.ride import Ride
from routing.check.violation import Violation, ViolationCode, broken
from routing.model.units import Ticks


def check_stops(ride: Ride) -> Iterator[Violation]:
    """No empty visit, and no stop cut in two."""
    for visit in ride.route.visits:
        if not visit.services and not visit.reload:
            yield broken(ViolationCode.EMPTY, shift=ride.shift.id, place=visit.place)
    for visit, following in pairwise(ride.route.visits):
        if visit.place == following.place and not visit.reload and not following.reload:
            yield broken(ViolationCode.STOP, shift=ride.shift.id, place=visit.place)


def check_reloads(ride: Ride) -> Iterator[Violation]:
    """Only where the shift reloads, and no part of the route beyond the range."""
    reload = ride.shift.reload
    for visit in ride.route.visits:
        if visit.reload and (reload is None or visit.place != reload.place or visit.services):
            yield broken(ViolationCode.RELOAD, shift=ride.shift.id, place=visit.place)
    if reload is not None:
        for distance in _parts(ride):
            if distance > reload.range:
                yield broken(
                    ViolationCode.RANGE,
                    shift=ride.shift.id,
                    distance=distance,
                    range=reload.range,
                )


def _parts(ride: Ride) -> Iterator[Ticks]:
    """Distance from start place, reload to reload, end place."""
    distance = ride.legs[0].distance or 0
    for halt, leg in zip(ride.halts, ride.legs[1:], strict=True):
        if halt.visit.reload:
            yield distance
            distance = 0
        distance += leg.distance or 0
    yield distance
