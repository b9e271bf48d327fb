"""Rules 1, 2, 4 and 10: every time of a route follows from the matrix, the set-ups and the tasks.

Each time is checked against the written time before it, so that one wrong time is one or two
violations, where it stands.
"""

from collections.abc import Iterator

from routing.check.ride import Halt, Ride
from routing.check.violation import Violation, ViolationCode, broken
from routing.model import Visit
from routing.model.units import Instant, Ticks


def check_times(ride: Ride) -> Iterator[Violation]:
    """Arrivals, starts, ends, departures, the route's end and the shift's window."""
    clock = ride.route.start
    *legs, last_leg = ride.legs
    for halt, leg in zip(ride.halts, legs, strict=True):
        visit = halt.visit
        if leg.duration is not None:
            expected = _over(ride, clock, leg.duration)
            yield from _compare(ViolationCode.ARRIVAL, ride, visit.place, visit.arrival, expected)
        yield from _check_services(ride, halt)
        yield from _check_departure(ride, visit)
        clock = visit.departure
    if last_leg.duration is not None:
        end, expected = ride.route.end, _over(ride, clock, last_leg.duration)
        yield from _compare(ViolationCode.ROUTE_END, ride, ride.shift.end_place, end, expected)
    yield from _check_shift(ride)


def _over(ride: Ride, start: Instant, work: Ticks) -> Instant:
    """When work is over that begins at `start` and rests during each break that begins before."""
    end = start + work
    for taken in sorted(ride.route.breaks, key=lambda taken: taken.start):
        if start <= taken.start < end:
            end += max(0, taken.end - taken.start)
    return end


def _check_services(ride: Ride, halt: Halt) -> Iterator[Violation]:
    done = {item.position: item for item in halt.done}
    ready = halt.visit.arrival
    set_up = halt.place.setup if halt.place is not None else 0
    for position, service in enumerate(halt.visit.services, start=halt.first_position):
        earliest = ready + set_up + _ticks_paused(ride, ready, service.start)
        if service.start < earliest:
            yield broken(
                ViolationCode.START,
                shift=ride.shift.id,
                shipment=service.shipment,
                place=halt.visit.place,
                start=service.start,
                earliest=earliest,
            )
        if position in done and service.end != service.start + done[position].task.service:
            yield broken(
                ViolationCode.END,
                shift=ride.shift.id,
                shipment=service.shipment,
                place=halt.visit.place,
                end=service.end,
                expected_time=service.start + done[position].task.service,
            )
        ready, set_up = service.end, 0


def _ticks_paused(ride: Ride, first: Instant, before: Instant) -> Ticks:
    """Length of the breaks that begin in a half-open span, as far as they lie in it."""
    return sum(
        max(0, min(taken.end, before) - taken.start)
        for taken in ride.route.breaks
        if first <= taken.start < before
    )


def _check_departure(ride: Ride, visit: Visit) -> Iterator[Violation]:
    if visit.services:
        expected = visit.services[-1].end
    elif visit.reload and ride.shift.reload is not None:
        expected = _over(ride, visit.arrival, ride.shift.reload.duration)
    else:
        expected = visit.arrival
    yield from _compare(ViolationCode.DEPARTURE, ride, visit.place, visit.departure, expected)


def _compare(
    code: ViolationCode, ride: Ride, place: str, time: Instant, expected: Instant
) -> Iterator[Violation]:
    if time != expected:
        yield broken(code, shift=ride.shift.id, place=place, time=time, expected_time=expected)


def _check_shift(ride: Ride) -> Iterator[Violation]:
    route, window = ride.route, ride.shift.window
    if route.start < window.start or route.end > window.end:
        yield broken(
            ViolationCode.SHIFT,
            shift=ride.shift.id,
            start=route.start,
            end=route.end,
            earliest=window.start,
            latest=window.end,
        )
