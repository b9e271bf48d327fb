"""Breaks for engines that want them within the hours, one after the other."""

from collections.abc import Iterable
from dataclasses import replace

from routing.model import Break, Window


def inside(hours: Window, breaks: Iterable[Break]) -> tuple[Window, list[Break]]:
    """The breaks that a route is to have, in their order, and the hours that leave room for others.

    One that may be had before or after any route is free and left out; one that only fits there
    makes the hours shorter.

    Examples
    --------
    >>> inside(Window(0, 100), [Break("late", Window(90, 95), 20)])
    (Window(start=0, end=95), [])
    """
    kept: list[Break] = []
    for pause in sorted(breaks, key=lambda one: (one.window.start, one.window.end)):
        first, last = pause.window.start, pause.window.end
        if last >= hours.end or first + pause.duration <= hours.start:
            continue
        if first + pause.duration > hours.end:
            hours = Window(hours.start, last)
        elif last < hours.start:
            hours = Window(first + pause.duration, hours.end)
        else:
            kept.append(replace(pause, window=Window(max(first, hours.start), last)))
    return hours, kept
