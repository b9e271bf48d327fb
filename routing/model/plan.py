"""What a solver answers: who goes where, in which order, and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from routing.errors import Value
from routing.model.load import Load
from routing.model.shipment import TaskKind
from routing.model.units import CostUnits, Instant, Ticks


@dataclass(frozen=True, slots=True)
class Service:
    """One task done: from `start`, which must lie in its window, to `end`."""

    shipment: str
    kind: TaskKind
    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop in a route: the vehicle halts once, for one or more tasks.

    Parameters
    ----------
    arrival
        The halt. Set-up follows at once, then waiting if any, then the services.
    services
        In the order in which they are done; empty only where the vehicle reloads.
    load
        On board when the vehicle leaves.
    reload
        Whether the vehicle halts to reload.
    """

    place: str
    arrival: Instant
    departure: Instant
    services: tuple[Service, ...]
    load: Load
    reload: bool = False

    @property
    def start(self) -> Instant:
        """When the first service starts (a reload starts on arrival)."""
        return self.services[0].start if self.services else self.arrival


@dataclass(frozen=True, slots=True)
class TakenBreak:
    """A pause inside a route, between two services or on the way."""

    break_id: str
    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class Route:
    """The ordered visits of one shift.

    Parameters
    ----------
    start, end
        Leaving the start place, reaching the end place.
    distance
        Ticks.
    cost
        The shift's own cost; in a literature problem its distance.
    """

    shift: str
    start: Instant
    end: Instant
    visits: tuple[Visit, ...]
    breaks: tuple[TakenBreak, ...]
    distance: Ticks
    cost: CostUnits

    @property
    def duration(self) -> Ticks:
        """From leaving the start place to reaching the end place."""
        return self.end - self.start

    def services(self) -> Iterator[tuple[Visit, Service]]:
        """Every service with its visit, in order."""
        for visit in self.visits:
            for service in visit.services:
                yield visit, service


class Reason(StrEnum):
    """Why a shipment was left out. Each has a sentence."""

    TOO_LARGE = "reason.too_large"
    """No vehicle has the capacity."""
    NO_EQUIPMENT = "reason.no_equipment"
    """No vehicle has the equipment."""
    UNREACHABLE = "reason.unreachable"
    """No path for any vehicle."""
    CLOSED = "reason.closed"
    """Its pickup's or its delivery's place is closed in all the windows."""
    NO_SHIFT = "reason.no_shift"
    """No shift is long enough, or on duty, inside its windows, even for it alone."""
    TOO_LONG_ON_BOARD = "reason.too_long_on_board"
    """The way from pickup to delivery takes longer than it may be on board."""
    BREAK = "reason.break"
    """Were it not for breaks, some shift could serve it alone."""
    OUT_OF_RANGE = "reason.out_of_range"
    """Were it not for ranges, some shift could serve it alone, if need be without its breaks."""
    NO_ROOM = "reason.no_room"
    """It could be served alone; no plan was found that serves it with the others."""
    TIME_UP = "reason.time_up"
    """Time was up before a place was found, or it was tried whether it could be served alone."""
    TOO_DEAR = "reason.too_dear"
    """Serving it costs more than its penalty."""


@dataclass(frozen=True, slots=True)
class Unserved:
    """A shipment left out, and why."""

    shipment: str
    reason: Reason
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """All routes, and what they leave out.

    Parameters
    ----------
    cost
        Routes, lateness and penalties; in a literature problem the distance of all routes.
    """

    routes: tuple[Route, ...]
    unserved: tuple[Unserved, ...]
    cost: CostUnits
