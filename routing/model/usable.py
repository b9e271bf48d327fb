"""Whether the ids and windows of a problem are ids and windows at all.

Types say so already, but not everybody who calls checks types.
"""

from collections.abc import Iterator, Sequence

from routing.errors import ModelError
from routing.model.place import Window
from routing.model.problem import Problem


def find_unusable(problem: Problem) -> Iterator[ModelError]:
    """Everything that is no id or no window, in the order of the problem's parts."""
    for number, place in enumerate(problem.places):
        yield from _check_id(f"places[{number}].id", place.id)
        yield from _check_windows(f"places[{place.id}].opening", place.opening)
    for number, shipment in enumerate(problem.shipments):
        where = f"shipments[{shipment.id}]"
        yield from _check_id(f"shipments[{number}].id", shipment.id)
        for half, task in (("pickup", shipment.pickup), ("delivery", shipment.delivery)):
            yield from _check_id(f"{where}.{half}.place", task.place)
            yield from _check_windows(f"{where}.{half}.windows", task.windows)
    for number, vehicle in enumerate(problem.vehicles):
        yield from _check_id(f"vehicles[{number}].id", vehicle.id)
        for index, shift in enumerate(vehicle.shifts):
            where = f"vehicles[{vehicle.id}].shifts[{index}]"
            yield from _check_id(f"{where}.id", shift.id)
            yield from _check_id(f"{where}.start_place", shift.start_place)
            yield from _check_id(f"{where}.end_place", shift.end_place)
            yield from _check_window(f"{where}.window", shift.window)
            for position, pause in enumerate(shift.breaks):
                yield from _check_id(f"{where}.breaks[{position}].id", pause.id)
                yield from _check_window(f"{where}.breaks[{position}].window", pause.window)


def _check_id(where: str, name: object) -> Iterator[ModelError]:
    if not isinstance(name, str):
        yield ModelError("model.id_no_text", where=where, id=str(name))


def _check_windows(where: str, windows: object) -> Iterator[ModelError]:
    if not isinstance(windows, Sequence):
        yield ModelError("model.no_windows", where=where, value=str(windows))
        return
    for number, window in enumerate(windows):
        yield from _check_window(f"{where}[{number}]", window)


def _check_window(where: str, window: object) -> Iterator[ModelError]:
    if not isinstance(window, Window):
        yield ModelError("model.no_window", where=where, value=str(window))
