"""Solutions of the literature's instances, checked on the file's own numbers.

Reads both files itself and shares no code with `routing.formats`, nor with the verifier of plans:
Euclidean doubles for Li & Lim, the file's whole minutes for Sartori & Buriol. Nothing is rounded,
and nothing is forgiven.
"""

import gzip
import math
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from routing.check.violation import SolutionCode, Violation, broken
from routing.errors import InputError

GZIP = b"\x1f\x8b"
ROUTE = re.compile(r"\s*route\s*#?\s*(\d+)\s*:((?:\s*\d+)+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a solution is worth.

    Parameters
    ----------
    cost
        Sum of the distances (Li & Lim) or of the minutes (Sartori & Buriol) of all routes.
    """

    vehicles: int
    cost: float
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    x: float
    y: float
    demand: int
    earliest: float
    latest: float
    service: float
    pickup: int
    delivery: int


@dataclass(frozen=True, slots=True)
class _Instance:
    nodes: Sequence[_Node]
    capacity: int
    vehicles: int | None
    way: Callable[[int, int], float]


def check_solution(instance: Path, solution: Path) -> Checked:
    """Vehicles, cost and every broken rule of a solution.

    Parameters
    ----------
    instance
        Li & Lim or Sartori & Buriol, also compressed with gzip.
    solution
        Lines ``Route 1 : 3 5 6``; other lines are passed over.

    Raises
    ------
    InputError
        When a file cannot be read, or a line is no node or no route.
    """
    read = _read_instance(instance)
    routes = _read_routes(solution)
    violations = [*_check_nodes(read, routes)]
    if read.vehicles is not None and len(routes) > read.vehicles:
        most = read.vehicles
        violations.append(broken(SolutionCode.FLEET, vehicles=len(routes), most=most))
    known = {number: [n for n in r if 0 < n < len(read.nodes)] for number, r in routes.items()}
    for number, route in known.items():
        violations += _check_route(read, number, route)
    cost = sum(_length(read, route) for route in known.values())
    return Checked(len(routes), cost, tuple(violations))


def _check_nodes(instance: _Instance, routes: dict[int, list[int]]) -> Iterator[Violation]:
    """Every node once, every pair in one route, the pickup first."""
    seen: dict[int, tuple[int, int]] = {}
    for number, route in routes.items():
        for position, node in enumerate(route):
            if not 0 < node < len(instance.nodes):
                yield broken(SolutionCode.UNKNOWN, route=number, node=node)
            elif node in seen:
                yield broken(SolutionCode.DOUBLED, route=number, node=node)
            else:
                seen[node] = number, position
    for node, data in enumerate(instance.nodes):
        if node > 0 and node not in seen:
            yield broken(SolutionCode.MISSING, node=node)
        partner = data.delivery
        if partner == 0 or node not in seen or partner not in seen:
            continue
        (route_of_pickup, pickup), (route_of_delivery, delivery) = seen[node], seen[partner]
        if route_of_pickup != route_of_delivery:
            yield broken(SolutionCode.PAIRING, node=node, partner=partner)
        elif delivery < pickup:
            values = {"route": route_of_pickup, "node": node, "partner": partner}
            yield broken(SolutionCode.PRECEDENCE, **values)


def _check_route(instance: _Instance, number: int, route: Sequence[int]) -> Iterator[Violation]:
    """Capacity, time windows and the way home, leaving the depot as early as may be."""
    depot = instance.nodes[0]
    time, load, before = depot.earliest, 0, 0
    for node in route:
        data = instance.nodes[node]
        time = max(time + instance.way(before, node), data.earliest)
        if time > data.latest:
            values = {"route": number, "node": node}
            yield broken(SolutionCode.WINDOW, **values, start=time, latest=data.latest)
        time += data.service
        load += data.demand
        if load > instance.capacity:
            values = {"route": number, "node": node}
            yield broken(SolutionCode.CAPACITY, **values, load=load, most=instance.capacity)
        before = node
    time += instance.way(before, 0)
    if time > depot.latest:
        yield broken(SolutionCode.HORIZON, route=number, end=time, latest=depot.latest)


def _length(instance: _Instance, route: Sequence[int]) -> float:
    stations = [0, *route, 0]
    return sum(map(instance.way, stations, stations[1:]))


def _read_text(path: Path) -> list[str]:
    try:
        content = path.read_bytes()
        if content.startswith(GZIP):
            content = gzip.decompress(content)
        return content.decode().splitlines()
    except (OSError, EOFError, ValueError, zlib.error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError("solution.unreadable", file=str(path), why=why) from error


def _read_routes(path: Path) -> dict[int, list[int]]:
    routes: dict[int, list[int]] = {}
    for line_number, line in enumerate(_read_text(path), start=1):
        if not line.lower().lstrip().startswith("route"):
            continue
        found = ROUTE.fullmatch(line)
        if found is None or int(found[1]) in routes:
            raise InputError("solution.line", file=path.name, line=line_number, text=line[:60])
        routes[int(found[1])] = [int(node) for node in found[2].split()]
    if not routes:
        raise InputError("solution.no_routes", file=path.name)
    return routes


def _read_instance(path: Path) -> _Instance:
    lines = _read_text(path)
    try:
        if any(line.strip() == "EDGES" for line in lines):
            return _read_sartori_buriol(lines)
        return _read_lilim(lines)
    except (ValueError, LookupError) as error:
        raise InputError("solution.instance", file=path.name) from error


def _read_lilim(lines: Sequence[str]) -> _Instance:
    vehicles, capacity, _speed = map(int, lines[0].split())
    nodes = [_read_node(line) for line in lines[1:] if line.strip()]

    def way(origin: int, destination: int) -> float:
        one, other = nodes[origin], nodes[destination]
        return math.hypot(one.x - other.x, one.y - other.y)

    return _Instance(nodes, capacity, vehicles, way)


def _read_sartori_buriol(lines: Sequence[str]) -> _Instance:
    words = [line.strip() for line in lines]
    nodes_at, edges_at = words.index("NODES"), words.index("EDGES")
    header = dict(line.partition(":")[::2] for line in words[:nodes_at])
    nodes = [_read_node(line) for line in words[nodes_at + 1 : edges_at]]
    edges = [[*map(int, line.split())] for line in words[edges_at + 1 :][: len(nodes)]]
    capacity = int(header["CAPACITY"])
    return _Instance(nodes, capacity, None, lambda origin, end: edges[origin][end])


def _read_node(line: str) -> _Node:
    _, x, y, demand, earliest, latest, service, pickup, delivery = line.split()
    return _Node(
        float(x),
        float(y),
        int(demand),
        float(earliest),
        float(latest),
        float(service),
        int(pickup),
        int(delivery),
    )
