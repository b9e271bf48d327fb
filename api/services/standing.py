"""Standing orders become orders, seven days ahead, by the same acceptance as all others."""

import datetime as dt
import logging
from dataclasses import replace

from sqlalchemy.exc import DBAPIError

from api.domain.actor import Actor, Role, Scope, acting
from api.domain.ids import Kind
from api.domain.order import MOST_DAYS_AHEAD
from api.domain.standing_order import StandingOrder
from api.services import ordering, quoting
from api.services.days import is_closed, today
from api.services.live_pools import LivePools
from api.services.ordering import OrderDraft
from api.store import events, people, pools, shops, standing_orders, towns
from api.store.database import Database
from api.store.work import Means, Work, reading, writing
from routing.errors import ChalandError, InputError

_LOG = logging.getLogger(__name__)

SECONDS = 900.0
"""Between two looks at what is due."""


def begin(work: Work, actor: Actor, standing: StandingOrder) -> StandingOrder:
    """Keep a standing order; its first orders are made with the next round of them.

    Raises
    ------
    MissingError
        When the shop or the recipient is not the actor's.
    InputError
        ``order.recipient_of_other_shop``, ``standing.no_door`` or ``standing.unknown_slot``.
    """
    actor.require(Scope.WRITE_ORDERS)
    shop = shops.find(work, actor, standing.shop)
    served = towns.find(work, actor, shop.town)
    recipient = people.find_known(work, actor, standing.recipient)
    if recipient.shop != shop.id:
        raise InputError("order.recipient_of_other_shop", pointer="/recipient")
    if recipient.door is None:
        raise InputError("standing.no_door", pointer="/recipient")
    offered = {slot.name for slot in served.settings.slots}
    if standing.slot not in offered:
        known = ", ".join(sorted(offered))
        raise InputError("standing.unknown_slot", pointer="/slot", slot=standing.slot, known=known)
    begun = replace(
        standing,
        id=work.new(Kind.STANDING_ORDER),
        town=served.id,
        made_until=today(served, work.now),
    )
    standing_orders.add(work, begun)
    return begun


def end(work: Work, actor: Actor, standing: StandingOrder) -> None:
    """Make no more orders of it; what was kept for their courier is emptied at once.

    Parameters
    ----------
    standing
        As it was read.

    Raises
    ------
    StaleError
        When it has changed since.
    """
    actor.require(Scope.WRITE_ORDERS)
    ended = replace(standing, active=False, instructions="", door_code="")
    standing_orders.change(work, ended)


def make_all(database: Database, means: Means, live_pools: LivePools) -> None:
    """Make what is due of all standing orders, each in a transaction of its own."""
    furthest = means.now().date() + dt.timedelta(days=MOST_DAYS_AHEAD + 1)
    with reading(database, means) as work:
        waiting = standing_orders.due(work, furthest)
    for standing in waiting:
        try:
            with writing(database, means) as work:
                actor = acting(standing.id, Role.SHOP, standing.town, standing.shop)
                make_orders(work, standing_orders.find(work, actor, standing.id), live_pools)
        except (ChalandError, DBAPIError) as error:  # the others are made all the same
            code = error.code if isinstance(error, ChalandError) else type(error.orig).__name__
            _LOG.error("standing order %s: %s", standing.id, code)


def make_orders(work: Work, standing: StandingOrder, live_pools: LivePools) -> list[str]:
    """Make all orders of a standing order that are due, and give their ids.

    One whose slot does not fit stays a draft with the slots that do, and its shop is told. Of one
    that was ended since it was found due nothing is made.
    """
    if not standing.active:
        return []
    actor = acting(standing.id, Role.SHOP, standing.town, standing.shop)
    served = towns.find(work, actor, standing.town)
    until = today(served, work.now) + dt.timedelta(days=MOST_DAYS_AHEAD)
    yesterday = today(served, work.now) - dt.timedelta(days=1)
    waiting = replace(standing, made_until=max(standing.made_until, yesterday))
    dates = [date for date in waiting.due(until) if not is_closed(served, date)]
    for date in dates:
        pools.lock(work, served.id, date)
    made = [_order(work, actor, standing, date, live_pools) for date in dates]
    if until > standing.made_until:
        standing_orders.change(work, replace(standing, made_until=until))
    return made


def _order(
    work: Work, actor: Actor, standing: StandingOrder, date: dt.date, live_pools: LivePools
) -> str:
    draft = OrderDraft(
        shop=standing.shop,
        date=date,
        parcels=standing.parcels,
        recipient=standing.recipient,
        instructions=standing.instructions,
        door_code=standing.door_code,
        marks=standing.marks,
        not_at_home=standing.not_at_home,
    )
    order = ordering.draft(work, actor, draft, live_pools).order
    if order.door is not None:
        quoted = quoting.quote(work, actor, order, live_pools)
        offer = quoted.offer(standing.slot)
        if offer is not None and offer.fits:
            promise = quoting.accept(work, actor, order, quoted.id, standing.slot, live_pools)
            if promise.fresh is None:
                return order.id
    events.append(
        work,
        "order.left_draft",
        town=order.town,
        actor=actor,
        date=date,
        order=order.id,
        values={"standing": standing.id, "slot": standing.slot},
    )
    return order.id
