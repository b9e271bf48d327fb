"""Who carries: vehicles, their shifts, and what they cost."""

from dataclasses import dataclass

from routing.model.load import Load
from routing.model.place import Window
from routing.model.units import Cents, Ticks


@dataclass(frozen=True, slots=True)
class Break:
    """A pause that the courier is owed.

    Parameters
    ----------
    window
        The pause starts inside it.
    duration
        Ticks.
    """

    id: str
    window: Window
    duration: Ticks


@dataclass(frozen=True, slots=True)
class Reload:
    """A halt, as often as wanted, that cuts a shift into trips: a fresh battery, fresh ice.

    Parameters
    ----------
    range
        Most ticks of distance between two of: start place, reload, end place.
    """

    place: str
    duration: Ticks
    range: Ticks


@dataclass(frozen=True, slots=True)
class Shift:
    """When and from where to where a vehicle works. One shift rides at most one route.

    Parameters
    ----------
    id
        Unique in the problem.
    window
        No leaving before its start, no coming back after its end.
    """

    id: str
    window: Window
    start_place: str
    end_place: str
    breaks: tuple[Break, ...] = ()
    reload: Reload | None = None


@dataclass(frozen=True, slots=True)
class Costs:
    """What a used shift costs.

    Parameters
    ----------
    fixed
        Cents for a shift that rides at all.
    per_hour
        Cents an hour from leaving the start place to reaching the end place, breaks included.
    per_km
        Cents a kilometre.
    minimum_paid
        Ticks that are paid at least, once the shift rides at all.
    """

    fixed: Cents = 0
    per_hour: Cents = 0
    per_km: Cents = 0
    minimum_paid: Ticks = 0


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A bike, a van: what a courier drives.

    Parameters
    ----------
    profile
        Which matrix of the problem it follows.
    """

    id: str
    profile: str
    capacity: Load
    shifts: tuple[Shift, ...]
    costs: Costs = Costs()
    equipment: frozenset[str] = frozenset()
