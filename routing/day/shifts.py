"""The fleet on a date: vehicles with their shifts in seconds after midnight."""

from collections.abc import Iterator
from itertools import count, product
from string import ascii_uppercase

from routing.day.clock import DayClock
from routing.day.day import CourierDetails
from routing.day.places import HUB
from routing.formats.fleet import Fleet, FleetShift, FleetVehicle
from routing.model import Break, Shift, Vehicle


def vehicles_of(fleet: Fleet, clock: DayClock) -> tuple[Vehicle, ...]:
    """The vehicles of a fleet, all from and to the hub.

    A vehicle with shifts of another profile stands once for each: its shifts do not overlap, so
    nothing tells the two apart from one that changes.
    """
    return tuple(
        Vehicle(
            id=vehicle.id if nth == 1 else f"{vehicle.id}~{nth}",
            profile=profile,
            capacity=vehicle.capacity,
            shifts=tuple(
                _shift(_shift_id(vehicle, number), shift, clock)
                for number, shift in enumerate(vehicle.shifts, 1)
                if (shift.profile or vehicle.profile) == profile
            ),
            costs=vehicle.costs,
            equipment=vehicle.equipment,
        )
        for vehicle in fleet.vehicles
        for nth, profile in enumerate(_profiles(vehicle), 1)
    )


def _profiles(vehicle: FleetVehicle) -> dict[str, None]:
    """Those of its shifts, each once."""
    return dict.fromkeys(shift.profile or vehicle.profile for shift in vehicle.shifts)


def couriers_of(fleet: Fleet) -> dict[str, CourierDetails]:
    """Who rides each shift; letters in the order of the fleet."""
    next_letters = letters()
    return {
        _shift_id(vehicle, number): CourierDetails(shift.courier, next(next_letters), vehicle.label)
        for vehicle in fleet.vehicles
        for number, shift in enumerate(vehicle.shifts, 1)
    }


def letters() -> Iterator[str]:
    """A, B, ..., Z, AA, AB, ..."""
    for length in count(1):
        for word in product(ascii_uppercase, repeat=length):
            yield "".join(word)


def _shift_id(vehicle: FleetVehicle, number: int) -> str:
    return f"{vehicle.id}-{number}"


def _shift(name: str, shift: FleetShift, clock: DayClock) -> Shift:
    breaks = tuple(
        Break(f"break-{number}", clock.window(pause.start), pause.minutes * 60)
        for number, pause in enumerate(shift.breaks, 1)
    )
    return Shift(name, clock.window(shift.hours), HUB, HUB, breaks)
