"""The best plan of a very small day, by trying everything.

Written from docs/reference/rules.md alone. Every order of tasks and every choice of legs for
reloads is tried, and each has its best times (`tests.bruteforce_walk`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from routing.model import (
    Objective,
    Problem,
    Shift,
    Shipment,
    TaskKind,
    Vehicle,
)
from routing.model.cost import UNITS_PER_CENT
from tests.bruteforce_walk import Steps, Times, Walk, on_board


@dataclass(frozen=True)
class Best:
    """The best plan's left-out shipments that must be served, routes, and cost.

    Parameters
    ----------
    served
        By shift, the shipments that a best plan serves there.
    """

    must_left_out: int
    routes: int
    cost: int
    served: Mapping[str, frozenset[str]] = field(compare=False, default_factory=dict)


def best_plan(problem: Problem) -> Best:
    """The best of all plans."""
    riders = {shift: Rider(problem, shift) for shift in problem.shifts}
    names = [shipment.id for shipment in problem.shipments]
    money = problem.objective is Objective.MONEY
    found = []
    allowed = [[s.commitment.shift] if s.commitment else [*riders] for s in problem.shipments]
    for choice in product(*([*shifts, None] for shifts in allowed)):
        served = {
            shift: frozenset(
                name for name, where in zip(names, choice, strict=True) if where == shift
            )
            for shift in riders
        }
        costs = [riders[shift].cheapest(own) for shift, own in served.items() if own]
        if any(cost is None for cost in costs):
            continue
        left_out = [s for s, where in zip(problem.shipments, choice, strict=True) if where is None]
        must = sum(s.penalty is None for s in left_out)
        penalties = sum(s.penalty or 0 for s in left_out) * UNITS_PER_CENT if money else 0
        cost = sum(cost for cost in costs if cost is not None) + penalties
        found.append(Best(must, len(costs), cost, served))
    routes_count = problem.objective is Objective.VEHICLES
    return min(found, key=lambda b: (b.must_left_out, b.routes if routes_count else 0, b.cost))


class Rider:
    """One shift and everything it could ride."""

    def __init__(self, problem: Problem, shift_id: str) -> None:
        self.problem = problem
        self.vehicle: Vehicle
        self.shift: Shift
        self.vehicle, self.shift = problem.shifts[shift_id]
        self.matrix = problem.matrices[self.vehicle.profile]
        self.aboard = on_board(problem, shift_id)
        self._cheapest: dict[frozenset[str], int | None] = {frozenset(): 0}

    def cheapest(self, shipments: frozenset[str]) -> int | None:
        """What serving just these costs at least; None when it cannot."""
        if shipments not in self._cheapest:
            self._cheapest[shipments] = self._search(shipments)
        return self._cheapest[shipments]

    def _search(self, shipments: frozenset[str]) -> int | None:
        own = [self.problem.shipment_by_id[name] for name in sorted(shipments)]
        if any(not shipment.needs <= self.vehicle.equipment for shipment in own):
            return None
        if self._less_is_easier:
            fewer = (shipments - {one.id} for one in own)
            if any(self.cheapest(some) is None for some in fewer):
                return None
        walks = [walk for steps in self._orders(own, (), self.aboard) for walk in self.walks(steps)]
        ranked = sorted((walk.cost(walk.shortest), number) for number, walk in enumerate(walks))
        best: int | None = None
        for at_least, number in ranked:
            walk = walks[number]
            if best is not None and at_least >= best:
                break
            restless = walk.best_times(breaks=())
            if restless is None or (best is not None and restless.cost >= best):
                continue
            times = walk.best_times()
            if times is not None:
                best = times.cost if best is None else min(times.cost, best)
        return best

    @cached_property
    def _less_is_easier(self) -> bool:
        """Whether it is never harder to do less: nothing promised, and straight ways are best."""
        promised = any(s.commitment is not None for s in self.problem.shipments)
        return not promised and all(
            (ways >= 0).all() and (ways <= (ways[:, :, None] + ways[None, :, :]).min(axis=1)).all()
            for ways in (self.matrix.durations, self.matrix.distances)
        )

    def may(self, steps: Steps) -> bool:
        """Whether equipment, loads and commitments allow these tasks in this order."""
        own = [self.problem.shipment_by_id[name] for name in sorted({name for name, _ in steps})]
        return (
            all(one.needs <= self.vehicle.equipment for one in own)
            and all(one.commitment is None or one.commitment.shift == self.shift.id for one in own)
            and steps in self._orders(own, (), self.aboard)
        )

    def walks(self, steps: Steps) -> Iterator[Walk]:
        """The order with every choice of reloads that is possible: empty, and within the range."""
        empty = [leg for leg in range(len(steps) + 1) if not self._on_board(steps[:leg])]
        empty = empty if self.shift.reload is not None else []
        for count in range(len(empty) + 1):
            for reloads in combinations(empty, count):
                walk = Walk(self.problem, self.shift.id, steps, reloads)
                if walk.exists:
                    yield walk

    def best_times(self, steps: Steps) -> Times | None:
        """The cheapest, then shortest, then soonest times of an order; None where none hold."""
        if not self.may(steps):
            return None
        times = (walk.best_times() for walk in self.walks(steps))
        return min((one for one in times if one is not None), default=None)

    def _on_board(self, steps: Steps) -> set[str]:
        on_board = set(self.aboard)
        for name, kind in steps:
            on_board = on_board | {name} if kind is TaskKind.PICKUP else on_board - {name}
        return on_board

    def _orders(
        self, own: list[Shipment], steps: Steps, on_board: tuple[str, ...]
    ) -> Iterator[Steps]:
        """Every order in which pickups come first, nothing is overloaded, positions are kept."""
        before = [one.id for one in own if one.id in self.aboard]
        if len(steps) == 2 * len(own) - len(before):
            yield steps
            return
        for shipment in own:
            for kind, after in (
                (TaskKind.PICKUP, (*on_board, shipment.id)),
                (TaskKind.DELIVERY, tuple(name for name in on_board if name != shipment.id)),
            ):
                done = (shipment.id, TaskKind.PICKUP) in steps or shipment.id in before
                comes_next = done == (kind is TaskKind.DELIVERY)
                doubled = (shipment.id, TaskKind.DELIVERY) in steps
                fixed = shipment.commitment and shipment.commitment.position
                placed = kind is TaskKind.PICKUP or fixed in (None, len(steps))
                if comes_next and not doubled and placed and self._fits(after):
                    yield from self._orders(own, (*steps, (shipment.id, kind)), after)

    def _fits(self, on_board: tuple[str, ...]) -> bool:
        loads = [self.problem.shipment_by_id[name].load for name in on_board]
        capacity = self.vehicle.capacity
        return (
            sum(load.grams for load in loads) <= capacity.grams
            and sum(load.litres for load in loads) <= capacity.litres
            and sum(load.parcels for load in loads) <= capacity.parcels
        )
