"""A round, shown as somebody may see it."""

import datetime as dt
from collections.abc import Iterator, Sequence

from api.domain.order import Mark, Order
from api.domain.progress import Told
from api.domain.round import RoundStop, Seconds, StopKind
from api.domain.town_settings import Position
from api.services.etas import StopEta
from api.services.round_view import (
    BringBackView,
    Followed,
    HandoverView,
    ParcelView,
    RoundView,
    Seen,
    StopView,
    Times,
)
from routing.typography import instant


def view(found: Followed, seen: Seen) -> RoundView:
    """A round as somebody may see it."""
    return _Viewing(found, seen).round()


class _Viewing:
    def __init__(self, found: Followed, seen: Seen) -> None:
        self._found, self._seen = found, seen
        self._origin = found.clock.origin

    def round(self) -> RoundView:
        found, a_round = self._found, self._found.round
        return RoundView(
            id=a_round.id,
            town=a_round.town,
            date=a_round.date,
            letter=a_round.letter,
            courier=a_round.courier,
            courier_name=found.courier_name,
            shift=a_round.shift,
            starts=self._local(a_round.starts),
            ends=self._local(a_round.ends),
            back=self._instant(found.etas.back),
            delay=found.etas.delay,
            metres=a_round.metres,
            version=a_round.version,
            stops=tuple(self._stops()),
            bring_back=tuple(self._bring_back()),
            lines=found.lines if self._seen.doors else None,
        )

    def _stops(self) -> Iterator[StopView]:
        """Stops with something of what may be seen; a reload is the whole round's."""
        for stop in self._found.round.stops:
            handovers = tuple(
                self._handover(told)
                for told in self._found.progress.told
                if told.stop is stop and self._is_seen(told.handover.order)
            )
            if handovers or (stop.kind is StopKind.HUB and self._seen.shop is None):
                yield self._stop(stop, handovers)

    def _stop(self, stop: RoundStop, handovers: tuple[HandoverView, ...]) -> StopView:
        label, position = self._where(stop)
        expected = self._found.etas.of_stop(stop.number)
        return StopView(
            number=stop.number,
            place=stop.place,
            kind=stop.kind,
            label=label,
            position=position,
            planned=self._times(StopEta(stop.number, stop.arrival, stop.start, stop.departure)),
            expected=None if expected is None else self._times(expected),
            handovers=handovers,
        )

    def _where(self, stop: RoundStop) -> tuple[str | None, Position | None]:
        if stop.kind is StopKind.SHOP:
            shop = self._found.shops[stop.place]
            return shop.name, shop.position
        if stop.kind is StopKind.DOOR and self._seen.doors:
            door = self._found.doors[stop.place]
            return door.label or None, door.position
        return None, None

    def _handover(self, told: Told) -> HandoverView:
        order = self._found.orders[told.handover.order]
        at_door = told.stop.kind is StopKind.DOOR
        hidden = at_door and self._seen.discreetly and Mark.DISCREET in order.marks
        shows_door = at_door and self._seen.doors
        start, end = map(self._local, order.promised) if order.promised else (None, None)
        return HandoverView(
            order=order.id,
            kind=told.handover.kind,
            number=order.number,
            stage=told.outcome.stage,
            deed=told.outcome.deed,
            at=None if told.outcome.at is None else self._local(told.outcome.at),
            shop=None if hidden else self._found.shops[order.shop].name,
            parcels=_parcels(order, told.handover.parcels, hidden=hidden),
            promised_from=start,
            promised_until=end,
            marks=tuple(sorted(order.marks)),
            not_at_home=order.not_at_home,
            amount_due=order.amount_due if at_door else None,
            at_door=self._found.at_doors[order.id] if shows_door else None,
        )

    def _bring_back(self) -> Iterator[BringBackView]:
        stops = self._found.round.stops
        expected = {stops[eta.number - 1].place: eta for eta in self._found.etas.bring_back}
        for one in self._found.progress.bring_back:
            order = self._found.orders[one.handover.order]
            if self._is_seen(order.id):
                eta = expected.get(one.stop.place) if one.at is None else None
                yield BringBackView(
                    order=order.id,
                    number=order.number,
                    shop=self._found.shops[order.shop].name,
                    place=one.stop.place,
                    parcels=one.handover.parcels,
                    expected=None if eta is None else self._times(eta),
                    at=None if one.at is None else self._local(one.at),
                )

    def _is_seen(self, order: str) -> bool:
        return self._seen.shop in {None, self._found.orders[order].shop}

    def _times(self, eta: StopEta) -> Times:
        return Times(*map(self._instant, (eta.arrival, eta.start, eta.departure)))

    def _instant(self, seconds: Seconds) -> dt.datetime:
        return instant(self._origin, seconds)

    def _local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(self._origin.tzinfo)


def _parcels(order: Order, codes: Sequence[str], *, hidden: bool) -> tuple[ParcelView, ...]:
    if hidden:
        return tuple(map(ParcelView, codes))
    return tuple(
        ParcelView(code, parcel.grams, parcel.litres, parcel.cold, parcel.upright)
        for code, parcel in zip(codes, order.parcels, strict=True)
    )
