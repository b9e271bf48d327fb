"""The town over HTTP: shops, couriers, vehicles, shifts, tariffs, and what keeps promises whole."""

from typing import Any

import pytest

from api.domain.actor import Role
from api.services import ordering, quoting
from api.store import fleet, pools, shops
from tests.service.asking import Client, Site
from tests.service.conftest import Clock
from tests.service.small_town import DATE, HUB, told

EVENING = {"name": "evening", "start": "17:00", "end": "20:00", "cut_off": "12:00"}


@pytest.fixture
def planner(served: Site) -> Client:
    return served.client(Role.PLANNER)


def changed(client: Client, path: str, change: dict[str, Any]) -> Any:
    """What is answered to a change of the version that is there."""
    etag = client.get(path).headers["etag"]
    return client.patch(path, change, headers={"If-Match": etag})


def codes(answer: Any) -> set[str]:
    return {error["code"] for error in answer.json()["errors"]}


def promise(served: Site, slot: str = "afternoon") -> str:
    """Promise an order of the first shop, and give the shift that carries it."""
    keeper, live = served.small.keeper(0), served.service.live_pools
    with served.work() as work:
        order = ordering.draft(work, keeper, told(served.small.shops[0]), live).order
        quote = quoting.quote(work, keeper, order, live)
        assert quoting.accept(work, keeper, order, quote.id, slot, live).fresh is None
    with served.work() as work:
        sequences = pools.read(work, served.small.town.id, DATE).sequences
    return next(shift for shift, tasks in sequences.items() if tasks)


def test_a_shop_is_added_read_and_changed(served: Site, planner: Client) -> None:
    made = planner.post(
        "/v1/shops",
        {
            "name": "Librairie du Port",
            "position": [7.4189, 43.7331],
            "opening_hours": "Mo-Sa 09:00-12:30,14:00-19:00; PH off",
            "preparation_minutes": 20,
        },
    )
    assert made.status_code == 201
    path = made.headers["location"]
    shop = planner.get(path).json()
    assert shop == made.json()
    assert (shop["town"], shop["active"], shop["version"]) == (served.small.town.id, True, 1)
    after = changed(planner, path, {"cut_off_minutes_earlier": 60, "active": False}).json()
    assert after == {**shop, "cut_off_minutes_earlier": 60, "active": False, "version": 2}


def test_a_shop_is_somewhere_in_the_town_and_its_hours_can_be_read(planner: Client) -> None:
    outside = planner.post(
        "/v1/shops", {"name": "Far", "position": [43.7331, 7.4189], "opening_hours": "noon"}
    )
    assert codes(outside) == {"shop.outside", "shop.opening_hours"}


def test_a_shop_sees_itself_and_changes_nothing_of_the_town(served: Site) -> None:
    shop = served.client(Role.SHOP)
    own, other = (it.id for it in served.small.shops[:2])
    assert [it["id"] for it in shop.get("/v1/shops").json()["shops"]] == [own]
    assert shop.get(f"/v1/shops/{other}").status_code == 404
    assert changed(shop, f"/v1/shops/{own}", {"name": "Mine"}).status_code == 403
    assert shop.get("/v1/couriers").status_code == 403


def test_an_admin_says_which_town(served: Site) -> None:
    admin = served.client(Role.ADMIN)
    answer = admin.post("/v1/couriers", {"name": "Camille"})
    assert (answer.status_code, answer.json()["code"]) == (422, "town.unnamed")
    path = f"/v1/couriers?town={served.small.town.id}"
    assert admin.post(path, {"name": "Camille"}).json()["town"] == served.small.town.id


def test_nobody_names_a_town_that_is_not_theirs(planner: Client) -> None:
    answer = planner.post("/v1/couriers?town=twn_01kb03v3g07000800000000000", {"name": "Camille"})
    assert answer.status_code == 404


def test_a_vehicle_is_added_and_changed(planner: Client) -> None:
    told = {"name": "Bike", "profile": "cargo_bike", "grams": 80_000, "litres": 200}
    made = planner.post("/v1/vehicles", {**told, "equipment": ["insulated_box"]})
    vehicle = made.json()
    assert vehicle | told == vehicle
    after = changed(planner, made.headers["location"], {"per_hour_cents": 2_600}).json()
    assert after == {**vehicle, "per_hour_cents": 2_600, "version": 2}
    assert codes(planner.post("/v1/vehicles", {**told, "profile": "rocket"})) == {"vehicle.profile"}


def shift(served: Site, **told: Any) -> dict[str, Any]:
    """A shift of somebody new on something new."""
    with served.work() as work:
        actor = served.small.planner
        courier = fleet.every_courier(work, actor)[0].id
        vehicle = fleet.every_vehicle(work, actor)[0].id
    day = {"courier": courier, "vehicle": vehicle, "date": "2026-11-28"}
    return {**day, "start": "09:00", "end": "19:00", **told}


def test_a_shift_is_told_on_the_towns_clock_and_may_cross_noon(
    served: Site, planner: Client
) -> None:
    pause = {"start": "12:00", "end": "13:30", "minutes": 45}
    made = planner.post("/v1/shifts", shift(served, breaks=[pause]))
    assert made.status_code == 201
    told = made.json()
    assert (told["starts"], told["ends"]) == ("2026-11-28T08:00:00Z", "2026-11-28T18:00:00Z")
    assert (told["start"], told["end"], told["breaks"]) == ("09:00", "19:00", [pause])
    assert planner.get(made.headers["location"]).json() == told
    listed = planner.get("/v1/shifts?date=2026-11-28").json()["shifts"]
    assert listed == [told]


def test_a_shift_is_right_on_the_days_when_clocks_change(
    served: Site, planner: Client, clock: Clock
) -> None:
    for date, starts, ends in (
        ("2027-03-28", "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"),
        ("2027-10-31", "2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z"),
    ):
        made = planner.post("/v1/shifts", shift(served, date=date, start="00:00", end="24:00"))
        told = made.json()
        assert (told["starts"], told["ends"]) == (starts, ends)
        assert (told["start"], told["end"]) == ("00:00", "24:00")
    left_out = shift(served, date="2028-03-26", start="02:00", end="03:00")
    assert codes(planner.post("/v1/shifts", left_out)) == {"shift.no_time"}


def test_all_that_is_wrong_with_a_shift_is_told_at_once(served: Site, planner: Client) -> None:
    def wrong(**told: Any) -> set[str]:
        return codes(planner.post("/v1/shifts", shift(served, **told)))

    def pauses(*spans: tuple[str, str, int]) -> list[dict[str, Any]]:
        return [{"start": s, "end": e, "minutes": m} for s, e, m in spans]

    missing = "01kb03v3g07000800000000000"
    assert wrong(courier=f"cou_{missing}", vehicle=f"veh_{missing}") == {
        "shift.unknown_courier",
        "shift.unknown_vehicle",
    }
    assert wrong(start="19:00", end="09:00") == {"shift.no_time"}
    assert wrong(date="2026-11-25") == {"shift.date_over"}
    assert wrong(breaks=pauses(("18:00", "18:30", 45))) == {"shift.break_outside"}
    assert wrong(breaks=pauses(("13:00", "12:00", 10))) == {"shift.break_outside"}
    twice = pauses(("12:00", "12:29", 30), ("12:00", "12:29", 30))
    assert wrong(breaks=twice) == {"shift.breaks_overlap"}
    assert planner.post("/v1/shifts", shift(served, end="12:00")).status_code == 201
    assert wrong(start="11:00") == {"shift.courier_busy", "shift.vehicle_busy"}
    assert planner.post("/v1/shifts", shift(served, start="12:00")).status_code == 201


def test_more_fits_from_when_a_shift_is_added(served: Site, planner: Client) -> None:
    path = "/v1/pools/2026-11-28"
    before = planner.get(path).json()["version"]
    planner.post("/v1/shifts", shift(served))
    assert planner.get(path).json()["version"] == before + 1


def test_a_promise_outlives_whatever_the_town_changes(served: Site, planner: Client) -> None:
    carrying = promise(served)
    path = f"/v1/shifts/{carrying}"
    etag = planner.get(path).headers["etag"]
    removed = planner.ask("DELETE", path, headers={"If-Match": etag})
    assert (removed.status_code, removed.json()["code"]) == (409, "town.promises_broken")
    assert removed.json()["values"] == {"date": "2026-11-27"}
    shorter = changed(planner, path, {"end": "11:00"})
    assert shorter.json()["code"] == "town.promises_broken"
    vehicle = planner.get(path).json()["vehicle"]
    smaller = changed(planner, f"/v1/vehicles/{vehicle}", {"grams": 100})
    assert smaller.json()["code"] == "town.promises_broken"
    assert planner.get(f"/v1/vehicles/{vehicle}").json()["grams"] == 80_000
    longer = changed(planner, path, {"end": "21:00"})
    assert (longer.status_code, longer.json()["end"]) == (200, "21:00")
    with served.work() as work:
        assert sum(map(len, pools.read(work, served.small.town.id, DATE).sequences.values())) == 2


def test_a_shift_that_carries_nothing_may_go(served: Site, planner: Client) -> None:
    carrying = promise(served)
    other = next(it.id for it in served.small.shifts if it.id != carrying)
    path = f"/v1/shifts/{other}"
    assert planner.ask("DELETE", path).status_code == 428
    assert planner.ask("DELETE", path, headers={"If-Match": '"1"'}).status_code == 204
    assert planner.get(path).status_code == 404


def test_a_changed_shop_keeps_what_was_promised_when(served: Site, planner: Client) -> None:
    promise(served)
    shop = served.small.shops[0]
    moved = changed(planner, f"/v1/shops/{shop.id}", {"position": [7.4246, 43.7376]})
    assert moved.status_code == 200
    with served.work() as work:
        assert shops.find(work, served.small.planner, shop.id).position == (7.4246, 43.7376)


def test_a_town_is_added_with_a_pack_that_the_database_has(served: Site) -> None:
    admin = served.client(Role.ADMIN)
    wanted = {"name": "Monaco II", "pack": served.small.town.pack, "hub": list(HUB)}
    made = admin.post("/v1/towns", {**wanted, "slots": [EVENING], "holidays": "MC"})
    assert made.status_code == 201
    town = admin.get(made.headers["location"]).json()
    assert town["zone"] == "Europe/Monaco"
    assert town["slots"][0]["weekdays"] == ["mo", "tu", "we", "th", "fr", "sa", "su"]
    assert len(admin.get("/v1/towns").json()["towns"]) == 2
    refused = served.client(Role.PLANNER).post("/v1/towns", wanted)
    assert (refused.status_code, refused.json()["code"]) == (403, "auth.not_allowed")
    assert codes(admin.post("/v1/towns", {**wanted, "pack": "0" * 64})) == {"town.no_pack"}


def test_settings_that_contradict_themselves_are_refused(served: Site, planner: Client) -> None:
    path = f"/v1/towns/{served.small.town.id}"
    before = planner.get(path).json()
    wrong = {
        "hub": [2.35, 48.85],
        "slots": [
            EVENING,
            {**EVENING, "end": "16:00"},
            {**EVENING, "name": "b", "cut_off": "18:00"},
        ],
        "holidays": "XX",
        "area": [[7.41, 43.73], [7.43, 43.74], [7.43, 43.73], [7.41, 43.74]],
        "zones": [
            {"name": "near", "area": [[7.41, 43.73], [7.43, 43.74], [7.43, 43.73], [7.41, 43.74]]},
            {"name": "near", "area": [[7.41, 43.73], [7.43, 43.73], [7.43, 43.74]]},
        ],
    }
    assert codes(changed(planner, path, wrong)) == {
        "town.hub_outside",
        "town.slot_twice",
        "town.slot_empty",
        "town.slot_closes_late",
        "town.holidays",
        "town.area",
        "town.zone",
        "town.zone_twice",
    }
    assert planner.get(path).json() == before
    good = changed(planner, path, {"closed": ["2026-12-24"], "quote_seconds": 900}).json()
    assert good == {**before, "closed": ["2026-12-24"], "quote_seconds": 900, "version": 2}


def test_a_tariff_is_valid_from_its_date_and_names_slots_of_the_town(
    served: Site, planner: Client
) -> None:
    told = {"valid_from": "2026-12-01", "flat_cents": 600, "slots_cents": {"evening": 100}}
    made = planner.post("/v1/tariffs", told)
    assert made.status_code == 201
    assert planner.get(made.headers["location"]).json() == made.json()
    assert len(planner.get("/v1/tariffs").json()["tariffs"]) == 2
    assert codes(planner.post("/v1/tariffs", {**told, "slots_cents": {"dawn": 1}})) == {
        "tariff.unknown_slot"
    }
    near = {"name": "near", "area": [[7.41, 43.73], [7.43, 43.73], [7.43, 43.74]]}
    priced = {**told, "zones_cents": {"near": 300}}
    assert codes(planner.post("/v1/tariffs", priced)) == {"tariff.unknown_zone"}
    settled = changed(planner, f"/v1/towns/{served.small.town.id}", {"zones": [near]})
    assert settled.json()["zones"] == [near]
    assert planner.post("/v1/tariffs", priced).json()["zones_cents"] == {"near": 300}


def test_two_planners_cannot_overwrite_each_other(served: Site, planner: Client) -> None:
    path = f"/v1/couriers/{served.small.couriers[0].id}"
    etag = planner.get(path).headers["etag"]
    other = planner.knowing(served.key(Role.PLANNER))
    assert other.patch(path, {"name": "Sacha"}, headers={"If-Match": etag}).status_code == 200
    late = planner.patch(path, {"name": "Camille"}, headers={"If-Match": etag})
    assert late.status_code == 412
    assert planner.get(path).json()["name"] == "Sacha"
