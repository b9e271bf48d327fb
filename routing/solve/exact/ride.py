"""The rules for one circuit in CP-SAT: time, loads, range, and what was promised."""

from collections.abc import Iterator
from itertools import product

from ortools.sat.python import cp_model

from routing.model.units import Ticks
from routing.solve.exact.circuit import Arc, Circuit
from routing.solve.exact.rests import Rest
from routing.solve.exact.tasks import AMOUNTS, ExactTask, ExactTasks, amounts
from routing.solve.ride import is_on_board


class Ride:
    """One circuit that keeps the rules."""

    def __init__(self, circuit: Circuit, tasks: ExactTasks) -> None:
        self.circuit, self.model = circuit, circuit.model
        self.rests = [Rest(circuit, pause) for pause in circuit.shift.breaks]
        services = (self._service(task, on) for task, on in self._served(tasks))
        self.model.add_no_overlap([*services, *(rest.interval for rest in self.rests)])
        self._loaded = self._on_board_at_start()
        for arc in circuit.arcs:
            self._keep_time(arc)
            self._keep_board(arc)
            self._keep_rank(arc)
            self._keep_range(arc)
        self.model.add(self.duration >= self.at_least)
        self.model.add(self.duration >= self.apart)
        self.model.add(self.duration == 0).only_enforce_if(~circuit.used)
        self._keep_apart(tasks)
        for shipment, on in circuit.serves.items():
            pair = tasks.by_shipment[shipment]
            self._keep_pair(pair, on)
            self._keep_ends(pair, on)
            self._keep_capacity(pair, on)
            self._keep_promise(pair[-1], on)

    @property
    def duration(self) -> cp_model.LinearExpr:
        """Ticks from start to end."""
        return self.circuit.end - self.circuit.start

    @property
    def at_least(self) -> cp_model.LinearExpr:
        """Ticks when nobody ever waits: what tells a relaxation how long a route is."""
        return _sum(
            *(arc.ticks * arc.on for arc in self.circuit.arcs), *(rest.paid for rest in self.rests)
        )

    @property
    def apart(self) -> cp_model.LinearExpr:
        """Ticks as far as windows tell, breaks in the time in which one waits."""
        return _sum(*(arc.apart * arc.on for arc in self.circuit.arcs))

    @property
    def distance(self) -> cp_model.LinearExpr:
        """Ticks."""
        return _sum(*(arc.distance * arc.on for arc in self.circuit.arcs))

    @property
    def farthest(self) -> Ticks:
        """No route is longer."""
        longest: dict[int, Ticks] = {}
        for arc in self.circuit.arcs:
            longest[id(arc.one)] = max(arc.distance, longest.get(id(arc.one), 0))
        return sum(longest.values())

    def _keep_time(self, arc: Arc) -> None:
        """Rules 2, 4, 7, 10: nobody waits on arriving at a reload or at the end."""
        rests = (rest.ticks(arc.one) for rest in self.rests)
        soonest = _sum(arc.one.leaves, *rests) + arc.ticks
        if arc.other.task is None:
            self.model.add(arc.other.comes == soonest).only_enforce_if(arc.on)
        else:
            self.model.add(arc.other.comes >= soonest).only_enforce_if(arc.on)

    def _keep_board(self, arc: Arc) -> None:
        """Rules 5 and 10: what is on board after each service, nothing at a reload."""
        one, other = arc.one, arc.other
        for amount in range(AMOUNTS):
            after = None if other is self.circuit.depot else other.board[amount]
            before = self._loaded[amount] if one is self.circuit.depot else one.board[amount]
            if before is not None and after is not None:
                change = other.task.change[amount] if other.task is not None else 0
                self.model.add(after == before + change).only_enforce_if(arc.on)

    def _keep_rank(self, arc: Arc) -> None:
        if arc.other.rank is None:
            return
        one = arc.one
        before = 0 if one.rank is None else one.rank + (one.task is not None)
        self.model.add(arc.other.rank == before).only_enforce_if(arc.on)

    def _keep_range(self, arc: Arc) -> None:
        """Rule 10: not farther than the range from one fresh start to the next."""
        if arc.one.far is None or arc.other.far is None:
            return
        ridden = arc.one.far if arc.one.task is not None else 0
        self.model.add(arc.other.far >= ridden + arc.distance).only_enforce_if(arc.on)

    def _keep_pair(self, pair: tuple[ExactTask, ...], on: cp_model.IntVar) -> None:
        """Rules 1 and 8: first the pickup, and not too long on board."""
        longest = self.circuit.problem.shipments[pair[0].shipment].longest_on_board
        *first, delivery = pair
        left = first[0].start + first[0].task.service if first else 0
        if first:
            self.model.add(delivery.start >= left).only_enforce_if(on)
            if delivery.rank is not None and first[0].rank is not None:
                self.model.add(delivery.rank > first[0].rank).only_enforce_if(on)
        if longest is not None:
            self.model.add(delivery.start <= left + longest).only_enforce_if(on)

    def _keep_ends(self, pair: tuple[ExactTask, ...], on: cp_model.IntVar) -> None:
        """What follows from the circuit, but is seen before any arc is chosen."""
        circuit, delivery = self.circuit, pair[-1]
        for task in pair:
            self.model.add(task.start >= circuit.start + self._lead(task)).only_enforce_if(on)
        self.model.add(circuit.end >= delivery.start + self._back(delivery)).only_enforce_if(on)
        self.model.add(delivery.start >= pair[0].start + self._over(pair)).only_enforce_if(on)

    def _keep_apart(self, tasks: ExactTasks) -> None:
        """Who serves both a late and an early shipment is out at least from one to the other."""
        bounds = []
        for shipment, on in self.circuit.serves.items():
            pair = tasks.by_shipment[shipment]
            over, first, last = self._over(pair), pair[0].spans, pair[-1].spans
            latest_pickup = min(first[-1][1], last[-1][1] - over)
            soonest_delivery = max(last[0][0], first[0][0] + over)
            leaves, returns = self._lead(pair[0]), self._back(pair[-1])
            bounds.append((on, latest_pickup - leaves, soonest_delivery + returns))
        for (on, _, soonest_end), (other, latest_start, _) in product(bounds, repeat=2):
            if soonest_end > latest_start:
                apart = soonest_end - latest_start
                self.model.add(self.duration >= apart * (on + other - 1))

    def _lead(self, task: ExactTask) -> Ticks:
        """Least time from the route's start to a task's."""
        return int(self.circuit.ways[self.circuit.depot.out_of, task.row]) + task.setup

    def _over(self, pair: tuple[ExactTask, ...]) -> Ticks:
        """Least time from the start of a pickup to that of its delivery; 0 for one task alone."""
        first, last = pair[0], pair[-1]
        if first is last:
            return 0
        setup = last.setup if first.row != last.row else 0
        return first.task.service + int(self.circuit.ways[first.row, last.row]) + setup

    def _back(self, task: ExactTask) -> Ticks:
        """Least time from a task's start to the route's end."""
        return task.task.service + int(self.circuit.ways[task.row, self.circuit.depot.into])

    def _served(self, tasks: ExactTasks) -> Iterator[tuple[ExactTask, cp_model.IntVar]]:
        for shipment, on in self.circuit.serves.items():
            yield from ((task, on) for task in tasks.by_shipment[shipment])

    def _service(self, task: ExactTask, on: cp_model.IntVar) -> cp_model.IntervalVar:
        return self.model.new_optional_fixed_size_interval_var(
            task.start, task.task.service, on, "service"
        )

    def _keep_capacity(self, pair: tuple[ExactTask, ...], on: cp_model.IntVar) -> None:
        """Rule 5: after every service."""
        for task in pair:
            for board, most in zip(task.board, self.circuit.vehicle.capacity.amounts, strict=False):
                if board is not None:
                    self.model.add(board <= most).only_enforce_if(on)

    def _keep_promise(self, delivery: ExactTask, on: cp_model.IntVar) -> None:
        """Rule 12."""
        commitment = self.circuit.problem.shipments[delivery.shipment].commitment
        if commitment is None:
            return
        if commitment.start is not None:
            self.model.add(delivery.start == commitment.start).only_enforce_if(on)
        if commitment.position is not None:
            self.model.add(delivery.rank == commitment.position).only_enforce_if(on)

    def _on_board_at_start(self) -> list[int]:
        problem, shift = self.circuit.problem, self.circuit.shift.id
        on_board = [
            amounts(shipment)
            for shipment in problem.shipments
            if is_on_board(shipment)
            and shipment.commitment is not None
            and shipment.commitment.shift == shift
        ]
        return [sum(each[amount] for each in on_board) for amount in range(AMOUNTS)]


def _sum(*terms: cp_model.LinearExpr) -> cp_model.LinearExpr:
    return cp_model.LinearExpr.sum(terms)
