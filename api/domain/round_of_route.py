"""A planned route as the stops and the matrix of a round."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from api.domain.ids import Kind
from api.domain.round import Handover, RoundMatrix, RoundStop, Seconds, StopKind, Table
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


def matrix_of_route(problem: Problem, route: Route) -> RoundMatrix:
    """The ways between the places of a route, its start place first."""
    vehicle, shift = problem.shifts[route.shift]
    visited = (visit.place for visit in route.visits)
    places = tuple(dict.fromkeys((shift.start_place, *visited, shift.end_place)))
    rows = [problem.place_index[place] for place in places]
    matrix = problem.matrices[vehicle.profile]
    return RoundMatrix(places, _part(matrix.durations, rows), _part(matrix.distances, rows))


def _part(whole: Ticked, rows: Sequence[int]) -> Table:
    return tuple(tuple(int(whole[origin, other]) for other in rows) for origin in rows)


def _kind(visit: Visit) -> StopKind:
    if visit.reload:
        return StopKind.HUB
    return StopKind.SHOP if visit.place.startswith(f"{Kind.SHOP}_") else StopKind.DOOR


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
