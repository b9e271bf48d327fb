"""Which offers a line asks for, and when two orders are taken for the same."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from api.domain.order import Order, Parcel
from api.domain.order_import import likeness, offers_asked
from api.domain.order_state import OrderState
from api.domain.people import Door
from api.domain.quote import Offer
from routing.formats.clock import ClockSpan
from routing.formats.orders import parse_orders

MIDNIGHT = dt.datetime(2026, 11, 27, tzinfo=ZoneInfo("Europe/Paris"))
ORDER = Order(
    "ord_1", "twn_1", "shp_1", MIDNIGHT.date(), OrderState.DRAFT, (Parcel(500, 2), Parcel(900, 3))
)


def offer(slot: str, start: float, end: float, price: int | None = 500) -> Offer:
    """Hours of the town's clocks."""
    opens, closes = (
        (MIDNIGHT + dt.timedelta(hours=hours)).astimezone(dt.UTC) for hours in (start, end)
    )
    return Offer(slot, opens, closes, opens, "fits" if price else "not_found", price)


OFFERS = (offer("evening", 17, 20), offer("noon", 11, 13, None), offer("morning", 9, 12))


def asked(*spans: ClockSpan) -> list[str]:
    return [one.slot for one in offers_asked(OFFERS, spans, MIDNIGHT)]


def test_without_hours_every_offer_that_fits_is_asked_for_the_first_first() -> None:
    assert asked() == ["morning", "evening"]


def test_an_offer_lies_wholly_within_the_hours() -> None:
    assert asked(ClockSpan(9 * 60, 12 * 60)) == ["morning"]
    assert asked(ClockSpan(9 * 60 + 1, 12 * 60)) == []
    assert asked(ClockSpan(9 * 60, 12 * 60 - 1)) == []
    assert asked(ClockSpan(8 * 60, 10 * 60), ClockSpan(10 * 60, 24 * 60)) == ["evening"]


def test_an_offer_that_ends_after_midnight_lies_in_no_day() -> None:
    late = [offer("night", 22, 25)]
    assert list(offers_asked(late, [ClockSpan(22 * 60, 24 * 60)], MIDNIGHT)) == []
    assert list(offers_asked(late, [], MIDNIGHT)) == late


def test_hours_are_the_towns_also_when_its_clocks_change() -> None:
    """On 25 October 2026 nine o'clock is ten hours after midnight."""
    sunday = dt.datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/Paris"))
    opens = dt.datetime(2026, 10, 25, 8, tzinfo=dt.UTC)
    one = Offer("morning", opens, opens + dt.timedelta(hours=3), opens, "fits", 500)
    assert list(offers_asked([one], [ClockSpan(9 * 60, 12 * 60)], sunday)) == [one]
    assert list(offers_asked([one], [ClockSpan(10 * 60, 13 * 60)], sunday)) == []


def test_orders_are_alike_whatever_the_case_and_the_order_of_parcels() -> None:
    door = Door("dor_1", "twn_1", "12 Rue Grimaldi", (7.41, 43.73))
    turned = replace(ORDER, parcels=ORDER.parcels[::-1], reference="other", id="ord_2")
    first = likeness(ORDER, "Zoé  Brès", door, "")
    assert first == likeness(turned, "ZOÉ BRÈS ", replace(door, id="dor_2"), "12 r. Grimaldi")
    others = [
        likeness(ORDER, "Zoé", door, ""),
        likeness(ORDER, "Zoé Brès", replace(door, position=(7.42, 43.73)), ""),
        likeness(ORDER, "Zoé Brès", None, "12 Rue Grimaldi"),
        likeness(replace(ORDER, is_return=True), "Zoé Brès", door, ""),
        likeness(replace(ORDER, parcels=(Parcel(500, 2),)), "Zoé Brès", door, ""),
    ]
    assert first not in others


def test_a_file_may_call_columns_its_own_way_and_leave_out_whose_it_is() -> None:
    data = b"id,Ticket,date,address\n9,A-1,2026-11-27,12 rue Grimaldi\n"
    file = parse_orders(data, columns={"order": "ticket"}, shop="Bakery")
    assert [(row.id, row.shop) for row in file.rows] == [("A-1", "Bakery")]
    assert [(error.code, error.values["column"]) for error in file.errors] == [
        ("orders.unknown_column", "id")
    ]
    assert [error.code for error in parse_orders(data).errors] == [
        "orders.unknown_column",
        "orders.missing_column",
    ]
