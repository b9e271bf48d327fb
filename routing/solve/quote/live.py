"""A plan that takes orders one by one while people wait."""

import math
import threading
from collections.abc import Sequence
from dataclasses import replace

from routing.errors import SolverError
from routing.model import Plan, Problem, Shipment, TaskKind, Window
from routing.model.units import CostUnits, Ticks
from routing.solve.prices import price
from routing.solve.quote.answer import Answer, Effort, Obstacle, Status
from routing.solve.quote.ground import Ground, NewPlace
from routing.solve.reasons import Reasons
from routing.solve.ride import is_on_board, spans_of
from routing.solve.sequence import Sequence as Tasks
from routing.solve.sequence import Sequences, TaskId, sequences_of
from routing.solve.settle import of_routes
from routing.solve.timing import RouteTimer

_KINDS = (TaskKind.PICKUP, TaskKind.DELIVERY)
_OBSTACLES = (None, *Obstacle)
"""By the core's numbers."""

NativeChange = tuple[int, list[int], Ticks, Ticks, CostUnits]
"""A shift, its nodes, and of its best times: duration, distance, cost of lateness."""


class LivePlan:
    """The accepted orders of a day with their routes: promises and commitments are kept.

    Every route is kept with its best times, exactly. Safe to be asked from several threads.

    Parameters
    ----------
    problem
        Places, vehicles and matrices of the day; its shipments that the plan serves are the first
        accepted orders, the others are left out. Goods on board that the plan does not deliver
        stay on board.
    plan
        None: a day without orders.

    Raises
    ------
    SolverError
        When nobody works, or when the plan breaks a rule or a commitment.
    """

    def __init__(self, problem: Problem, plan: Plan | None = None) -> None:
        self._begin(problem, sequences_of(plan) if plan is not None else {})

    @classmethod
    def from_sequences(cls, problem: Problem, sequences: Sequences) -> "LivePlan":
        """The live plan that had these `sequences`, without a search.

        Raises
        ------
        SolverError
            When nobody works, or when a sequence breaks a rule or a commitment.
        """
        live = cls.__new__(cls)
        live._begin(problem, sequences)
        return live

    def _begin(self, problem: Problem, sequences: Sequences) -> None:
        if not problem.shifts:
            raise SolverError("quote.nobody_works")
        _refuse_broken(problem, sequences)
        served = tuple(dict.fromkeys(name for tasks in sequences.values() for name, _ in tasks))
        self._lock = threading.RLock()
        self._version = 0
        self._ground = Ground(problem, served)
        self._routes = self._ground.routes
        self._shifts = tuple(problem.shifts)
        self._prices = [price(problem, vehicle.costs) for vehicle, _ in problem.shifts.values()]
        self._shipments = {name: problem.shipment_by_id[name] for name in served}
        self._number = {name: number for number, name in enumerate(served)}
        self._name = dict(enumerate(served))
        self._undelivered = {
            one.id: one for one in problem.shipments if is_on_board(one) and one.id not in served
        }
        for shift, tasks in sequences.items():
            if not self._routes.assign(self._shifts.index(shift), self._nodes(tasks)):
                raise SolverError("quote.broken_sequence", shift=shift)

        self._now: list[NativeChange] = []
        self._look()

    @property
    def version(self) -> int:
        """Counts what was accepted and removed."""
        return self._version

    @property
    def problem(self) -> Problem:
        """The day with all accepted orders, each with its promised windows, and all on board."""
        with self._lock:
            known = {**self._shipments, **self._undelivered}
            return replace(self._ground.problem, shipments=tuple(known.values()))

    def sequences(self) -> dict[str, Tasks]:
        """Who does what in which order."""
        with self._lock:
            return {
                self._shifts[shift]: self._tasks(nodes) for shift, nodes, *_ in self._now if nodes
            }

    def snapshot(self) -> tuple[Problem, dict[str, Tasks]]:
        """`problem` and `sequences` of one instant: all that must be stored."""
        with self._lock:
            return self.problem, self.sequences()

    def plan(self) -> Plan:
        """The plan with its exact times."""
        problem, sequences = self.snapshot()
        timer = RouteTimer(problem)
        timed = {shift: timer.timed(shift, tasks) for shift, tasks in sequences.items()}
        routes = {shift: route for shift, route in timed.items() if route is not None}
        settled = of_routes(problem, routes)
        reasons = Reasons(timer)
        return settled.plan(tuple(reasons.of(one, None) for one in settled.absent))

    def quote(
        self,
        shipment: Shipment,
        slots: Sequence[Window],
        *,
        reshuffle: Effort | None = None,
        places: Sequence[NewPlace] = (),
    ) -> tuple[Answer, ...]:
        """What each slot would cost a new order. Nothing is changed.

        Parameters
        ----------
        shipment
            Its delivery's windows are not read: each slot stands in their place. Its lateness is:
            after a slot's end, and up to its `latest`, it costs.
        reshuffle
            None: other orders stay where they are.
        places
            Of the shipment, that the plan does not know yet.

        Returns
        -------
        An answer for each slot. One that fits is proven by the sequences in it, for which exact
        timing found times.

        Raises
        ------
        SolverError
            When the shipment is in the plan already, is at an unknown place, or has a commitment;
            when a place has no ways.
        """
        with self._lock, self._ground.visited(places):
            self._refuse_known(shipment)
            asked = self._ground.asked(shipment)
            tasks = [replace(shipment.delivery, windows=(slot,)) for slot in slots]
            effort = reshuffle or Effort(iterations=0)
            found = self._routes.quote(
                *asked,
                slots=[self._ground.slot(task) for task in tasks],
                iterations=effort.iterations,
                seconds=math.inf if effort.seconds is None else effort.seconds,
                seed=effort.seed,
            )
            seat = self._routes.seat()
            return tuple(
                self._answer(slot, seat, *answer) for slot, answer in zip(slots, found, strict=True)
            )

    def accept(
        self,
        shipment: Shipment,
        slot: Window,
        answer: Answer,
        *,
        places: Sequence[NewPlace] = (),
    ) -> int:
        """Put a quoted order in: from now on its slot is kept, whatever comes.

        Parameters
        ----------
        shipment, places
            As they were quoted.

        Returns
        -------
        The plan's new version.

        Raises
        ------
        SolverError
            When the plan has changed since the quote: quote again. When the answer is none for this
            order and slot.
        """
        with self._lock:
            if answer.version != self._version:
                raise SolverError(
                    "quote.version_moved", asked=answer.version, version=self._version
                )
            self._refuse_known(shipment)
            promised = replace(shipment, delivery=replace(shipment.delivery, windows=(slot,)))
            with self._ground.visited(places):
                number = self._accepted(promised, answer)
            if number is None:
                raise SolverError("quote.not_this_answer", shipment=shipment.id)
            self._ground.add(places)
            self._shipments[shipment.id] = promised
            self._number[shipment.id] = number
            self._name[number] = shipment.id
            return self._moved()

    def remove(self, shipment: str) -> int:
        """Take an order out; the others keep their order. Goods on board stay on board.

        Returns
        -------
        The plan's new version.

        Raises
        ------
        SolverError
            When it is not in the plan, or the others could not be ridden, or would not keep their
            positions, without it.
        """
        with self._lock:
            if shipment not in self._number:
                raise SolverError("quote.unknown_shipment", shipment=shipment)
            if not self._routes.remove(self._number[shipment]):
                raise SolverError("quote.cannot_remove", shipment=shipment)
            del self._name[self._number.pop(shipment)]
            removed = self._shipments.pop(shipment)
            if is_on_board(removed):
                self._undelivered[shipment] = removed
            return self._moved()

    def _moved(self) -> int:
        self._look()
        self._version += 1
        return self._version

    def _look(self) -> None:
        """Remember the routes as they are now, with their exact times."""
        self._now = [self._routes.route(shift) for shift in range(len(self._shifts))]

    def _accepted(self, promised: Shipment, answer: Answer) -> int | None:
        asked = self._ground.asked(promised)
        if answer.status is Status.NOT_FOUND:
            return None
        return self._routes.accept(
            asked.pickup,
            asked.delivery,
            asked.load,
            asked.longest_on_board,
            self._ground.carriers(promised),
            [(shift, list(nodes)) for shift, nodes in answer.changes],
        )

    def _refuse_known(self, shipment: Shipment) -> None:
        if shipment.id in self._shipments or shipment.id in self._undelivered:
            raise SolverError("quote.known_shipment", shipment=shipment.id)

    def _answer(
        self,
        slot: Window,
        seat: int,
        reshuffled: bool,  # as the core tells it
        obstacle: int,
        changes: list[NativeChange],
    ) -> Answer:
        if not changes:
            status = Status.NOT_FOUND
            return Answer(status, slot, self._version, obstacle=_OBSTACLES[obstacle])
        before = [self._now[shift] for shift, *_ in changes]
        return Answer(
            status=Status.FITS_AFTER_RESHUFFLE if reshuffled else Status.FITS,
            slot=slot,
            version=self._version,
            extra_seconds=sum(one[2] for one in changes) - sum(one[2] for one in before),
            extra_cost=sum(map(self._cost, changes)) - sum(map(self._cost, before)),
            shift=next(self._shifts[shift] for shift, nodes, *_ in changes if 2 * seat in nodes),
            changes=tuple((shift, tuple(nodes)) for shift, nodes, *_ in changes),
        )

    def _cost(self, change: NativeChange) -> CostUnits:
        shift, nodes, duration, distance, lateness = change
        return self._prices[shift].of(duration, distance) + lateness if nodes else 0

    def _nodes(self, tasks: Tasks) -> list[int]:
        """By the core's numbers, where goods on board are picked up before all else."""
        nodes = [2 * self._number[name] + _KINDS.index(kind) for name, kind in tasks]
        return [*(node - 1 for node in nodes if self._is_on_board(node)), *nodes]

    def _tasks(self, nodes: list[int]) -> Tasks:
        return tuple(
            (self._name[node // 2], _KINDS[node % 2])
            for node in nodes
            if node % 2 or not self._is_on_board(node)
        )

    def _is_on_board(self, node: int) -> bool:
        return is_on_board(self._shipments[self._name[node // 2]])


def _refuse_broken(problem: Problem, sequences: Sequences) -> None:
    """Refuse names that nobody knows, tasks that nobody may ever do, done twice or by halves."""
    done: set[TaskId] = set()
    for shift_id, tasks in sequences.items():
        if shift_id not in problem.shifts:
            raise SolverError("quote.unknown_shift", shift=shift_id)
        _, shift = problem.shifts[shift_id]
        begun: set[str] = set()
        for name, kind in tasks:
            shipment = problem.shipment_by_id.get(name)
            if shipment is None:
                raise SolverError("quote.unknown_shipment", shipment=name)
            boarded = kind is TaskKind.PICKUP and is_on_board(shipment)
            never = not spans_of(problem, shift.window, shipment, kind)
            if boarded or never or (name, kind) in done:
                raise SolverError("quote.broken_sequence", shift=shift_id)
            done.add((name, kind))
            if not is_on_board(shipment):
                begun ^= {name}
        if begun:
            raise SolverError("quote.broken_sequence", shift=shift_id)
