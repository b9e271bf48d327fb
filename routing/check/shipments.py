"""Rules 1, 2 (places) and 13: every shipment once, whole, in order, at its own places."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from routing.check.violation import Violation, ViolationCode, broken
from routing.model import (
    Plan,
    Problem,
    Reason,
    Service,
    Shipment,
    Stage,
    TaskKind,
    Unserved,
    Vehicle,
)

Found = tuple[int, int, Service]
"""Route, position among its services, service."""


def check_shipments(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Missing, doubled, torn apart, turned round, left out without cause."""
    found = _services_by_shipment(plan)
    left_out = Counter(unserved.shipment for unserved in plan.unserved)
    for shipment in problem.shipments:
        services = found.get(shipment.id, [])
        if not services and not left_out[shipment.id]:
            yield broken(ViolationCode.MISSING, shipment=shipment.id)
        if left_out[shipment.id] > 1 or (services and left_out[shipment.id]):
            yield _doubled(shipment.id)
        if services:
            yield from _check_tasks(shipment, services, plan)
    yield from _check_places(problem, plan)
    yield from _check_routes(plan)
    unlike = _unlike(problem)
    for unserved in plan.unserved:
        known = problem.shipment_by_id.get(unserved.shipment)
        if known is not None and _is_refuted(problem, unlike, known, unserved):
            yield broken(ViolationCode.UNSERVED, shipment=unserved.shipment, reason=unserved.reason)


def _services_by_shipment(plan: Plan) -> Mapping[str, list[Found]]:
    found: dict[str, list[Found]] = defaultdict(list)
    for number, route in enumerate(plan.routes):
        for position, (_, service) in enumerate(route.services()):
            found[service.shipment].append((number, position, service))
    return found


def _check_tasks(shipment: Shipment, services: list[Found], plan: Plan) -> Iterator[Violation]:
    pickups = [found for found in services if found[2].kind is TaskKind.PICKUP]
    deliveries = [found for found in services if found[2].kind is TaskKind.DELIVERY]
    picked_up_before = (
        shipment.commitment is not None and shipment.commitment.stage is Stage.ON_BOARD
    )
    if len(pickups) + picked_up_before > 1 or len(deliveries) > 1:
        yield _doubled(shipment.id)
    if not deliveries or not (pickups or picked_up_before):
        yield broken(ViolationCode.PAIRING, shipment=shipment.id)
    if not deliveries or not pickups:
        return
    (pickup_route, pickup_position, _), (route, position, _) = pickups[0], deliveries[0]
    if pickup_route != route:
        yield broken(ViolationCode.PAIRING, shipment=shipment.id)
    elif position < pickup_position:
        yield broken(ViolationCode.PRECEDENCE, shift=plan.routes[route].shift, shipment=shipment.id)


def _check_places(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for route in plan.routes:
        for visit, service in route.services():
            shipment = problem.shipment_by_id.get(service.shipment)
            if shipment is None or visit.place not in problem.place_index:
                continue
            expected = shipment.task(service.kind).place
            if visit.place != expected:
                yield broken(
                    ViolationCode.PLACE,
                    shift=route.shift,
                    shipment=shipment.id,
                    place=visit.place,
                    expected=expected,
                )


def _check_routes(plan: Plan) -> Iterator[Violation]:
    ridden = Counter(route.shift for route in plan.routes)
    yield from (_doubled(shift) for shift, times in ridden.items() if times > 1)
    for route in plan.routes:
        if not any(visit.services for visit in route.visits):
            yield broken(ViolationCode.IDLE, shift=route.shift)


def _doubled(named: str) -> Violation:
    return broken(ViolationCode.DOUBLED, id=named)


def _unlike(problem: Problem) -> Collection[Vehicle]:
    """One vehicle of each kind, as far as reasons go: a large fleet has few."""
    kinds = {}
    for vehicle in problem.vehicles:
        shifts = frozenset(
            (shift.start_place, shift.end_place, bool(shift.breaks), bool(shift.reload))
            for shift in vehicle.shifts
        )
        kinds[vehicle.profile, vehicle.capacity, vehicle.equipment, shifts] = vehicle
    return kinds.values()


def _is_refuted(
    problem: Problem, vehicles: Collection[Vehicle], shipment: Shipment, unserved: Unserved
) -> bool:
    """Whether the problem itself contradicts the reason; a search's failure it cannot judge."""
    match unserved.reason:
        case Reason.TOO_LARGE | Reason.NO_EQUIPMENT:
            return any(_could_carry(vehicle, shipment) for vehicle in vehicles)
        case Reason.UNREACHABLE:
            return any(
                _could_carry(vehicle, shipment) and _has_path(problem, vehicle, shipment)
                for vehicle in vehicles
            )
        case Reason.TOO_LONG_ON_BOARD:
            return shipment.longest_on_board is None
        case Reason.BREAK | Reason.OUT_OF_RANGE as reason:
            shifts = [shift for vehicle in vehicles for shift in vehicle.shifts]
            return not any(s.breaks if reason is Reason.BREAK else s.reload for s in shifts)
        case Reason.TOO_DEAR:
            return shipment.penalty is None
        case _:
            return False


def _could_carry(vehicle: Vehicle, shipment: Shipment) -> bool:
    return shipment.load.fits(vehicle.capacity) and shipment.needs <= vehicle.equipment


def _has_path(problem: Problem, vehicle: Vehicle, shipment: Shipment) -> bool:
    matrix = problem.matrices[vehicle.profile]
    row = problem.place_index
    pickup, delivery = row[shipment.pickup.place], row[shipment.delivery.place]
    return matrix.reachable(pickup, delivery) and any(
        matrix.reachable(row[shift.start_place], pickup)
        and matrix.reachable(delivery, row[shift.end_place])
        for shift in vehicle.shifts
    )
