"""One order as a pickup task and a delivery task."""

from dataclasses import dataclass
from enum import StrEnum

from routing.model.load import Load
from routing.model.place import Window
from routing.model.units import Cents, Instant, Ticks


class TaskKind(StrEnum):
    """Which half of a shipment."""

    PICKUP = "pickup"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Lateness:
    """A start after the last window, at a price.

    Parameters
    ----------
    latest
        No start after this instant, at any price.
    cents_per_hour
        Price of an hour between the end of the last window and the start.
    """

    latest: Instant
    cents_per_hour: Cents


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do at a place.

    Parameters
    ----------
    windows
        In one of them the service must start; sorted, disjoint; empty means any time.
    service
        Ticks of the task's own work, after the place's set-up.
    lateness
        None: the windows are hard.
    """

    place: str
    windows: tuple[Window, ...] = ()
    service: Ticks = 0
    lateness: Lateness | None = None


class Stage(StrEnum):
    """How far a commitment has gone. What is done is no longer part of the problem."""

    LOCKED = "locked"
    ON_BOARD = "on_board"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a re-plan may not touch.

    Parameters
    ----------
    shift
        The shift that keeps the shipment.
    stage
        On board: it was picked up before the origin, only the delivery remains.
    position
        The delivery's place among the services of the route, from 0, when that is fixed too.
    start
        The start of the delivery's service, when that is fixed too.
    """

    shift: str
    stage: Stage = Stage.LOCKED
    position: int | None = None
    start: Instant | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods from one place to another: from a shop to a door, or back.

    Parameters
    ----------
    owner
        The shop that pays; none in literature files.
    needs
        Equipment that the vehicle must carry, e.g. ``insulated_box``.
    longest_on_board
        Most ticks from the end of the pickup's service to the start of the delivery's.
    penalty
        Cents for leaving it out. None: it is left out only when nothing else is possible.
    """

    id: str
    pickup: Task
    delivery: Task
    load: Load
    owner: str | None = None
    needs: frozenset[str] = frozenset()
    longest_on_board: Ticks | None = None
    penalty: Cents | None = None
    commitment: Commitment | None = None

    def task(self, kind: TaskKind) -> Task:
        """The pickup or the delivery."""
        return self.pickup if kind is TaskKind.PICKUP else self.delivery
