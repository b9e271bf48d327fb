"""How people come into the demo: a link for each role, and a recipient's."""

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from api.domain.actor import Role
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.domain.progress import Stage
from api.domain.public_url import PublicUrl
from api.domain.round import StopKind
from api.domain.user import User
from api.services import following, links, users
from api.services.round_view import RoundView
from api.store import orders
from api.store.work import Work
from chaland.demo.day import LivedDay
from chaland.words import say
from chaland.working import commander

LINKS_LAST = dt.timedelta(days=1)

WHO = {
    Role.SHOP: "demo.who.shop",
    Role.COURIER: "demo.who.courier",
    Role.PLANNER: "demo.who.planner",
    Role.ADMIN: "demo.who.admin",
}

_PASSWORD_BYTES = 9


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way in.

    Parameters
    ----------
    who
        The role, and whose.
    login
        Empty: the link is all that it takes, and works more than once.
    """

    role: Role
    who: str
    link: str = field(repr=False)
    login: str = ""


@dataclass(frozen=True, slots=True)
class Entrances:
    """All ways in.

    Parameters
    ----------
    password
        Of everybody who signs in.
    """

    every: tuple[Entrance, ...]
    password: str = field(repr=False)


class Doorkeeper:
    """Lets people in by links that begin with a URL."""

    def __init__(self, day: LivedDay, reached_at: PublicUrl) -> None:
        self._day, self._reached_at = day, reached_at
        self._password = secrets.token_urlsafe(_PASSWORD_BYTES)

    def let_in(self) -> Entrances:
        """Make a way in for somebody of each role, where there is most to see."""
        with self._day.scene.work() as work:
            return Entrances(tuple(self._every(work)), self._password)

    def _every(self, work: Work) -> Iterator[Entrance]:
        members = self._day.members
        shop = self._shop_with_a_draft(work)
        names = {one.id: one.name for one in members.shops.values()}
        under_way = self._round_under_way(work)
        yield self._of(work, members.keepers[shop], names[shop])
        yield self._of(work, members.riders[under_way.courier], under_way.courier_name)
        yield self._of(work, members.planner, members.served.name)
        yield self._of(work, members.admin, members.served.name)
        order = self._awaited(work, under_way)
        link = links.recipient_link(work, self._reached_at, order)
        yield Entrance(Role.RECIPIENT, say("demo.who.recipient", number=order.number or 0), link)

    def _of(self, work: Work, user: User, name: str) -> Entrance:
        users.change_password(work, commander(), user.id, self._password)
        token = links.sign_in_token(work, user.id, LINKS_LAST)
        link = self._reached_at.link(f"/sign-in/{token}")
        return Entrance(user.role, say(WHO[user.role], name=name), link, user.login)

    def _shop_with_a_draft(self, work: Work) -> str:
        served, date = self._day.members.served, self._day.date
        drafts = orders.of_day(work, served.id, date, {OrderState.DRAFT})
        return next(order.shop for order in drafts if order.door)

    def _round_under_way(self, work: Work) -> RoundView:
        """The round in which most is still to be done."""
        day = self._day
        planner = day.members.planner.acting()
        found = following.of_date(work, planner, day.members.served, day.date)
        return max(found, key=lambda view: len(_open_doors(view)))

    def _awaited(self, work: Work, under_way: RoundView) -> Order:
        """An order that comes with the next stops but one."""
        doors = _open_doors(under_way)
        return orders.find(work, self._day.members.planner.acting(), doors[min(2, len(doors) - 1)])


def states(day: LivedDay) -> Counter[OrderState]:
    """How many orders of the day stand where."""
    with day.scene.work() as work:
        found = orders.of_day(work, day.members.served.id, day.date, set(OrderState))
    return Counter(order.state for order in found)


def _open_doors(view: RoundView) -> list[str]:
    """Orders that are still to be handed over, in their order."""
    return [
        one.order
        for stop in view.stops
        if stop.kind is StopKind.DOOR
        for one in stop.handovers
        if one.stage is Stage.OPEN
    ]
