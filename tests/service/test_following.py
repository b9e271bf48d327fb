"""Who may see what of a round, and until when."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from api.domain.actor import Actor, Role, acting
from api.domain.errors import ForbiddenError, MissingError
from api.domain.event import Deed, Event
from api.domain.ids import Kind
from api.domain.progress import Stage
from api.domain.town import Courier, MemberShop
from api.services import following, telling
from api.services.following import Arrival
from api.services.round_view import HandoverView, RoundView
from api.services.telling import ToldDeed
from api.store import fleet, shops
from api.store.database import Database
from api.store.work import Means
from tests.service.street_day import DELIVERY, PICKUP, Street, street


@pytest.fixture
def day(database: Database, means: Means) -> Street:
    made = street(database, means)
    made.now = made.clock("13:50")
    return made


def seen(day: Street, actor: Actor) -> RoundView:
    with day.work() as one:
        return following.find(one, actor, day.round.id)


def tell(day: Street, name: str, order: str, what: Deed, time: str) -> None:
    with day.work() as one:
        event = Event(name, day.names[order], what, day.clock(time))
        telling.tell(one, day.rider, [ToldDeed(event)])


def at_doors(view: RoundView) -> list[HandoverView]:
    return [one for stop in view.stops for one in stop.handovers if stop.kind == "door"]


def personal(view: RoundView) -> list[object]:
    """All that would tell who lives where."""
    doors = [stop for stop in view.stops if stop.kind == "door"]
    found: list[object] = [stop.label for stop in doors] + [stop.position for stop in doors]
    found += [one.at_door for stop in view.stops for one in stop.handovers]
    return [one for one in [*found, view.lines] if one is not None]


def test_a_courier_sees_where_to_go_whom_to_meet_and_what_to_hand_over(day: Street) -> None:
    view = seen(day, day.rider)
    assert [(stop.number, stop.kind, stop.label) for stop in view.stops] == [
        (1, "shop", "Shop A"),
        (2, "shop", "Shop B"),
        (3, "door", "door 1 street"),
        (4, "door", "door 2 street"),
    ]
    assert view.stops[2].position == (7.43, 43.74)
    assert view.courier_name == "Inès"
    bread = view.stops[2].handovers[0]
    assert (bread.order, bread.number, bread.kind) == (day.names["bread"], 1, DELIVERY)
    assert (bread.shop, bread.amount_due) == ("Shop A", 1_250)
    assert bread.at_door is not None
    assert (bread.at_door.name, bread.at_door.phone) == ("Mme bread", "+33 6 00")
    assert (bread.at_door.instructions, bread.at_door.door_code) == ("Third floor", "code bread")
    [parcel] = bread.parcels
    assert (parcel.code, parcel.grams, parcel.litres, parcel.cold) == ("BRE2", 1_500, 8, False)
    pickup = view.stops[0].handovers[0]
    assert (pickup.kind, pickup.at_door, pickup.amount_due) == (PICKUP, None, None)
    assert view.lines is not None
    assert len(view.lines) == 5


def test_times_are_of_the_towns_zone(day: Street) -> None:
    view = seen(day, day.rider)
    planned = view.stops[2].planned
    assert planned.arrival.isoformat() == "2026-11-27T14:09:30+01:00"
    assert view.starts.isoformat() == "2026-11-27T14:00:00+01:00"
    assert view.back.isoformat() == "2026-11-27T14:41:00+01:00"
    until = view.stops[3].handovers[0].promised_until
    assert until is not None
    assert until.isoformat() == "2026-11-27T17:00:00+01:00"


def test_what_is_done_shows_and_what_follows_is_expected_later(day: Street) -> None:
    day.now = day.clock("14:14:05")
    tell(day, "event-01", "bread", Deed.COLLECTED, "14:13:30")
    tell(day, "event-02", "gift", Deed.COLLECTED, "14:14:00")
    view = seen(day, day.planner)
    assert [one.stage for one in view.stops[0].handovers] == [Stage.DONE, Stage.DONE]
    assert view.stops[0].handovers[0].at == day.clock("14:13:30")
    assert view.stops[0].expected is None
    assert view.delay == 600
    assert view.stops[1].expected is not None
    assert view.stops[1].expected.start == day.clock("14:16:00")
    assert view.stops[3].expected is not None
    assert view.stops[3].expected.start == day.clock("14:30:00")


def test_the_content_and_the_shop_of_a_discreet_order_are_not_at_its_door(day: Street) -> None:
    gift = seen(day, day.rider).stops[3].handovers[0]
    assert gift.shop is None
    [parcel] = gift.parcels
    assert parcel.code == "GFT4"
    assert (parcel.grams, parcel.litres, parcel.cold, parcel.upright) == (None,) * 4
    taken = seen(day, day.rider).stops[0].handovers[1]
    assert (taken.shop, taken.parcels[0].grams) == ("Shop A", 1_500)
    for actor in (day.planner, day.keeper("A")):
        [shown] = [one for one in at_doors(seen(day, actor)) if one.order == gift.order]
        assert (shown.shop, shown.parcels[0].grams) == ("Shop A", 1_500)


@pytest.mark.parametrize(
    "date", [dt.date(2026, 11, 27), dt.date(2026, 3, 29), dt.date(2026, 10, 25)]
)
def test_a_courier_sees_doors_on_the_rounds_date_only(
    database: Database, means: Means, date: dt.date
) -> None:
    day = street(database, means, date=date)
    shown = {}
    for time, days in (("23:59:59", -1), ("0:00:00", 0), ("23:59:59", 0), ("0:00:00", 1)):
        day.now = day.clock(time, days)
        shown[time, days] = bool(personal(seen(day, day.rider)))
    assert list(shown.values()) == [False, True, True, False]


def test_without_doors_a_courier_still_sees_stops_and_parcels(day: Street) -> None:
    day.now = day.clock("12:00", days=3)
    view = seen(day, day.rider)
    assert personal(view) == []
    assert [len(stop.handovers) for stop in view.stops] == [2, 1, 2, 1]
    assert view.stops[0].label == "Shop A"


def test_planners_see_doors_on_any_day(day: Street) -> None:
    day.now = day.clock("12:00", days=3)
    assert at_doors(seen(day, day.planner))[0].at_door is not None


def test_an_admin_sees_no_doors(day: Street) -> None:
    assert personal(seen(day, acting("usr_admin", Role.ADMIN, None))) == []


def test_a_shop_sees_its_own_part_of_a_round_without_doors(day: Street) -> None:
    view = seen(day, day.keeper("B"))
    assert [(stop.number, [one.order for one in stop.handovers]) for stop in view.stops] == [
        (2, [day.names["roses"]]),
        (3, [day.names["roses"]]),
    ]
    assert personal(view) == []
    day.now = day.clock("14:14")
    tell(day, "event-01", "bread", Deed.NOBODY_THERE, "14:11:00")
    assert seen(day, day.keeper("B")).bring_back == ()
    assert [one.order for one in seen(day, day.keeper("A")).bring_back] == [day.names["bread"]]


def strangers(day: Street) -> list[Actor]:
    """A courier and a shop of the same town, who have nothing to do with the round."""
    with day.work() as one:
        courier = Courier(one.new(Kind.COURIER), day.town.id, "Paul")
        fleet.add_courier(one, courier)
        shop = MemberShop(one.new(Kind.SHOP), day.town.id, "Shop C", (7.42, 43.73))
        shops.add(one, shop)
    return [
        acting("usr_paul", Role.COURIER, day.town.id, courier.id),
        acting("usr_c", Role.SHOP, day.town.id, shop.id),
    ]


def test_to_others_there_is_no_such_round(day: Street, database: Database, means: Means) -> None:
    other = street(database, replace(means, random_bytes=random.Random(2).randbytes), name="B")  # noqa: S311
    for actor in (*strangers(day), other.planner, other.rider, other.keeper("A")):
        with pytest.raises(MissingError):
            seen(day, actor)


def test_recipients_see_no_rounds(day: Street) -> None:
    recipient = acting("link", Role.RECIPIENT, day.town.id, day.names["bread"])
    with pytest.raises(ForbiddenError):
        seen(day, recipient)


def test_a_list_has_the_rounds_that_one_may_see_and_no_doors(day: Street) -> None:
    everybody = [day.rider, day.planner, day.keeper("A"), day.keeper("B"), *strangers(day)]
    with day.work() as one:
        lists = [following.of_date(one, actor, day.town, day.round.date) for actor in everybody]
        other_day = following.of_date(one, day.planner, day.town, dt.date(2026, 11, 28))
    assert [[one.id for one in found] for found in lists] == [[day.round.id]] * 4 + [[], []]
    assert [personal(one) for found in lists for one in found] == [[]] * 4
    assert other_day == []


def test_an_admin_lists_the_rounds_of_the_town_that_is_named(
    day: Street, database: Database, means: Means
) -> None:
    other = street(database, replace(means, random_bytes=random.Random(2).randbytes), name="B")  # noqa: S311
    admin = acting("usr_admin", Role.ADMIN, None)
    with day.work() as one:
        found = following.of_date(one, admin, other.town, day.round.date)
    assert [one.id for one in found] == [other.round.id]


def test_what_comes_back_shows_when_it_is_expected_and_when_it_was_there(day: Street) -> None:
    day.now = day.clock("14:12")
    tell(day, "event-01", "gift", Deed.COLLECTED, "14:04:00")
    tell(day, "event-02", "roses", Deed.COLLECTED, "14:06:30")
    tell(day, "event-03", "bread", Deed.REFUSED, "14:11:00")
    tell(day, "event-04", "roses", Deed.DELIVERED, "14:12:00")
    [back] = seen(day, day.rider).bring_back
    assert (back.order, back.number, back.shop) == (day.names["bread"], 1, "Shop A")
    assert back.expected is not None
    assert back.expected.start == day.clock("14:40:00")
    day.now = day.clock("14:45")
    tell(day, "event-05", "bread", Deed.BROUGHT_BACK, "14:44:00")
    [back] = seen(day, day.rider).bring_back
    assert (back.expected, back.at) == (None, day.clock("14:44:00"))


def expected(day: Street, order: str) -> Arrival | None:
    found = day.order(order)
    with day.work() as one:
        return following.arrival(one, day.town, found)


def test_a_recipient_is_told_between_when_and_when_and_how_many_stops_come_before(
    day: Street,
) -> None:
    assert expected(day, "bread") == Arrival(
        Stage.OPEN, None, day.clock("14:00"), day.clock("14:20"), 2
    )
    assert expected(day, "gift") == Arrival(
        Stage.OPEN, None, day.clock("14:30"), day.clock("14:40"), 3
    )
    day.now = day.clock("14:34:05")
    tell(day, "event-01", "bread", Deed.COLLECTED, "14:33:30")
    tell(day, "event-02", "gift", Deed.COLLECTED, "14:34:00")
    assert expected(day, "bread") == Arrival(
        Stage.OPEN, None, day.clock("14:35"), day.clock("14:45"), 1
    )
    tell(day, "event-03", "bread", Deed.DELIVERED, "14:34:05")
    assert expected(day, "bread") == Arrival(Stage.DONE, day.clock("14:34:05"), deed=Deed.DELIVERED)


def test_when_the_day_is_over_a_recipient_is_told_no_time(day: Street) -> None:
    day.now = day.clock("0:00:00", days=1)
    assert expected(day, "bread") == Arrival(Stage.OPEN)


def test_without_a_round_nothing_is_expected(day: Street) -> None:
    elsewhere = replace(day.order("bread"), id="ord_elsewhere")
    with day.work() as one:
        assert following.arrival(one, day.town, elsewhere) is None
