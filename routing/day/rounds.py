"""A plan as couriers ride it: numbered stops, what to take and give, the way between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from routing.day.day import Day
from routing.model import Load, Plan, Route, Service, TakenBreak, TaskKind, Visit, Window
from routing.model.units import Instant, Ticks
from routing.street.graph import Path


@dataclass(frozen=True, slots=True)
class Handover:
    """One order changing hands at a stop: taken (pickup) or given (delivery).

    Parameters
    ----------
    shop, recipient, instructions
        As in `OrderDetails`: personal data, on the courier's sheet only.
    windows
        In one of them the handover was to start; empty means any time.
    """

    order: str
    kind: TaskKind
    start: Instant
    end: Instant
    load: Load
    shop: str
    recipient: str
    instructions: str
    cold: bool
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class RoundStop:
    """A halt.

    Parameters
    ----------
    number
        From 1, in riding order.
    kind
        ``shop``, ``door`` or ``hub`` (a reload).
    position
        (longitude, latitude) in degrees.
    start
        When the first handover starts, after set-up and waiting.
    load
        On board when leaving.
    """

    number: int
    place: str
    kind: str
    label: str
    address: str
    position: tuple[float, float]
    arrival: Instant
    start: Instant
    departure: Instant
    handovers: tuple[Handover, ...]
    load: Load

    @property
    def takes(self) -> tuple[Handover, ...]:
        """What comes on board."""
        return tuple(h for h in self.handovers if h.kind is TaskKind.PICKUP)

    @property
    def gives(self) -> tuple[Handover, ...]:
        """What leaves the vehicle."""
        return tuple(h for h in self.handovers if h.kind is TaskKind.DELIVERY)


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """The way from one halt to the next, on the streets.

    Parameters
    ----------
    departure
        Leaving the place before.
    path
        How it lies on the ground, and which ways it rides.
    """

    origin: str
    destination: str
    departure: Instant
    seconds: Ticks
    metres: Ticks
    path: Path

    @property
    def lonlat(self) -> npt.NDArray[np.float64]:
        """Its line on the ground: float64, shape (points, 2), longitude, latitude in degrees."""
        return self.path.lonlat


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """What one courier rides.

    Parameters
    ----------
    letter
        A, B, ...: the same on the map, on the page and on paper.
    start_label, end_label
        Where the round begins and ends.
    legs
        One more than stops: from the start place to the first stop, ..., to the end place.
    """

    letter: str
    courier: str
    vehicle: str
    profile: str
    shift: str
    start: Instant
    end: Instant
    start_label: str
    end_label: str
    stops: tuple[RoundStop, ...]
    breaks: tuple[TakenBreak, ...]
    legs: tuple[Leg, ...]
    metres: Ticks

    @property
    def duration(self) -> Ticks:
        """Seconds from leaving to coming back."""
        return self.end - self.start


def rounds(day: Day, plan: Plan) -> tuple[Round, ...]:
    """The rounds of a plan, in the order of the couriers' letters.

    Parameters
    ----------
    day
        As `build_day` made it, with its streets.
    """
    made = (_round(day, route) for route in plan.routes)
    return tuple(sorted(made, key=lambda one: (len(one.letter), one.letter)))


def _round(day: Day, route: Route) -> Round:
    vehicle, shift = day.problem.shifts[route.shift]
    courier = day.couriers[route.shift]
    return Round(
        letter=courier.letter,
        courier=courier.name,
        vehicle=courier.vehicle_label,
        profile=vehicle.profile,
        shift=route.shift,
        start=route.start,
        end=route.end,
        start_label=day.places[shift.start_place].label,
        end_label=day.places[shift.end_place].label,
        stops=tuple(_stop(day, number, visit) for number, visit in enumerate(route.visits, 1)),
        breaks=route.breaks,
        legs=tuple(_legs(day, route)),
        metres=route.distance,
    )


def _stop(day: Day, number: int, visit: Visit) -> RoundStop:
    details = day.places[visit.place]
    return RoundStop(
        number=number,
        place=visit.place,
        kind=details.kind,
        label=details.label,
        address=details.address,
        position=day.problem.place(visit.place).position,
        arrival=visit.arrival,
        start=visit.start,
        departure=visit.departure,
        handovers=tuple(_handover(day, service) for service in visit.services),
        load=visit.load,
    )


def _handover(day: Day, service: Service) -> Handover:
    shipment, details = day.problem.shipment_by_id[service.shipment], day.orders[service.shipment]
    return Handover(
        order=service.shipment,
        kind=service.kind,
        start=service.start,
        end=service.end,
        load=shipment.load,
        shop=details.shop,
        recipient=details.recipient,
        instructions=details.instructions,
        cold=details.cold,
        windows=shipment.task(service.kind).windows,
    )


def _legs(day: Day, route: Route) -> Iterator[Leg]:
    vehicle, shift = day.problem.shifts[route.shift]
    streets = day.streets[vehicle.profile]
    places = [shift.start_place, *(visit.place for visit in route.visits), shift.end_place]
    departures = [route.start, *(visit.departure for visit in route.visits)]
    for departure, (origin, destination) in zip(departures, pairwise(places), strict=True):
        index = day.problem.place_index
        path = streets.path(index[origin], index[destination])
        yield Leg(origin, destination, departure, path.seconds, path.metres, path)
