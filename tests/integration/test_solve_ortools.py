"""What OR-Tools believes of times and costs, beside exact timing."""

from routing.check import verify
from routing.model import Problem, Reason
from routing.solve import Engine, Stop, solve
from routing.solve.engines.ortools import OrToolsModel
from routing.solve.indexed import Indexed, Nodes
from routing.solve.reasons import Reasons
from routing.solve.timing import RouteTimer
from tests.four_orders import four_orders


def possible(timer: RouteTimer) -> tuple[str, ...]:
    reasons = Reasons(timer)
    return tuple(s.id for s in timer.problem.shipments if reasons.impossible(s) is None)


def costs(problem: Problem, *, solutions: int) -> list[tuple[int, int]]:
    """OR-Tools' cost and ours, for each solution better than all before."""
    timer = RouteTimer(problem)
    day = Indexed(problem, possible(timer))
    if not day.shipments:
        return []
    model = OrToolsModel(day)
    pairs = []

    def found(nodes_by_shift: list[Nodes]) -> None:
        served = {node // 2 for nodes in nodes_by_shift for node in nodes}
        ours = sum(day.left_out[s] for s in range(len(day.shipments)) if s not in served)
        for shift, nodes in zip(day.shifts, nodes_by_shift, strict=True):
            timed = timer.timed(shift.id, day.sequence(nodes)) if nodes else None
            assert not nodes or timed is not None
            ours += shift.price.of(timed.timing.duration, timed.ride.distance) if timed else 0
        pairs.append((model.routing.CostVar().Min(), ours))

    model.search(start=None, seconds=None, solutions=solutions, found=found)
    return pairs


def test_times_and_costs_agree_with_exact_timing_but_for_rare_cases() -> None:
    pairs = [pair for seed in range(60) for pair in costs(four_orders(seed), solutions=20)]
    assert len(pairs) >= 100
    assert sum(theirs == ours for theirs, ours in pairs) >= 0.97 * len(pairs)


def test_it_is_never_too_hopeful_but_where_two_breaks_overlap_outside_the_route() -> None:
    for seed in range(60):
        problem = four_orders(seed)
        if all(len(shift.breaks) < 2 for _, shift in problem.shifts.values()):
            assert all(theirs >= ours for theirs, ours in costs(problem, solutions=20))


def test_a_search_for_more_solutions_than_there_are_ends_all_the_same() -> None:
    problem = four_orders(1010)
    plan = solve(problem, stop=Stop(iterations=200), seed=1, engine=Engine.ORTOOLS)
    assert verify(problem, plan) == ()
    assert {left_out.reason for left_out in plan.unserved} == {Reason.BREAK, Reason.NO_SHIFT}
