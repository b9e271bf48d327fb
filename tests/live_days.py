"""Live plans of very small days, and an order that asks for a place in them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import TypeAlias

from routing.model import Commitment, Plan, Problem, Shipment, Stage, Task, TaskKind, Window
from routing.model.units import Instant
from routing.solve.quote import LivePlan
from routing.solve.sequence import Sequences, TaskId
from routing.solve.settle import settle
from routing.solve.squeeze import squeezed
from routing.solve.timing import RouteTimer
from tests.four_orders import four_orders, late, promised, reloading, roomy

HOUR = 3_600
SLOTS = (*(Window(hour * HOUR, (hour + 1) * HOUR) for hour in range(6)), Window(0, 6 * HOUR))
EVER = Window(0, 24 * HOUR)

Rule: TypeAlias = Callable[[Random, Problem], Problem]
DAYS: Mapping[str, tuple[Rule, ...]] = {
    "plain": (),
    "commitments": (promised,),
    "lateness": (late,),
    "reloads": (reloading,),
    "all": (late, reloading, promised),
}
"""What is switched on in every seed."""


def three_and_one(seed: int, rules: str = "plain") -> tuple[LivePlan, Shipment]:
    """A live plan of three random orders, as far as they can be served, and a fourth order.

    Goods on board that could not be delivered stay on board.
    """
    problem, draw = four_orders(seed), Random(-2 - seed)  # noqa: S311
    if DAYS[rules]:
        problem = roomy(draw, problem)
    for rule in DAYS[rules]:
        problem = rule(draw, problem)
    *first, last = problem.shipments
    order = replace(last, commitment=None)
    timer = RouteTimer(replace(problem, shipments=tuple(first)))
    plan, _ = squeezed(timer, settle(timer, {}), lambda: False)
    known = replace(problem, shipments=(*first, order))
    return LivePlan.from_sequences(known, plan.sequences), order


def under_way(live: LivePlan, order: Shipment, now: Instant) -> tuple[LivePlan, Shipment]:
    """The same plan and order at an instant of the day.

    What has begun keeps its shift, its time and, when it is a delivery, its position; nothing else
    begins before now.
    """
    problem, begun = live.problem, begun_by(live.plan(), now)
    places = {
        task: (shift, position)
        for shift, tasks in live.sequences().items()
        for position, task in enumerate(tasks)
    }
    shipments = tuple(_later(shipment, now, begun, places) for shipment in problem.shipments)
    waiting = replace(order, pickup=_from(order.pickup, now, None))
    day = replace(problem, shipments=shipments)
    return LivePlan.from_sequences(day, live.sequences()), waiting


def begun_by(plan: Plan, now: Instant) -> dict[TaskId, Instant]:
    """The starts of all services that have begun."""
    return {
        (service.shipment, service.kind): service.start
        for route in plan.routes
        for _, service in route.services()
        if service.start <= now
    }


def _later(
    shipment: Shipment,
    now: Instant,
    begun: Mapping[TaskId, Instant],
    places: Mapping[TaskId, tuple[str, int]],
) -> Shipment:
    pickup, delivery = ((shipment.id, kind) for kind in TaskKind)
    commitment, last = shipment.commitment, shipment.delivery
    if pickup in begun:
        commitment = commitment or Commitment(places[pickup][0])
    if delivery in begun:
        shift, position = places[delivery]
        stage = commitment.stage if commitment else Stage.LOCKED
        commitment = Commitment(shift, stage, position, begun[delivery])
    else:
        last = _from(last, now, None)
    first = _from(shipment.pickup, now, begun.get(pickup))
    return replace(shipment, pickup=first, delivery=last, commitment=commitment)


def _from(task: Task, now: Instant, begun: Instant | None) -> Task:
    """The task as it began, or not before now; after its last window only later and later."""
    if begun is not None:
        return replace(task, windows=(Window(begun, begun),), lateness=None)
    windows = [w for w in task.windows or (EVER,) if w.end >= now]
    clipped = tuple(Window(max(w.start, now), w.end) for w in windows)
    return replace(task, windows=clipped or (Window(now, now),))


def two_breaks(live: LivePlan) -> bool:
    """Whether somebody is owed two breaks."""
    return any(len(shift.breaks) > 1 for _, shift in live.problem.shifts.values())


def carried(sequences: Sequences) -> set[str]:
    """Who is in the routes."""
    return {name for tasks in sequences.values() for name, _ in tasks}
