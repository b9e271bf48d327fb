"""How far a round is: what became of each handover, and what must be brought back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.domain.event import ACTS, Deed, Event, moves
from api.domain.order_state import Act, OrderState
from api.domain.round import Handover, Round, RoundStop, StopKind
from routing.model import TaskKind


class Stage(StrEnum):
    """What became of a handover."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"
    """Nothing came on board that could be handed over."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a handover, and which deed says so.

    Parameters
    ----------
    deed, at
        None while it is open, and where it follows from another deed.
    """

    stage: Stage
    deed: Deed | None = None
    at: dt.datetime | None = None


OPEN = Outcome(Stage.OPEN)


@dataclass(frozen=True, slots=True)
class Told:
    """A handover, and what became of it."""

    stop: RoundStop
    handover: Handover
    outcome: Outcome

    @property
    def is_dropped(self) -> bool:
        """Whether nobody need go there for it: nothing came on board."""
        return self.outcome.stage is Stage.DROPPED


@dataclass(frozen=True, slots=True)
class BringBack:
    """An order that nobody took: it goes back to its shop.

    Parameters
    ----------
    stop, handover
        The round's own at that shop.
    at
        When it was there again; None as long as it is on board.
    """

    stop: RoundStop
    handover: Handover
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class LastTold:
    """The last handover that a courier told of, and when.

    Parameters
    ----------
    brought_back
        Its order was given back to its shop there: the handover is the one at which it came from.
    """

    at: dt.datetime
    stop: RoundStop
    handover: Handover
    brought_back: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is.

    Parameters
    ----------
    told
        Every handover, in riding order.
    bring_back
        In the order in which nobody took them.
    """

    told: tuple[Told, ...]
    bring_back: tuple[BringBack, ...]

    @property
    def open(self) -> tuple[Told, ...]:
        """What is still to be handed over, in riding order."""
        return tuple(one for one in self.told if one.outcome.stage is Stage.OPEN)

    @property
    def settled(self) -> tuple[Told, ...]:
        """What is not open any more, in riding order."""
        return tuple(one for one in self.told if one.outcome.stage is not Stage.OPEN)

    @property
    def skipped(self) -> tuple[Told, ...]:
        """What was dropped and would still be ahead, in riding order: nobody need go there."""
        told = [place for place, one in enumerate(self.told) if one.outcome.at is not None]
        ahead = self.told[max(told, default=-1) + 1 :]
        return tuple(one for one in ahead if one.is_dropped)

    @property
    def last_told(self) -> LastTold | None:
        """What the courier was last heard of; None before the first deed."""
        heard = [
            LastTold(one.outcome.at, one.stop, one.handover)
            for one in self.told
            if one.outcome.at is not None
        ]
        heard += [
            LastTold(one.at, one.stop, one.handover, brought_back=True)
            for one in self.bring_back
            if one.at is not None
        ]
        return max(heard, key=lambda one: (one.at, one.stop.number), default=None)

    @property
    def last(self) -> tuple[RoundStop, dt.datetime] | None:
        """Where the courier was last heard of, and when; None before the first deed."""
        last = self.last_told
        return None if last is None else (last.stop, last.at)


def progress(round_: Round, events: Iterable[Event]) -> Progress:
    """How far a round is after its courier's events.

    Parameters
    ----------
    events
        Of this round, in any order.
    """
    by_order: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_order[event.order].append(event)
    at_door = {
        handover.order
        for stop, handover in round_.handovers()
        if handover.kind is TaskKind.PICKUP and stop.kind is StopKind.DOOR
    }
    lives = {order: _life(by_order[order], order in at_door) for order in round_.orders}
    told = tuple(
        Told(stop, handover, lives[handover.order].outcome(handover.kind))
        for stop, handover in round_.handovers()
    )
    return Progress(told, _bring_back(round_, lives))


@dataclass(slots=True)
class _Life:
    """What became of one order in one round."""

    pickup: Outcome = OPEN
    delivery: Outcome = OPEN
    back: dt.datetime | None = None

    def outcome(self, kind: TaskKind) -> Outcome:
        return self.pickup if kind is TaskKind.PICKUP else self.delivery

    @property
    def failed_on_board(self) -> dt.datetime | None:
        """Since when it is to be brought back."""
        on_board = self.pickup.stage is Stage.DONE and self.delivery.stage is Stage.FAILED
        return self.delivery.at if on_board else None

    def was_on_board(self) -> None:
        """Take it that it was collected, though nobody said so."""
        if self.pickup is OPEN:
            self.pickup = Outcome(Stage.DONE)


def _life(events: Iterable[Event], picked_up_at_door: bool) -> _Life:
    """Read an order's events.

    Parameters
    ----------
    picked_up_at_door
        A return: nobody at the door means that nothing came on board.
    """
    life = _Life()
    for event, _ in moves(OrderState.PLANNED, events):
        act = ACTS[event.deed]
        failed = Outcome(Stage.FAILED, event.deed, event.at)
        if act is Act.COLLECT:
            life.pickup = Outcome(Stage.DONE, event.deed, event.at)
        elif act is Act.DELIVER:
            life.was_on_board()
            life.delivery = Outcome(Stage.DONE, event.deed, event.at)
        elif act is Act.RETURN:
            life.was_on_board()
            life.delivery = failed if life.delivery is OPEN else life.delivery
            life.back = event.at
        elif life.pickup is OPEN and (event.deed is Deed.NOT_READY or picked_up_at_door):
            life.pickup, life.delivery = failed, Outcome(Stage.DROPPED)
        else:
            life.was_on_board()
            life.delivery = failed
    return life


def _bring_back(round_: Round, lives: Mapping[str, _Life]) -> tuple[BringBack, ...]:
    at_shop = {
        handover.order: (stop, handover)
        for stop, handover in round_.handovers()
        if stop.kind is StopKind.SHOP
    }
    failed = sorted(
        (life.failed_on_board, order)
        for order, life in lives.items()
        if life.failed_on_board is not None
    )
    return tuple(BringBack(*at_shop[order], lives[order].back) for _, order in failed)
