"""A promise made anew: an order that has changed takes its place once more, or keeps the old one.

The pool is locked, the order's place is given back, and what it has become is asked as if it were
new. Only what fits is stored, with the sequences that prove it; else whoever asks takes all back.
"""

from dataclasses import replace

from api.domain.actor import Actor
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.domain.quote import Offer
from api.services.addressing import zone_of
from api.services.asking import Asking
from api.services.days import today
from api.services.live_pools import LivePools
from api.services.ordering import changed_order, give_place_back
from api.store import people, towns
from api.store.work import Work
from routing.model.units import Cents


def promise_anew(  # noqa: PLR0913, PLR0917
    work: Work, actor: Actor, order: Order, wanted: Order, slot: str, live_pools: LivePools
) -> Order | tuple[Offer, ...]:
    """Promise a slot for what an order has become.

    Parameters
    ----------
    order
        As it is stored: it has a promise, and this work is alone at its pool.
    wanted
        As it is to be; its door is kept.

    Returns
    -------
    Order
        As it is promised now, with its number; whoever asks writes it.
    tuple of Offer
        When the slot is over or does not fit: what would; nothing, when the day is over. The place
        may be given back all the same.
    """
    if order.date < today(towns.find(work, actor, order.town), work.now):
        return ()
    give_place_back(work, actor, order, live_pools)
    draft = changed_order(work, replace(wanted, state=OrderState.DRAFT))
    asking = Asking(work, actor, draft, people.find_door(work, wanted.door or ""), live_pools)
    asking.warm.doubt()
    answers = asking.answers()
    offers = asking.offers(answers)
    for (asked, answer), offer in zip(answers, offers, strict=True):
        if asked.name == slot and answer is not None and offer.fits:
            taken = asking.take(asked, answer, order.number)
            price = _price(work, asking, order, taken, offer.price)
            return replace(taken, price=price, estimated_share=offer.estimated_share)
    return offers


def _price(
    work: Work, asking: Asking, order: Order, taken: Order, offered: Cents | None
) -> Cents | None:
    """What was told to the customer stays, as long as nothing that prices depend on has changed."""
    before = people.find_door(work, order.door or "").position
    zones = {zone_of(asking.served, at) for at in (before, asking.door.position) if at is not None}
    same = (order.slot, order.basket) == (taken.slot, taken.basket) and len(zones) == 1
    return order.price if same else offered
