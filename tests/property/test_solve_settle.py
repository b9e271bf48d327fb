"""What becomes of sequences, however broken: a valid plan, and nothing that fits is lost."""

from collections.abc import Iterator
from itertools import combinations_with_replacement
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import verify
from routing.model import Problem, Shipment, TaskKind
from routing.model.units import CostUnits
from routing.solve.finish import finished
from routing.solve.hopeful import hopeful
from routing.solve.prices import left_out_cost
from routing.solve.reasons import Reasons
from routing.solve.ride import is_on_board
from routing.solve.sequence import Sequence, Sequences
from routing.solve.settle import Settled, settle
from routing.solve.squeeze import squeezed
from routing.solve.timing import RouteTimer
from tests.bruteforce import Rider
from tests.four_orders import four_orders, four_promised_orders

seeds = st.integers(0, 10**6)
days = st.builds(four_orders, seeds) | st.builds(four_promised_orders, seeds)


def some_mess(problem: Problem, draw: Random) -> Sequences:
    """Tasks thrown on shifts without any care: torn, doubled, upside down, unknown."""
    names = [*(shipment.id for shipment in problem.shipments), "nobody's"]
    tasks = [(name, kind) for name in names for kind in TaskKind]
    shifts = [*problem.shifts, "no shift"]
    return {shift: tuple(draw.choices(tasks, k=draw.randint(0, 8))) for shift in shifts}


def planned(problem: Problem) -> Settled:
    """Orders put in one by one."""
    timer = RouteTimer(problem)
    settled, _ = squeezed(timer, settle(timer, {}), lambda: False)
    return settled


@settings(max_examples=300)
@given(problem=days, mess=seeds)
def test_any_mess_becomes_a_valid_plan(problem: Problem, mess: int) -> None:
    plan = finished(problem, some_mess(problem, Random(mess)))  # noqa: S311
    assert verify(problem, plan) == ()


@given(problem=days)
def test_what_can_be_ridden_is_kept_as_it_is(problem: Problem) -> None:
    settled = planned(problem)
    again = settle(RouteTimer(problem), settled.sequences)
    assert again.sequences == settled.sequences
    assert again.value == settled.value


@given(problem=days)
def test_a_shipment_that_may_be_served_alone_is_hopeful(problem: Problem) -> None:
    hopes = hopeful(problem)
    assert list(hopes) == [s.id for s in problem.shipments if s.id in set(hopes)]
    for shipment in problem.shipments:
        riders = [Rider(problem, shift) for shift in problem.shifts]
        if any(_serves(rider, shipment) for rider in riders):
            assert shipment.id in hopes
        elif all(s.commitment is None for s in problem.shipments):
            assert Reasons(RouteTimer(problem)).impossible(shipment) is not None


def _serves(rider: Rider, shipment: Shipment) -> bool:
    kinds = (TaskKind.DELIVERY,) if is_on_board(shipment) else tuple(TaskKind)
    return rider.best_times(tuple((shipment.id, kind) for kind in kinds)) is not None


@settings(max_examples=120)
@given(problem=days)
def test_one_more_shipment_finds_the_cheapest_of_all_places(problem: Problem) -> None:
    timer, whole = RouteTimer(problem), planned(problem)
    for shipment in () if whole.absent else problem.shipments:
        before = settle(timer, without(whole.sequences, shipment))
        if before.absent == (shipment,):
            after, more = squeezed(timer, before, lambda: False)
            best = min(added_costs(timer, before, shipment))
            if after.absent:
                assert more == {shipment.id: best}
                assert shipment.penalty is not None
            else:
                assert after.cost == before.cost - left_out_cost(problem, shipment) + best


def without(sequences: Sequences, shipment: Shipment) -> Sequences:
    """The sequences when a shipment is taken out."""
    return {
        shift: tuple(task for task in sequence if task[0] != shipment.id)
        for shift, sequence in sequences.items()
    }


def added_costs(timer: RouteTimer, settled: Settled, shipment: Shipment) -> Iterator[CostUnits]:
    """What a shipment costs more in each place where it fits."""
    for shift in timer.problem.shifts:
        timed = settled.routes.get(shift)
        here = timed.ride.sequence if timed else ()
        for longer in longer_by(here, shipment):
            found = timer.timed(shift, longer)
            if found is not None:
                yield found.timing.cost - (timed.timing.cost if timed else 0)


def longer_by(here: Sequence, shipment: Shipment) -> Iterator[Sequence]:
    """A sequence with a shipment in every place."""
    pickup, delivery = ((shipment.id, kind) for kind in TaskKind)
    for first, second in combinations_with_replacement(range(len(here) + 1), 2):
        if not is_on_board(shipment):
            yield (*here[:first], pickup, *here[first:second], delivery, *here[second:])
        elif first == second:
            yield (*here[:first], delivery, *here[first:])
