"""Leaving out what a courier need not hear.

Maps are drawn finer than people think: a turn across a dual carriageway is two turns, a crossing of
streets a little apart is a turn and a turn back, a slip road is a street of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from routing.street.directions.scout import Event, Scout
from routing.street.directions.step import Kind
from routing.street.directions.street import Street, StreetKind
from routing.street.directions.trail import Trail
from routing.street.directions.turns import SLIGHT, TURN

TOLD_METRES = 50
"""A street that one only rides on into is told from this length on."""

JOINED_METRES = 20
"""Two turns closer together than this are one, unless what lies between them has a name."""

LINK_METRES = 80
"""The same where a slip road lies between them, or what leads out of a roundabout."""

ASIDE_METRES = 5
"""Two turns closer together than this are one, whatever lies between them."""

DOORSTEP_METRES = 8
"""What is ridden for less at the very start and the very end is not told."""

_TURNS = frozenset({Kind.TURN, Kind.CONTINUE})


class Thinning:
    """Makes one event of several, or none.

    Parameters
    ----------
    scout
        Who found the events on the trail.
    """

    def __init__(self, trail: Trail, scout: Scout) -> None:
        self._trail = trail
        self._scout = scout

    def told(self, events: Sequence[Event]) -> list[Event]:
        """The departure, and the events worth saying after it.

        Parameters
        ----------
        events
            In riding order; the trail has one piece at least.
        """
        start = Event(0, 0, Kind.DEPART, 0.0, self._trail.pieces[0].street)
        kept = [start]
        for event in self._long_enough(events):
            before = kept[-1].street
            if event.kind is Kind.CONTINUE and event.street.goes_on_as(before):
                continue
            kept.append(replace(event, stays=event.street.goes_on_as(before)))
            while len(kept) > 1 and (joined := self._joined(kept)) is not None:
                kept[-2:] = joined
        return kept

    def _long_enough(self, events: Sequence[Event]) -> Iterator[Event]:
        """All but changes of name that are soon over, or soon part of a roundabout."""
        for index, event in enumerate(events):
            ends = (
                after.at
                for after in events[index + 1 :]
                if after.kind is Kind.ROUNDABOUT or not after.street.goes_on_as(event.street)
            )
            length = self._metres(event.leaves, next(ends, len(self._trail) - 1))
            told = event.street.told and length >= TOLD_METRES
            if told or event.kind is not Kind.CONTINUE:
                yield event

    def _metres(self, start: int, end: int) -> float:
        far = self._trail.millimetres
        return float(far[end] - far[start]) / 1_000

    def _joined(self, kept: Sequence[Event]) -> list[Event] | None:
        """What the last two events are together; None when each is worth saying."""
        first, second = kept[-2:]
        metres = self._metres(first.leaves, second.at)
        if second.kind not in _TURNS:
            return None
        if first.kind is Kind.DEPART:
            departure = replace(first, leaves=second.leaves, street=second.street)
            return [departure] if metres < DOORSTEP_METRES else None
        if first.kind is Kind.ROUNDABOUT:
            led_out = second.kind is Kind.CONTINUE and not first.street.told
            stays = second.street.goes_on_as(kept[-3].street)
            joined = replace(first, street=second.street, stays=stays)
            return [joined] if led_out and metres < LINK_METRES else None
        if first.kind not in _TURNS:
            return None
        return self._one_turn(first, second, kept[-3].street, metres)

    def _one_turn(
        self, first: Event, second: Event, before: Street, metres: float
    ) -> list[Event] | None:
        """Two turns as one, or as none where the street before them goes on behind them."""
        is_link = first.street.kind is StreetKind.LINK
        stays = second.street.goes_on_as(before)
        connects = is_link or stays or not first.street.told or second.kind is Kind.CONTINUE
        angle = self._scout.angle(first.at, second.leaves)
        if metres >= ASIDE_METRES:
            if not connects or metres >= (LINK_METRES if is_link else JOINED_METRES):
                return None
            if not stays and _there_and_back(first, second):
                return None
        if stays and abs(angle) < TURN:
            return []
        kind = Kind.TURN if abs(angle) >= SLIGHT else Kind.CONTINUE
        if stays and abs(angle) > 180 - SLIGHT:
            kind = Kind.U_TURN
        street = second.street
        if kind is Kind.CONTINUE:
            street = self._scout.beyond_crossing(second.leaves)
        return [Event(first.at, second.leaves, kind, angle, street, stays)]


def _there_and_back(first: Event, second: Event) -> bool:
    """Whether one turns to one side, then as much to the other."""
    least = min(abs(first.angle), abs(second.angle))
    return first.angle * second.angle < 0 and least >= TURN


def doorstep(events: Sequence[Event], trail: Trail) -> int | None:
    """The point from which the rest of the trail is not worth a turn, if there is one."""
    last, far = events[-1], trail.millimetres
    if len(events) < 2 or last.kind not in _TURNS:
        return None
    return last.at if far[-1] - far[last.at] < DOORSTEP_METRES * 1_000 else None
