"""The search's own arithmetic: what it believes of a route is what exact timing says."""

import itertools
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import verify
from routing.model import Plan, Problem, Reason, Unserved
from routing.solve.draft import Draft, Drafts
from routing.solve.fit import fit
from routing.solve.indexed import Indexed, Nodes
from routing.solve.insertion import cheapest_place
from routing.solve.prices import left_out_cost
from routing.solve.ruin import RuinAndRecreate
from routing.solve.state import State
from routing.solve.timing import RouteTimer
from tests.four_orders import four_orders

NO_LIMIT = 10**15
seeds = st.integers(0, 10**6)


def drafts_of(problem: Problem) -> Drafts:
    return Drafts(Indexed(problem, tuple(shipment.id for shipment in problem.shipments)))


def plan_of(drafts: Drafts, state: State) -> Plan:
    day, problem = drafts.day, drafts.day.problem
    timer = RouteTimer(problem)
    routes = [
        timer.route(day.shifts[draft.shift].id, day.sequence(draft.tasks))
        for draft in state.drafts
        if draft.tasks
    ]
    ridden = tuple(route for route in routes if route is not None)
    assert len(ridden) == len(routes)
    left_out = [day.shipments[number] for number in sorted(state.absent)]
    cost = sum(route.cost for route in ridden)
    cost += sum(left_out_cost(problem, shipment) for shipment in left_out)
    return Plan(ridden, tuple(Unserved(s.id, Reason.NO_ROOM) for s in left_out), cost)


def any_nodes(drafts: Drafts, draw: Random) -> list[Nodes]:
    """Tasks thrown on shifts without any care: torn, doubled, upside down."""
    tasks = range(len(drafts.day.tasks))
    return [tuple(draw.choices(tasks, k=draw.randint(0, len(tasks)))) for _ in drafts.day.shifts]


@given(seed=seeds, mess=seeds)
def test_any_mess_becomes_a_valid_plan(seed: int, mess: int) -> None:
    drafts = drafts_of(four_orders(seed))
    state = fit(drafts, any_nodes(drafts, Random(mess)))  # noqa: S311
    assert verify(drafts.day.problem, plan_of(drafts, state)) == ()


@settings(max_examples=40)
@given(seed=seeds, luck=seeds)
def test_every_plan_on_the_way_is_valid_and_better_than_the_last(seed: int, luck: int) -> None:
    drafts = drafts_of(four_orders(seed))
    found = [fit(drafts, [()] * len(drafts.day.shifts))]
    steps = itertools.count()
    search = RuinAndRecreate(drafts, luck)
    search.search(found[0], lambda: next(steps) / 40, found.append)
    assert all(after.cost < before.cost for before, after in itertools.pairwise(found))
    for state in found:
        assert verify(drafts.day.problem, plan_of(drafts, state)) == ()
        assert state.cost == sum(draft.exact or 0 for draft in state.drafts) + sum(
            drafts.day.left_out[shipment] for shipment in state.absent
        )


def all_places(drafts: Drafts, draft: Draft, shipment: int) -> list[int]:
    """What the route costs more, for each pair of positions and windows."""
    shift = drafts.day.shifts[draft.shift]
    pickup, delivery = 2 * shipment, 2 * shipment + 1
    nodes, spans = draft.nodes, draft.spans
    costs = []
    for first in range(1, len(nodes)):
        for second in range(first, len(nodes)):
            for own in itertools.product(shift.spans[pickup], shift.spans[delivery]):
                longer = drafts.draft(
                    draft.shift,
                    (*nodes[:first], pickup, *nodes[first:second], delivery, *nodes[second:]),
                    (*spans[:first], own[0], *spans[first:second], own[1], *spans[second:]),
                )
                capacity = shift.vehicle.capacity.amounts
                if longer is not None and all(
                    amount <= most
                    for load in longer.loads
                    for amount, most in zip(load, capacity, strict=True)
                ):
                    costs.append(longer.cost - draft.cost)
    return costs


@settings(max_examples=300)
@given(seed=seeds)
def test_the_cheapest_place_is_the_cheapest_of_all(seed: int) -> None:
    drafts = drafts_of(four_orders(seed))
    day = drafts.day
    for draft in fit(drafts, [()] * len(day.shifts)).drafts:
        for shipment in {*range(4)} - {node // 2 for node in draft.tasks}:
            place = cheapest_place(drafts, draft, shipment, NO_LIMIT)
            if day.shifts[draft.shift].takes[shipment] and day.longest[shipment] is None:
                best = min(all_places(drafts, draft, shipment), default=None)
                assert (place.cost if place else None) == best
                if place is not None:
                    longer = drafts.with_shipment(draft, shipment, place)
                    assert longer is not None
                    assert longer.cost == draft.cost + place.cost


@given(seed=seeds)
def test_without_breaks_and_limits_a_draft_is_exact(seed: int) -> None:
    drafts = drafts_of(four_orders(seed))
    for draft in fit(drafts, [()] * len(drafts.day.shifts)).drafts:
        shift = drafts.day.shifts[draft.shift]
        again = drafts.of_sequence(draft.shift, draft.tasks)
        assert again is not None
        limited = any(drafts.day.longest[node // 2] is not None for node in draft.tasks)
        if draft.tasks and not shift.shift.breaks and not limited:
            assert again.exact == again.cost
        assert (again.exact or 0) == (draft.exact or 0)
