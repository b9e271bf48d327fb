"""Random small days, each built around a plan that is valid in it.

A plan is made first, in a day without limits; then windows, capacities, shifts, times on board and
ranges are drawn so that the plan just keeps them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

import numpy as np

from routing.model import (
    Break,
    Commitment,
    Costs,
    Lateness,
    Load,
    Matrix,
    Objective,
    Place,
    Plan,
    Problem,
    Reason,
    Reload,
    Route,
    Service,
    Shift,
    Shipment,
    Stage,
    Task,
    TaskKind,
    Unserved,
    Vehicle,
    Window,
)
from tests.builders import Step, load_at_start, plan_of, timed_route

NEVER = 1_000_000
BOX = "insulated_box"
Served = Mapping[Step, Service]
Sequences = Mapping[str, Sequence[Step | None]]


def random_day(seed: int) -> tuple[Problem, Plan]:
    """A problem with every rule somewhere in it, and a plan that keeps them all."""
    draw = Random(seed)  # noqa: S311 (days, not secrets)
    problem = _limitless(draw)
    problem, sequences, left_out = _distribute(draw, problem)
    routes = [
        timed_route(problem, shift, steps, start=draw.randint(0, 100))
        for shift, steps in sequences.items()
    ]
    problem = _limited(draw, problem, routes)
    return problem, plan_of(problem, routes, (Unserved(name, Reason.NO_ROOM) for name in left_out))


def _limitless(draw: Random) -> Problem:
    names = [f"place {number}" for number in range(draw.randint(2, 5))]
    points = np.array([[draw.randint(0, 40), draw.randint(0, 40)] for _ in names])
    ways = np.abs(points[:, None] - points).sum(axis=2) + 1
    np.fill_diagonal(ways, 0)
    shipments = [
        Shipment(
            f"shipment {number}",
            pickup=_task(draw, names),
            delivery=_task(draw, names),
            load=Load(draw.randint(1, 9), draw.randint(0, 9), draw.randint(1, 3)),
            penalty=draw.choice([None, draw.randint(0, 900)]),
        )
        for number in range(draw.randint(1, 6))
    ]
    return Problem(
        name="random",
        places=tuple(
            Place(name, (float(x), float(y)), setup=draw.randint(0, 5))
            for name, (x, y) in zip(names, points, strict=True)
        ),
        shipments=tuple(shipments),
        vehicles=tuple(_vehicle(draw, number, names) for number in range(draw.randint(1, 3))),
        matrices={"bike": Matrix(2 * ways, 7 * ways)},
        objective=draw.choice([Objective.MONEY, Objective.MONEY, Objective.DISTANCE]),
    )


def _task(draw: Random, places: Sequence[str]) -> Task:
    opens = draw.choice([0, 0, draw.randint(0, 300)])
    return Task(draw.choice(places), (Window(opens, NEVER),), service=draw.randint(0, 9))


def _vehicle(draw: Random, number: int, places: Sequence[str]) -> Vehicle:
    breaks = tuple(
        Break(f"break {index}", Window(draw.randint(0, 200), NEVER), draw.randint(1, 30))
        for index in range(draw.choice([0, 0, 1, 2]))
    )
    reload = Reload(draw.choice(places), draw.randint(1, 20), NEVER)
    shift = Shift(
        f"shift {number}",
        Window(0, NEVER),
        draw.choice(places),
        draw.choice(places),
        breaks,
        draw.choice([None, reload]),
    )
    fixed, per_hour, per_km = (draw.randint(0, 2_000) for _ in range(3))
    costs = Costs(fixed, per_hour, per_km, minimum_paid=draw.choice([0, 3_600]))
    capacity = Load(NEVER, NEVER, NEVER)
    return Vehicle(f"vehicle {number}", "bike", capacity, (shift,), costs, frozenset({BOX}))


def _distribute(draw: Random, problem: Problem) -> tuple[Problem, Sequences, Sequence[str]]:
    """Each shipment on a shift or nowhere, some on board from the start."""
    steps: dict[str, list[Step]] = defaultdict(list)
    shipments, left_out = [], []
    for shipment in problem.shipments:
        shift = draw.choice([*problem.shifts, *problem.shifts, None])
        changed = shipment
        if shift is None:
            left_out.append(shipment.id)
        elif draw.random() < 0.2:
            changed = replace(shipment, commitment=Commitment(shift, Stage.ON_BOARD))
            steps[shift].append((shipment.id, TaskKind.DELIVERY))
        else:
            steps[shift] += [(shipment.id, kind) for kind in TaskKind]
        shipments.append(changed)
    problem = replace(problem, shipments=tuple(shipments))
    sequences = {shift: _shuffled(draw, problem, shift, own) for shift, own in steps.items()}
    return problem, sequences, left_out


def _shuffled(
    draw: Random, problem: Problem, shift_id: str, steps: Sequence[Step]
) -> Sequence[Step | None]:
    """Any order with pickups first, and sometimes a reload where the vehicle is empty."""
    order = draw.sample(steps, len(steps))
    for shipment_id in dict.fromkeys(name for name, _ in steps):
        own = [index for index, (name, _) in enumerate(order) if name == shipment_id]
        in_order = sorted((order[i] for i in own), key=lambda step: step[1] is TaskKind.DELIVERY)
        for index, step in zip(own, in_order, strict=True):
            order[index] = step
    _, shift = problem.shifts[shift_id]
    load = load_at_start(problem, shift_id)
    sequence: list[Step | None] = []
    for shipment_id, kind in order:
        if shift.reload is not None and load == Load() and draw.random() < 0.4:
            sequence.append(None)
        one = problem.shipment_by_id[shipment_id].load
        load = load + one if kind is TaskKind.PICKUP else load - one
        sequence.append((shipment_id, kind))
    return sequence


def _limited(draw: Random, problem: Problem, routes: Sequence[Route]) -> Problem:
    """The same day with limits that the routes just keep."""
    served = {(s.shipment, s.kind): s for route in routes for _, s in route.services()}
    shift_of = {s.shipment: route.shift for route in routes for _, s in route.services()}
    ridden = {route.shift: route for route in routes}
    return replace(
        problem,
        places=tuple(_opened(draw, place, routes) for place in problem.places),
        shipments=tuple(
            _tightened(draw, shipment, served, shift_of.get(shipment.id))
            for shipment in problem.shipments
        ),
        vehicles=tuple(_fitted(draw, problem, vehicle, ridden) for vehicle in problem.vehicles),
    )


def _slack(draw: Random) -> int:
    return draw.choice([0, 0, draw.randint(0, 50)])


def _opened(draw: Random, place: Place, routes: Sequence[Route]) -> Place:
    starts = [s.start for r in routes for visit, s in r.services() if visit.place == place.id]
    if not starts or draw.random() < 0.5:
        return place
    window = Window(min(starts) - _slack(draw), max(starts) + _slack(draw))
    return replace(place, opening=(Window(-20, -10), window) if window.start > -10 else (window,))


def _tightened(draw: Random, shipment: Shipment, served: Served, shift: str | None) -> Shipment:
    pickup = served.get((shipment.id, TaskKind.PICKUP))
    delivery = served.get((shipment.id, TaskKind.DELIVERY))
    changes: dict[str, object] = {}
    if pickup is not None:
        changes["pickup"] = _with_window(draw, shipment.pickup, pickup.start)
    if delivery is not None:
        changes["delivery"] = _with_window(draw, shipment.delivery, delivery.start)
        left = pickup.end if pickup is not None else 0
        changes["longest_on_board"] = draw.choice([None, delivery.start - left + _slack(draw)])
        changes["needs"] = frozenset(draw.sample([BOX], draw.randint(0, 1)))
    if pickup is not None and delivery is not None and shift and draw.random() < 0.2:
        changes["commitment"] = Commitment(shift, start=delivery.start)
    return replace(shipment, **changes)  # type: ignore[arg-type]


def _with_window(draw: Random, task: Task, start: int) -> Task:
    [window] = task.windows
    end = start + _slack(draw)
    if start > window.start and draw.random() < 0.3:
        last = Window(window.start, draw.randint(window.start, start - 1))
        return replace(task, windows=(last,), lateness=Lateness(end, draw.randint(0, 3_000)))
    early = Window(window.start - 9, window.start - 5)
    windows = (Window(window.start, end),)
    return replace(task, windows=draw.choice([windows, (early, *windows)]))


def _fitted(
    draw: Random, problem: Problem, vehicle: Vehicle, ridden: Mapping[str, Route]
) -> Vehicle:
    [shift] = vehicle.shifts
    route = ridden.get(shift.id)
    if route is None:
        return vehicle
    loads = _loads_after_services(problem, route)
    taken = {pause.break_id: pause.start for pause in route.breaks}
    breaks = tuple(
        replace(b, window=Window(b.window.start, taken[b.id] + _slack(draw)))
        if b.id in taken
        else b
        for b in shift.breaks
    )
    reload = shift.reload and replace(shift.reload, range=_longest_part(problem, route))
    start = route.start - _slack(draw)
    longest = max((pause.duration for pause in breaks), default=0)
    window = Window(start, max(route.end + _slack(draw), start + longest))
    shift = replace(shift, window=window, breaks=breaks, reload=reload)
    capacity = Load(*(max(amounts) + _slack(draw) for amounts in zip(*loads, strict=True)))
    return replace(vehicle, capacity=capacity, shifts=(shift,))


def _loads_after_services(problem: Problem, route: Route) -> list[tuple[int, int, int]]:
    load = load_at_start(problem, route.shift)
    loads = []
    for _, service in route.services():
        one = problem.shipment_by_id[service.shipment].load
        load = load + one if service.kind is TaskKind.PICKUP else load - one
        loads.append(load.amounts)
    return loads


def _longest_part(problem: Problem, route: Route) -> int:
    vehicle, shift = problem.shifts[route.shift]
    distances = problem.matrices[vehicle.profile].distances
    here, part, longest = shift.start_place, 0, 0
    for place, reloads in [*((v.place, v.reload) for v in route.visits), (shift.end_place, True)]:
        part += int(distances[problem.place_index[here], problem.place_index[place]])
        here = place
        if reloads:
            longest, part = max(longest, part), 0
    return longest
