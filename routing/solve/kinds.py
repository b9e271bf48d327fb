"""Shifts that differ in nothing but their names."""

from collections.abc import Collection, Hashable, Iterator

from routing.model import Problem, Shift, Vehicle


def one_of_each(problem: Problem, besides: Collection[str] = ()) -> Iterator[tuple[Vehicle, Shift]]:
    """The first shift of each kind with its vehicle, of all or of those besides some."""
    committed = committed_shifts(problem)
    seen: set[Hashable] = set()
    for name, (vehicle, shift) in problem.shifts.items():
        kind = kind_of(vehicle, shift, committed)
        if kind not in seen and name not in besides:
            seen.add(kind)
            yield vehicle, shift


def committed_shifts(problem: Problem) -> set[str]:
    """The shifts to which shipments are committed: each is of a kind of its own."""
    return {one.commitment.shift for one in problem.shipments if one.commitment is not None}


def kind_of(vehicle: Vehicle, shift: Shift, committed: set[str]) -> Hashable:
    """Equal for shifts of one kind.

    Parameters
    ----------
    committed
        Ids of the shifts to which shipments are committed.
    """
    return (
        (vehicle.profile, vehicle.capacity, vehicle.equipment, vehicle.costs),
        (shift.window, shift.start_place, shift.end_place, shift.reload),
        tuple((pause.window, pause.duration) for pause in shift.breaks),
        shift.id if shift.id in committed else None,
    )
