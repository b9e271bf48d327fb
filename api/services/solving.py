"""Problems in VROOM's format, solved for whoever has a key: no order and no pool is touched."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from api.domain.actor import Actor, Scope
from api.domain.errors import RefusedError
from api.domain.town import ServedTown
from api.services.seats import Seats
from api.services.town_packs import TownPacks
from api.store.work import Work
from routing.day.engines import OwnEngine
from routing.day.vroom_ways import TownWays
from routing.errors import InputError
from routing.formats.vroom import read_vroom
from routing.formats.vroom.values import Json
from routing.solve.aside import solve_aside
from routing.solve.stop import Stop

_SEED = 1


@dataclass(frozen=True, slots=True)
class SolveLimits:
    """How much one problem may ask for.

    Parameters
    ----------
    tasks
        A shipment has two.
    rows
        Of a matrix.
    seconds
        Of search.
    at_once
        Problems of one key that are solved at the same time.
    """

    tasks: int = 500
    vehicles: int = 50
    rows: int = 1_000
    seconds: float = 30.0
    at_once: int = 1


@dataclass
class Solving:
    """Who is having a problem solved in this process.

    Parameters
    ----------
    most
        Problems of all keys together: each takes a core.
    """

    limits: SolveLimits = field(default_factory=SolveLimits)
    most: int = field(default_factory=lambda: os.cpu_count() or 1)

    def __post_init__(self) -> None:
        self._seats = Seats(self.limits.at_once, self.most)

    @property
    def busy(self) -> int:
        """How many problems are being solved."""
        return self._seats.taken

    @contextmanager
    def turn(self, caller: str) -> Iterator[None]:
        """Solve a problem for a caller while no others are in the way.

        Raises
        ------
        RefusedError
            ``solve.busy``.
        """
        if not self._seats.take(caller):
            raise RefusedError("solve.busy", most=self.limits.at_once)
        try:
            yield
        finally:
            self._seats.leave(caller)


@dataclass(frozen=True, slots=True)
class AskedProblem:
    """A problem that somebody wants solved.

    Parameters
    ----------
    content
        As `json.loads` gives it.
    seconds
        Of search.
    caller
        Whose turn it is: the same for all requests of one key.
    """

    content: dict[str, Any]
    seconds: float
    caller: str

    @property
    def needs_streets(self) -> bool:
        """Whether it leaves it to a town's streets how long ways are."""
        return self.content.get("matrices") is None and self.content.get("matrix") is None


def town_ways(work: Work, served: ServedTown, packs: TownPacks) -> TownWays:
    """The streets of a town, for problems that need some."""
    return TownWays(OwnEngine(packs.of(work, served.pack).town.network))


def solve_vroom(
    actor: Actor, asked: AskedProblem, solving: Solving, ways: TownWays | None
) -> dict[str, Any]:
    """The solution of a problem, as VROOM writes it.

    Parameters
    ----------
    ways
        Streets that are asked where the problem has no matrices.

    Raises
    ------
    InputError
        What is wrong with the problem, each with its JSON pointer; ``solve.too_long``,
        ``solve.many_tasks``, ``solve.many_vehicles``, ``solve.many_rows`` where it asks for more
        than a key may.
    RefusedError
        ``solve.busy``.
    """
    actor.require(Scope.SOLVE)
    _within(solving.limits, asked.content, asked.seconds)
    # Reading takes long too, where streets are asked or matrices are large.
    with solving.turn(asked.caller):
        read = read_vroom(asked.content, ways)
        stop = Stop(seconds=asked.seconds)
        plan = solve_aside(read.problem, stop=stop, seed=_SEED, start=read.start)
        return read.solution(plan)


def _within(limits: SolveLimits, problem: dict[str, Any], seconds: float) -> None:
    """Refuse what is too much before any of it is read."""
    if seconds > limits.seconds:
        raise InputError("solve.too_long", most=limits.seconds)
    tasks = _length(problem, "jobs") + 2 * _length(problem, "shipments")
    if tasks > limits.tasks:
        raise InputError("solve.many_tasks", found=tasks, most=limits.tasks)
    vehicles = _length(problem, "vehicles")
    if vehicles > limits.vehicles:
        pointer = "/vehicles"
        raise InputError(
            "solve.many_vehicles", pointer=pointer, found=vehicles, most=limits.vehicles
        )
    for matrix in _matrices(Json(problem, [])):
        rows = len(matrix.raw) if isinstance(matrix.raw, list) else 0
        if rows > limits.rows:
            raise InputError(
                "solve.many_rows", pointer=matrix.pointer, found=rows, most=limits.rows
            )


def _matrices(root: Json) -> Iterator[Json]:
    """All that may be a matrix."""
    yield root["matrix"]
    for profile in root["matrices"].names():
        squares = root["matrices"][profile]
        yield from (squares[name] for name in squares.names())


def _length(problem: dict[str, Any], key: str) -> int:
    items = problem.get(key)
    return len(items) if isinstance(items, list) else 0
