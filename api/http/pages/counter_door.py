"""``/counter/orders/…/address`` and ``…/pin``: which door a draft goes to."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from api.domain.errors import RefusedError
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.domain.town_settings import Position
from api.http.dependencies import ActorDep, ServiceDep, WorkDep
from api.http.pages.counter_desk import Desk
from api.http.pages.page_route import LookingRoute, PageRoute
from api.http.pages.reading import gone_to, said, shown
from api.http.schemas.base import PublicId
from api.services import ordering, quoting
from api.services.addressing import Address
from api.store import orders, people
from api.web.credit import map_credit
from api.web.nearby import nearest_streets
from api.web.pin_map import PIXELS, USUAL, PinMap, whole_town
from api.web.words import Words
from routing.errors import InputError

router = APIRouter(prefix="/counter/orders", route_class=PageRoute, include_in_schema=False)
looking = APIRouter(prefix="/counter/orders", route_class=LookingRoute, include_in_schema=False)

Label = Annotated[str, Form(max_length=200)]
_EAST, _NORTH = Form(ge=-180, le=180), Form(ge=-85, le=85)
Metres = Annotated[float, Form(gt=0, le=1_000_000)]


@router.post("/{order_id}/address")
def choose_door(  # noqa: PLR0913, PLR0917  # the fields of a form
    order_id: PublicId,
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    chosen: Annotated[str, Form(max_length=80)] = "",
    address: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Take the door that was chosen, or look for another address."""
    desk = Desk(request, work, actor, service)
    order = orders.find(work, actor, order_id)
    told = Address(chosen=chosen) if chosen else Address(text=address)
    try:
        return _taken(desk, order, told)
    except InputError as error:
        return desk.order_page(order, said(error, desk.reader.language))


@looking.post("/{order_id}/pin")
def show_map(  # noqa: PLR0913, PLR0917  # the fields of a form
    order_id: PublicId,
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    address: Label = "",
    longitude: Annotated[float | None, _EAST] = None,
    latitude: Annotated[float | None, _NORTH] = None,
    metres: Metres = USUAL,
    across: Annotated[float | None, Form(alias="at.x", ge=0, le=PIXELS)] = None,
    down: Annotated[float | None, Form(alias="at.y", ge=0, le=PIXELS)] = None,
    step: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """The town's map, nearer by each press."""
    desk = Desk(request, work, actor, service)
    order = orders.find(work, actor, order_id)
    if order.state is not OrderState.DRAFT:
        return desk.order_page(order, Words("pages", desk.reader.language)("has_gone_on"))
    if longitude is None or latitude is None:
        return _map_page(desk, order, _first_map(desk, address), address)
    before = PinMap((longitude, latitude), metres)
    if across is not None and down is not None:
        return _map_page(desk, order, before.pressed(across, down), address)
    return _map_page(desk, order, before.stepped(step, whole_town(desk.pack().town)), address)


@router.post("/{order_id}/pin/here")
def put_pin(  # noqa: PLR0913, PLR0917  # the fields of a form
    order_id: PublicId,
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    longitude: Annotated[float, _EAST],
    latitude: Annotated[float, _NORTH],
    metres: Metres = USUAL,
    address: Label = "",
) -> Response:
    """Take the door that the pin is on."""
    desk = Desk(request, work, actor, service)
    order = orders.find(work, actor, order_id)
    pin = (longitude, latitude)
    try:
        return _taken(desk, order, Address(text=address.strip() or _street(desk, pin), pin=pin))
    except InputError as error:
        problem = said(error, desk.reader.language)
        return _map_page(desk, order, PinMap(pin, metres), address, problem)


def _taken(desk: Desk, order: Order, told: Address) -> Response:
    """The order with its door, and its slots asked for.

    Raises
    ------
    InputError
        When the door cannot be served: then nothing has changed.
    """
    work, pools = desk.work, desk.service.live_pools
    try:
        with work.connection.begin_nested():
            drafted = ordering.choose_door(work, desk.actor, order, told, pools)
            if drafted.order.door is None:
                note = people.note_of(work, order.id)
                people.write_note(work, order.id, replace(note, address=told.text))
            else:
                quoting.quote(work, desk.actor, drafted.order, pools)
    except RefusedError as error:
        return desk.as_it_stands(order.id, OrderState.DRAFT, error)
    return gone_to(f"/counter/orders/{order.id}")


def _first_map(desk: Desk, address: str) -> PinMap:
    """Around the likeliest of what was typed, else the whole town."""
    found = desk.pack().addresses.search(address) if address else ()
    return PinMap(found[0].position, USUAL) if found else whole_town(desk.pack().town)


def _street(desk: Desk, pin: Position) -> str:
    """What a door without an address is called: by its street, or by the town."""
    return nearest_streets(desk.pack().town, [pin]).get(pin, desk.served.name)


def _map_page(
    desk: Desk, order: Order, shown_map: PinMap, address: str, problem: str = ""
) -> Response:
    town, language = desk.pack().town, desk.reader.language
    return shown(
        "counter_pin",
        desk.reader,
        order=order,
        map=shown_map,
        pixels=PIXELS,
        picture=shown_map.picture(town, language),
        credit=map_credit(town, language),
        typed=address,
        problem=problem,
    )
