"""A planned route as the stops and the matrix of a round."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from api.domain.ids import Kind
from api.domain.progress import Progress, Told
from api.domain.round import Handover, RoundMatrix, RoundStop, Seconds, StopKind, Table
from routing.day.clock import DayClock
from routing.model import Problem, Route, Service, Visit
from routing.model.matrix import Ticked


def stops_of_route(
    problem: Problem, route: Route, parcels: Mapping[str, Sequence[str]]
) -> tuple[RoundStop, ...]:
    """The halts of a route.

    Parameters
    ----------
    problem
        A pool's: ticks are seconds after the date's local midnight, shipments are orders, places
        are named by the ids of shops and doors.
    parcels
        Codes of each order's parcels.
    """
    idle = dict(_idle(problem, route))
    return tuple(
        RoundStop(
            number=number,
            place=visit.place,
            kind=_kind(visit),
            arrival=visit.arrival,
            start=visit.start,
            departure=visit.departure,
            handovers=tuple(
                Handover(
                    order=service.shipment,
                    kind=service.kind,
                    start=service.start,
                    end=service.end,
                    parcels=tuple(parcels[service.shipment]),
                    wait=idle[service].wait,
                    rest=idle[service].rest,
                )
                for service in visit.services
            ),
        )
        for number, visit in enumerate(route.visits, 1)
    )


def stops_anew(
    done: Progress, planned: Sequence[RoundStop], clock: DayClock
) -> tuple[RoundStop, ...]:
    """The halts of a round that is under way, when the rest of it is planned anew.

    What is settled stays as it was, and is left when it was told of. Where the courier stands still
    at that halt, what is to be done there yet is done in it.

    Parameters
    ----------
    done
        How far the round is.
    planned
        Of the rest: the first handover of the first stop only stands for where the courier is.
    """
    here, *rest = planned
    here = replace(here, handovers=here.handovers[1:])
    kept, last = _settled_stops(done), done.last_told
    if last is not None and not last.brought_back:
        left = replace(kept.pop(last.stop.number), departure=clock.after(last.at))
        if left.place == here.place:
            both = left.handovers + here.handovers
            here = replace(left, departure=here.departure, handovers=both)
        else:
            kept[last.stop.number] = left
    stops = (*kept.values(), here, *rest)
    return tuple(replace(stop, number=number) for number, stop in enumerate(stops, 1))


def matrix_between(problem: Problem, shift_id: str, stops: Sequence[RoundStop]) -> RoundMatrix:
    """The ways between some stops and the places where a shift begins and ends, that one first."""
    vehicle, shift = problem.shifts[shift_id]
    stood_at = (stop.place for stop in stops)
    places = tuple(dict.fromkeys((shift.end_place, *stood_at)))
    rows = [problem.place_index[place] for place in places]
    matrix = problem.matrices[vehicle.profile]
    return RoundMatrix(places, _part(matrix.durations, rows), _part(matrix.distances, rows))


def _settled_stops(done: Progress) -> dict[int, RoundStop]:
    """The stops at which something is settled, with nothing else, by their numbers."""
    settled: dict[int, list[Told]] = {}
    for one in done.settled:
        settled.setdefault(one.stop.number, []).append(one)
    skipped = done.skipped
    return {number: _settled_stop(told, skipped) for number, told in settled.items()}


def _settled_stop(told: Sequence[Told], skipped: Collection[Told]) -> RoundStop:
    handovers = (_without_rest(one.handover) if one in skipped else one.handover for one in told)
    passed = all(one.is_dropped for one in told)
    return replace(told[0].stop, handovers=tuple(handovers), passed=passed)


def _without_rest(handover: Handover) -> Handover:
    """One whose breaks were not had on the way to it: the rest of the round has them."""
    return replace(handover, wait=handover.wait + handover.rest, rest=0)


def _part(whole: Ticked, rows: Sequence[int]) -> Table:
    return tuple(tuple(int(whole[origin, other]) for other in rows) for origin in rows)


def _kind(visit: Visit) -> StopKind:
    if visit.reload:
        return StopKind.HUB
    for kind, prefix in ((StopKind.SHOP, Kind.SHOP), (StopKind.DOOR, Kind.DOOR)):
        if visit.place.startswith(f"{prefix}_"):
            return kind
    return StopKind.HUB


class _Idle(NamedTuple):
    """What of the time before a service is neither way nor set-up."""

    wait: Seconds
    rest: Seconds


def _idle(problem: Problem, route: Route) -> Iterator[tuple[Service, _Idle]]:
    vehicle, shift = problem.shifts[route.shift]
    durations = problem.matrices[vehicle.profile].durations
    here, free = shift.start_place, route.start
    for visit in route.visits:
        way = int(durations[problem.place_index[here], problem.place_index[visit.place]])
        needed = way + problem.place(visit.place).setup
        for service in visit.services:
            rest = sum(
                taken.end - taken.start
                for taken in route.breaks
                if free <= taken.start and taken.end <= service.start
            )
            yield service, _Idle(service.start - free - needed - rest, rest)
            needed, free = 0, service.end
        here, free = visit.place, visit.departure
