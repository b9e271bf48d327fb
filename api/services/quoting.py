"""What a shop may promise: slots that fit the live plan, and the promise itself.

The database decides, memory advises. Quotes and acceptances of one pool take turns by its lock;
what is accepted is proven, in the same transaction, by the visit sequences that are stored with it.
"""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import groupby

from api.domain.actor import Actor, Scope
from api.domain.errors import RefusedError
from api.domain.ids import Kind
from api.domain.order import Order
from api.domain.order_state import Act, after
from api.domain.pool import Pool
from api.domain.quote import Offer, Quote
from api.domain.slots import Slot
from api.domain.tariff import Tariff
from api.domain.town import MemberShop, ServedTown
from api.services.addressing import zone_of
from api.services.days import open_slots
from api.services.live_pools import LivePools, WarmPool
from api.services.ordering import alone, changed_order
from api.services.pool_problem import door_place, shipment_of, window_of
from api.store import events, people, pools, quotes, shops, towns
from api.store.work import Work
from routing.day.clock import DayClock
from routing.day.opening import opening_windows
from routing.errors import InputError
from routing.model import Place, Window
from routing.solve.quote import Answer, Obstacle, Status

AFTER_CUT_OFF = 60
"""Seconds between the end of the search at a cut-off and the first halt at a shop."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What became of an acceptance.

    Parameters
    ----------
    order
        Accepted; still a draft when the slot is gone.
    fresh
        A new quote, when the slot is gone.
    """

    order: Order
    fresh: Quote | None = None


def quote(work: Work, actor: Actor, order: Order, live_pools: LivePools) -> Quote:
    """Ask which slots of its date fit an order, at which price.

    Raises
    ------
    RefusedError
        ``order.not_now``: something is promised for it already.
    InputError
        ``order.no_door``: nobody has chosen its door yet.
    """
    actor.require(Scope.QUOTE)
    return _Asking(work, actor, order, live_pools).quote()


def accept(  # noqa: PLR0913, PLR0917
    work: Work, actor: Actor, order: Order, quote_id: str, slot: str, live_pools: LivePools
) -> Promise:
    """Turn a quoted slot into a promise.

    Raises
    ------
    RefusedError
        ``order.not_now``; ``quote.expired``; ``quote.not_offered``: no such slot fitted.
    MissingError
        When the quote is not the actor's.
    InputError
        ``quote.other_order``.
    """
    actor.require(Scope.WRITE_ORDERS)
    asking = _Asking(work, actor, order, live_pools)
    quoted = quotes.find(work, actor, quote_id)
    if quoted.order != order.id:
        raise InputError("quote.other_order", pointer="/quote")
    offer = quoted.offer(slot)
    if offer is None or not offer.fits:
        raise RefusedError("quote.not_offered", slot=slot)
    if work.now >= min(quoted.expires, offer.closes):
        raise RefusedError("quote.expired", slot=slot)
    return asking.promise(quoted, offer)


class _Asking:
    """One order asked of its pool, which is locked from here on."""

    def __init__(self, work: Work, actor: Actor, order: Order, live_pools: LivePools) -> None:
        order = alone(work, actor, order)
        after(order.state, Act.ACCEPT)
        if order.door is None:
            raise InputError("order.no_door", pointer="/order", order=order.id)
        self.work, self.actor, self.order = work, actor, order
        self.served: ServedTown = towns.find(work, actor, order.town)
        self.shop: MemberShop = shops.of_town_by_id(work, order.town)[order.shop]
        self.clock = DayClock(order.date, self.served.zone)
        self.pool: Pool = pools.locked(work, order.town, order.date)
        self.times = self.pool.times or self.served.settings.times
        self.warm = self._warm(live_pools)
        self.door = self._door()

    def quote(self) -> Quote:
        """A quote for all slots that are still open."""
        slots = open_slots(self.served, self.shop, self.order.date, self.work.now)
        tariff = towns.tariff_on(self.work, self.served.id, self.order.date)
        found = [
            (slot, answer)
            for _, group in groupby(slots, key=self._collect)
            for slot, answer in self._answers(list(group))
        ]
        settings = self.served.settings
        made = Quote(
            id=self.work.new(Kind.QUOTE),
            town=self.served.id,
            shop=self.shop.id,
            order=self.order.id,
            pool_version=self.pool.version,
            offers=tuple(self._offer(slot, answer, tariff) for slot, answer in found),
            expires=self.work.now + dt.timedelta(seconds=settings.quote_seconds),
        )
        quotes.add(self.work, made)
        for slot, answer in found:
            if answer is not None and answer.status is not Status.NOT_FOUND:
                self.warm.keep_proof(made.id, slot.name, answer)
        return made

    def promise(self, quoted: Quote, offer: Offer) -> Promise:
        """Accept an offer, by its proof or by looking once more."""
        slot = Slot(offer.slot, offer.start, offer.end, offer.closes)
        answer = self.warm.proof(quoted.id, offer.slot)
        if answer is None:
            ((_, answer),) = self._answers([slot])
        if answer is None or answer.status is Status.NOT_FOUND:
            return Promise(self.order, self.quote())
        shipment = shipment_of(self._at(slot), self.clock, self.times)
        window = self._answered_window(shipment.delivery.windows, answer)
        self.warm.accept(shipment, window, answer, self.door)
        version = self.pool.version + 1
        number = self.pool.last_number + 1
        accepted = changed_order(
            self.work,
            replace(
                self._at(slot),
                state=after(self.order.state, Act.ACCEPT),
                number=number,
                price=offer.price,
                estimated_share=offer.estimated_share,
            ),
        )
        pools.save(
            self.work,
            replace(
                self.pool,
                version=version,
                sequences=self.warm.sequences(),
                last_number=number,
                times=self.times,
            ),
        )
        events.append(
            self.work,
            "order.accepted",
            town=self.served.id,
            actor=self.actor,
            date=self.order.date,
            order=self.order.id,
            values={"slot": slot.name, "number": number, "price_cents": offer.price or 0},
        )
        warm = self.warm
        self.work.afterwards(lambda: setattr(warm, "version", version))
        return Promise(accepted)

    def _warm(self, live_pools: LivePools) -> WarmPool:
        warm = live_pools.of(self.work, self.served, self.pool)
        if not warm.knows(self.shop.id):  # it has joined since
            live_pools.forget(self.served.id, self.order.date)
            warm = live_pools.of(self.work, self.served, self.pool)
        return warm

    def _door(self) -> Place:
        door = people.find_door(self.work, self.order.door or "")
        if door.position is None:
            raise InputError("order.no_door", pointer="/order", order=self.order.id)
        return door_place(door.id, door.position, self.times)

    def _collect(self, slot: Slot) -> tuple[Window, ...]:
        """When the goods for a slot may be at the counter: open, ready, and after the cut-off."""
        hours = opening_windows(self.shop.opening_hours, self.clock, self.shop.position)
        opening = (Window(0, self.clock.end),) if hours is None else hours
        planned = dt.timedelta(seconds=self.served.settings.planning_seconds + AFTER_CUT_OFF)
        after_planning = slot.closes + planned
        first = self.clock.after(max(self.order.ready_at or after_planning, after_planning))
        return tuple(
            Window(max(window.start, first), window.end)
            for window in opening
            if window.end >= first
        )

    def _at(self, slot: Slot) -> Order:
        """The order as it would be promised."""
        return replace(
            self.order,
            slot=slot.name,
            promised=(slot.start, slot.end),
            collect=self._collect(slot),
        )

    def _answers(self, slots: list[Slot]) -> list[tuple[Slot, Answer | None]]:
        """What the live plan says to slots whose goods may be fetched at the same times."""
        first = self._at(slots[0])
        if not first.collect:
            return [(slot, self._not_found(slot)) for slot in slots]
        if first.is_return:
            return [(slot, self._answer_to_return(slot)) for slot in slots]
        shipment = shipment_of(first, self.clock, self.times)
        windows = [window_of((slot.start, slot.end), self.clock) for slot in slots]
        return list(zip(slots, self.warm.answers(shipment, windows, self.door), strict=True))

    def _answer_to_return(self, slot: Slot) -> Answer | None:
        """The slot binds the door, where a return begins; at the shop its hours do."""
        order = self._at(slot)
        shipment = shipment_of(order, self.clock, self.times)
        answers = self.warm.answers(shipment, list(order.collect), self.door)
        fitting = [one for one in answers if one is not None and one.extra_cost is not None]
        return min(fitting, key=lambda one: one.extra_cost or 0, default=answers[0])

    def _answered_window(self, windows: tuple[Window, ...], answer: Answer) -> Window:
        return answer.slot if self.order.is_return else windows[0]

    def _not_found(self, slot: Slot) -> Answer:
        window = window_of((slot.start, slot.end), self.clock)
        return Answer(Status.NOT_FOUND, window, 0, obstacle=Obstacle.PICKUP_TIME)

    def _offer(self, slot: Slot, answer: Answer | None, tariff: Tariff) -> Offer:
        told = Offer(slot.name, slot.start, slot.end, slot.closes, Status.NOT_FOUND)
        if answer is None:
            return replace(told, obstacle=Obstacle.NO_SHIFT)
        if answer.extra_cost is None:
            return replace(told, obstacle=answer.obstacle or "")
        return replace(
            told,
            status=answer.status,
            price=tariff.price(
                zone=zone_of(self.served, self.door.position),
                slot=slot.name,
                basket=self.order.basket,
            ),
            estimated_share=self.warm.mean_cost(answer.extra_cost),
        )
