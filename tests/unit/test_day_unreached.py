"""What stands in the way of an order that nobody reaches."""

from dataclasses import replace

import pytest

from routing.day.build import build_day
from routing.day.day import Day
from routing.day.engines import Engines, OwnEngine
from routing.day.unreached import why
from routing.formats.fleet import Fleet
from routing.formats.orders import OrderRow
from routing.model import Reason, Unserved
from routing.sentences import render
from routing.street.reach import Obstacle
from tests.unit.one_street import FLEET, ORDER, TOWN

NAMES = ("place", "profile", "street", "way")
BY_HOUR = {"motor_vehicle:conditional": "no @ (00:00-24:00 AND Mo-Fr)"}


def built(*rows: OrderRow, fleet: Fleet = FLEET, **tags: str) -> Day:
    ways = tuple({**old, **tags} for old in TOWN.network.way_tags)
    town = replace(TOWN, network=replace(TOWN.network, way_tags=ways))
    day = build_day(town, rows, fleet, engines=Engines(OwnEngine(town.network))).day
    assert day is not None
    return day


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        (
            "en",
            "The door: cargo_bike may use a street without a name (way 2 of OpenStreetMap)",
        ),
        (
            "fr",
            "La porte\u202f: cargo_bike peut emprunter une rue sans nom (chemin 2 d’OpenStreetMap)",
        ),
    ],
)
def test_a_door_out_of_reach_is_told_with_what_stands_in_the_way(language: str, wrong: str) -> None:
    day = built(ORDER, replace(ORDER, id="2", line=3, address="3 Rue Longue"))
    said = why(day, Unserved("2", Reason.UNREACHABLE), language)
    assert wrong in said.wrong
    assert said.wrong.startswith(render(Reason.UNREACHABLE, {}, language).wrong)
    assert said.mend == render(Obstacle.ISLAND, dict.fromkeys(NAMES, ""), language).mend


def test_other_reasons_are_told_as_they_are() -> None:
    day = built(ORDER)
    assert why(day, Unserved("1", Reason.NO_ROOM), "en") == render(Reason.NO_ROOM, {}, "en")


def van_and(*others: str) -> Fleet:
    """A van, and vehicles of other profiles."""
    (bike,) = FLEET.vehicles
    profiles = ("van", *others)
    return replace(FLEET, vehicles=tuple(replace(bike, id=one, profile=one) for one in profiles))


def test_a_street_open_at_hours_that_do_not_suit_is_told_as_such() -> None:
    day = built(ORDER, fleet=van_and(), **BY_HOUR)
    said = why(day, Unserved("1", Reason.UNREACHABLE), "en")
    hours = "enters a street without a name (way 1 of OpenStreetMap) at some hours only, and they"
    assert f"The door: van {hours}" in said.wrong
    assert f"The shop: van {hours}" in said.wrong
    assert said.mend.count("Choose another day") == 1


def test_a_street_left_to_who_comes_at_any_hour_is_told_as_such() -> None:
    day = built(ORDER, fleet=van_and("bike"), **BY_HOUR)
    said = why(day, Unserved("1", Reason.UNREACHABLE), "en")
    assert "left to another vehicle" in said.wrong
    assert "another day" not in said.mend
