"""A problem as VROOM's users write it: its own words, its own ids, nothing worked out yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from routing.formats.vroom.pauses import Pause
from routing.model import Window

Amounts = tuple[int, ...]
Square = npt.NDArray[np.int64]


FOREVER = Window(0, 10**10)
"""Longer than any time that a document can name."""


class StepKind(StrEnum):
    """What is done at a step of a route."""

    START = "start"
    JOB = "job"
    PICKUP = "pickup"
    DELIVERY = "delivery"
    BREAK = "break"
    END = "end"


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is.

    Parameters
    ----------
    row
        In the matrices; of locations that are given by coordinates alone, equal ones share a row.
    index
        As the document writes it; None: it gives coordinates alone.
    """

    row: int
    index: int | None = None
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class VroomTask:
    """A job, or half of a shipment.

    Parameters
    ----------
    setup
        Seconds, waived where the vehicle is at the location already.
    windows
        In one of them set-up and service begin; sorted and disjoint; empty: at any time.
    pointer
        Where it stands in the document.
    """

    kind: StepKind
    id: int
    location: Location
    setup: int
    service: int
    windows: tuple[Window, ...]
    description: str
    pointer: str


@dataclass(frozen=True, slots=True)
class VroomOrder:
    """What is served or left out as a whole: a job, or a shipment with both its halves.

    Parameters
    ----------
    tasks
        One, or the pickup and the delivery.
    delivery, pickup
        Brought from the vehicle's start, taken to its end; of a shipment both are what it carries.
    """

    tasks: tuple[VroomTask, ...]
    delivery: Amounts
    pickup: Amounts
    skills: frozenset[int]
    priority: int
    pointer: str

    @property
    def is_shipment(self) -> bool:
        """Whether it has a pickup and a delivery of its own."""
        return len(self.tasks) == 2


@dataclass(frozen=True, slots=True)
class VroomBreak:
    """A pause of some seconds that starts in a window; None: at any time."""

    id: int
    window: Window | None
    service: int
    description: str
    pointer: str

    def within(self, hours: Window) -> Pause:
        """The break so that it lies within a vehicle's hours; its window may be empty then."""
        window = self.window or hours
        start = max(window.start, hours.start)
        end = min(window.end, hours.end - self.service)
        return Pause(Window(start, end), self.service)


@dataclass(frozen=True, slots=True)
class VroomCosts:
    """What a vehicle costs. Waiting costs nothing, and time only while riding or working."""

    fixed: int = 0
    per_hour: int = 3_600
    per_km: int = 0
    per_task_hour: int = 0


@dataclass(frozen=True, slots=True)
class VroomVehicle:
    """A vehicle.

    Parameters
    ----------
    start, end
        One of them may be missing: then the route begins, or ends, at a task.
    hours
        `FOREVER` where it has none.
    steps
        A route to begin the search with: kind and id of each task.
    """

    id: int
    profile: str
    start: Location | None
    end: Location | None
    capacity: Amounts
    skills: frozenset[int]
    hours: Window
    breaks: tuple[VroomBreak, ...]
    costs: VroomCosts
    speed_factor: float
    steps: tuple[tuple[StepKind, int], ...]
    description: str
    pointer: str

    @property
    def has_hours(self) -> bool:
        """Whether it does not work at any time."""
        return self.hours != FOREVER


@dataclass(frozen=True, slots=True, eq=False)
class VroomMatrices:
    """What lies between the locations, for one profile.

    Parameters
    ----------
    durations, distances, costs
        Shape (rows, rows); `UNREACHABLE` where there is no way. Distances and costs may be missing.
    """

    durations: Square
    distances: Square | None = None
    costs: Square | None = None


@dataclass(frozen=True, slots=True)
class VroomDocument:
    """All of a problem.

    Parameters
    ----------
    dimensions
        How many amounts each list of amounts has.
    """

    vehicles: tuple[VroomVehicle, ...]
    orders: tuple[VroomOrder, ...]
    matrices: Mapping[str, VroomMatrices]
    dimensions: int

    @property
    def tasks(self) -> tuple[VroomTask, ...]:
        """The tasks of all orders, in their order."""
        return tuple(task for order in self.orders for task in order.tasks)
