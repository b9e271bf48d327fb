"""When a shop is open on a day, from OpenStreetMap's `opening_hours`.

The syntax is read by the `opening-hours-py` library
(https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification).
"""

import datetime as dt
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State, validate

from routing.day.clock import DayClock
from routing.model import Window


def opening_windows(
    expression: str, clock: DayClock, position: tuple[float, float]
) -> tuple[Window, ...] | None:
    """The windows of a day in which a shop is open.

    What may be open (``unknown`` in the syntax) counts as open.

    Parameters
    ----------
    position
        (longitude, latitude) in degrees: public holidays and sunset depend on it.

    Returns
    -------
    tuple of Window or None
        Empty when the shop stays closed all day; None when nothing is known, or nothing that can
        be read.
    """
    if not validate(expression):
        return None
    zone = ZoneInfo(clock.zone)
    hours = OpeningHours(expression, timezone=zone, coords=(position[1], position[0]))
    end = clock.origin.astimezone(dt.UTC) + dt.timedelta(seconds=clock.end)
    windows: list[Window] = []
    for opens, closes, state, _ in hours.intervals(clock.origin, end.astimezone(zone)):
        if state == State.CLOSED:
            continue
        start = max(clock.after(opens), 0)
        if windows and start <= windows[-1].end:
            start = windows.pop().start
        windows.append(Window(start, min(clock.after(closes), clock.end)))
    return tuple(windows)
