"""How large a town is, as its map tells."""

from data.demand.figures import (
    INHABITANTS_PER_ADDRESS,
    INHABITANTS_PER_BUILDING,
    INHABITANTS_PER_KM,
)
from data.demand.ground import Ground


def inhabitants(ground: Ground) -> float:
    """A guess good enough for defaults: whichever says most of doors, buildings and streets."""
    town = ground.town
    buildings = town.areas.get("building")
    return max(
        len(town.addresses) * INHABITANTS_PER_ADDRESS,
        0 if buildings is None else (len(buildings.offsets) - 1) * INHABITANTS_PER_BUILDING,
        ground.residential_km * INHABITANTS_PER_KM,
    )
