"""What a shop may promise: slots that fit the live plan, and the promise itself.

The database decides, memory advises. Quotes and acceptances of one pool take turns by its lock;
what is accepted is proven, in the same transaction, by the visit sequences that are stored with it.
"""

import datetime as dt
from dataclasses import dataclass, replace

from api.domain.actor import Actor, Scope
from api.domain.errors import RefusedError
from api.domain.ids import Kind
from api.domain.order import Order
from api.domain.order_state import Act, after
from api.domain.quote import Quote
from api.domain.slots import Slot
from api.services.asking import Asking
from api.services.live_pools import LivePools
from api.services.ordering import alone, changed_order
from api.store import events, people, quotes
from api.store.work import Work
from routing.errors import InputError
from routing.solve.quote import Status


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
        ``order.no_door``: nobody has chosen its door yet; ``order.nobody``: whom it goes to is
        forgotten.
    """
    actor.require(Scope.QUOTE)
    return _quoted(_asking(work, actor, order, live_pools))


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
    asking = _asking(work, actor, order, live_pools)
    quoted = quotes.find(work, actor, quote_id)
    if quoted.order != order.id:
        raise InputError("quote.other_order", pointer="/quote")
    offer = quoted.offer(slot)
    if offer is None or not offer.fits:
        raise RefusedError("quote.not_offered", slot=slot)
    if work.now >= min(quoted.expires, offer.closes):
        raise RefusedError("quote.expired", slot=slot)
    slot_asked = Slot(offer.slot, offer.start, offer.end, offer.closes)
    answer = asking.warm.proof(quoted.id, offer.slot)
    if answer is None:
        ((_, answer),) = asking.answers_to([slot_asked])
    if answer is None or answer.status is Status.NOT_FOUND:
        return Promise(asking.order, _quoted(asking))
    taken = asking.take(slot_asked, answer)
    priced = replace(taken, price=offer.price, estimated_share=offer.estimated_share)
    accepted = changed_order(work, priced)
    _tell(work, actor, accepted)
    return Promise(accepted)


def _asking(work: Work, actor: Actor, order: Order, live_pools: LivePools) -> Asking:
    """A draft asked of its pool."""
    order = alone(work, actor, order)
    after(order.state, Act.ACCEPT)
    if order.door is None:
        raise InputError("order.no_door", pointer="/order", order=order.id)
    if order.recipient is not None and people.recipient(work, order.recipient).is_forgotten:
        raise InputError("order.nobody", pointer="/order")
    return Asking(work, actor, order, people.find_door(work, order.door), live_pools)


def _quoted(asking: Asking) -> Quote:
    """A quote for all slots that are still open."""
    work, answers = asking.work, asking.answers()
    made = Quote(
        id=work.new(Kind.QUOTE),
        town=asking.served.id,
        shop=asking.shop.id,
        order=asking.order.id,
        pool_version=asking.pool.version,
        offers=asking.offers(answers),
        expires=work.now + dt.timedelta(seconds=asking.served.settings.quote_seconds),
    )
    quotes.add(work, made)
    for slot, answer in answers:
        if answer is not None and answer.status is not Status.NOT_FOUND:
            asking.keep_proof(made.id, slot, answer)
    return made


def _tell(work: Work, actor: Actor, accepted: Order) -> None:
    number, price = accepted.number or 0, accepted.price or 0
    events.append(
        work,
        "order.accepted",
        town=accepted.town,
        actor=actor,
        date=accepted.date,
        order=accepted.id,
        values={"slot": accepted.slot, "number": number, "price_cents": price},
    )
