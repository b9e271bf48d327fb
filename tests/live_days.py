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


def two_breaks(live: LivePlan) -> bool:
    """Whether somebody is owed two breaks."""
    return any(len(shift.breaks) > 1 for _, shift in live.problem.shifts.values())


def carried(sequences: Sequences) -> set[str]:
    """Who is in the routes."""
    return {name for tasks in sequences.values() for name, _ in tasks}
