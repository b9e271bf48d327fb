"""Live plans of very small days, and an order that asks for a place in them."""

from dataclasses import replace

from routing.model import Shipment, Window
from routing.solve.quote import LivePlan
from routing.solve.sequence import Sequences
from routing.solve.settle import settle
from routing.solve.squeeze import squeezed
from routing.solve.timing import RouteTimer
from tests.four_orders import four_orders

HOUR = 3_600
SLOTS = (*(Window(hour * HOUR, (hour + 1) * HOUR) for hour in range(6)), Window(0, 6 * HOUR))


def three_and_one(seed: int) -> tuple[LivePlan, Shipment]:
    """A live plan of three random orders, as far as they can be served, and a fourth order."""
    problem = four_orders(seed)
    *first, last = problem.shipments
    timer = RouteTimer(replace(problem, shipments=tuple(first)))
    plan, _ = squeezed(timer, settle(timer, {}), lambda: False)
    return LivePlan.from_sequences(problem, plan.sequences), last


def is_priced_exactly(live: LivePlan, order: Shipment) -> bool:
    """Whether what is in the plan has one window each and no breaks, so that no choice is left."""
    problem = live.problem
    tasks = [task for s in (*problem.shipments, order) for task in (s.pickup, s.delivery)]
    return not any(shift.breaks for _, shift in problem.shifts.values()) and all(
        len(task.windows) < 2 and len(problem.place(task.place).opening) < 2 for task in tasks
    )


def carried(sequences: Sequences) -> set[str]:
    """Who is in the routes."""
    return {name for tasks in sequences.values() for name, _ in tasks}
