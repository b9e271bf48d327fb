"""Parts of a route seen from outside, joined in a few additions [1]_.

References
----------
.. [1] T. Vidal, T. G. Crainic, M. Gendreau, C. Prins, "A hybrid genetic algorithm with adaptive
   diversity management for a large class of vehicle routing problems with time-windows",
   Computers & Operations Research 40 (2013) 475-489. https://doi.org/10.1016/j.cor.2012.07.018
"""

from typing import TypeAlias

from routing.model.units import Instant, Ticks

Span: TypeAlias = tuple[Instant, Instant]

Stretch: TypeAlias = tuple[Ticks, Instant, Instant]
"""Part of a route, from the start of its first event to the end of its last: its shortest duration,
and the first and the last start that allow it. Starting later is impossible, starting sooner only
makes somebody wait."""


def joined(one: Stretch, hop: Ticks, other: Stretch) -> Stretch | None:
    """One stretch after another; None when the other cannot be reached in time."""
    duration, first, last = one
    more, opens, closes = other
    delay = duration + hop
    if first + delay > closes:
        return None
    soonest = opens - delay
    wait = soonest - last if soonest > last else 0
    first = (soonest if soonest > first else first) - wait  # noqa: FURB136  # no calls here
    return delay + more + wait, first, min(last, closes - delay)


def heads(events: list[Stretch], hops: list[Ticks]) -> list[Stretch]:
    """The stretches from the first event to each, as far as they can be reached."""
    reached = events[:1]
    for hop, event in zip(hops, events[1:], strict=True):
        head = joined(reached[-1], hop, event)
        if head is None:
            break
        reached.append(head)
    return reached


def tails(events: list[Stretch], hops: list[Ticks]) -> list[Stretch]:
    """The stretches from each event to the last, as far back as it can be reached."""
    reached = events[-1:]
    for hop, event in zip(hops[::-1], events[-2::-1], strict=True):
        tail = joined(event, hop, reached[-1])
        if tail is None:
            break
        reached.append(tail)
    return reached[::-1]
