"""``POST /v1/orders/import``: each line is promised, drafted, known already or refused."""

import json
from collections import Counter
from typing import Any

import httpx
import pytest

from api.domain.actor import Role
from api.domain.order import Order
from api.domain.order_state import OrderState
from api.services.importing import MOST_LINES, MOST_LINES_READ
from api.services.town_packs import TownPacks
from api.store import events, orders, people, pools, shops
from api.store.orders import Sought
from api.store.work import reading
from tests.service.asking import Site
from tests.service.small_town import DATE

PACKS = TownPacks()
"""The town is read once for all tests here."""

HEADER = "order;date;recipient;address;slot;parcels;grams;litres"
DATE_TEXT = DATE.isoformat()


@pytest.fixture(autouse=True)
def packs(served: Site) -> None:
    served.service.live_pools.packs = PACKS


def line(  # noqa: PLR0917
    order: str = "A-1",
    recipient: str = "Zoé Brès",
    address: str = "10 Rue de la Turbie",
    slot: str = "",
    parcels: str = "2",
    grams: str = "3001",
) -> str:
    return f"{order};{DATE_TEXT};{recipient};{address};{slot};{parcels};{grams};15"


def send(
    served: Site, *lines: str, header: str = HEADER, role: Role = Role.SHOP, **fields: Any
) -> httpx.Response:
    content = "\n".join((header, *lines)).encode(fields.pop("encoding", "utf-8"))
    shop = fields.pop("shop", served.small.shops[0].id)
    headers = fields.pop("headers", {})
    return served.client(role).post(
        f"/v1/orders/import?shop={shop}",
        files={"file": ("orders.csv", content, "text/csv")},
        data={name: str(value) for name, value in fields.items()},
        headers=headers,
    )


def done(served: Site, *lines: str, **fields: Any) -> list[dict[str, Any]]:
    """What became of each line."""
    answered = send(served, *lines, **fields)
    assert answered.status_code == 200, answered.text
    told: dict[str, Any] = answered.json()
    found: list[dict[str, Any]] = told["lines"]
    counted = Counter(one["outcome"] for one in found)
    names = {"accepted": "accepted", "drafts": "draft", "duplicates": "duplicate"}
    assert {name: told[name] for name in names} == {n: counted[o] for n, o in names.items()}
    assert told["refused"] == counted["refused"]
    return found


def kept(served: Site) -> list[Order]:
    with reading(served.service.database, served.service.means) as work:
        return orders.page(work, served.small.planner, Sought(date=DATE), None, 1_000)


def codes(told: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one["code"], one["column"]) for one in told["problems"]]


def test_a_line_becomes_a_promise(served: Site) -> None:
    (told,) = done(served, line(slot="14:00-17:00"))
    assert (told["line"], told["outcome"], told["slot"]) == (2, "accepted", "afternoon")
    assert (told["number"], told["price_cents"], told["reference"]) == (1, 500, "A-1")
    (order,) = kept(served)
    assert (order.id, order.state, order.slot) == (told["order"], OrderState.ACCEPTED, "afternoon")
    assert [(one.grams, one.litres) for one in order.parcels] == [(1_500, 7), (1_501, 8)]
    assert order.shop == served.small.shops[0].id
    with reading(served.service.database, served.service.means) as work:
        assert people.recipient(work, order.recipient or "").name == "Zoé Brès"
        pool = pools.read(work, served.small.town.id, DATE)
    assert [name for tasks in pool.sequences.values() for name, _ in tasks] == [order.id] * 2


def test_any_time_is_the_first_slot_that_fits(served: Site) -> None:
    first, second = done(
        served, line(), line("A-2", slot="16:00-20:00", address="40 Avenue Princesse Grace")
    )
    assert first["slot"] == "morning"
    assert second["slot"] == "evening"


def test_what_does_not_fit_stays_a_draft_with_the_slots_that_do(served: Site) -> None:
    (told,) = done(served, line(slot="12:00-14:00"))
    assert (told["outcome"], told["slot"], told["price_cents"]) == ("draft", "", None)
    assert [offer["slot"] for offer in told["offers"]] == ["morning", "afternoon", "evening"]
    (order,) = kept(served)
    assert (order.id, order.state) == (told["order"], OrderState.DRAFT)
    with reading(served.service.database, served.service.means) as work:
        log = events.since(work, served.small.planner, served.small.town.id, 0)
    assert [event.kind for event in log] == ["order.drafted", "order.left_draft"]


def test_an_unsure_address_stays_a_draft_with_doors_to_choose_from(served: Site) -> None:
    (told,) = done(served, line(address="rue Grimaldi"))
    assert told["outcome"] == "draft"
    assert told["candidates"]
    assert told["offers"] == []


def test_a_wrong_line_keeps_no_other_from_its_promise(served: Site) -> None:
    first, second, third, fourth = done(
        served,
        line("A-1"),
        line("A-2", parcels="none"),
        line("A-3", recipient=""),
        line("A-4", address="40 Avenue Princesse Grace"),
    )
    assert [first["outcome"], fourth["outcome"]] == ["accepted", "accepted"]
    assert (second["line"], codes(second)) == (3, [("orders.not_a_number", "parcels")])
    assert (third["reference"], codes(third)) == ("A-3", [("orders.empty_cell", "recipient")])
    assert "3" in second["problems"][0]["detail"]
    assert len(kept(served)) == 2


def test_a_line_that_the_service_refuses_leaves_nothing_behind(served: Site) -> None:
    header = "order;date;recipient;lon;lat"
    outside, inside = done(
        served, f"1;{DATE_TEXT};X;7.0;43.0", f"2;{DATE_TEXT};Y;7.4246;43.7376", header=header
    )
    assert codes(outside) == [("address.far_from_streets", None)]
    assert inside["outcome"] == "accepted"
    assert [order.reference for order in kept(served)] == ["2"]


def test_a_dry_run_tells_what_would_be_promised_and_keeps_nothing(served: Site) -> None:
    lines = [line("A-1"), line("A-2", recipient="B"), line("A-1")]
    dry = done(served, *lines, dry_run=True)
    assert [one["order"] for one in dry] == [None, None, None]
    assert kept(served) == []
    wet = done(served, *lines)
    same = ("line", "outcome", "slot", "price_cents", "reference")
    assert [[one[name] for name in same] for one in dry] == [
        [one[name] for name in same] for one in wet
    ]
    assert [one["outcome"] for one in wet] == ["accepted", "accepted", "refused"]
    assert len(kept(served)) == 2


def test_a_file_sent_again_makes_nothing_twice(served: Site) -> None:
    lines = [line("A-1"), line("A-2", recipient="B"), line("A-3", address="rue Grimaldi")]
    first = done(served, *lines)
    again = done(served, *lines)
    assert {one["outcome"] for one in again} == {"duplicate"}
    assert [one["order"] for one in again] == [one["order"] for one in first]
    assert len(kept(served)) == 3


def test_an_order_like_another_is_a_duplicate_whatever_it_is_called(served: Site) -> None:
    first, again = done(served, line("A-1"), line("A-2", recipient="ZOÉ  brès"))
    assert (again["outcome"], again["order"]) == ("duplicate", first["order"])
    heavier, other = done(
        served, line("A-3", grams="4000"), line("A-4", address="40 Avenue Princesse Grace")
    )
    assert [heavier["outcome"], other["outcome"]] == ["accepted", "accepted"]
    (kept_too,) = done(served, line("A-5"), keep_alike=True)
    assert kept_too["outcome"] == "accepted"


def test_a_cancelled_order_may_come_again(served: Site) -> None:
    (first,) = done(served, line())
    cancelled = served.client(Role.SHOP).post(f"/v1/orders/{first['order']}/cancel")
    assert cancelled.status_code == 200
    (again,) = done(served, line())
    assert again["outcome"] == "accepted"


def test_columns_that_were_named_are_remembered(served: Site) -> None:
    header = "Ticket;Livré le;Pour;Où;Total TTC"
    columns = json.dumps(
        {"order": "Ticket", "date": "livre le", "recipient": "Pour", "address": "Où"}
    )
    content = (f"7;{DATE_TEXT};Zoé;10 Rue de la Turbie;19,90",)
    assert send(served, *content, header=header).status_code == 422
    answered = send(served, *content, header=header, columns=columns)
    assert answered.json()["ignored_columns"] == ["Total TTC"]
    assert answered.json()["accepted"] == 1
    (again,) = done(served, f"8;{DATE_TEXT};Max;10 Rue de la Turbie;1,00", header=header)
    assert again["outcome"] == "accepted"
    with reading(served.service.database, served.service.means) as work:
        shop = shops.find(work, served.small.planner, served.small.shops[0].id)
    assert shop.settings.csv_columns["order"] == "Ticket"
    assert shop.version == 2


def test_a_dry_run_remembers_no_columns(served: Site) -> None:
    columns = json.dumps({"order": "Ticket"})
    header = HEADER.replace("order", "Ticket")
    send(served, line(), header=header, columns=columns, dry_run=True)
    assert send(served, line(), header=header).status_code == 422


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ('{"order": 5}', "import.columns"),
        ("[1]", "import.columns"),
        ("{", "import.columns"),
        ('{"weight": "Poids"}', "import.no_such_column"),
    ],
)
def test_names_of_columns_must_be_names_of_ours(served: Site, columns: str, code: str) -> None:
    assert send(served, line(), columns=columns).json()["code"] == code


def test_a_file_that_is_none_is_refused_whole(served: Site) -> None:
    empty = served.client(Role.SHOP).post(
        f"/v1/orders/import?shop={served.small.shops[0].id}", files={"file": ("x.csv", b"")}
    )
    assert (empty.status_code, empty.json()["errors"][0]["code"]) == (422, "orders.empty_file")
    unnamed = send(served, "1;2", header="nothing;known")
    assert unnamed.json()["errors"][0]["code"] == "orders.no_header"
    half = send(served, f"1;{DATE_TEXT}", header="order;date")
    assert half.json()["errors"][0]["code"] == "orders.missing_column"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_files_of_spreadsheets_are_read_as_they_are(served: Site, encoding: str) -> None:
    (told,) = done(served, line(), encoding=encoding)
    assert told["outcome"] == "accepted"


def test_a_file_is_one_shops(served: Site) -> None:
    header = f"{HEADER};shop"
    mine, theirs = done(served, f"{line('1')};shop a", f"{line('2')};Shop B", header=header)
    assert mine["outcome"] == "accepted"
    assert codes(theirs) == [("import.other_shop", "shop")]
    assert send(served, line(), shop=served.small.shops[1].id).status_code == 404
    assert send(served, line(), role=Role.COURIER).status_code == 403
    planner = send(served, line(), role=Role.PLANNER, shop=served.small.shops[1].id)
    assert planner.json()["accepted"] == 1


def test_what_only_planning_a_file_knows_is_refused(served: Site) -> None:
    header = f"{HEADER};penalty_eur;max_minutes_on_board"
    first, second = done(served, f"{line('1')};5;", f"{line('2', parcels='51')};;30", header=header)
    assert codes(first) == [("import.not_here", "penalty_eur")]
    assert codes(second) == [
        ("import.many_parcels", "parcels"),
        ("import.not_here", "max_minutes_on_board"),
    ]


def test_there_is_an_end_to_a_file(served: Site) -> None:
    many = [line(str(number)) for number in range(MOST_LINES + 1)]
    assert send(served, *many).json()["code"] == "import.many_lines"


def test_one_key_imports_once(served: Site) -> None:
    key = {"Idempotency-Key": "monday"}
    first = send(served, line(), headers=key)
    again = send(served, line(), headers=key)
    assert again.json() == first.json()
    assert again.json()["accepted"] == 1
    assert len(kept(served)) == 1


def test_what_was_promised_before_is_kept_and_quoted_on(served: Site) -> None:
    """Forty lines in one file, then one more by the API: the live plan knows them all."""
    doors = ("10 Rue de la Turbie", "18 Boulevard des Moulins", "28 Quai Jean-Charles Rey")
    lines = [
        line(str(number), recipient=f"R{number}", address=doors[number % 3], slot="14:00-20:00")
        for number in range(40)
    ]
    found = done(served, *lines)
    accepted = [one for one in found if one["outcome"] == "accepted"]
    assert len(accepted) > 30
    assert sorted(one["number"] for one in accepted) == list(range(1, len(accepted) + 1))
    with reading(served.service.database, served.service.means) as work:
        pool = pools.read(work, served.small.town.id, DATE)
    assert pool.version == len(accepted)
    tasks = [name for tasks in pool.sequences.values() for name, _ in tasks]
    assert Counter(tasks) == dict.fromkeys((one["order"] for one in accepted), 2)
    (late,) = done(served, line("late", recipient="late"))
    assert late["number"] == len(accepted) + 1


def test_there_is_an_end_to_what_is_read_of_a_file(served: Site) -> None:
    answer = send(served, *(["?"] * (MOST_LINES_READ + 1)))
    assert answer.json()["code"] == "import.many_lines"
