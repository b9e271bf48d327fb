"""A day to plan: places, shipments, vehicles, matrices, and what is to be made small."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from routing.model.matrix import Matrix
from routing.model.place import Place
from routing.model.shipment import Shipment
from routing.model.vehicle import Shift, Vehicle


class Objective(StrEnum):
    """What is made small, after the number of shipments left out that must be served."""

    MONEY = "money"
    VEHICLES = "vehicles"
    """Used shifts first, then distance (literature)."""
    DISTANCE = "distance"


@dataclass(frozen=True)
class Problem:
    """Everything a solver may know. Made by `ProblemBuilder`, which checks it.

    Parameters
    ----------
    matrices
        By profile; rows and columns in the order of `places`.
    ticks_per_unit
        How many ticks make a second and a metre (1 in towns), or a unit of a literature file.
    """

    name: str
    places: tuple[Place, ...]
    shipments: tuple[Shipment, ...]
    vehicles: tuple[Vehicle, ...]
    matrices: Mapping[str, Matrix]
    objective: Objective = Objective.MONEY
    ticks_per_unit: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "matrices", MappingProxyType(dict(self.matrices)))

    def __reduce__(self) -> tuple[type["Problem"], tuple[object, ...]]:
        """Let a problem be sent to other processes, which its read-only mapping cannot be."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return Problem, (*({**values, "matrices": dict(self.matrices)}).values(),)

    @cached_property
    def place_index(self) -> Mapping[str, int]:
        """Row of each place in the matrices."""
        return {place.id: index for index, place in enumerate(self.places)}

    @cached_property
    def shipment_by_id(self) -> Mapping[str, Shipment]:
        """Shipments by id."""
        return {shipment.id: shipment for shipment in self.shipments}

    @cached_property
    def shifts(self) -> Mapping[str, tuple[Vehicle, Shift]]:
        """Each shift with its vehicle, by the shift's id, in the order of the vehicles."""
        return {shift.id: (vehicle, shift) for vehicle in self.vehicles for shift in vehicle.shifts}

    def place(self, place_id: str) -> Place:
        """The place of that id."""
        return self.places[self.place_index[place_id]]
