"""What can be kept of any plan, however broken."""

from dataclasses import replace

from routing.check import verify
from routing.model import Plan, Problem, Reason, Route, Shipment, TaskKind, Unserved
from routing.solve.prices import added_cost, left_out_cost
from routing.solve.ride import is_on_board
from routing.solve.sequence import Sequence, TaskId
from routing.solve.stop import Over, never


def mended(problem: Problem, plan: Plan, over: Over = never) -> dict[str, Sequence]:
    """Who does what in a plan, each task once, in its pair and in order.

    Routes that keep every rule are read first, so that none of them loses a shipment to one that
    does not. What comes back names only what the problem has; windows, loads and the like may still
    be broken.

    Parameters
    ----------
    over
        Whether there is no time to find out what keeps the rules: then the rest is taken as broken.
    """
    whole, broken = _sorted(problem, plan, over)
    pairs: dict[str, list[TaskId]] = {}
    taken: set[str] = set()
    for route in (*whole, *broken):
        tasks = [(service.shipment, service.kind) for _, service in route.services()]
        free = _pairs(problem, [task for task in tasks if task[0] not in taken])
        if route.shift in problem.shifts:
            taken |= {name for name, _ in free}
            pairs.setdefault(route.shift, []).extend(free)
    return {shift: tuple(tasks) for shift, tasks in pairs.items()}


def sound_part(problem: Problem, plan: Plan, over: Over = never) -> Plan:
    """The routes of a plan that keep every rule, as a plan.

    Parameters
    ----------
    over
        Whether there is no time to look at one more route: then it is not part of it.
    """
    whole, _ = _sorted(problem, plan, over)
    return _only(problem, whole)


def _sorted(problem: Problem, plan: Plan, over: Over) -> tuple[list[Route], list[Route]]:
    """The routes that keep every rule beside each other, and the others."""
    if not over() and not verify(problem, plan):
        return list(plan.routes), []
    whole: list[Route] = []
    broken: list[Route] = []
    taken: set[tuple[str, TaskKind | None]] = set()
    for route in plan.routes:
        tasks = ((service.shipment, service.kind) for _, service in route.services())
        named = {(route.shift, None), *tasks}
        known = all(name in problem.shipment_by_id for name, kind in named if kind is not None)
        sound = not over() and known and not named & taken and _is_sound(problem, route)
        if sound:
            taken |= named
        (whole if sound else broken).append(route)
    return whole, broken


def _is_sound(problem: Problem, route: Route) -> bool:
    """Whether a route keeps every rule, were there no other."""
    served = {service.shipment for _, service in route.services()}
    beside = replace(
        problem,
        shipments=tuple(
            shipment
            for shipment in problem.shipments
            if shipment.id in served or _fills(route, shipment)
        ),
    )
    return not verify(beside, _only(beside, [route]))


def _fills(route: Route, shipment: Shipment) -> bool:
    """Whether a shipment is in the vehicle from the start, served or not."""
    promised = shipment.commitment
    return promised is not None and promised.shift == route.shift and is_on_board(shipment)


def _only(problem: Problem, routes: list[Route]) -> Plan:
    """The plan of these routes, which leaves out all that they do not serve."""
    served = {service.shipment for route in routes for _, service in route.services()}
    left_out = [shipment for shipment in problem.shipments if shipment.id not in served]
    return Plan(
        tuple(routes),
        tuple(Unserved(shipment.id, Reason.NO_ROOM) for shipment in left_out),
        sum(added_cost(problem, route) for route in routes)
        + sum(left_out_cost(problem, shipment) for shipment in left_out),
    )


def _pairs(problem: Problem, tasks: list[TaskId]) -> list[TaskId]:
    """The tasks without those that come twice, lack their other half, or stand before it."""
    begun: set[str] = set()
    ended: set[str] = set()
    in_order: list[TaskId] = []
    for name, kind in tasks:
        shipment = problem.shipment_by_id.get(name)
        if shipment is None or name in ended:
            continue
        if kind is TaskKind.DELIVERY and (name in begun or is_on_board(shipment)):
            ended.add(name)
        elif kind is TaskKind.DELIVERY or name in begun or is_on_board(shipment):
            continue
        begun.add(name)
        in_order.append((name, kind))
    return [task for task in in_order if task[0] in ended]
