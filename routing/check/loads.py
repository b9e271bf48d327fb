"""Rules 5, 6 and the loads of 10: what is on board, and whether it may be."""

from collections.abc import Iterator

from routing.check.ride import Halt, Ride
from routing.check.violation import Violation, ViolationCode, broken
from routing.model import Load, Problem, Stage, TaskKind


def check_loads(problem: Problem, ride: Ride) -> Iterator[Violation]:
    """Capacity after every service, the load written at every visit, empty at reloads."""
    on_board = _on_board_at_start(problem, ride)
    delivered: set[str] = set()
    load = sum(on_board.values(), Load())
    for halt in ride.halts:
        if halt.visit.reload and on_board:
            yield broken(ViolationCode.RELOAD_LOADED, shift=ride.shift.id, place=halt.visit.place)
        for done in halt.done:
            shipment = done.shipment
            if done.service.kind is TaskKind.DELIVERY:
                load -= on_board.pop(shipment.id, Load())
                delivered.add(shipment.id)
            elif shipment.id not in delivered and shipment.id not in on_board:
                load += shipment.load
                on_board[shipment.id] = shipment.load
            if not load.fits(ride.vehicle.capacity):
                yield _too_much(ride, halt, shipment.id, load)
        all_known = len(halt.done) == len(halt.visit.services)
        if all_known and halt.visit.load != load:
            yield _wrong_load(ride, halt, load)


def check_equipment(ride: Ride) -> Iterator[Violation]:
    """Each shipment only where its equipment is."""
    carried = {done.shipment.id: done.shipment for _, done in ride.services()}
    for shipment in carried.values():
        lacking = shipment.needs - ride.vehicle.equipment
        if lacking:
            yield broken(
                ViolationCode.EQUIPMENT,
                shift=ride.shift.id,
                shipment=shipment.id,
                needs=", ".join(sorted(lacking)),
            )


def _on_board_at_start(problem: Problem, ride: Ride) -> dict[str, Load]:
    return {
        shipment.id: shipment.load
        for shipment in problem.shipments
        if shipment.commitment is not None
        and shipment.commitment.stage is Stage.ON_BOARD
        and shipment.commitment.shift == ride.shift.id
    }


def _too_much(ride: Ride, halt: Halt, shipment: str, load: Load) -> Violation:
    capacity = ride.vehicle.capacity
    return broken(
        ViolationCode.CAPACITY,
        shift=ride.shift.id,
        shipment=shipment,
        place=halt.visit.place,
        grams=load.grams,
        litres=load.litres,
        parcels=load.parcels,
        most_grams=capacity.grams,
        most_litres=capacity.litres,
        most_parcels=capacity.parcels,
    )


def _wrong_load(ride: Ride, halt: Halt, expected: Load) -> Violation:
    written = halt.visit.load
    return broken(
        ViolationCode.LOAD,
        shift=ride.shift.id,
        place=halt.visit.place,
        grams=written.grams,
        litres=written.litres,
        parcels=written.parcels,
        expected_grams=expected.grams,
        expected_litres=expected.litres,
        expected_parcels=expected.parcels,
    )
