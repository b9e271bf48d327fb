"""A problem put together piece by piece, and checked as a whole."""

from collections.abc import Sequence

import numpy as np

from routing.errors import ModelError, ModelErrors
from routing.model.matrix import Matrix, Ticked
from routing.model.place import Place
from routing.model.problem import Objective, Problem
from routing.model.shipment import Shipment
from routing.model.soundness import find_errors
from routing.model.vehicle import Vehicle

Square = Ticked | Sequence[Sequence[int]]


class ProblemBuilder:
    """Collects a day's places, shipments, vehicles and matrices.

    Parameters
    ----------
    name
        Of the day or the instance, for people.
    ticks_per_unit
        How many ticks make a second and a metre: 1 in a town.

    Examples
    --------
    A bakery sends bread across the river with one bike:

    >>> from routing.model import Load, Place, Shift, Shipment, Task, Vehicle, Window
    >>> builder = ProblemBuilder("Saturday")
    >>> builder.add_place(Place("bakery", (7.42, 43.73)))
    >>> builder.add_place(Place("door", (7.43, 43.74), setup=60))
    >>> builder.add_shipment(
    ...     Shipment(
    ...         "bread",
    ...         pickup=Task("bakery", service=60),
    ...         delivery=Task("door", windows=(Window(32_400, 36_000),), service=120),
    ...         load=Load(grams=800, litres=4, parcels=1),
    ...     )
    ... )
    >>> morning = Shift("morning", Window(28_800, 43_200), "bakery", "bakery")
    >>> builder.add_vehicle(Vehicle("bike", "bike", Load(40_000, 120, 20), (morning,)))
    >>> builder.add_matrix("bike", durations=[[0, 240], [250, 0]], distances=[[0, 900], [950, 0]])
    >>> problem = builder.build()
    >>> problem.name, len(problem.shipments), list(problem.shifts)
    ('Saturday', 1, ['morning'])
    """

    def __init__(
        self, name: str, *, objective: Objective = Objective.MONEY, ticks_per_unit: int = 1
    ) -> None:
        self._name = name
        self._objective = objective
        self._ticks_per_unit = ticks_per_unit
        self._places: list[Place] = []
        self._shipments: list[Shipment] = []
        self._vehicles: list[Vehicle] = []
        self._matrices: dict[str, Matrix] = {}

    def add_place(self, place: Place) -> None:
        """Add a place; its row in every matrix is the number of places added before it."""
        self._places.append(place)

    def add_shipment(self, shipment: Shipment) -> None:
        """Add a shipment between two places, which may be added later."""
        self._shipments.append(shipment)

    def add_vehicle(self, vehicle: Vehicle) -> None:
        """Add a vehicle with its shifts."""
        self._vehicles.append(vehicle)

    def add_matrix(self, profile: str, durations: Square, distances: Square) -> None:
        """Give how long and how far it is for all vehicles of a profile.

        Parameters
        ----------
        durations, distances
            Ticks, shape (places, places), from row to column in the order of the places;
            `UNREACHABLE` in both where there is no path.

        Raises
        ------
        ModelError
            When the rows of one of them differ in length.
        """
        where = f"matrices[{profile}]"
        self._matrices[profile] = Matrix(
            _array(f"{where}.durations", durations), _array(f"{where}.distances", distances)
        )

    def build(self) -> Problem:
        """Check everything and freeze it.

        Raises
        ------
        ModelErrors
            All that contradicts itself; each error's `where` names the order and the field.
        """
        problem = Problem(
            name=self._name,
            places=tuple(self._places),
            shipments=tuple(self._shipments),
            vehicles=tuple(self._vehicles),
            matrices=self._matrices,
            objective=self._objective,
            ticks_per_unit=self._ticks_per_unit,
        )
        errors = tuple(find_errors(problem))
        if errors:
            raise ModelErrors(errors)
        return problem


def _array(where: str, square: Square) -> Ticked:
    try:
        return np.array(square)
    except ValueError:
        raise ModelError("model.ragged_matrix", where=where) from None
