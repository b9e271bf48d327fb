"""Small days written as people read them: the notation of docs/reference/rules.md.

A day is TOML: places on one straight street, orders, vehicles, and each vehicle's ride as lines of
time, place and services. An example gives only what differs from the page's first day. Beyond the
page, a vehicle may have a `profile`, and a profile other paces, and a longer way, back to the hub:
`profile.van = { out = 10, back = 5, longer = 2 }`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from routing.model import (
    UNREACHABLE,
    Break,
    Commitment,
    Costs,
    Lateness,
    Load,
    Place,
    Plan,
    Problem,
    Reason,
    Reload,
    Route,
    Service,
    Shift,
    Shipment,
    Stage,
    TakenBreak,
    Task,
    TaskKind,
    Unserved,
    Vehicle,
    Visit,
    Window,
)
from routing.model.builder import ProblemBuilder

RULES = Path(__file__).parents[1] / "docs" / "reference" / "rules.md"
METRES_A_SECOND = 5
TIME = r"\d+:\d\d(?::\d\d)?"

Table = Mapping[str, Any]
Square = list[list[int]]


@dataclass(frozen=True)
class WrittenDay:
    """A day with what the page says about it.

    Parameters
    ----------
    broken
        Names of the violation codes, without their family; empty for a valid plan.
    cost
        As shown to people, e.g. ``9.59``.
    """

    problem: Problem
    plan: Plan
    broken: tuple[str, ...]
    cost: str


def page_sections() -> Mapping[str, str]:
    """What the page says under each of its headings."""
    _, *parts = re.split(r"^## (.+)$", RULES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def page_examples() -> Iterator[tuple[str, Table]]:
    """Every example of the page, with its heading."""
    for heading, text in page_sections().items():
        for block in re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            yield heading, tomllib.loads(block)


def first_day() -> Table:
    """The day of four orders from which the other examples differ."""
    return next(page_examples())[1]


def change(table: Table, changes: Table) -> dict[str, Any]:
    """A table with changes merged into it at every depth."""
    changed = dict(table)
    for key, value in changes.items():
        old = changed.get(key)
        both_tables = isinstance(value, Mapping) and isinstance(old, Mapping)
        changed[key] = change(old, value) if both_tables else value  # type: ignore[arg-type]
    return changed


def written_day(changes: Table | str = "") -> WrittenDay:
    """The page's first day with changes, given as TOML or as a table."""
    if isinstance(changes, str):
        changes = tomllib.loads(changes)
    return read_day(change(first_day(), changes))


def read_day(table: Table) -> WrittenDay:
    """Problem and plan of a table."""
    problem = _read_problem(table)
    broken = tuple(table.get("broken", ()))
    return WrittenDay(problem, _read_plan(problem, table), broken, table.get("cost", ""))


def instant(text: str) -> int:
    """Seconds after midnight of ``8:57`` or ``8:57:30``."""
    hours, minutes, seconds = (*text.split(":"), "0")[:3]
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _window(text: str) -> Window:
    start, end = text.split("-")
    return Window(instant(start), instant(end))


def _cents(text: str) -> int:
    euros, cents = text.split(".")
    return int(euros) * 100 + int(cents)


def _read_problem(table: Table) -> Problem:
    builder = ProblemBuilder("four orders")
    for name, place in table["place"].items():
        opening = tuple(map(_window, place.get("open", ())))
        builder.add_place(Place(name, (place["at"], 0), place.get("setup", 0), opening))
    for name, order in table["order"].items():
        builder.add_shipment(_read_order(name, order))
    for name, vehicle in table["vehicle"].items():
        builder.add_vehicle(_read_vehicle(name, vehicle))
    places = list(table["place"].values())
    for name, profile in {"bike": {}, **table.get("profile", {})}.items():
        builder.add_matrix(name, *_read_profile(places, profile))
    return builder.build()


def _read_profile(places: Sequence[Table], profile: Table) -> tuple[Square, Square]:
    """Seconds and metres between all places."""
    out, back = (profile.get(way, METRES_A_SECOND) for way in ("out", "back"))
    metres = [[_way(one, other, profile.get("longer", 1)) for other in places] for one in places]
    seconds = [
        [
            way if way == UNREACHABLE else way // (out if one["at"] <= other["at"] else back)
            for other, way in zip(places, row, strict=True)
        ]
        for one, row in zip(places, metres, strict=True)
    ]
    return seconds, metres


def _way(one: Table, other: Table, longer: int) -> int:
    if one is not other and (one.get("island") or other.get("island")):
        return UNREACHABLE
    ahead = int(other["at"]) - int(one["at"])
    return ahead if ahead >= 0 else -ahead * longer


def _read_order(name: str, order: Table) -> Shipment:
    lateness = order.get("late")
    committed = order.get("committed")
    return Shipment(
        name,
        pickup=Task(order["from"], tuple(map(_window, order.get("pickup", ()))), order["collect"]),
        delivery=Task(
            order["to"],
            tuple(map(_window, order.get("delivery", ()))),
            order["hand_over"],
            lateness and Lateness(instant(lateness["until"]), _cents(lateness["per_hour"])),
        ),
        load=Load(*order["load"]),
        needs=frozenset(order.get("needs", ())),
        longest_on_board=order.get("longest"),
        penalty=_cents(order["penalty"]) if "penalty" in order else None,
        commitment=committed
        and Commitment(
            committed["to"],
            Stage(committed.get("stage", "locked")),
            committed.get("position"),
            instant(committed["start"]) if "start" in committed else None,
        ),
    )


def _read_vehicle(name: str, vehicle: Table) -> Vehicle:
    reload = vehicle.get("reload")
    shift = Shift(
        name,
        _window(vehicle["shift"]),
        vehicle["from"],
        vehicle["to"],
        tuple(
            Break(id_, _window(pause["start"]), pause["lasts"])
            for id_, pause in vehicle.get("break", {}).items()
        ),
        reload and Reload(reload["at"], reload["lasts"], reload["range"]),
    )
    return Vehicle(
        name,
        vehicle.get("profile", "bike"),
        Load(*vehicle["takes"]),
        (shift,),
        Costs(
            _cents(vehicle["fixed"]),
            _cents(vehicle["per_hour"]),
            _cents(vehicle["per_km"]),
            vehicle.get("minimum_paid", 0),
        ),
        frozenset(vehicle.get("carries", ())),
    )


def _read_plan(problem: Problem, table: Table) -> Plan:
    written = table.get("written", {})
    routes = tuple(
        _read_route(problem, shift, lines, written.get(shift, {}))
        for shift, lines in table["ride"].items()
        if lines
    )
    unserved = tuple(
        Unserved(name, Reason(f"reason.{why}")) for name, why in table.get("unserved", {}).items()
    )
    cost = 0
    for route in routes:
        metres = _metres(problem, route.shift, route.visits)
        cost += _route_cost(problem, route.shift, route.duration, metres)
        for _, service in route.services():
            cost += _lateness_cost(problem, service)
    for left_out in unserved:
        if shipment := problem.shipment_by_id.get(left_out.shipment):
            cost += 18_000 * (shipment.penalty or 0)
    return Plan(routes, unserved, written.get("cost", cost))


def _read_route(problem: Problem, shift: str, lines: str, written: Table) -> Route:
    visits: list[Visit] = []
    breaks = []
    load = _load_at_start(problem, shift)
    first, *middle, last = [line.split(maxsplit=2) for line in lines.strip().splitlines()]
    for time, place, *rest in middle:
        text = rest[0] if rest else ""
        if place == "break":
            name, span = text.split()
            breaks.append(TakenBreak(name, *map(instant, span.split("-"))))
        else:
            visits.append(_read_visit(problem, instant(time), place, text, load))
            load = visits[-1].load
    start, end = instant(first[0]), instant(last[0])
    metres = _metres(problem, shift, visits)
    return Route(
        shift,
        start,
        end,
        tuple(visits),
        tuple(breaks),
        written.get("distance", metres),
        written.get("cost", _route_cost(problem, shift, end - start, metres)),
    )


def _load_at_start(problem: Problem, shift: str) -> Load:
    load = Load()
    for shipment in problem.shipments:
        promised = shipment.commitment
        if promised and promised.shift == shift and promised.stage is Stage.ON_BOARD:
            load += shipment.load
    return load


def _read_visit(problem: Problem, arrival: int, place: str, text: str, load: Load) -> Visit:
    services = []
    for sign, name, start, end in re.findall(rf"([+-])(\S+) ({TIME})-({TIME})", text):
        kind = TaskKind.PICKUP if sign == "+" else TaskKind.DELIVERY
        services.append(Service(name, kind, instant(start), instant(end)))
        if shipment := problem.shipment_by_id.get(name):
            load = load + shipment.load if sign == "+" else load - shipment.load
    departure = services[-1].end if services else arrival
    if leaves := re.search(rf"leaves ({TIME})", text):
        departure = instant(leaves[1])
    if amounts := re.search(r"load (\d+) g (\d+) l (\d+)", text):
        load = Load(*map(int, amounts.groups()))
    return Visit(place, arrival, departure, tuple(services), load, "reload" in text)


def _metres(problem: Problem, shift: str, visits: Sequence[Visit]) -> int:
    if shift not in problem.shifts:
        return 0
    _, duty = problem.shifts[shift]
    names = [duty.start_place, *(visit.place for visit in visits), duty.end_place]
    along = [problem.place(name).position[0] for name in names if name in problem.place_index]
    return int(sum(abs(one - other) for one, other in pairwise(along)))


def _route_cost(problem: Problem, shift: str, seconds: int, metres: int) -> int:
    if shift not in problem.shifts:
        return 0
    costs = problem.shifts[shift][0].costs
    paid = max(costs.minimum_paid, seconds)
    return 18_000 * costs.fixed + 5 * costs.per_hour * paid + 18 * costs.per_km * metres


def _lateness_cost(problem: Problem, service: Service) -> int:
    shipment = problem.shipment_by_id.get(service.shipment)
    if shipment is None:
        return 0
    task = shipment.task(service.kind)
    if task.lateness is None:
        return 0
    return 5 * task.lateness.cents_per_hour * max(0, service.start - task.windows[-1].end)
