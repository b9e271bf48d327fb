"""``/counter/orders/…/change``: a shop mends an order that it has handed over."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from api.domain.order import Mark, NotAtHome, Order
from api.domain.order_change import changeable
from api.domain.order_state import OrderState
from api.domain.quote import Offer
from api.http.dependencies import ActorDep, ServiceDep, WorkDep
from api.http.pages.change_form import ChangeForm, change_between, form_of
from api.http.pages.counter_desk import Desk
from api.http.pages.page_route import PageRoute
from api.http.pages.reading import gone_to, said, shown
from api.http.schemas.base import Day, PublicId
from api.services import changing, quoting
from api.services.addressing import Address, find_door
from api.services.changing import ChangedOrder
from api.store import orders
from api.web.words import Words
from routing.errors import InputError
from routing.town.candidate import Candidate

router = APIRouter(prefix="/counter/orders", route_class=PageRoute, include_in_schema=False)

_STALE = 412


@router.get("/{order_id}/change")
def show_change(
    order_id: PublicId, request: Request, work: WorkDep, actor: ActorDep, service: ServiceDep
) -> Response:
    """The order as it stands, as a form of what may still change."""
    order = orders.find(work, actor, order_id)
    return _form(Desk(request, work, actor, service), order, form_of(work, order))


@router.post("/{order_id}/change")
def change_order(  # noqa: PLR0913, PLR0917  # the fields of a form
    order_id: PublicId,
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    version: Annotated[int, Form()],
    name: Annotated[str, Form(max_length=120)] = "",
    phone: Annotated[str, Form(max_length=30)] = "",
    address: Annotated[str, Form(max_length=200)] = "",
    instructions: Annotated[str, Form(max_length=500)] = "",
    door_code: Annotated[str, Form(max_length=40)] = "",
    parcels: Annotated[str, Form(max_length=4)] = "",
    cold: Annotated[str, Form(max_length=1)] = "",
    upright: Annotated[str, Form(max_length=1)] = "",
    is_return: Annotated[str, Form(max_length=1)] = "",
    not_at_home: Annotated[NotAtHome, Form()] = NotAtHome.CALL,
    mark: Annotated[list[Mark] | None, Form()] = None,
    reference: Annotated[str, Form(max_length=120)] = "",
    basket: Annotated[str, Form(max_length=12)] = "",
    amount_due: Annotated[str, Form(max_length=12)] = "",
    date: Annotated[Day | None, Form()] = None,
    chosen: Annotated[str, Form(max_length=80)] = "",
    slot: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Change what differs; what cannot be done leaves the order as it was, and the form too.

    Where somebody else was quicker, what was typed is kept, and may be sent once more.
    """
    order = orders.find(work, actor, order_id)
    desk = Desk(request, work, actor, service)
    sent = ChangeForm(
        name, phone, address, instructions, door_code, parcels, cold, upright, is_return,
        not_at_home, tuple(sorted(mark or ())), reference, basket, amount_due, date,
    )  # fmt: skip
    if version != order.version:
        problem = Words("pages", desk.reader.language)("changed_by_another")
        answer = _form(desk, order, sent, problem=problem)
        answer.status_code = _STALE
        return answer
    try:
        with work.connection.begin_nested():
            told = change_between(order, form_of(work, order), sent, chosen, slot)
            changed = changing.change(work, actor, order, told, service.live_pools)
            if changed.order.state is OrderState.DRAFT and changed.order.door is not None:
                quoting.quote(work, actor, changed.order, service.live_pools)
    except InputError as error:
        return _form(desk, order, sent, problem=said(error, desk.reader.language))
    if changed.is_refused:
        return _asked_back(desk, order, sent, changed, chosen)
    return gone_to(f"/counter/orders/{order_id}")


def _asked_back(
    desk: Desk, order: Order, sent: ChangeForm, changed: ChangedOrder, chosen: str
) -> Response:
    """The form once more, with the doors or the slots to choose from."""
    words = Words("pages", desk.reader.language)
    if changed.is_unsure:
        doors = [one for one in changed.candidates if one.kind == "door"]
        problem = words("which_of_doors" if doors else "address_unknown")
        return _form(desk, order, sent, problem=problem, candidates=doors)
    fitting = [offer for offer in changed.offers or () if offer.fits]
    problem = words("change_fits_elsewhere" if fitting else "change_fits_nowhere")
    if chosen:
        sent = replace(sent, address=_label(desk, chosen))
    return _form(desk, order, sent, problem=problem, offers=fitting, chosen=chosen)


def _label(desk: Desk, chosen: str) -> str:
    pack = desk.service.live_pools.packs.of(desk.work, desk.served.pack)
    door = find_door(desk.served, pack, Address(chosen=chosen)).door
    return "" if door is None else door.label


def _form(  # noqa: PLR0913
    desk: Desk,
    order: Order,
    typed: ChangeForm,
    *,
    problem: str = "",
    candidates: Sequence[Candidate] = (),
    offers: Sequence[Offer] = (),
    chosen: str = "",
) -> Response:
    return shown(
        "counter_change",
        desk.reader,
        order=order,
        typed=typed,
        parts=changeable(order.state),
        bound=() if order.state is OrderState.DRAFT else order.marks,
        marks=list(Mark),
        choices=list(NotAtHome),
        dates=desk.dates(),
        problem=problem,
        candidates=candidates,
        offers=offers,
        chosen=chosen,
    )
