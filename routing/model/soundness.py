"""What a problem must be so that rules, solvers and verifier can rely on it.

Every error says `where`: a path such as ``shipments[wine-12].delivery.windows[1]``.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from routing.errors import ModelError
from routing.model.load import Load
from routing.model.matrix import UNREACHABLE, Matrix
from routing.model.place import Place, Window
from routing.model.problem import Objective, Problem
from routing.model.shipment import Commitment, Lateness, Shipment, Task
from routing.model.usable import find_unusable
from routing.model.vehicle import Shift, Vehicle

LONGEST_ID = 64
MOST_BREAKS = 8
MOST = 10**12
"""No number of a problem is larger, so that sums of them stay exact everywhere."""


def find_errors(problem: Problem) -> Iterator[ModelError]:
    """All contradictions of a problem, in the order of its parts.

    Where ids or windows are none at all, only that is told: the rest cannot be asked then.
    """
    unusable = tuple(find_unusable(problem))
    yield from unusable or _find_contradictions(problem)


def _find_contradictions(problem: Problem) -> Iterator[ModelError]:
    if problem.ticks_per_unit < 1:
        yield ModelError(
            "model.too_small", where="ticks_per_unit", value=problem.ticks_per_unit, least=1
        )
    elif problem.objective is Objective.MONEY and problem.ticks_per_unit != 1:
        yield ModelError("model.money_ticks", where="ticks_per_unit", value=problem.ticks_per_unit)
    yield from _check_ids("places", [place.id for place in problem.places])
    yield from _check_ids("shipments", [shipment.id for shipment in problem.shipments])
    yield from _check_ids("vehicles", [vehicle.id for vehicle in problem.vehicles])
    shifts = [shift.id for vehicle in problem.vehicles for shift in vehicle.shifts]
    yield from _check_ids("shifts", shifts)
    for place in problem.places:
        yield from _check_place(place)
    for shipment in problem.shipments:
        yield from _check_shipment(problem, shipment)
    for vehicle in problem.vehicles:
        yield from _check_vehicle(problem, vehicle)
    for profile, matrix in problem.matrices.items():
        yield from _check_matrix(f"matrices[{profile}]", matrix, len(problem.places))


def _check_ids(where: str, ids: Sequence[str]) -> Iterator[ModelError]:
    seen: set[str] = set()
    for name in ids:
        if not 1 <= len(name) <= LONGEST_ID:
            yield ModelError("model.id_length", where=where, id=name, most=LONGEST_ID)
        if name in seen:
            yield ModelError("model.id_twice", where=where, id=name)
        seen.add(name)


def _check_place(place: Place) -> Iterator[ModelError]:
    where = f"places[{place.id}]"
    if not all(math.isfinite(coordinate) for coordinate in place.position):
        yield ModelError("model.position", where=f"{where}.position", value=str(place.position))
    yield from _check_amounts(where, {"setup": place.setup})
    yield from _check_windows(f"{where}.opening", place.opening)


def _check_shipment(problem: Problem, shipment: Shipment) -> Iterator[ModelError]:
    where = f"shipments[{shipment.id}]"
    yield from _check_task(problem, f"{where}.pickup", shipment.pickup)
    yield from _check_task(problem, f"{where}.delivery", shipment.delivery)
    yield from _check_load(f"{where}.load", shipment.load)
    limits = {"longest_on_board": shipment.longest_on_board, "penalty": shipment.penalty}
    yield from _check_amounts(where, limits)
    if shipment.commitment is not None:
        yield from _check_commitment(problem, f"{where}.commitment", shipment.commitment)


def _check_task(problem: Problem, where: str, task: Task) -> Iterator[ModelError]:
    yield from _check_place_known(problem, f"{where}.place", task.place)
    yield from _check_windows(f"{where}.windows", task.windows)
    yield from _check_amounts(where, {"service": task.service})
    if task.lateness is not None:
        yield from _check_lateness(f"{where}.lateness", task.lateness, task.windows)


def _check_lateness(
    where: str, lateness: Lateness, windows: Sequence[Window]
) -> Iterator[ModelError]:
    yield from _check_amounts(where, {"cents_per_hour": lateness.cents_per_hour})
    if not windows:
        yield ModelError("model.lateness_without_window", where=where)
    elif lateness.latest < windows[-1].end:
        yield ModelError(
            "model.lateness_in_window",
            where=f"{where}.latest",
            latest=lateness.latest,
            end=windows[-1].end,
        )


def _check_commitment(problem: Problem, where: str, commitment: Commitment) -> Iterator[ModelError]:
    if commitment.shift not in problem.shifts:
        yield ModelError("model.unknown_shift", where=f"{where}.shift", shift=commitment.shift)
    yield from _check_amounts(where, {"position": commitment.position})


def _check_vehicle(problem: Problem, vehicle: Vehicle) -> Iterator[ModelError]:
    where = f"vehicles[{vehicle.id}]"
    yield from _check_load(f"{where}.capacity", vehicle.capacity)
    costs = vehicle.costs
    yield from _check_amounts(
        f"{where}.costs",
        {
            "fixed": costs.fixed,
            "per_hour": costs.per_hour,
            "per_km": costs.per_km,
            "minimum_paid": costs.minimum_paid,
        },
    )
    if vehicle.profile not in problem.matrices:
        yield ModelError("model.no_matrix", where=f"{where}.profile", profile=vehicle.profile)
    for shift in vehicle.shifts:
        yield from _check_shift(problem, f"{where}.shifts[{shift.id}]", shift)


def _check_shift(problem: Problem, where: str, shift: Shift) -> Iterator[ModelError]:
    yield from _check_place_known(problem, f"{where}.start_place", shift.start_place)
    yield from _check_place_known(problem, f"{where}.end_place", shift.end_place)
    yield from _check_ids(f"{where}.breaks", [pause.id for pause in shift.breaks])
    if len(shift.breaks) > MOST_BREAKS:
        found = len(shift.breaks)
        yield ModelError(
            "model.too_many_breaks", where=f"{where}.breaks", value=found, most=MOST_BREAKS
        )
    yield from _check_breaks(where, shift)
    if shift.reload is not None:
        reload = shift.reload
        yield from _check_place_known(problem, f"{where}.reload.place", reload.place)
        yield from _check_amounts(
            f"{where}.reload", {"duration": reload.duration, "range": reload.range}
        )


def _check_breaks(where: str, shift: Shift) -> Iterator[ModelError]:
    wrong = tuple(_check_each_break(where, shift))
    yield from wrong
    if not wrong and not _leaves_time(shift):
        yield ModelError("model.breaks_leave_no_time", where=f"{where}.breaks")


def _leaves_time(shift: Shift) -> bool:
    """Whether a route could leave at all.

    One that leaves after a break's last start and before its earliest end can never have it: not
    before the route, not inside, not after. The first other instant is the shift's start or the
    earliest end of a break.
    """
    pauses = [(pause.window.end, pause.window.start + pause.duration) for pause in shift.breaks]
    departures = [shift.window.start, *(earliest_end for _, earliest_end in pauses)]
    return any(
        all(leave <= last_start or leave >= earliest_end for last_start, earliest_end in pauses)
        for leave in departures
        if leave in shift.window
    )


def _check_each_break(where: str, shift: Shift) -> Iterator[ModelError]:
    yield from _check_windows(f"{where}.window", [shift.window])
    for pause in shift.breaks:
        pause_where = f"{where}.breaks[{pause.id}]"
        yield from _check_windows(f"{pause_where}.window", [pause.window])
        yield from _check_amounts(pause_where, {"duration": pause.duration}, least=1)
        length = shift.window.end - shift.window.start
        if pause.duration > length >= 0:
            yield ModelError(
                "model.break_longer_than_shift",
                where=f"{pause_where}.duration",
                value=pause.duration,
                most=length,
            )


def _check_place_known(problem: Problem, where: str, place: str) -> Iterator[ModelError]:
    if place not in problem.place_index:
        yield ModelError("model.unknown_place", where=where, place=place)


def _check_load(where: str, load: Load) -> Iterator[ModelError]:
    grams, litres, parcels = load.amounts
    yield from _check_amounts(where, {"grams": grams, "litres": litres, "parcels": parcels})


def _check_windows(where: str, windows: Sequence[Window]) -> Iterator[ModelError]:
    before: Window | None = None
    for number, window in enumerate(windows):
        here = f"{where}[{number}]"
        bounds = {"start": window.start, "end": window.end}
        yield from _check_amounts(here, bounds, least=-MOST)
        if window.start > window.end:
            yield ModelError("model.window_reversed", where=here, **bounds)
        if before is not None and window.start <= before.end:
            yield ModelError(
                "model.windows_overlap", where=here, start=window.start, end=before.end
            )
        before = window


def _check_amounts(
    where: str, amounts: Mapping[str, int | None], *, least: int = 0
) -> Iterator[ModelError]:
    for field, value in amounts.items():
        here = f"{where}.{field}"
        if value is None:
            continue
        if type(value) is not int:
            yield ModelError("model.not_whole", where=here, value=str(value))
        elif value < least:
            yield ModelError("model.too_small", where=here, value=value, least=least)
        elif value > MOST:
            yield ModelError("model.too_large", where=here, value=value, most=MOST)


def _check_matrix(where: str, matrix: Matrix, places: int) -> Iterator[ModelError]:
    fields = {"durations": matrix.durations, "distances": matrix.distances}
    shapes = [
        ModelError(
            "model.matrix_shape",
            where=f"{where}.{field}",
            shape=" x ".join(str(length) for length in array.shape),
            places=places,
        )
        for field, array in fields.items()
        if array.shape != (places, places)
    ]
    kinds = [
        ModelError("model.not_whole", where=f"{where}.{field}", value=str(array.dtype))
        for field, array in fields.items()
        if array.dtype != np.int64
    ]
    if shapes or kinds:
        yield from (*shapes, *kinds)
        return
    for field, array in fields.items():
        wrong = (array < UNREACHABLE) | (array > MOST)
        np.fill_diagonal(wrong, np.diagonal(array) != 0)
        for row, column in np.argwhere(wrong)[:1]:
            cell = f"{where}.{field}[{row}, {column}]"
            yield ModelError("model.matrix_value", where=cell, value=int(array[row, column]))
    half = (matrix.durations == UNREACHABLE) != (matrix.distances == UNREACHABLE)
    for row, column in np.argwhere(half)[:1]:
        yield ModelError("model.half_reachable", where=f"{where}[{row}, {column}]")
