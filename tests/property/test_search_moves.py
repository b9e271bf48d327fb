"""What the native search says of a route after random moves, beside the exact times in Python."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from routing.model import Load, Objective, Problem, Shipment, Stage, Task, TaskKind, Vehicle
from routing.solve.hopeful import hopeful
from routing.solve.indexed import Indexed
from routing.solve.native import Spots, without_pickups_on_board
from routing.solve.sequence import Sequence
from routing.solve.timed import Timed
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
    "paid by the hour",
    "paid by the kilometre",
    "another profile",
    "ways that differ back",
    "no room for more grams",
    "no room for more litres",
    "no room for more parcels",
    "waiting",
}


def features(problem: Problem, shift_id: str, sequence: Sequence, waits: bool) -> Iterator[str]:
    """The rules that bind a route."""
    vehicle, shift = problem.shifts[shift_id]
    if waits:
        yield "waiting"
    yield from _full(problem, vehicle, sequence)
    done = [(problem.shipment_by_id[name], kind) for name, kind in sequence]
    for shipment, kind in done:
        yield from _features_of_service(problem, shipment, kind)
    places = [shipment.task(kind).place for shipment, kind in done]
    rows = [problem.place_index[place] for place in places]
    ways = problem.matrices[vehicle.profile].durations
    rules = {
        "paid by the hour": vehicle.costs.per_hour > 0 and problem.objective is Objective.MONEY,
        "paid by the kilometre": vehicle.costs.per_km > 0 and problem.objective is Objective.MONEY,
        "another profile": vehicle.profile != next(iter(problem.matrices)),
        "ways that differ back": any(
            ways[one, other] != ways[other, one] for one, other in pairwise(rows)
        ),
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


def _full(problem: Problem, vehicle: Vehicle, sequence: Sequence) -> Iterator[str]:
    """In what some other shipment would not fit, at some moment of a route without reloads."""
    others = [one.load for one in problem.shipments if one.id not in dict(sequence)]
    aboard = [
        problem.shipment_by_id[name].load
        for name, kind in sequence
        if kind is TaskKind.DELIVERY and (name, TaskKind.PICKUP) not in sequence
    ]
    now = sum(aboard, Load(0, 0, 0))
    for name, kind in sequence:
        load = problem.shipment_by_id[name].load
        now = now + load if kind is TaskKind.PICKUP else now - load
        for unit in ("grams", "litres", "parcels"):
            room = getattr(vehicle.capacity, unit) - getattr(now, unit)
            if any(getattr(other, unit) > room for other in others):
                yield f"no room for more {unit}"


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
    known: dict[tuple[str, Sequence], tuple[int, bool]] = {}
    vehicles = problem.objective is Objective.VEHICLES
    for move, number, nodes, cost in Spots(day).problem().random_moves(seed, moves):
        shift = day.shifts[number]
        sequence = day.sequence(without_pickups_on_board(day, nodes))
        if not in_place(problem, sequence):
            continue
        if (shift.id, sequence) not in known:
            timed = timer.timed(shift.id, sequence)
            assert timed is not None, (problem.name, shift.id, sequence)
            exact = timed.timing.cost + shift.price.fixed * vehicles
            known[shift.id, sequence] = exact, timed.timing.duration > _busy(timed)
        exact, waits = known[shift.id, sequence]
        assert cost == exact, (problem.name, move, shift.id, sequence)
        for feature in set(features(problem, shift.id, sequence, waits)):
            yield move, feature


def _busy(timed: Timed) -> int:
    """Ticks of riding, set-ups, service and breaks on the way."""
    breaks = sum(pause.duration for taken in timed.timing.taken[1:-1] for pause in taken)
    return sum(leg.ticks for leg in timed.ride.legs) + breaks


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
