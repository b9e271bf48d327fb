"""When what is promised is planned: as its slot closes, and no later than its goods allow.

A town may close a slot later, plan for longer, or offer the slot no more. What was promised before
is proven with goods that are fetched as soon as they may be: it is planned as early as that needs.
"""

import datetime as dt

from api.domain.order import Order
from api.domain.round import Seconds
from api.domain.town import ServedTown
from api.services.days import AFTER_CUT_OFF, slots_on
from routing.day.clock import DayClock


def goods_from(order: Order) -> Seconds:
    """When the goods of an order may be fetched at the soonest, after the local midnight."""
    return min((window.start for window in order.collect), default=0)


def planned_before(served: ServedTown) -> Seconds:
    """How long before goods may be fetched their plan is begun at the latest."""
    return served.settings.planning_seconds + AFTER_CUT_OFF


class Closings:
    """When the promises of a town and a date close."""

    def __init__(self, served: ServedTown, date: dt.date) -> None:
        self._offered = {
            (slot.name, (slot.start, slot.end)): slot.closes for slot in slots_on(served, date)
        }
        self._midnight = DayClock(date, served.zone).origin.astimezone(dt.UTC)
        self._before = planned_before(served)

    def of(self, order: Order) -> dt.datetime:
        """When an order that is promised closes.

        By the settings that it was promised by, that is the town's cut-off. In a slot that the town
        offers no more, or at other times, it is as late as the goods allow.
        """
        allowed = self._midnight + dt.timedelta(seconds=goods_from(order) - self._before)
        if order.promised is None:
            return allowed
        closes = self._offered.get((order.slot, order.promised), allowed)
        return min(closes, allowed) if order.collect else closes
