"""Plans made by a plain forward pass: the slow, simple reference beside every solver.

Written from docs/reference/rules.md. It makes the times of given sequences and asks nobody whether
they are allowed: that is the verifier's business.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from routing.model import (
    Load,
    Objective,
    Plan,
    Problem,
    Route,
    Service,
    Stage,
    TakenBreak,
    TaskKind,
    Unserved,
    Visit,
    Window,
)

Step = tuple[str, TaskKind]
"""A shipment's id and which of its tasks."""


class Courier:
    """Rides one shift, each step as early as may be, each break as soon as it may begin."""

    def __init__(self, problem: Problem, shift_id: str, start: int | None) -> None:
        self.problem = problem
        self.vehicle, self.shift = problem.shifts[shift_id]
        self.start = self.now = self.shift.window.start if start is None else start
        self.here = self.shift.start_place
        self.distance = 0
        self.load = load_at_start(problem, shift_id)
        self.visits: list[Visit] = []
        self.breaks: list[TakenBreak] = []
        self.owed = [
            pause
            for pause in sorted(self.shift.breaks, key=lambda pause: pause.window.start)
            if pause.window.start + pause.duration > self.start
        ]

    def ride_to(self, place: str) -> None:
        matrix = self.problem.matrices[self.vehicle.profile]
        origin, destination = (self.problem.place_index[name] for name in (self.here, place))
        self.distance += int(matrix.distances[origin, destination])
        self.work(int(matrix.durations[origin, destination]))
        self.here = place

    def halt(self, place: str, steps: Sequence[Step]) -> None:
        """One stop with its steps; a reload where there are none."""
        self.ride_to(place)
        arrival = self.now
        if steps:
            self.work(self.problem.place(place).setup)
        elif self.shift.reload is not None:
            self.work(self.shift.reload.duration)
        services = tuple(self.serve(*step) for step in steps)
        self.visits.append(Visit(place, arrival, self.now, services, self.load, not steps))

    def serve(self, shipment_id: str, kind: TaskKind) -> Service:
        shipment = self.problem.shipment_by_id[shipment_id]
        task = shipment.task(kind)
        opening = self.problem.place(task.place).opening
        while (opened := earliest(opening, earliest(task.windows, self.now))) > self.now:
            self.wait_until(opened)
        start, self.now = self.now, self.now + task.service
        picked_up = kind is TaskKind.PICKUP
        self.load = self.load + shipment.load if picked_up else self.load - shipment.load
        return Service(shipment_id, kind, start, self.now)

    def work(self, ticks: int) -> None:
        """Ride, set up or reload, and rest for each break that begins before it is over."""
        free, end = self.now, self.now + ticks
        for pause in tuple(self.owed):
            start = max(free, pause.window.start)
            if start < end and start <= pause.window.end:
                free = start + pause.duration
                end += pause.duration
                self.breaks.append(TakenBreak(pause.id, start, free))
                self.owed.remove(pause)
        self.now = end

    def wait_until(self, instant: int) -> None:
        """Wait, and rest for each break that begins meanwhile."""
        free = self.now
        for pause in tuple(self.owed):
            start = max(free, pause.window.start)
            if start < instant and start <= pause.window.end:
                free = start + pause.duration
                self.breaks.append(TakenBreak(pause.id, start, free))
                self.owed.remove(pause)
        self.now = max(instant, free)

    def route(self) -> Route:
        return Route(
            self.shift.id,
            self.start,
            self.now,
            tuple(self.visits),
            tuple(self.breaks),
            self.distance,
            route_cost(self.problem, self.shift.id, self.now - self.start, self.distance),
        )


def timed_route(
    problem: Problem, shift_id: str, steps: Sequence[Step | None], start: int | None = None
) -> Route:
    """The steps one after the other; None among them reloads."""
    courier = Courier(problem, shift_id, start)

    def place_of(step: Step | None) -> tuple[str, bool]:
        if step is None:
            assert courier.shift.reload is not None
            return courier.shift.reload.place, True
        return problem.shipment_by_id[step[0]].task(step[1]).place, False

    for (place, _), group in groupby(steps, key=place_of):
        courier.halt(place, [step for step in group if step is not None])
    courier.ride_to(courier.shift.end_place)
    return courier.route()


def earliest(windows: Sequence[Window], instant: int) -> int:
    """The first instant from `instant` on in a window; `instant` itself when all are over."""
    openings = [max(instant, window.start) for window in windows if window.end >= instant]
    return min(openings, default=instant)


def load_at_start(problem: Problem, shift_id: str) -> Load:
    """What is on board before the first visit."""
    load = Load()
    for shipment in problem.shipments:
        promised = shipment.commitment
        if promised and promised.shift == shift_id and promised.stage is Stage.ON_BOARD:
            load += shipment.load
    return load


def route_cost(problem: Problem, shift_id: str, duration: int, distance: int) -> int:
    """Rule 9."""
    if problem.objective is not Objective.MONEY:
        return distance
    costs = problem.shifts[shift_id][0].costs
    paid = max(costs.minimum_paid, duration)
    return 18_000 * costs.fixed + 5 * costs.per_hour * paid + 18 * costs.per_km * distance


def plan_of(problem: Problem, routes: Iterable[Route], unserved: Iterable[Unserved] = ()) -> Plan:
    """Routes and what they leave out, with the plan's cost: rules 9, 11 and 13."""
    routes, unserved = tuple(routes), tuple(unserved)
    cost = sum(route.cost for route in routes)
    if problem.objective is Objective.MONEY:
        for route in routes:
            for _, service in route.services():
                task = problem.shipment_by_id[service.shipment].task(service.kind)
                if task.lateness is not None:
                    late = max(0, service.start - task.windows[-1].end)
                    cost += 5 * task.lateness.cents_per_hour * late
        for left_out in unserved:
            cost += 18_000 * (problem.shipment_by_id[left_out.shipment].penalty or 0)
    return Plan(routes, unserved, cost)
