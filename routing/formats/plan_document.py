"""A problem and its plan as the plain values of ``chaland.plan/1``."""

from collections.abc import Iterable
from typing import TypeAlias

from routing.model import (
    Break,
    Commitment,
    Comparison,
    Costs,
    Lateness,
    Load,
    Place,
    Plan,
    Problem,
    Reload,
    Route,
    Service,
    Shift,
    Shipment,
    TakenBreak,
    Task,
    Totals,
    Unserved,
    Vehicle,
    Visit,
    Window,
)
from routing.model.cost import shown_cents
from routing.model.units import CostUnits

Document: TypeAlias = dict[str, object]


def problem_document(problem: Problem) -> Document:
    """The problem but its matrices."""
    return {
        "name": problem.name,
        "objective": str(problem.objective),
        "places": [_place(place) for place in problem.places],
        "shipments": [_shipment(shipment) for shipment in problem.shipments],
        "vehicles": [_vehicle(vehicle) for vehicle in problem.vehicles],
    }


def plan_document(plan: Plan) -> Document:
    """The plan."""
    return {
        "cost": _cost(plan.cost),
        "routes": [_route(route) for route in plan.routes],
        "unserved": [_unserved(unserved) for unserved in plan.unserved],
    }


def comparison_document(comparison: Comparison) -> Document:
    """The day pooled, and with each shop alone."""
    return {
        "pooled": _totals(comparison.pooled),
        "alone": _totals(comparison.alone),
        "alone_by_owner": {
            owner: _totals(totals) for owner, totals in comparison.alone_by_owner.items()
        },
    }


def _window(window: Window) -> Document:
    return {"start": window.start, "end": window.end}


def _windows(windows: Iterable[Window]) -> list[Document]:
    return [_window(window) for window in windows]


def _load(load: Load) -> Document:
    return {"grams": load.grams, "litres": load.litres, "parcels": load.parcels}


def _cost(cost: CostUnits) -> Document:
    return {"units": cost, "cents": shown_cents(cost)}


def _place(place: Place) -> Document:
    return {
        "id": place.id,
        "position": list(place.position),
        "setup": place.setup,
        "opening": _windows(place.opening),
    }


def _shipment(shipment: Shipment) -> Document:
    commitment = shipment.commitment
    return {
        "id": shipment.id,
        "owner": shipment.owner,
        "pickup": _task(shipment.pickup),
        "delivery": _task(shipment.delivery),
        "load": _load(shipment.load),
        "needs": sorted(shipment.needs),
        "longest_on_board": shipment.longest_on_board,
        "penalty": shipment.penalty,
        "commitment": None if commitment is None else _commitment(commitment),
    }


def _task(task: Task) -> Document:
    return {
        "place": task.place,
        "windows": _windows(task.windows),
        "service": task.service,
        "lateness": None if task.lateness is None else _lateness(task.lateness),
    }


def _lateness(lateness: Lateness) -> Document:
    return {"latest": lateness.latest, "cents_per_hour": lateness.cents_per_hour}


def _commitment(commitment: Commitment) -> Document:
    return {
        "shift": commitment.shift,
        "stage": str(commitment.stage),
        "position": commitment.position,
        "start": commitment.start,
    }


def _vehicle(vehicle: Vehicle) -> Document:
    return {
        "id": vehicle.id,
        "profile": vehicle.profile,
        "capacity": _load(vehicle.capacity),
        "equipment": sorted(vehicle.equipment),
        "costs": _costs(vehicle.costs),
        "shifts": [_shift(shift) for shift in vehicle.shifts],
    }


def _costs(costs: Costs) -> Document:
    return {
        "fixed": costs.fixed,
        "per_hour": costs.per_hour,
        "per_km": costs.per_km,
        "minimum_paid": costs.minimum_paid,
    }


def _shift(shift: Shift) -> Document:
    return {
        "id": shift.id,
        "window": _window(shift.window),
        "start_place": shift.start_place,
        "end_place": shift.end_place,
        "breaks": [_break(pause) for pause in shift.breaks],
        "reload": None if shift.reload is None else _reload(shift.reload),
    }


def _break(pause: Break) -> Document:
    return {"id": pause.id, "window": _window(pause.window), "duration": pause.duration}


def _reload(reload: Reload) -> Document:
    return {"place": reload.place, "duration": reload.duration, "range": reload.range}


def _route(route: Route) -> Document:
    return {
        "shift": route.shift,
        "start": route.start,
        "end": route.end,
        "distance": route.distance,
        "cost": _cost(route.cost),
        "visits": [_visit(visit) for visit in route.visits],
        "breaks": [_taken_break(taken) for taken in route.breaks],
    }


def _visit(visit: Visit) -> Document:
    return {
        "place": visit.place,
        "arrival": visit.arrival,
        "departure": visit.departure,
        "services": [_service(service) for service in visit.services],
        "load": _load(visit.load),
        "reload": visit.reload,
    }


def _service(service: Service) -> Document:
    return {
        "shipment": service.shipment,
        "kind": str(service.kind),
        "start": service.start,
        "end": service.end,
    }


def _taken_break(taken: TakenBreak) -> Document:
    return {"break": taken.break_id, "start": taken.start, "end": taken.end}


def _unserved(unserved: Unserved) -> Document:
    return {
        "shipment": unserved.shipment,
        "reason": str(unserved.reason),
        "values": dict(unserved.values),
    }


def _totals(totals: Totals) -> Document:
    return {
        "routes": totals.routes,
        "distance": totals.distance,
        "duration": totals.duration,
        "cost": _cost(totals.cost),
        "served": totals.served,
        "unserved": totals.unserved,
    }
