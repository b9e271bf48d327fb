"""What time does to a day that has begun: nothing that is open begins in the past.

And what is late already is late: it is done as soon as it can be, at a price for each second, and
nothing that comes after may make it later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.domain.round import Seconds
from routing.model import (
    Lateness,
    Load,
    Place,
    Problem,
    Route,
    Shift,
    Shipment,
    Task,
    TaskKind,
    Vehicle,
    Window,
)
from routing.model.units import Cents
from routing.solve.ride import is_on_board
from routing.solve.sequence import Sequences, TaskId
from routing.solve.timing import RouteTimer, timed_route

LATEST: Seconds = 2 * 24 * 3_600
"""After midnight: later than anything of a day."""

CENTS_PER_HOUR_LATE: Cents = 20_000
"""More than any courier's hour, so that who is late is not late for money's sake."""


def not_before(first: Seconds, shipment: Shipment) -> Shipment:
    """A shipment of which nothing begins before an instant."""
    if first <= 0:
        return shipment
    return replace(
        shipment,
        pickup=_task_from(first, shipment.pickup),
        delivery=_task_from(first, shipment.delivery),
    )


def _task_from(first: Seconds, task: Task) -> Task:
    windows = task.windows or (Window(first, max(first, LATEST)),)
    left = tuple(
        Window(max(first, window.start), window.end) for window in windows if first <= window.end
    )
    return replace(task, windows=left or (Window(first, first),))


def with_lateness(
    problem: Problem, sequences: Sequences, shifts: Iterable[str]
) -> tuple[Problem, Seconds]:
    """A problem in which some shifts may be as late as they are, and no later.

    Parameters
    ----------
    shifts
        Those that may be late. One whose tasks cannot be ridden in their order, however late, is
        left as it is.

    Returns
    -------
    The problem, and by how many seconds all is late together.
    """
    timer, late = RouteTimer(problem), 0
    for shift in shifts:
        tasks = sequences.get(shift, ())
        if not tasks or timer.timed(shift, tasks) is not None:
            continue
        route = timed_route(_without_hours(problem, shift, tasks), shift, tasks)
        if route is not None:
            allowed = _as_late_as(problem, route)
            late += _lateness_of(problem, route)
            problem = allowed
    return problem, late


def most_on_board(problem: Problem, shift: str, tasks: Sequence[TaskId]) -> Load:
    """The most of each dimension that a vehicle carries while it does its tasks in their order."""
    aboard = sum(
        (
            one.load
            for one in problem.shipments
            if is_on_board(one) and one.commitment is not None and one.commitment.shift == shift
        ),
        Load(),
    )
    most = aboard
    for name, kind in tasks:
        load = problem.shipment_by_id[name].load
        aboard = aboard + load if kind is TaskKind.PICKUP else aboard - load
        most = Load(*map(max, most.amounts, aboard.amounts))
    return most


def _without_hours(problem: Problem, shift: str, tasks: Sequence[TaskId]) -> Problem:
    """The problem in which one shift may do its tasks whenever it comes to them."""
    rule = Lateness(LATEST, CENTS_PER_HOUR_LATE)
    changed = _changed(problem, dict.fromkeys(tasks, rule))
    places = {problem.shipment_by_id[name].task(kind).place for name, kind in tasks}
    return replace(
        _until(changed, shift, LATEST),
        places=tuple(
            replace(place, opening=()) if place.id in places else place for place in problem.places
        ),
    )


def _as_late_as(problem: Problem, route: Route) -> Problem:
    """The problem in which one shift may ride as it does in a route, and no later."""
    starts = _starts(route)
    rules = {
        (name, kind): Lateness(start, CENTS_PER_HOUR_LATE)
        for (name, kind), start in starts.items()
        if _is_over(problem.shipment_by_id[name].task(kind), start)
    }
    places = {place.id: place for place in problem.places}
    for (name, kind), start in starts.items():
        place = problem.shipment_by_id[name].task(kind).place
        places[place] = _open_at(places[place], start)
    _, shift = problem.shifts[route.shift]
    end = max(shift.window.end, route.end)
    return replace(
        _until(_changed(problem, rules), route.shift, end), places=tuple(places.values())
    )


def _lateness_of(problem: Problem, route: Route) -> Seconds:
    _, shift = problem.shifts[route.shift]
    tasks = (
        (problem.shipment_by_id[name].task(kind), start)
        for (name, kind), start in _starts(route).items()
    )
    late = sum(start - task.windows[-1].end for task, start in tasks if _is_over(task, start))
    return late + max(0, route.end - shift.window.end)


def _starts(route: Route) -> dict[TaskId, Seconds]:
    return {(one.shipment, one.kind): one.start for _, one in route.services()}


def _is_over(task: Task, start: Seconds) -> bool:
    return bool(task.windows) and start > task.windows[-1].end


def _open_at(place: Place, start: Seconds) -> Place:
    if not place.opening or any(start in window for window in place.opening):
        return place
    return replace(place, opening=tuple(sorted((*place.opening, Window(start, start)))))


def _changed(problem: Problem, rules: dict[TaskId, Lateness]) -> Problem:
    """The problem with lateness for some tasks; those without windows have no need of it."""

    def task(shipment: Shipment, kind: TaskKind) -> Task:
        found, rule = shipment.task(kind), rules.get((shipment.id, kind))
        return replace(found, lateness=rule) if rule and found.windows else found

    return replace(
        problem,
        shipments=tuple(
            replace(one, pickup=task(one, TaskKind.PICKUP), delivery=task(one, TaskKind.DELIVERY))
            for one in problem.shipments
        ),
    )


def _until(problem: Problem, shift: str, end: Seconds) -> Problem:
    """The problem in which a shift is over at another time."""

    def moved(one: Shift) -> Shift:
        return replace(one, window=Window(one.window.start, end)) if one.id == shift else one

    def vehicle(one: Vehicle) -> Vehicle:
        return replace(one, shifts=tuple(map(moved, one.shifts)))

    return replace(problem, vehicles=tuple(map(vehicle, problem.vehicles)))
