"""What the native search says of a route after random moves, beside the exact times in Python."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from routing.model import Objective, Problem, Shipment, Stage, Task, TaskKind
from routing.solve.hopeful import hopeful
from routing.solve.indexed import Indexed
from routing.solve.native import Spots, without_pickups_on_board
from routing.solve.sequence import Sequence
from routing.solve.timing import RouteTimer
from tests.four_orders import four_orders, four_promised_orders

MOVES = {"insert", "remove", "strings", "exchange"}
FEATURES = {
    "several windows",
    "opening hours",
    "merged set-up",
    "lateness",
    "time on board",
    "equipment",
    "optional",
    "locked",
    "on board",
    "position",
    "start",
    "breaks",
    "two breaks",
    "reload",
    "minimum paid",
    "fixed cost",
    "two depots",
}


def features(problem: Problem, shift_id: str, sequence: Sequence) -> Iterator[str]:
    """The rules that bind a route."""
    vehicle, shift = problem.shifts[shift_id]
    done = [(problem.shipment_by_id[name], kind) for name, kind in sequence]
    for shipment, kind in done:
        yield from _features_of_service(problem, shipment, kind)
    places = [shipment.task(kind).place for shipment, kind in done]
    rules = {
        "merged set-up": any(
            one == other and problem.place(one).setup for one, other in pairwise(places)
        ),
        "breaks": len(shift.breaks) > 0,
        "two breaks": len(shift.breaks) > 1,
        "reload": shift.reload is not None,
        "minimum paid": vehicle.costs.minimum_paid > 0,
        "fixed cost": vehicle.costs.fixed > 0,
        "two depots": shift.start_place != shift.end_place,
    }
    yield from (rule for rule, binds in rules.items() if binds)


def _features_of_service(problem: Problem, shipment: Shipment, kind: TaskKind) -> Iterator[str]:
    task: Task = shipment.task(kind)
    promise = shipment.commitment
    rules = {
        "several windows": len(task.windows) > 1,
        "opening hours": bool(problem.place(task.place).opening),
        "lateness": task.lateness is not None,
        "time on board": shipment.longest_on_board is not None,
        "equipment": bool(shipment.needs),
        "optional": shipment.penalty is not None,
        "locked": promise is not None and promise.stage is Stage.LOCKED,
        "on board": promise is not None and promise.stage is Stage.ON_BOARD,
        "position": promise is not None and promise.position is not None,
        "start": promise is not None and promise.start is not None,
    }
    yield from (rule for rule, binds in rules.items() if binds)


def in_place(problem: Problem, sequence: Sequence) -> bool:
    """Whether every delivery with a promised position is there."""
    promised = (
        (position, problem.shipment_by_id[name].commitment)
        for position, (name, kind) in enumerate(sequence)
        if kind is TaskKind.DELIVERY
    )
    return all(promise is None or promise.position in (None, at) for at, promise in promised)


def compared(problem: Problem, seed: int, moves: int) -> Iterator[tuple[str, str]]:
    """The move and the feature of every accepted one whose cost is that of the exact times."""
    day = Indexed(problem, hopeful(problem))
    if not day.shipments:
        return
    timer = RouteTimer(problem)
    known: dict[tuple[str, Sequence], int] = {}
    vehicles = problem.objective is Objective.VEHICLES
    for move, number, nodes, cost in Spots(day).problem().random_moves(seed, moves):
        shift = day.shifts[number]
        sequence = day.sequence(without_pickups_on_board(day, nodes))
        if not in_place(problem, sequence):
            continue
        if (shift.id, sequence) not in known:
            timed = timer.timed(shift.id, sequence)
            assert timed is not None, (problem.name, shift.id, sequence)
            known[shift.id, sequence] = timed.timing.cost + shift.price.fixed * vehicles
        assert cost == known[shift.id, sequence], (problem.name, move, shift.id, sequence)
        for feature in set(features(problem, shift.id, sequence)):
            yield move, feature


def counted(seeds: range, moves: int) -> Counter[tuple[str, str]]:
    """How many accepted moves of days without and with promises were compared."""
    return Counter(
        pair
        for seed in seeds
        for make in (four_orders, four_promised_orders)
        for pair in compared(make(seed), seed, moves)
    )


def test_a_route_costs_what_its_exact_times_cost_after_every_move() -> None:
    counts = counted(range(250), 100)
    assert set(counts) == {(move, feature) for move in MOVES for feature in FEATURES}
    assert min(counts.values()) >= 50, counts.most_common()[:-8:-1]


@pytest.mark.long
def test_a_thousand_moves_of_every_kind_and_rule_cost_what_their_exact_times_cost() -> None:
    counts = counted(range(1_000, 3_000), 300)
    assert set(counts) == {(move, feature) for move in MOVES for feature in FEATURES}
    assert min(counts.values()) >= 1_000, counts.most_common()[:-8:-1]
