"""The fleet of a day as a TOML file: couriers, vehicles, hours, costs.

The file is described in ``docs/reference/fleet.md``.
"""

from dataclasses import dataclass
from pathlib import Path

from routing.formats.clock import ClockSpan
from routing.model import Costs, Load
from routing.model.units import Ticks


@dataclass(frozen=True, slots=True)
class Hub:
    """Where the vehicles start and end; exactly one of the three is given.

    Parameters
    ----------
    position
        (longitude, latitude) in degrees.
    shop
        Id or name of a shop of the town.
    """

    address: str = ""
    position: tuple[float, float] | None = None
    shop: str = ""


@dataclass(frozen=True, slots=True)
class FleetBreak:
    """A pause of so many minutes that starts in a span."""

    start: ClockSpan
    minutes: int


@dataclass(frozen=True, slots=True)
class FleetShift:
    """A courier's hours on a vehicle."""

    courier: str
    hours: ClockSpan
    breaks: tuple[FleetBreak, ...] = ()


@dataclass(frozen=True, slots=True)
class FleetVehicle:
    """A vehicle and who rides it when.

    Parameters
    ----------
    label
        How it is called on sheets.
    """

    id: str
    label: str
    profile: str
    capacity: Load
    shifts: tuple[FleetShift, ...]
    costs: Costs = Costs()
    equipment: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StopTimes:
    """Seconds at a stop, until a town has measured its own.

    A door costs its set-up once and every parcel its time; a shop likewise, so that one parcel
    picked up takes 150 s. Set-up and parcel times are assumptions; they agree with the medians of
    223 s (Brussels, n = 12,106) and 210 s (London, n = 9,595) a stop computed from the public data
    of arXiv:2409.06730.
    """

    door_setup: Ticks = 150
    door_parcel: Ticks = 25
    shop_setup: Ticks = 105
    shop_order: Ticks = 30
    shop_parcel: Ticks = 15


@dataclass(frozen=True, slots=True)
class Fleet:
    """What rides on a day."""

    hub: Hub
    vehicles: tuple[FleetVehicle, ...]
    times: StopTimes = StopTimes()


def read_fleet(path: Path) -> Fleet:
    """Read a fleet.

    Raises
    ------
    InputErrors
        All that is wrong, each with its path in the file (``vehicle[2].shift[1].hours``).
    """
    raise NotImplementedError
