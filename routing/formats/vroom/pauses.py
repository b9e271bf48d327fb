"""Breaks one after the other, before a route and after it.

By our rules a break may be had outside the route, each asked for on its own; in VROOM a route holds
all breaks of its vehicle, and no two at once. With the few breaks that a vehicle may have, all sets
of them can be looked at (dynamic programming over subsets).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from routing.model import Window
from routing.model.units import Instant, Ticks


@dataclass(frozen=True, slots=True)
class Pause:
    """A break: when it may start, and how long it lasts."""

    window: Window
    duration: Ticks


def can_be_had(pauses: Sequence[Pause]) -> bool:
    """Whether all can be had, one after the other."""
    return len(_after(pauses, -(10**15))[_all(pauses)]) == len(pauses)


def outside(pauses: Sequence[Pause], start: Instant, end: Instant) -> Mapping[int, Instant]:
    """When each break begins, outside a route from `start` to `end`; as many as possible.

    Those before the route are as late as may be, those after it as soon.

    Returns
    -------
    By the number of the break.
    """
    before, after = _before(pauses, start), _after(pauses, end)
    everything = _all(pauses)
    return max(
        ({**after[everything & ~some], **before[some]} for some in range(everything + 1)), key=len
    )


def _all(pauses: Sequence[Pause]) -> int:
    return (1 << len(pauses)) - 1


def _after(pauses: Sequence[Pause], since: Instant) -> list[dict[int, Instant]]:
    """For each set of breaks, when they begin so that the last is over soonest.

    Where not all can be had, as many as can.
    """
    begun: list[dict[int, Instant]] = [{}]
    over: list[Instant | None] = [since]
    for some in range(1, _all(pauses) + 1):
        best: tuple[Instant, dict[int, Instant]] | None = None
        for number, pause in enumerate(pauses):
            rest = some & ~(1 << number)
            earlier = over[rest] if some != rest else None
            if earlier is None:
                continue
            begins = max(earlier, pause.window.start)
            ends = begins + pause.duration
            if begins <= pause.window.end and (best is None or ends < best[0]):
                best = ends, {**begun[rest], number: begins}
        over.append(None if best is None else best[0])
        most = (begun[some & ~(1 << number)] for number in range(len(pauses)) if some >> number & 1)
        begun.append(max(most, key=len) if best is None else best[1])
    return begun


def _before(pauses: Sequence[Pause], until: Instant) -> list[dict[int, Instant]]:
    """The same, so that the first begins latest and the last is over by an instant: mirrored."""
    mirrored = [
        Pause(
            Window(-pause.window.end - pause.duration, -pause.window.start - pause.duration),
            pause.duration,
        )
        for pause in pauses
    ]
    return [
        {number: -begins - pauses[number].duration for number, begins in found.items()}
        for found in _after(mirrored, -until)
    ]
