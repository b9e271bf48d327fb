"""Orders and a fleet placed in a town: the problem of a day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from routing.day.by_hour import by_hour
from routing.day.clock import DayClock
from routing.day.day import Day, OrderDetails
from routing.day.engines import Engines, OwnEngine
from routing.day.places import Placed, TownPlaces
from routing.day.shifts import couriers_of, vehicles_of
from routing.day.shipments import shipment_of
from routing.errors import InputError, InputErrors
from routing.formats.clock import ClockSpan
from routing.formats.fleet import Fleet, StopTimes
from routing.formats.orders import OrderRow
from routing.model import Place, Problem, Shipment, Vehicle, Window
from routing.model.builder import ProblemBuilder
from routing.street.engine import Ways
from routing.town.town import Town


@dataclass(frozen=True, slots=True)
class DayBuilt:
    """A day made of the orders that can be planned, and what is wrong with the others.

    Parameters
    ----------
    day
        None when no order is left.
    errors
        In the order of the lines.
    """

    day: Day | None
    errors: tuple[InputError, ...]


@dataclass(frozen=True, slots=True)
class _Order:
    """A row, placed."""

    row: OrderRow
    shop: Placed
    door: Placed
    shipment: Shipment


def build_day(
    town: Town,
    rows: Sequence[OrderRow],
    fleet: Fleet,
    *,
    spoilt: Sequence[OrderRow] = (),
    engines: Engines | None = None,
) -> DayBuilt:
    """Place orders and fleet in a town.

    An order whose door no vehicle of the fleet can reach is no error: the solver leaves it unserved
    with its reason.

    Parameters
    ----------
    rows
        All of one date, as `read_orders` gives them.
    spoilt
        Rows with other errors: not planned, but looked at, so that all errors come at once.
    engines
        Who measures the ways; None: the town's own streets.

    Raises
    ------
    InputErrors
        When the fleet cannot ride in this town: no day can be planned then. What is wrong with the
        orders comes with it.
    TownError
        When the town has no streets for a profile of the fleet.
    ChalandError
        When another engine cannot say.
    """
    engines = engines or Engines(OwnEngine(town.network))
    looked_at = (*rows, *spoilt)
    if not looked_at:
        return DayBuilt(None, ())
    clock = DayClock(looked_at[0].date, town.zone)
    places = TownPlaces(town, clock, fleet.times)
    orders, errors = _orders(places, rows, spoilt)
    hub, wrong = _hub(places, fleet, engines)
    if hub is None or wrong:
        raise InputErrors([*wrong, *errors])
    if not orders:
        return DayBuilt(None, tuple(errors))
    placed = _distinct([hub, *(place for order in orders for place in (order.shop, order.door))])
    found = by_hour(_ways(engines, fleet, placed), clock.date)
    streets, placed = found.ways, _opened(placed, found.hours, clock)
    day = Day(
        town=town,
        date=clock.date,
        origin=clock.origin,
        problem=_problem(
            f"{town.name} {clock.date}", orders, placed, vehicles_of(fleet, clock), streets
        ),
        orders={order.row.id: _details(order) for order in orders},
        places={name: place.details for name, place in placed.items()},
        couriers=couriers_of(fleet),
        streets=streets,
    )
    return DayBuilt(day, tuple(errors))


def find_order_errors(
    town: Town, rows: Sequence[OrderRow], *, spoilt: Sequence[OrderRow] = ()
) -> tuple[InputError, ...]:
    """What is wrong with the orders alone, in the order of the lines: for want of a good fleet."""
    looked_at = (*rows, *spoilt)
    if not looked_at:
        return ()
    clock = DayClock(looked_at[0].date, town.zone)
    return tuple(_orders(TownPlaces(town, clock, StopTimes()), rows, spoilt)[1])


def _orders(
    places: TownPlaces, rows: Sequence[OrderRow], spoilt: Sequence[OrderRow]
) -> tuple[list[_Order], list[InputError]]:
    """The orders that can be placed, and what is wrong with all others."""
    errors: list[InputError] = []
    orders = [order for row in rows if (order := _order(places, row, errors)) is not None]
    for row in spoilt:
        _places_of(places, row, errors)
    return orders, sorted(errors, key=lambda error: int(error.values["line"]))


def _hub(
    places: TownPlaces, fleet: Fleet, engines: Engines
) -> tuple[Placed | None, list[InputError]]:
    """The hub, and all that keeps the fleet from riding in this town."""
    errors = list(_unknown_profiles(fleet, engines))
    try:
        hub = places.hub(fleet.hub)
    except InputError as error:
        return None, [*errors, error]
    return hub, [*errors, *_unreached(hub, fleet, engines)]


def _unreached(hub: Placed, fleet: Fleet, engines: Engines) -> Iterator[InputError]:
    for profile in _profiles(fleet):
        if engines.knows(profile) and not engines.of(profile).near(profile, hub.place):
            yield InputError("fleet.hub_unreached", path="hub", profile=profile)


def _profiles(fleet: Fleet) -> dict[str, None]:
    """Each once, in the order of the fleet."""
    return dict.fromkeys(
        shift.profile or vehicle.profile for vehicle in fleet.vehicles for shift in vehicle.shifts
    )


def _unknown_profiles(fleet: Fleet, engines: Engines) -> Iterator[InputError]:
    for number, vehicle in enumerate(fleet.vehicles, 1):
        written = {f"vehicle[{number}].profile": vehicle.profile}
        for nth, shift in enumerate(vehicle.shifts, 1):
            if shift.profile:
                written[f"vehicle[{number}].shift[{nth}].profile"] = shift.profile
        for path, profile in written.items():
            if not engines.knows(profile):
                known = ", ".join(engines.own.profiles)
                yield InputError("fleet.unknown_profile", path=path, profile=profile, known=known)


def _order(places: TownPlaces, row: OrderRow, errors: list[InputError]) -> _Order | None:
    found = _places_of(places, row, errors)
    if len(found) < 2:
        return None
    shop, door = found
    try:
        return _Order(row, shop, door, shipment_of(row, shop, door, places.clock, places.times))
    except InputError as error:
        errors.append(error)
        return None


def _places_of(places: TownPlaces, row: OrderRow, errors: list[InputError]) -> list[Placed]:
    """Both places of an order, as far as they are given; what is wrong with either is kept."""
    found = []
    for find, given in ((places.shop, row.shop), (places.door, row.pin or row.address)):
        try:
            found += [find(row)] if given else []
        except InputError as error:
            errors.append(error)
    return found


def _distinct(placed: Sequence[Placed]) -> dict[str, Placed]:
    """Places by id, in the order in which they come first."""
    distinct: dict[str, Placed] = {}
    for one in placed:
        distinct.setdefault(one.place.id, one)
    return distinct


def _ways(engines: Engines, fleet: Fleet, placed: Mapping[str, Placed]) -> dict[str, Ways]:
    places = [one.place for one in placed.values()]
    return {profile: engines.of(profile).ways(profile, places) for profile in _profiles(fleet)}


def _opened(
    placed: Mapping[str, Placed], hours: Mapping[int, Sequence[ClockSpan]], clock: DayClock
) -> dict[str, Placed]:
    """The places with the hours of their streets, by row, besides their own."""
    windows = {row: [clock.window(span) for span in spans] for row, spans in hours.items()}
    return {
        name: replace(one, place=_within(one.place, windows[row])) if row in windows else one
        for row, (name, one) in enumerate(placed.items())
    }


def _within(place: Place, windows: Sequence[Window]) -> Place:
    """A place open only in these windows too; only at midnight where that leaves nothing."""
    both = tuple(
        Window(max(own.start, other.start), min(own.end, other.end))
        for own in place.opening or windows
        for other in windows
        if max(own.start, other.start) <= min(own.end, other.end)
    )
    return replace(place, opening=both or (Window(0, 0),))


def _problem(
    name: str,
    orders: Sequence[_Order],
    placed: Mapping[str, Placed],
    vehicles: Sequence[Vehicle],
    streets: Mapping[str, Ways],
) -> Problem:
    builder = ProblemBuilder(name)
    for one in placed.values():
        builder.add_place(one.place)
    for order in orders:
        builder.add_shipment(order.shipment)
    for vehicle in vehicles:
        builder.add_vehicle(vehicle)
    for profile, found in streets.items():
        matrix = found.matrix()
        builder.add_matrix(profile, matrix.durations, matrix.distances)
    return builder.build()


def _details(order: _Order) -> OrderDetails:
    row = order.row
    return OrderDetails(
        shop=row.shop_name or order.shop.details.label,
        recipient=row.recipient,
        address=order.door.details.label,
        instructions=row.instructions,
        cold=row.cold,
    )
