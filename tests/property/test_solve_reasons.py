"""A reason is true: without what it names the order could be served, by brute force."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.model import Problem, Reason, Shift, Shipment, TaskKind, Unserved
from routing.solve.reasons import Reasons
from routing.solve.timing import RouteTimer
from tests.bruteforce import Rider
from tests.four_orders import four_orders, four_promised_orders

seeds = st.integers(0, 10**6)
days = st.builds(four_orders, seeds) | st.builds(four_promised_orders, seeds)


@settings(max_examples=400)
@given(problem=days)
def test_without_what_a_reason_names_the_order_could_be_served(problem: Problem) -> None:
    problem = replace(
        problem, shipments=tuple(replace(one, commitment=None) for one in problem.shipments)
    )
    reasons = Reasons(RouteTimer(problem))
    for shipment in problem.shipments:
        told = reasons.impossible(shipment)
        assert (told is None) == served(problem, shipment)
        if told is not None:
            hold_to(problem, shipment, told)


def hold_to(problem: Problem, shipment: Shipment, told: Unserved) -> None:
    """Hold a reason to what brute force finds without breaks, ranges and time on board."""
    restless = with_shifts(problem, lambda shift: replace(shift, breaks=()))
    free = with_shifts(restless, lambda shift: replace(shift, reload=None))
    match told.reason:
        case Reason.BREAK:
            assert served(restless, shipment)
        case Reason.OUT_OF_RANGE:
            assert not served(restless, shipment)
            assert served(free, shipment)
        case Reason.TOO_LONG_ON_BOARD:
            minutes = int(told.values["minutes"])
            assert minutes > int(told.values["most"])
            assert served(free, replace(shipment, longest_on_board=60 * minutes))
            assert not served(free, replace(shipment, longest_on_board=60 * (minutes - 1)))
        case _:
            assert not served(free, replace(shipment, longest_on_board=None))
            assert int(told.values.get("minutes", 1)) > 0


def served(problem: Problem, shipment: Shipment) -> bool:
    """Whether some shift can serve it and nothing else."""
    alone = replace(problem, shipments=(shipment,))
    steps = tuple((shipment.id, kind) for kind in TaskKind)
    return any(Rider(alone, shift).best_times(steps) is not None for shift in alone.shifts)


def with_shifts(problem: Problem, change: Callable[[Shift], Shift]) -> Problem:
    vehicles = (
        replace(vehicle, shifts=tuple(map(change, vehicle.shifts))) for vehicle in problem.vehicles
    )
    return replace(problem, vehicles=tuple(vehicles))
