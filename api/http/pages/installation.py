"""``/installation``: who runs the service sees its towns, and who may sign in."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.domain.actor import Scope
from api.domain.order_state import OrderState
from api.domain.town import ServedTown
from api.http.dependencies import ActorDep, WorkDep
from api.http.pages.page_route import PageRoute
from api.http.pages.reading import reader_of_all, shown
from api.store import fleet, orders, shops, towns, users
from api.store.work import Work

router = APIRouter(prefix="/installation", route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class TownLine:
    """A town in a few figures.

    Parameters
    ----------
    orders
        Of its today, whatever became of them.
    """

    town: ServedTown
    shops: int
    couriers: int
    orders: int


@router.get("")
def show_installation(request: Request, work: WorkDep, actor: ActorDep) -> Response:
    """All towns, each leading to its desk, and all who may sign in."""
    actor.require(Scope.INSTALLATION)
    served = towns.every(work, actor)
    shop_towns = [shop.town for shop in shops.every(work, actor)]
    courier_towns = [courier.town for courier in fleet.every_courier(work, actor)]
    return shown(
        "installation",
        reader_of_all(request, work),
        towns=[
            TownLine(
                one, shop_towns.count(one.id), courier_towns.count(one.id), _orders_today(work, one)
            )
            for one in served
        ],
        names={one.id: one.name for one in served},
        users=sorted(users.every(work, actor), key=lambda user: user.login),
    )


def _orders_today(work: Work, served: ServedTown) -> int:
    today = work.now.astimezone(ZoneInfo(served.zone)).date()
    return len(orders.of_day(work, served.id, today, set(OrderState)))
