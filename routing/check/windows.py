"""Rules 3, 8 and 11: when a service may start."""

from collections.abc import Iterator, Sequence

from routing.check.ride import Ride
from routing.check.violation import Violation, ViolationCode, broken
from routing.model import Stage, Task, TaskKind, Window
from routing.model.units import Instant, Ticks


def check_windows(ride: Ride) -> Iterator[Violation]:
    """Windows with their lateness, and the opening hours of the places."""
    for halt, done in ride.services():
        rules = {
            ViolationCode.WINDOW: _allowed(done.task),
            ViolationCode.OPENING_HOURS: halt.place.opening if halt.place is not None else (),
        }
        start = done.service.start
        for code, windows in rules.items():
            if windows and not any(start in window for window in windows):
                nearest = _nearest(windows, start)
                yield broken(
                    code,
                    shift=ride.shift.id,
                    shipment=done.shipment.id,
                    place=halt.visit.place,
                    start=start,
                    earliest=nearest.start,
                    latest=nearest.end,
                )


def check_time_on_board(ride: Ride) -> Iterator[Violation]:
    """From the end of the pickup (or the origin) to the start of the delivery."""
    picked_up: dict[str, Instant] = {}
    for _, done in ride.services():
        shipment = done.shipment
        if done.service.kind is TaskKind.PICKUP:
            picked_up[shipment.id] = done.service.end
            continue
        if shipment.commitment is not None and shipment.commitment.stage is Stage.ON_BOARD:
            picked_up[shipment.id] = 0
        if shipment.longest_on_board is None or shipment.id not in picked_up:
            continue
        latest = picked_up[shipment.id] + shipment.longest_on_board
        if done.service.start > latest:
            yield broken(
                ViolationCode.ON_BOARD,
                shift=ride.shift.id,
                shipment=shipment.id,
                start=done.service.start,
                latest=latest,
            )


def ticks_late(task: Task, start: Instant) -> Ticks:
    """How long after its last window a task with a lateness starts."""
    if task.lateness is None or not task.windows:
        return 0
    return max(0, start - task.windows[-1].end)


def _allowed(task: Task) -> Sequence[Window]:
    if task.lateness is None or not task.windows:
        return task.windows
    *earlier, last = task.windows
    return [*earlier, Window(last.start, max(last.end, task.lateness.latest))]


def _nearest(windows: Sequence[Window], instant: Instant) -> Window:
    return min(windows, key=lambda window: max(window.start - instant, instant - window.end))
