"""One order asked of its pool: which slots fit it, at which price, and the place that it takes.

Quotes, promises and promises that are made anew come through here, so that all are proven the same
way: by the visit sequences that are stored with them.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import TypeAlias

from api.domain.actor import Actor
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.domain.people import Door
from api.domain.pool import Pool
from api.domain.quote import Offer
from api.domain.slots import Slot
from api.domain.tariff import Tariff
from api.domain.town import MemberShop, ServedTown
from api.services.addressing import zone_of
from api.services.days import fetched_from, heard_from, open_slots, slots_on
from api.services.live_pools import LivePools, WarmPool
from api.services.problem_parts import door_place, shipment_of, window_of
from api.store import pools, shops, towns
from api.store.work import Work
from routing.day.clock import DayClock
from routing.day.opening import opening_windows
from routing.errors import InputError
from routing.model import Place, Window
from routing.solve.quote import Answer, Obstacle, Status

Answered: TypeAlias = tuple[Slot, Answer | None]
"""What the live plan says to a slot; None: nobody works that day."""


class Asking:
    """One order asked of its pool, which is locked from here on.

    Parameters
    ----------
    order
        As it would be promised: it need not be stored so.
    door
        Where it goes to.

    Raises
    ------
    InputError
        ``order.no_door``: the door is forgotten.
    """

    def __init__(
        self, work: Work, actor: Actor, order: Order, door: Door, live_pools: LivePools
    ) -> None:
        if door.position is None:
            raise InputError("order.no_door", pointer="/order", order=order.id)
        self.work, self.order = work, order
        self.served: ServedTown = towns.find(work, actor, order.town)
        self.shop: MemberShop = shops.of_town_by_id(work, order.town)[order.shop]
        self.clock = DayClock(order.date, self.served.zone)
        self.pool: Pool = pools.locked(work, order.town, order.date)
        self.times = self.pool.times or self.served.settings.times
        self._closes = {slot.name: slot.closes for slot in slots_on(self.served, order.date)}
        self._live_pools = live_pools
        self.door: Place = door_place(door.id, door.position, self.times)

    @cached_property
    def warm(self) -> WarmPool:
        """The pool's live plan. Of a day that is over nothing is asked, and it may have none."""
        live_pools = self._live_pools
        warm = live_pools.of(self.work, self.served, self.pool)
        if not warm.knows(self.shop.id):  # it has joined since
            live_pools.forget(self.served.id, self.order.date)
            warm = live_pools.of(self.work, self.served, self.pool)
        return warm

    def answers(self) -> list[Answered]:
        """What the live plan says to all slots that are still open."""
        slots = open_slots(self.served, self.shop, self.order.date, self.work.now)
        return [
            answered
            for _, group in groupby(slots, key=self._collect)
            for answered in self.answers_to(list(group))
        ]

    def answers_to(self, slots: list[Slot]) -> list[Answered]:
        """What it says to slots whose goods may be fetched at the same times."""
        first = self._at(slots[0])
        if not first.collect:
            return [(slot, self._not_found(slot)) for slot in slots]
        if first.is_return:
            return [(slot, self._answer_to_return(slot)) for slot in slots]
        shipment = shipment_of(first, self.clock, self.times)
        windows = [window_of((slot.start, slot.end), self.clock) for slot in slots]
        heard = self._heard(slots[0])
        answers = self.warm.answers(shipment, windows, self.door, heard)
        return list(zip(slots, answers, strict=True))

    def offers(self, answers: Sequence[Answered]) -> tuple[Offer, ...]:
        """What a shop is told of them."""
        tariff = towns.tariff_on(self.work, self.served.id, self.order.date)
        return tuple(self._offer(slot, answer, tariff) for slot, answer in answers)

    def keep_proof(self, quote: str, slot: Slot, answer: Answer) -> None:
        """Remember how an offer fits."""
        self.warm.keep_proof(quote, slot.name, answer, self._heard(slot))

    def take(self, slot: Slot, answer: Answer, number: int | None = None) -> Order:
        """Take a place in the pool, with the proof that all promises fit.

        Parameters
        ----------
        answer
            That the slot fits.
        number
            The day's number that the order has already; None: it gets the next one.

        Returns
        -------
        Order
            As it is promised now; whoever asks writes it, with its price.
        """
        wanted = self._at(slot)
        windows = shipment_of(wanted, self.clock, self.times).delivery.windows
        window = answer.slot if self.order.is_return else windows[0]
        self.warm.accept(wanted, window, answer, self.door, self._heard(slot))
        last = self.pool.last_number + (number is None)
        version = self.pool.version + 1
        taken = replace(
            self.pool,
            version=version,
            sequences=self.warm.sequences(),
            last_number=last,
            times=self.times,
        )
        pools.save(self.work, taken)
        warm = self.warm
        self.work.afterwards(lambda: warm.stand(version))
        return replace(wanted, state=OrderState.ACCEPTED, number=number or last)

    def _collect(self, slot: Slot) -> tuple[Window, ...]:
        """When the goods for a slot may be at the counter: open, ready, and after the cut-off."""
        hours = opening_windows(self.shop.opening_hours, self.clock, self.shop.position)
        opening = (Window(0, self.clock.end),) if hours is None else hours
        after_planning = fetched_from(self.served, self._towns_cut_off(slot))
        first = self.clock.after(max(self.order.ready_at or after_planning, after_planning))
        return tuple(
            Window(max(window.start, first), window.end)
            for window in opening
            if window.end >= first
        )

    def _heard(self, slot: Slot) -> int:
        """When couriers know of what is accepted for a slot."""
        return self.clock.after(heard_from(self.served, self._towns_cut_off(slot)))

    def _towns_cut_off(self, slot: Slot) -> dt.datetime:
        """The shop's own may be earlier, but nothing is planned by it."""
        return self._closes.get(slot.name, slot.closes)

    def _at(self, slot: Slot) -> Order:
        """The order as it would be promised."""
        return replace(
            self.order,
            slot=slot.name,
            promised=(slot.start, slot.end),
            collect=self._collect(slot),
        )

    def _answer_to_return(self, slot: Slot) -> Answer | None:
        """The slot binds the door, where a return begins; at the shop its hours do."""
        order = self._at(slot)
        shipment = shipment_of(order, self.clock, self.times)
        windows = list(order.collect)
        answers = self.warm.answers(shipment, windows, self.door, self._heard(slot))
        fitting = [one for one in answers if one is not None and one.extra_cost is not None]
        return min(fitting, key=lambda one: one.extra_cost or 0, default=answers[0])

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
            estimated_share=self.warm.mean_cost(answer, self._heard(slot)),
        )
