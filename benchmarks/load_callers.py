"""Who asks the service under load: a process of its own, a connection each, kept alive.

Every function here is one stretch of asking; the process runs one after the other. What is
measured here is what a caller waits: from the first byte sent to the last one read.
"""

import itertools
import json
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, TypeVar

from benchmarks.load_town import FULL, LoadTown, Wanted

PATIENCE = 120
"""Seconds after which a service that does not answer hangs."""

_OK, _CREATED, _ACCEPTED, _GONE = 200, 201, 202, 409

Draft = tuple[str, str]
"""An order and its shop."""

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Waited:
    """A stretch of asking.

    Parameters
    ----------
    seconds
        From its beginning to its end.
    each
        Seconds that each request took.
    """

    seconds: float = 0.0
    each: tuple[float, ...] = ()

    def __add__(self, other: "Waited") -> "Waited":
        """One stretch after the other."""
        return Waited(self.seconds + other.seconds, self.each + other.each)


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft that was quoted.

    Parameters
    ----------
    offers
        The slots that fitted.
    """

    order: str
    shop: str
    quote: str
    offers: tuple[str, ...]


class Caller:
    """One connection, with the keys of whoever asks by it."""

    def __init__(self, address: tuple[str, int], keys: dict[str, tuple[str, ...]]) -> None:
        self._connection = HTTPConnection(*address, timeout=PATIENCE)
        self._keys = {who: itertools.cycle(own) for who, own in keys.items()}
        self.waited: list[float] = []

    def ask(
        self, who: str, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, Any]:
        """Status and document that are answered; `who` is nobody when it is empty."""
        sent = None if body is None else json.dumps(body).encode()
        if sent is not None:
            headers["Content-Type"] = "application/json"
        if who:
            headers["Authorization"] = f"Bearer {next(self._keys[who])}"
        began = time.perf_counter()
        self._connection.request(method, path, sent, headers)
        answer = self._connection.getresponse()
        told = answer.read()
        self.waited.append(time.perf_counter() - began)
        return answer.status, json.loads(told) if told else None

    def expect(self, status: int, who: str, method: str, path: str, body: object = None) -> Any:
        """The document that is answered with a status.

        Raises
        ------
        RuntimeError
            When another is: figures of a service that refuses are none.
        """
        found, document = self.ask(who, method, path, body)
        if found != status:
            raise RuntimeError(method, path, found, document)
        return document


def draft(
    address: tuple[str, int], town: LoadTown, wanted: Sequence[Wanted], callers: int
) -> tuple[list[Draft], Waited]:
    """Hand orders over."""

    def one(caller: Caller, task: Wanted) -> Draft:
        order = caller.expect(_CREATED, task.shop, "POST", "/v1/orders", task.body)
        if order["door"] is None:
            raise RuntimeError(order["candidates"])
        return str(order["id"]), task.shop

    return _together(address, town, wanted, callers, one)


def quote(
    address: tuple[str, int], town: LoadTown, drafts: Sequence[Draft], callers: int
) -> tuple[list[Asked], Waited]:
    """Ask for the slots of orders."""

    def one(caller: Caller, task: Draft) -> Asked:
        order, shop = task
        told = caller.expect(_CREATED, shop, "POST", "/v1/quotes", {"order": order})
        return _asked(order, shop, told)

    return _together(address, town, drafts, callers, one)


def accept(
    address: tuple[str, int], town: LoadTown, asked: Sequence[Asked], callers: int
) -> tuple[list[bool], Waited]:
    """Accept a slot of each, one after the other around the day; whether it was promised.

    A slot that is gone meanwhile is answered with a fresh quote, of which the first that fits is
    taken, once.
    """

    def one(caller: Caller, task: tuple[int, Asked]) -> bool:
        number, told = task
        if not told.offers:
            return False
        status, document = _accept(caller, told, told.offers[number % len(told.offers)])
        if status == _GONE and "quote" in document:
            told = _asked(told.order, told.shop, document["quote"])
            status = _accept(caller, told, told.offers[0])[0] if told.offers else _GONE
        if status not in {_OK, _GONE}:
            raise RuntimeError("accept", status, document)
        return status == _OK

    return _together(address, town, list(enumerate(asked)), callers, one)


def publish(address: tuple[str, int], town: LoadTown, date: str) -> tuple[str, str]:
    """Plan a day for a second, and publish it: a round of it with its courier."""
    caller = Caller(address, town.keys)
    job = ask_for_plan(caller, date, 1)
    told = _ended(address, town, job)
    caller = Caller(address, town.keys)
    plan = caller.expect(_OK, "planner", "GET", f"/v1/plans/{told['plan']}")
    _, published = caller.ask(
        "planner", "POST", f"/v1/plans/{plan['id']}/publish", **{"If-Match": f'"{plan["version"]}"'}
    )
    one = published["rounds"][0]
    return one["id"], one["courier"]


def read_while_planning(
    address: tuple[str, int], town: LoadTown, a_round: tuple[str, str], count: int, seconds: int
) -> tuple[dict[str, Waited], bool]:
    """Read what people look at, in turns, while a day is planned.

    Returns
    -------
    What each kind of reading waited, and whether the plan was being made all the while.
    """
    job = ask_for_plan(Caller(address, town.keys), str(FULL), seconds)
    while _job(address, town, job)["state"] == "queued":
        threading.Event().wait(0.05)
    shops = itertools.cycle(who for who in town.keys if who.startswith("shp_"))
    round_id, courier = a_round
    readings: dict[str, Callable[[], tuple[str, str]]] = {
        "day": lambda: (next(shops), f"/v1/orders?date={FULL}&limit=100"),
        "round": lambda: (courier, f"/v1/rounds/{round_id}"),
        "health": lambda: ("", "/healthz"),
    }
    reader = {name: Caller(address, town.keys) for name in readings}
    began = time.perf_counter()
    for _ in range(count):
        for name, what in readings.items():
            who, path = what()
            reader[name].expect(_OK, who, "GET", path)
    seconds_spent = time.perf_counter() - began
    still = _job(address, town, job)["state"] == "running"
    Caller(address, town.keys).ask("planner", "POST", f"/v1/jobs/{job}/cancel")
    _ended(address, town, job)
    waited = {name: Waited(seconds_spent, tuple(one.waited)) for name, one in reader.items()}
    return waited, still


def ask_for_plan(caller: Caller, date: str, seconds: int) -> str:
    """The job of a new plan."""
    body = {"date": date, "seconds": seconds}
    return str(caller.expect(_ACCEPTED, "planner", "POST", "/v1/plans", body)["id"])


def _together(
    address: tuple[str, int],
    town: LoadTown,
    tasks: Sequence[Task],
    callers: int,
    one: Callable[[Caller, Task], Result],
) -> tuple[list[Result], Waited]:
    """Do tasks by several callers at once, each the next that nobody has begun."""
    own = threading.local()
    made: list[Caller] = []

    def do(task: Task) -> Result:
        if not hasattr(own, "caller"):
            own.caller = Caller(address, town.keys)
            made.append(own.caller)
        return one(own.caller, task)

    with ThreadPoolExecutor(callers) as pool:
        began = time.perf_counter()
        results = list(pool.map(do, tasks))
        seconds = time.perf_counter() - began
    return results, Waited(seconds, tuple(itertools.chain(*(caller.waited for caller in made))))


def _accept(caller: Caller, asked: Asked, slot: str) -> tuple[int, Any]:
    body = {"quote": asked.quote, "slot": slot}
    return caller.ask(asked.shop, "POST", f"/v1/orders/{asked.order}/accept", body)


def _asked(order: str, shop: str, quote: dict[str, Any]) -> Asked:
    fitting = (offer["slot"] for offer in quote["offers"] if offer["price_cents"] is not None)
    return Asked(order, shop, quote["id"], tuple(fitting))


def _job(address: tuple[str, int], town: LoadTown, job: str) -> Any:
    """A job, asked for on a connection of its own: the service closes one that rests."""
    return Caller(address, town.keys).expect(_OK, "planner", "GET", f"/v1/jobs/{job}")


def _ended(address: tuple[str, int], town: LoadTown, job: str) -> Any:
    """A job as it has ended."""
    while (told := _job(address, town, job))["state"] in {"queued", "running"}:
        threading.Event().wait(0.2)
    return told
