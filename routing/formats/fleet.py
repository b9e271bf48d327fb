"""The fleet of a day as a TOML file: couriers, vehicles, hours, costs.

The file is described in ``docs/reference/fleet.md``.
"""

import itertools
import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

from routing.errors import InputError, InputErrors
from routing.formats.clock import ClockSpan
from routing.formats.toml_table import UNREAD, Errors, TomlTable
from routing.model import Costs, Load
from routing.model.units import Ticks

LONGEST_VEHICLE = 58
"""A shift of the plan has at most 64 characters: the vehicle's id and its number."""

MANY_PARCELS = 100_000
"""Where only weight and volume limit a vehicle."""

MOST_BREAKS = 6
"""In a shift; all orders in which they may come are tried."""


@dataclass(frozen=True, slots=True)
class Hub:
    """Where the vehicles start and end; exactly one of the three is given.

    Parameters
    ----------
    position
        (longitude, latitude) in degrees.
    shop
        Id or name of a shop of the town.
    label
        How it is called on sheets; empty: by its address or shop.
    """

    address: str = ""
    position: tuple[float, float] | None = None
    shop: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class FleetBreak:
    """A pause of so many minutes that starts in a span."""

    start: ClockSpan
    minutes: int


@dataclass(frozen=True, slots=True)
class FleetShift:
    """A courier's hours on a vehicle.

    Parameters
    ----------
    profile
        The profile of this shift, where it is not the vehicle's: a market morning.
    """

    courier: str
    hours: ClockSpan
    breaks: tuple[FleetBreak, ...] = ()
    profile: str = ""


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
    costs: Costs
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
    """What rides on a day.

    Parameters
    ----------
    profiles
        The file of own profiles as written, seen from the fleet's folder; empty: none.
    """

    hub: Hub
    vehicles: tuple[FleetVehicle, ...]
    times: StopTimes = StopTimes()
    profiles: str = ""


def read_fleet(path: Path) -> Fleet:
    """Read a fleet.

    Raises
    ------
    InputErrors
        All that is wrong, each with its path in the file (``vehicle[2].shift[1].hours``).
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise InputErrors([InputError("fleet.no_file", file=str(path))]) from None
    except UnicodeDecodeError:
        raise InputErrors([InputError("fleet.not_utf8", file=str(path))]) from None
    return parse_fleet(text)


def parse_fleet(text: str) -> Fleet:
    """Read the text of a fleet; raises as `read_fleet`."""
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InputErrors([_bad_toml(error)]) from None
    errors: Errors = []
    fleet = _fleet(TomlTable(raw, "", errors))
    if errors:
        raise InputErrors(errors)
    return fleet


def _bad_toml(error: tomllib.TOMLDecodeError) -> InputError:
    where = re.search(r"at line (\d+), column (\d+)", str(error))
    if where is None:
        return InputError("fleet.toml_ends_early")
    return InputError("fleet.bad_toml", line=int(where[1]), column=int(where[2]))


def _fleet(top: TomlTable) -> Fleet:
    top.only("profiles", "hub", "times", "costs", "vehicle")
    costs = _costs(top.table("costs"), Costs())
    vehicles = tuple(_vehicle(table, costs) for table in top.tables("vehicle"))
    if not vehicles and not top.has("vehicle"):
        top.wrong("fleet.no_vehicle", "vehicle")
    seen: set[str] = set()
    for number, vehicle in enumerate(vehicles, 1):
        if vehicle.id in seen:
            top.wrong("fleet.vehicle_twice", f"vehicle[{number}].id", vehicle=vehicle.id)
        seen.add(vehicle.id)
    return Fleet(
        hub=_hub(top.table("hub")),
        vehicles=vehicles,
        times=_times(top.table("times")),
        profiles=top.text("profiles", default=""),
    )


def _hub(table: TomlTable) -> Hub:
    table.only("address", "lon", "lat", "shop", "label")
    given = [table.has("address"), table.has("shop"), table.has("lon") or table.has("lat")]
    if sum(given) != 1:
        table.errors.append(InputError("fleet.hub_unclear", path=table.path))
        return Hub()
    label = table.text("label", default="")
    if given[2]:
        lon, lat = table.number("lon", -180, 180), table.number("lat", -90, 90)
        return Hub(position=(float(lon), float(lat)), label=label)
    return Hub(table.text("address", default=""), shop=table.text("shop", default=""), label=label)


def _times(table: TomlTable) -> StopTimes:
    default = asdict(StopTimes())
    table.only(*default)
    return StopTimes(
        **{key: table.whole(key, 7_200, default=seconds) for key, seconds in default.items()}
    )


def _costs(table: TomlTable, default: Costs) -> Costs:
    table.only("fixed", "per_hour", "per_km", "minimum_paid_hours")
    minimum = default.minimum_paid
    if table.has("minimum_paid_hours"):
        minimum = int(table.number("minimum_paid_hours", 0, 24) * 3600)
    return Costs(
        fixed=table.cents("fixed", default=default.fixed),
        per_hour=table.cents("per_hour", default=default.per_hour),
        per_km=table.cents("per_km", default=default.per_km),
        minimum_paid=minimum,
    )


def _vehicle(table: TomlTable, costs: Costs) -> FleetVehicle:
    table.only("id", "label", "profile", "kg", "litres", "parcels", "equipment", "costs", "shift")
    shifts = tuple(_shift(inner) for inner in table.tables("shift"))
    if not shifts:
        table.wrong("fleet.no_shift", "shift")
    for number, (before, after) in enumerate(itertools.pairwise(shifts), 2):
        if after.hours.start < before.hours.end and after.hours != UNREAD:
            table.wrong("fleet.shifts_overlap", f"shift[{number}].hours")
    name = table.text("id", longest=LONGEST_VEHICLE)
    return FleetVehicle(
        id=name,
        label=table.text("label", default=name),
        profile=table.text("profile"),
        capacity=Load(
            grams=int(table.number("kg", 0, 100_000) * 1000),
            litres=table.whole("litres", 1_000_000),
            parcels=table.whole("parcels", 100_000, default=MANY_PARCELS),
        ),
        shifts=shifts,
        costs=_costs(table.table("costs"), costs),
        equipment=table.texts("equipment"),
    )


def _shift(table: TomlTable) -> FleetShift:
    table.only("courier", "hours", "breaks", "profile")
    hours = table.span("hours")
    before = len(table.errors)
    pauses = tuple(_break(inner, hours) for inner in table.tables("breaks"))
    if len(pauses) > MOST_BREAKS:
        table.wrong("fleet.too_many_breaks", "breaks", most=MOST_BREAKS)
    elif len(table.errors) == before and hours.start < hours.end:
        _check_breaks(table, hours, pauses)
    return FleetShift(table.text("courier"), hours, pauses, table.text("profile", default=""))


def _check_breaks(table: TomlTable, hours: ClockSpan, pauses: Sequence[FleetBreak]) -> None:
    """Nobody has two breaks at once, and a shift of breaks alone rides nothing."""
    for number in range(2, len(pauses) + 1):
        if not _one_after_the_other(pauses[:number]):
            table.wrong("fleet.breaks_clash", f"breaks[{number}]")
            return
    if not any(_leaves_time(minute, pauses) for minute in range(hours.start, hours.end)):
        table.wrong("fleet.breaks_fill_shift", "breaks", hours=str(hours))


def _one_after_the_other(pauses: Sequence[FleetBreak]) -> bool:
    """Whether some order gives each break its time."""
    return any(_in_this_order(order) for order in itertools.permutations(pauses))


def _in_this_order(pauses: Sequence[FleetBreak]) -> bool:
    free = 0
    for pause in pauses:
        begin = max(free, pause.start.start)
        if begin > pause.start.end:
            return False
        free = begin + pause.minutes
    return True


def _leaves_time(minute: int, pauses: Sequence[FleetBreak]) -> bool:
    """Whether each break can be over by a minute, or begin after it."""
    return all(
        pause.start.start + pause.minutes <= minute or minute < pause.start.end for pause in pauses
    )


def _break(table: TomlTable, hours: ClockSpan) -> FleetBreak:
    table.only("start", "minutes")
    start = table.span("start")
    if start.end < hours.start or start.start > hours.end:
        table.wrong("fleet.break_outside", "start", hours=str(hours))
    minutes = math.ceil(table.number("minutes", 1, 1_440))
    if minutes > hours.end - hours.start >= 0:
        table.wrong("fleet.break_too_long", "minutes", hours=str(hours))
    return FleetBreak(start, minutes)
