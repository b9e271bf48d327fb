"""Plans in VROOM's words: what they come to, their routes, and what they leave out."""

from dataclasses import replace
from typing import Any

from routing.formats.vroom.arcs import SCALE, ridden, shared_rows
from routing.formats.vroom.document import VroomDocument
from routing.formats.vroom.horizon import horizon_of
from routing.formats.vroom.timeline import Timeline, breaks_of, described, tasks_of, total
from routing.model import Plan, Route
from routing.model.cost import UNITS_PER_CENT_PER_KM_METRE
from routing.model.units import CostUnits, Instant

COST_UNIT = SCALE * UNITS_PER_CENT_PER_KM_METRE
"""Of our cost in VROOM's unit of cost."""

_SUMS = ("cost", "setup", "service", "duration", "waiting_time", "priority")
_AMOUNTS = ("delivery", "pickup")


def written_solution(document: VroomDocument, plan: Plan) -> dict[str, Any]:
    """A plan as VROOM writes its solutions.

    Beside what VROOM says of a task that is left out there is the code of our reason.
    """
    shared = shared_rows(document.vehicles, document.tasks)
    origin = horizon_of(document).origin
    routes = [_route(document, _counted_from(origin, route), shared) for route in plan.routes]
    unassigned = [
        {
            "id": task.id,
            "type": str(task.kind),
            **described(task.description, task.location),
            "reason": str(left_out.reason),
        }
        for left_out in plan.unserved
        for task in document.orders[int(left_out.shipment)].tasks
    ]
    summary: dict[str, Any] = {name: sum(route[name] for route in routes) for name in _SUMS}
    summary |= {"routes": len(routes), "unassigned": len(unassigned), "violations": []}
    if document.dimensions:
        for name in _AMOUNTS:
            summary[name] = total(document.dimensions, (route[name] for route in routes))
    if all(one.distances is not None for one in document.matrices.values()):
        summary["distance"] = sum(route["distance"] for route in routes)
    return {"code": 0, "summary": summary, "unassigned": unassigned, "routes": routes}


def _route(document: VroomDocument, route: Route, shared: frozenset[int]) -> dict[str, Any]:
    """A route whose times are those of the document; `shared` as by `shared_rows`."""
    vehicle = document.vehicles[int(route.shift)]
    matrices = document.matrices[vehicle.profile]
    tasks = tasks_of(document, route, vehicle, shared)
    breaks = breaks_of(route, vehicle)
    line = Timeline(
        vehicle, ridden(matrices, vehicle.speed_factor), matrices.distances, document.dimensions
    )
    line.write(route.start, tasks, breaks)
    missing = len(vehicle.breaks) - len(breaks)
    told: dict[str, Any] = {
        "vehicle": vehicle.id,
        "cost": _rounded(route.cost),
        **described(vehicle.description, None),
        "setup": sum(one.setup for one in tasks),
        "service": sum(one["service"] for one in line.steps),
        "duration": line.duration,
        "waiting_time": line.waiting,
        "priority": sum(one.order.priority for one in tasks),
        "steps": line.steps,
        "violations": [{"cause": "missing_break"}] * missing,
    }
    if document.dimensions:
        told["delivery"] = total(document.dimensions, (one.delivery for one in tasks))
        told["pickup"] = total(document.dimensions, (one.pickup for one in tasks))
    if matrices.distances is not None:
        told["distance"] = line.distance
    return told


def _counted_from(origin: Instant, route: Route) -> Route:
    """A route with its starts and its end as the document counts time."""
    visits = tuple(
        replace(
            visit,
            services=tuple(replace(one, start=one.start + origin) for one in visit.services),
        )
        for visit in route.visits
    )
    breaks = tuple(replace(one, start=one.start + origin) for one in route.breaks)
    return replace(
        route, start=route.start + origin, end=route.end + origin, visits=visits, breaks=breaks
    )


def _rounded(cost: CostUnits) -> int:
    """In VROOM's unit, half up."""
    return (2 * cost + COST_UNIT) // (2 * COST_UNIT)
