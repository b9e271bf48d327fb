"""``/s/...``: what a recipient sees who opens the link of an order."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.domain.order import Mark
from api.domain.order_state import OrderState
from api.http.dependencies import WorkDep
from api.http.pages.page_route import PageRoute
from api.http.pages.reading import reader_of, shown
from api.services import following, links
from api.store import orders, people, shops, towns

router = APIRouter(prefix="/s", route_class=PageRoute, include_in_schema=False)

IN_A_ROUND = frozenset(OrderState) - {
    OrderState.DRAFT,
    OrderState.ACCEPTED,
    OrderState.CANCELLED,
}


@router.get("/{token}")
def show_status(token: str, request: Request, work: WorkDep) -> Response:
    """When it comes, or what became of it."""
    actor = links.recipient_of(work, token)
    order = orders.find(work, actor, actor.subject or "")
    served = towns.find(work, actor, order.town)
    is_discreet = Mark.DISCREET in order.marks
    door = people.find_door(work, order.door).label if order.door else ""
    return shown(
        "recipient",
        reader_of(request, work, served, served.name),
        order=order,
        door=door,
        shop="" if is_discreet else shops.of_town_by_id(work, order.town)[order.shop].name,
        arrival=following.arrival(work, served, order) if order.state in IN_A_ROUND else None,
    )
