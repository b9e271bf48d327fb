"""What a day asks of an engine, beyond pairs, one window a task and one kind of load."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from routing.model import Costs, Objective, Problem, Task, Window
from routing.solve.instants import both


class Feature(StrEnum):
    """Something that not every engine has words for."""

    SEVERAL_WINDOWS = "several_windows"
    """A task may start in one of several spans of time, opening hours included."""
    LATENESS = "lateness"
    BREAKS = "breaks"
    RELOAD = "reload"
    COMMITMENT = "commitment"
    EQUIPMENT = "equipment"
    OPTIONAL = "optional"
    """A shipment may be left out at a price."""
    TIME_ON_BOARD = "time_on_board"
    MERGED_SETUP = "merged_setup"
    """Several tasks share a place's set-up."""
    SEVERAL_PROFILES = "several_profiles"
    SEVERAL_LOADS = "several_loads"
    """Shipments have more than one of weight, volume and number."""
    MIXED_FLEET = "mixed_fleet"
    """Vehicles differ in capacity or costs."""
    MIXED_SHIFTS = "mixed_shifts"
    """Shifts differ in hours or in where they begin and end."""
    TWO_DEPOTS = "two_depots"
    """A shift ends elsewhere than it begins."""
    PAID_HOURS = "paid_hours"
    MINIMUM_PAID = "minimum_paid"
    DISTANCE_APART = "distance_apart"
    """Distance counts, and is not the same as what lies between two services in time."""


def features_of(problem: Problem) -> frozenset[Feature]:
    """Which features a problem has."""
    return frozenset(feature for feature, has in _TESTS.items() if has(problem))


def _tasks(problem: Problem) -> Iterable[Task]:
    return (task for s in problem.shipments for task in (s.pickup, s.delivery))


def _several_windows(problem: Problem) -> bool:
    windows = [shift.window for _, shift in problem.shifts.values()]
    if not windows:
        return False
    duty = Window(min(w.start for w in windows), max(w.end for w in windows))
    return any(
        len(both(task.windows, problem.place(task.place).opening, duty)) > 1
        for task in _tasks(problem)
    )


def _merged_setup(problem: Problem) -> bool:
    places = [task.place for task in _tasks(problem) if problem.place(task.place).setup]
    return len(set(places)) < len(places)


def _several_loads(problem: Problem) -> bool:
    amounts = [shipment.load.amounts for shipment in problem.shipments]
    return sum(any(dimension) for dimension in zip(*amounts, strict=True)) > 1


def _costs(problem: Problem) -> list[Costs]:
    """What vehicles cost, where money counts."""
    money = problem.objective is Objective.MONEY
    return [vehicle.costs for vehicle in problem.vehicles] if money else []


def _distance_apart(problem: Problem) -> bool:
    if problem.objective is Objective.MONEY and not any(c.per_km for c in _costs(problem)):
        return False
    same = all((m.durations == m.distances).all() for m in problem.matrices.values())
    return not same or any(place.setup for place in problem.places)


_TESTS: Mapping[Feature, Callable[[Problem], bool]] = MappingProxyType(
    {
        Feature.SEVERAL_WINDOWS: _several_windows,
        Feature.LATENESS: lambda day: any(task.lateness for task in _tasks(day)),
        Feature.BREAKS: lambda day: any(shift.breaks for _, shift in day.shifts.values()),
        Feature.RELOAD: lambda day: any(shift.reload for _, shift in day.shifts.values()),
        Feature.COMMITMENT: lambda day: any(s.commitment for s in day.shipments),
        Feature.EQUIPMENT: lambda day: any(s.needs for s in day.shipments),
        Feature.OPTIONAL: lambda day: any(s.penalty is not None for s in day.shipments),
        Feature.TIME_ON_BOARD: lambda day: any(
            s.longest_on_board is not None for s in day.shipments
        ),
        Feature.MERGED_SETUP: _merged_setup,
        Feature.SEVERAL_PROFILES: lambda day: len({v.profile for v in day.vehicles}) > 1,
        Feature.SEVERAL_LOADS: _several_loads,
        Feature.MIXED_FLEET: lambda day: len({(v.capacity, v.costs) for v in day.vehicles}) > 1,
        Feature.MIXED_SHIFTS: lambda day: (
            len({(s.window, s.start_place, s.end_place) for _, s in day.shifts.values()}) > 1
        ),
        Feature.TWO_DEPOTS: lambda day: any(
            shift.start_place != shift.end_place for _, shift in day.shifts.values()
        ),
        Feature.PAID_HOURS: lambda day: any(costs.per_hour for costs in _costs(day)),
        Feature.MINIMUM_PAID: lambda day: any(costs.minimum_paid for costs in _costs(day)),
        Feature.DISTANCE_APART: _distance_apart,
    }
)
