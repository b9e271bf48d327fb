"""``/v1/standing-orders``: begun, seen by whom they concern, ended; made by the worker."""

from sqlalchemy import select

from api.domain.actor import Role
from api.services import ordering, standing
from api.services.live_pools import LivePools
from api.store import orders
from api.store.orders import Sought
from api.store.tables import standing_orders
from tests.service.asking import Site
from tests.service.small_town import DATE, told


def begun(served: Site, **more: str) -> tuple[str, str]:
    """Bread on Fridays, and its ETag."""
    shop = served.small.shops[0]
    with served.work() as work:
        keeper = served.small.keeper(0)
        known = ordering.draft(work, keeper, told(shop), served.service.live_pools).order
    wanted = {
        "shop": shop.id,
        "recipient": known.recipient,
        "weekdays": [4],
        "slot": "afternoon",
        "parcels": [{"grams": 800, "litres": 4}],
        **more,
    }
    answer = served.client(Role.SHOP).post("/v1/standing-orders", wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"], answer.headers["etag"]


def accepted(served: Site) -> list[str]:
    with served.work() as work:
        found = orders.page(work, served.small.planner, Sought(date=DATE), None, 50)
    return [order.slot for order in found if order.slot]


def make(served: Site) -> None:
    service = served.service
    standing.make_all(service.database, service.means, LivePools(service.live_pools.packs))


def test_what_is_due_is_made_once(served: Site) -> None:
    name, _ = begun(served)
    make(served)
    make(served)
    assert accepted(served) == ["afternoon"]
    told_of = served.client(Role.PLANNER).get("/v1/standing-orders").json()["standing_orders"]
    assert [(one["id"], one["made_until"]) for one in told_of] == [(name, "2026-12-03")]


def test_one_that_has_ended_makes_nothing(served: Site) -> None:
    name, tag = begun(served)
    shop = served.client(Role.SHOP)
    path = f"/v1/standing-orders/{name}"
    assert shop.ask("DELETE", path).status_code == 428
    assert shop.ask("DELETE", path, headers={"If-Match": tag}).status_code == 204
    assert shop.get(path).json()["active"] is False
    make(served)
    assert accepted(served) == []


def test_a_courier_sees_none(served: Site) -> None:
    begun(served)
    assert served.client(Role.COURIER).get("/v1/standing-orders").status_code == 403


def test_of_one_that_has_ended_no_door_code_and_no_instructions_are_kept(served: Site) -> None:
    name, tag = begun(served, instructions="On the sill", door_code="A1789")
    path = f"/v1/standing-orders/{name}"
    columns = standing_orders.c.instructions, standing_orders.c.door_code
    with served.work() as work:
        assert work.connection.execute(select(*columns)).one() == ("On the sill", "A1789")
    served.client(Role.SHOP).ask("DELETE", path, headers={"If-Match": tag})
    with served.work() as work:
        assert work.connection.execute(select(*columns)).one() == (None, None)
