"""Orders and a fleet become the problem of a day, checked by hand."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from routing.day.build import build_day, find_order_errors
from routing.day.day import CourierDetails, Day, OrderDetails, PlaceDetails
from routing.day.engines import Engines, OwnEngine
from routing.errors import InputErrors
from routing.formats.clock import ClockSpan
from routing.formats.fleet import Fleet, FleetVehicle, Hub
from routing.formats.orders import OrderRow, parse_orders
from routing.model import (
    UNREACHABLE,
    Break,
    Objective,
    Place,
    Shift,
    Shipment,
    Task,
    Window,
)
from routing.street.own_profiles import parse_profiles
from tests.unit.one_street import BREAD, FLEET, FOUR_ORDERS, ORDER, POINTS, TOWN

MINUTE, HOUR = 60, 3_600
BAKERY_HOURS = (Window(7 * HOUR, 12 * HOUR + 1_800), Window(15 * HOUR, 19 * HOUR))


def built(*rows: OrderRow, fleet: Fleet = FLEET) -> Day:
    result = build_day(TOWN, rows, fleet)
    assert result.errors == ()
    assert result.day is not None
    return result.day


def errors(*rows: OrderRow) -> list[tuple[str, object, object]]:
    return [
        (error.code, error.values["line"], error.values["column"])
        for error in build_day(TOWN, rows, FLEET).errors
    ]


def test_four_orders_make_six_places() -> None:
    assert built(*FOUR_ORDERS).problem.places == (
        Place("hub", POINTS["a"]),
        Place("shop:node/11", POINTS["B"], 105, BAKERY_HOURS),
        Place("node/1", POINTS["1"], 150),
        Place("shop:node/12", POINTS["F"], 105),
        Place("pin:3", POINTS["P"], 150),
        Place("node/2", POINTS["2"], 150),
    )


def test_four_orders_make_four_shipments() -> None:
    shop, flowers, door, pin, second = (
        "shop:node/11", "shop:node/12", "node/1", "pin:3", "node/2",
    )  # fmt: skip
    counter, hand_over = 30 + 2 * 15, 2 * 25
    problem = built(*FOUR_ORDERS).problem
    assert problem.objective is Objective.MONEY
    assert problem.shipments == (
        Shipment(
            "1",
            pickup=Task(shop, (Window(34_200, 86_400),), counter),
            delivery=Task(door, (Window(36_000, 39_600),), hand_over),
            load=BREAD,
            owner="node/11",
        ),
        Shipment(
            "2",
            pickup=Task(flowers, (), counter),
            delivery=Task(door, (), hand_over),
            load=BREAD,
            owner="node/12",
            penalty=500,
        ),
        Shipment(
            "3",
            pickup=Task(shop, (), counter),
            delivery=Task(pin, (), hand_over),
            load=BREAD,
            owner="node/11",
            longest_on_board=1_800,
        ),
        Shipment(
            "4",
            pickup=Task(second, (Window(36_900, 37_800), Window(39_600, 41_400)), hand_over),
            delivery=Task(shop, (), counter),
            load=BREAD,
            owner="node/11",
            needs=frozenset({"insulated_box"}),
        ),
    )


def test_ways_are_ridden_along_the_street() -> None:
    problem = built(*FOUR_ORDERS).problem
    matrix = problem.matrices["cargo_bike"]
    # Metres from the street's start: hub 0, bakery 50, door 1 100, florist 200, door 2 200, pin 310
    for one, other, metres in [("hub", "node/1", 100), ("shop:node/11", "node/2", 150)]:
        ends = problem.place_index[one], problem.place_index[other]
        for cell in (ends, ends[::-1]):
            assert abs(int(matrix.distances[cell]) - metres) <= 1
            assert abs(int(matrix.durations[cell]) - metres * 3_600 // 15_000) <= 1


def test_the_fleet_rides_its_shifts_from_the_hub() -> None:
    day = built(*FOUR_ORDERS)
    (bike,) = day.problem.vehicles
    assert bike.shifts == (
        Shift(
            "bike-1",
            Window(9 * HOUR, 12 * HOUR),
            "hub",
            "hub",
            (Break("break-1", Window(11 * HOUR, 11 * HOUR + 1_800), 20 * MINUTE),),
        ),
        Shift("bike-2", Window(13 * HOUR, 19 * HOUR), "hub", "hub"),
    )
    assert day.couriers == {
        "bike-1": CourierDetails("Inès", "A", "Vélo-cargo"),
        "bike-2": CourierDetails("Awa", "B", "Vélo-cargo"),
    }


def test_people_read_names_and_addresses_as_on_the_wall() -> None:
    day = built(*FOUR_ORDERS)
    assert day.orders["1"] == OrderDetails("Le Fournil", "Ann", "1 Rue Longue", "Ring twice", False)
    assert day.orders["2"].address == "1 Rue Longue"
    assert (day.orders["3"].recipient, day.orders["4"].cold) == ("Bob", True)
    assert day.places["hub"] == PlaceDetails("hub", "Dépôt", "")
    assert day.places["shop:node/12"] == PlaceDetails("shop", "Fleurs", "")
    assert day.places["node/2"] == PlaceDetails("door", "2 Rue Longue", "2 Rue Longue")


def test_a_pin_is_its_own_place_even_at_the_same_spot() -> None:
    pinned = replace(ORDER, address="", pin=POINTS["P"])
    day = built(pinned, replace(pinned, id="2", line=3))
    assert {s.delivery.place for s in day.problem.shipments} == {"pin:1", "pin:2"}


@pytest.mark.parametrize(
    ("date", "ten_o_clock", "origin"),
    [
        (dt.date(2026, 3, 28), 10, "2026-03-28T00:00:00+01:00"),
        (dt.date(2026, 3, 29), 9, "2026-03-29T00:00:00+01:00"),
        (dt.date(2026, 10, 25), 11, "2026-10-25T00:00:00+02:00"),
    ],
)
def test_seconds_are_real_ones_when_clocks_change(
    date: dt.date, ten_o_clock: int, origin: str
) -> None:
    row = replace(ORDER, date=date, slots=(ClockSpan(600, 660),))
    day = built(row)
    assert day.origin.isoformat() == origin
    assert day.origin.tzinfo == ZoneInfo("Europe/Paris")
    assert day.problem.shipments[0].delivery.windows[0].start == ten_o_clock * HOUR
    assert day.problem.place("shop:node/11").opening[0].start == (ten_o_clock - 3) * HOUR


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"shop": "Boulangerie d'Eté SARL"}, "orders.unknown_shop", "shop"),
        ({"shop": "Zzz"}, "orders.no_such_shop", "shop"),
        ({"shop": "nicole"}, "orders.shop_unsure", "shop"),
        ({"shop": "chez max"}, "orders.shop_closed", "shop"),
        ({"shop": "Au loin"}, "orders.far_from_streets", "shop"),
        ({"slots": (ClockSpan(300, 400),)}, "orders.shop_closed_then", "slot"),
        ({"ready_at": 1_150}, "orders.shop_closed_then", "ready_at"),
        ({"ready_at": 760, "slots": (ClockSpan(840, 890),)}, "orders.shop_closed_then", "slot"),
        ({"slots": (ClockSpan(1_141, 1_200),), "is_return": True}, "orders.shop_closed_then",
         "slot"),
        ({"address": "Rue Longue"}, "orders.address_unsure", "address"),
        ({"address": "8 Quai Vert"}, "orders.unknown_address", "address"),
        ({"pin": POINTS["Q"]}, "orders.far_from_streets", "lon"),
        ({"pin": (2.1, 48.0)}, "orders.outside_town", "lon"),
        ({"shop": "Far", "shop_position": (2.1, 48.0)}, "orders.outside_town", "shop_lon"),
    ],
)  # fmt: skip
def test_an_order_that_has_no_place_is_named(
    changes: dict[str, object], code: str, column: str
) -> None:
    bad = replace(ORDER, id="9", line=7, **changes)  # type: ignore[arg-type]
    assert errors(ORDER, bad) == [(code, 7, column)]
    day = build_day(TOWN, [ORDER, bad], FLEET).day
    assert day is not None
    assert list(day.orders) == ["1"]


def test_both_ends_of_an_order_are_told_at_once() -> None:
    bad = replace(ORDER, shop="Zzz", address="8 Quai Vert")
    assert [code for code, _, _ in errors(bad)] == ["orders.no_such_shop", "orders.unknown_address"]


def test_a_line_with_another_error_is_looked_at_but_not_planned() -> None:
    spoilt = replace(ORDER, id="9", line=1, shop="Zzz")
    result = build_day(TOWN, [ORDER], FLEET, spoilt=[spoilt])
    assert [(error.code, error.values["line"]) for error in result.errors] == [
        ("orders.no_such_shop", 1)
    ]
    assert result.day is not None
    assert list(result.day.orders) == ["1"]
    alone = build_day(TOWN, [], FLEET, spoilt=[spoilt])
    assert (alone.day, len(alone.errors)) == (None, 1)


def test_columns_are_named_as_the_file_writes_them() -> None:
    text = "Commande;Jour;Boutique;Adresse;Fin\n1;2026-03-18;Zzz;8 Quai Vert;\n"
    late = "2;2026-03-18;node/11;1 Rue Longue;06:00\n"
    read = parse_orders((text + late).encode())
    told = [error.values["column"] for error in build_day(TOWN, read.rows, FLEET).errors]
    assert told == ["Boutique", "Adresse", "Fin"]


def test_candidates_come_from_the_map_and_the_typed_text_is_not_told() -> None:
    typed = replace(ORDER, address="Mme Petit, rue longue")
    (error,) = build_day(TOWN, [typed], FLEET).errors
    assert "1 Rue Longue, Longueville" in str(error.values["known"])
    assert "Petit" not in str(error.values)


def test_without_a_good_order_there_is_no_day() -> None:
    assert build_day(TOWN, [replace(ORDER, shop="Zzz")], FLEET).day is None
    assert build_day(TOWN, [], FLEET).day is None


def test_a_shop_off_the_map_is_placed_by_its_orders_and_its_hours_do_not_count() -> None:
    own = replace(ORDER, shop="chez max", shop_position=POINTS["F"])
    day = built(own, replace(own, id="2", line=3))
    assert day.problem.place("shop:chez max").opening == ()
    for position in (POINTS["B"], None):
        moved = replace(own, id="2", line=3, shop_position=position)
        assert errors(own, moved) == [("orders.shop_moved", 3, "shop_lon")]


@pytest.mark.parametrize(
    ("hours", "shop", "door"),
    [
        (
            "no @ (11:00-24:00)",
            (Window(7 * HOUR, 11 * HOUR),),
            (Window(0, 11 * HOUR),),
        ),
        # The bakery is shut whenever the street is open.
        (
            "no @ (07:00-24:00)",
            (Window(7 * HOUR, 7 * HOUR),),
            (Window(0, 7 * HOUR),),
        ),
        ("no @ (06:00-24:00)", (Window(0, 0),), (Window(0, 6 * HOUR),)),
    ],
)
def test_places_on_a_street_by_hour_open_with_it(
    hours: str, shop: tuple[Window, ...], door: tuple[Window, ...]
) -> None:
    ways = [{**tags, "motor_vehicle:conditional": hours} for tags in TOWN.network.way_tags]
    by_hour = replace(TOWN, network=replace(TOWN.network, way_tags=tuple(ways)))
    own = parse_profiles('[[profile]]\nname = "early"\nlike = "van"\nhours = "05:00-06:00"')
    engines = Engines(OwnEngine(by_hour.network, own))
    day = build_day(by_hour, [ORDER], with_vehicle(profile="early"), engines=engines).day
    assert day is not None
    assert day.problem.place("shop:node/11").opening == shop
    assert day.problem.place("node/1").opening == door
    assert day.problem.place("hub").opening == ()


def test_a_shift_may_have_a_profile_of_its_own() -> None:
    morning, afternoon = FLEET.vehicles[0].shifts
    fleet = with_vehicle(shifts=(replace(morning, profile="bike"), afternoon))
    first, second = built(ORDER, fleet=fleet).problem.vehicles
    assert (first.id, first.profile, [shift.id for shift in first.shifts]) == (
        "bike", "bike", ["bike-1"],
    )  # fmt: skip
    assert (second.id, second.profile, [shift.id for shift in second.shifts]) == (
        "bike~2", "cargo_bike", ["bike-2"],
    )  # fmt: skip
    wrong = with_vehicle(shifts=(morning, replace(afternoon, profile="rocket")))
    with pytest.raises(InputErrors) as caught:
        build_day(TOWN, [ORDER], wrong)
    (error,) = caught.value.errors
    assert (error.code, error.values["path"]) == (
        "fleet.unknown_profile", "vehicle[1].shift[2].profile",
    )  # fmt: skip


def test_a_door_at_an_island_is_unreachable_and_no_error() -> None:
    day = built(ORDER, replace(ORDER, id="2", line=3, address="3 Rue Longue"))
    matrix, index = day.problem.matrices["cargo_bike"], day.problem.place_index
    assert not matrix.reachable(index["hub"], index["node/3"])
    assert not matrix.reachable(index["node/3"], index["hub"])
    assert matrix.distances[index["hub"], index["node/3"]] == UNREACHABLE
    assert matrix.durations[index["node/3"], index["node/3"]] == 0


def with_vehicle(**changes: object) -> Fleet:
    vehicle: FleetVehicle = replace(FLEET.vehicles[0], **changes)  # type: ignore[arg-type]
    return replace(FLEET, vehicles=(vehicle,))


@pytest.mark.parametrize(
    ("fleet", "code", "path"),
    [
        (with_vehicle(profile="rocket"), "fleet.unknown_profile", "vehicle[1].profile"),
        (replace(FLEET, hub=Hub(address="9 Quai Vert")), "fleet.hub_unknown", "hub.address"),
        (replace(FLEET, hub=Hub(address="Rue Longue")), "fleet.hub_unsure", "hub.address"),
        (replace(FLEET, hub=Hub(shop="nicole")), "fleet.hub_unsure", "hub.shop"),
        (replace(FLEET, hub=Hub(position=POINTS["Q"])), "fleet.hub_far", "hub"),
        (replace(FLEET, hub=Hub(position=POINTS["e"])), "fleet.hub_unreached", "hub"),
    ],
)
def test_a_fleet_that_cannot_ride_here_is_refused(fleet: Fleet, code: str, path: str) -> None:
    with pytest.raises(InputErrors) as caught:
        build_day(TOWN, [ORDER], fleet)
    assert [(error.code, error.values["path"]) for error in caught.value.errors] == [(code, path)]


@pytest.mark.parametrize(
    ("hub", "label", "point"),
    [(Hub(address="2 rue longue"), "2 Rue Longue", "2"), (Hub(shop="fleurs"), "Fleurs", "F")],
)
def test_a_hub_may_be_an_address_or_a_shop(hub: Hub, label: str, point: str) -> None:
    day = built(ORDER, fleet=replace(FLEET, hub=hub))
    assert day.places["hub"] == PlaceDetails("hub", label, label)
    assert day.problem.place("hub").position == POINTS[point]


def test_what_is_wrong_with_fleet_and_orders_is_told_at_once() -> None:
    lost = replace(with_vehicle(profile="rocket"), hub=Hub(address="9 Quai Vert"))
    bad = replace(ORDER, shop="Zzz", address="8 Quai Vert")
    spoilt = replace(ORDER, id="9", line=1, shop="Zzz")
    with pytest.raises(InputErrors) as caught:
        build_day(TOWN, [bad], lost, spoilt=[spoilt])
    assert [error.code for error in caught.value.errors] == [
        "fleet.unknown_profile",
        "fleet.hub_unknown",
        "orders.no_such_shop",
        "orders.no_such_shop",
        "orders.unknown_address",
    ]
    alone = [str(error) for error in find_order_errors(TOWN, [bad], spoilt=[spoilt])]
    assert alone == [str(error) for error in caught.value.errors[2:]]


def test_an_unknown_profile_does_not_hide_a_hub_that_others_cannot_reach() -> None:
    fleet = replace(
        FLEET,
        hub=Hub(position=POINTS["e"]),
        vehicles=(*FLEET.vehicles, replace(FLEET.vehicles[0], id="x", profile="rocket")),
    )
    with pytest.raises(InputErrors) as caught:
        build_day(TOWN, [ORDER], fleet)
    assert [error.code for error in caught.value.errors] == [
        "fleet.unknown_profile",
        "fleet.hub_unreached",
    ]
