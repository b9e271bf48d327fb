"""How much a shipment weighs and fills, and how much a vehicle takes."""

from dataclasses import dataclass

from routing.model.units import Grams, Litres


@dataclass(frozen=True, slots=True)
class Load:
    """A load in its three dimensions; also the capacity of a vehicle.

    Examples
    --------
    >>> wine, box = Load(9_000, 20, 1), Load(80_000, 200, 40)
    >>> wine + wine
    Load(grams=18000, litres=40, parcels=2)
    >>> wine.fits(box), (box + wine).fits(box)
    (True, False)
    """

    grams: Grams = 0
    litres: Litres = 0
    parcels: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(
            self.grams + other.grams, self.litres + other.litres, self.parcels + other.parcels
        )

    def __sub__(self, other: "Load") -> "Load":
        return Load(
            self.grams - other.grams, self.litres - other.litres, self.parcels - other.parcels
        )

    def fits(self, capacity: "Load") -> bool:
        """Whether no dimension exceeds the capacity."""
        return (
            self.grams <= capacity.grams
            and self.litres <= capacity.litres
            and self.parcels <= capacity.parcels
        )

    @property
    def amounts(self) -> tuple[int, int, int]:
        """Grams, litres, parcels."""
        return self.grams, self.litres, self.parcels
