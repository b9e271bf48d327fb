"""What a live plan answers to a new order, slot by slot."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from routing.model import Window
from routing.model.units import CostUnits, Ticks


class Status(StrEnum):
    """Whether an order fits. There is no "impossible": what was not found may still be there."""

    FITS = "fits"
    """Nothing else moves but the times of one route."""
    FITS_AFTER_RESHUFFLE = "fits_after_reshuffle"
    """Other orders change their routes or their turn; all keep their windows."""
    NOT_FOUND = "not_found"


class Obstacle(StrEnum):
    """The first rule that stands in the way: without it and those below, there would be a place.

    The first seven would stand in the way on an empty day too; the others are the plan's.
    """

    NO_WAY = "obstacle.no_way"
    """No path for any vehicle."""
    OUT_OF_RANGE = "obstacle.out_of_range"
    """No vehicle goes so far without a reload."""
    NO_EQUIPMENT = "obstacle.no_equipment"
    """No vehicle has it."""
    TOO_LARGE = "obstacle.too_large"
    """No vehicle takes it."""
    NO_SHIFT = "obstacle.no_shift"
    """Nobody is on duty then, or long enough for the way."""
    PICKUP_TIME = "obstacle.pickup_time"
    """The shop is closed, or the goods are not ready, when they would have to be fetched."""
    TOO_LONG_ON_BOARD = "obstacle.too_long_on_board"
    """The way takes longer than it may be on board."""
    NO_TIME = "obstacle.no_time"
    """Everybody's time is taken."""
    RANGE_USED = "obstacle.range_used"
    """Who has time would go farther than without a reload, or has none to reload."""
    EQUIPMENT_BUSY = "obstacle.equipment_busy"
    """Who has the equipment has no time."""
    FULL = "obstacle.full"
    """Who has time is full."""
    DETOUR_TOO_LONG = "obstacle.detour_too_long"
    """There is room only with a detour longer than it may be on board."""


Change: TypeAlias = tuple[int, tuple[int, ...]]
"""A shift and its new tasks in order, by the live plan's numbers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One slot's answer.

    Parameters
    ----------
    version
        Of the live plan that was asked; accepted only as long as that is its version.
    extra_seconds, extra_cost
        What the changed routes take (ticks) and cost more together, lateness included, by their
        exact best times; None when no place was found. Below zero when a reshuffle saves more than
        the order costs.
    shift
        Who would carry it.
    obstacle
        Only when no place was found.
    changes
        The routes as they would be: the proof that it fits.
    """

    status: Status
    slot: Window
    version: int
    extra_seconds: Ticks | None = None
    extra_cost: CostUnits | None = None
    shift: str | None = None
    obstacle: Obstacle | None = None
    changes: tuple[Change, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a reshuffle tries.

    Parameters
    ----------
    iterations
        At most, for a slot.
    seconds
        At most, for all slots of a quote together; None: no limit, and then the same seed gives the
        same answers.
    """

    iterations: int = 500
    seconds: float | None = 0.007
    seed: int = 0
