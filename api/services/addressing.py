"""Which door is meant: found in the town's own index, chosen by a person, never guessed."""

from dataclasses import dataclass, field

import shapely

from api.domain.people import Door
from api.domain.town import ServedTown
from api.domain.town_settings import Position
from api.services.town_packs import TownPack
from routing.day.streets import metres_to_any_street
from routing.errors import InputError
from routing.street.engine import FARTHEST_METRES
from routing.town.candidate import Candidate, Kind

PIN = "pin"
"""Source of a door that somebody has shown on the map."""


@dataclass(frozen=True, slots=True)
class Address:
    """What somebody tells of a door; the first of the three that is given counts.

    Parameters
    ----------
    pin
        Where somebody has shown it on the map, (longitude, latitude) in degrees.
    chosen
        Id of a candidate that somebody has chosen.
    text
        As it was typed; beside a pin, how the door is called.
    """

    text: str = field(default="", repr=False)
    chosen: str = ""
    pin: Position | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DoorFound:
    """The door, or what it may be.

    Parameters
    ----------
    door
        Without an id; None when somebody has to choose.
    candidates
        To choose from; a street or a place among them asks for a pin.
    """

    door: Door | None
    candidates: tuple[Candidate, ...] = ()


def find_door(served: ServedTown, pack: TownPack, address: Address) -> DoorFound:
    """The door of an address.

    Raises
    ------
    InputError
        ``address.outside`` or ``address.far_from_streets`` when the door that is meant cannot be
        served; ``address.unknown_choice`` when no such door was offered.
    """
    if address.pin is not None:
        return DoorFound(_served(served, pack, address.text, address.pin, PIN))
    candidates = pack.addresses.search(address.text) if address.text else ()
    if address.chosen:
        one = next((one for one in _known(pack, address) if one.id == address.chosen), None)
        if one is None:
            raise InputError("address.unknown_choice", pointer="/address/chosen")
    else:
        one = next((one for one in candidates if one.confident), None)
    if one is None:
        return DoorFound(None, candidates)
    return DoorFound(_served(served, pack, one.label, one.position, one.id))


def zone_of(served: ServedTown, position: Position) -> str:
    """Name of the tariff's zone that a position lies in; empty when in none."""
    point = shapely.Point(position)
    around = (zone for zone in served.settings.zones if shapely.Polygon(zone.area).covers(point))
    return next((zone.name for zone in around), "")


def _known(pack: TownPack, address: Address) -> tuple[Candidate, ...]:
    """Doors among which a chosen one must be: any of the town's."""
    doors = (one for one in pack.town.addresses if one.id == address.chosen)
    return tuple(
        Candidate(Kind.DOOR, one.id, one.label, one.full_label, one.position, 1.0, door=one)
        for one in doors
    )


def _served(
    served: ServedTown, pack: TownPack, label: str, position: Position, source: str
) -> Door:
    """A door, if it lies where the town delivers."""
    area = served.settings.area
    if area and not shapely.Polygon(area).covers(shapely.Point(position)):
        raise InputError("address.outside", pointer="/address", town=served.name)
    metres = metres_to_any_street(pack.town.network, position)
    if metres > FARTHEST_METRES:
        raise InputError(
            "address.far_from_streets",
            pointer="/address",
            metres=round(metres),
            most=round(FARTHEST_METRES),
        )
    return Door("", served.id, label, position, source)
