"""``chaland shop`` and ``chaland courier``: who delivers together, and who rides."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from chaland.options import DataFolder
from chaland.output import Document, show, table
from chaland.served import ServedTownName
from chaland.words import say

if TYPE_CHECKING:
    from api.domain.town import Courier, MemberShop

shops_app = typer.Typer(name="shop", help=say("help.shops"))
couriers_app = typer.Typer(name="courier", help=say("help.couriers"))

ShopName = Annotated[str, typer.Argument(help=say("help.shop.name"), metavar="NAME")]
CourierName = Annotated[str, typer.Argument(help=say("help.courier.name"), metavar="NAME")]
At = Annotated[str, typer.Option("--at", help=say("help.shop.at"), metavar="LON,LAT")]
Opening = Annotated[
    str, typer.Option("--opening-hours", help=say("help.shop.opening_hours"), metavar="HOURS")
]
Preparation = Annotated[
    int,
    typer.Option(
        "--preparation", min=0, max=10_080, help=say("help.shop.preparation"), metavar="MINUTES"
    ),
]


@shops_app.command("add", help=say("help.shop.add"), epilog=say("help.everywhere"))
def add_shop(
    name: ShopName,
    at: At,
    town: ServedTownName = None,
    opening_hours: Opening = "",
    preparation: Preparation = 0,
    data: DataFolder = None,
) -> None:
    """Let a shop deliver with the others."""
    from api.domain.shop_settings import ShopSettings
    from api.domain.town import MemberShop
    from api.services import shops
    from api.services.live_pools import LivePools
    from api.services.town_packs import TownPacks
    from chaland.finding import pin_of
    from chaland.served import served_town, working
    from chaland.working import commander

    settings = ShopSettings(preparation_minutes=preparation)
    wanted = MemberShop("", "", name, pin_of(at), opening_hours, settings)
    with working(data) as work:
        served = served_town(work, town)
        made = shops.add(work, commander(), served, wanted, LivePools(TownPacks()))
    show(_shop(made), say("said.added", name=made.name, id=made.id))


@shops_app.command("list", help=say("help.shop.list"), epilog=say("help.everywhere"))
def list_shops(town: ServedTownName = None, data: DataFolder = None) -> None:
    """Tell which shops deliver together."""
    from api.store import shops
    from chaland.served import served_town, working
    from chaland.working import commander

    with working(data) as work:
        served = served_town(work, town)
        every = [shop for shop in shops.every(work, commander()) if shop.town == served.id]
    _show_all("shops", [_shop(shop) for shop in every])


@couriers_app.command("add", help=say("help.courier.add"), epilog=say("help.everywhere"))
def add_courier(name: CourierName, town: ServedTownName = None, data: DataFolder = None) -> None:
    """Let somebody ride for the town."""
    from api.services import fleet
    from chaland.served import served_town, working
    from chaland.working import commander

    with working(data) as work:
        made = fleet.add_courier(work, commander(), served_town(work, town), name)
    show(_courier(made), say("said.added", name=made.name, id=made.id))


@couriers_app.command("list", help=say("help.courier.list"), epilog=say("help.everywhere"))
def list_couriers(town: ServedTownName = None, data: DataFolder = None) -> None:
    """Tell who rides."""
    from api.store import fleet
    from chaland.served import served_town, working
    from chaland.working import commander

    with working(data) as work:
        served = served_town(work, town)
        every = [one for one in fleet.every_courier(work, commander()) if one.town == served.id]
    _show_all("couriers", [_courier(courier) for courier in every])


def _show_all(name: str, documents: Sequence[Document]) -> None:
    rows = table(say("said.name"), say("said.id"))
    for one in documents:
        rows.add_row(str(one["name"]), str(one["id"]))
    show({name: documents}, rows if documents else say("said.nobody_yet"))


def _shop(shop: "MemberShop") -> Document:
    return {
        "id": shop.id,
        "town": shop.town,
        "name": shop.name,
        "position": list(shop.position),
        "opening_hours": shop.opening_hours,
        "active": shop.active,
    }


def _courier(courier: "Courier") -> Document:
    return {
        "id": courier.id,
        "town": courier.town,
        "name": courier.name,
        "active": courier.active,
    }
