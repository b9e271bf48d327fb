"""A plan becomes rounds that a courier can ride."""

from itertools import pairwise

import numpy as np
import pytest

from routing.check.verify import verify
from routing.day.build import build_day
from routing.day.day import Day
from routing.day.rounds import Round, rounds
from routing.day.shifts import letters
from routing.model import Plan, TaskKind
from tests.builders import plan_of, timed_route
from tests.unit.one_street import FLEET, FOUR_ORDERS, POINTS, TOWN

TAKE, GIVE = TaskKind.PICKUP, TaskKind.DELIVERY


@pytest.fixture(scope="module")
def day() -> Day:
    built = build_day(TOWN, FOUR_ORDERS, FLEET)
    assert built.day is not None
    return built.day


@pytest.fixture(scope="module")
def plan(day: Day) -> Plan:
    morning = timed_route(
        day.problem,
        "bike-1",
        [("1", TAKE), ("2", TAKE), ("2", GIVE), ("1", GIVE), ("4", TAKE), ("4", GIVE)],
        start=34_000,
    )
    afternoon = timed_route(day.problem, "bike-2", [("3", TAKE), ("3", GIVE)], start=54_000)
    return plan_of(day.problem, [afternoon, morning])


@pytest.fixture(scope="module")
def first(day: Day, plan: Plan) -> Round:
    return rounds(day, plan)[0]


def test_the_plan_of_these_tests_is_valid(day: Day, plan: Plan) -> None:
    assert verify(day.problem, plan) == ()


def test_rounds_come_in_the_order_of_their_letters(day: Day, plan: Plan) -> None:
    assert [(one.letter, one.courier) for one in rounds(day, plan)] == [("A", "Inès"), ("B", "Awa")]


def test_stops_are_numbered_and_named(first: Round) -> None:
    assert [(stop.number, stop.kind, stop.label) for stop in first.stops] == [
        (1, "shop", "Le Fournil"),
        (2, "shop", "Fleurs"),
        (3, "door", "1 Rue Longue"),
        (4, "door", "2 Rue Longue"),
        (5, "shop", "Le Fournil"),
    ]
    assert (first.start_label, first.end_label) == ("Dépôt", "Dépôt")


def test_parcels_of_two_shops_for_one_door_are_one_stop(first: Round) -> None:
    door = first.stops[2]
    assert [(h.order, h.shop) for h in door.gives] == [("2", "Fleurs"), ("1", "Le Fournil")]
    assert door.takes == ()
    assert door.load.parcels == 0


def test_a_return_is_taken_at_the_door_and_given_at_the_shop(first: Round) -> None:
    assert [h.order for h in first.stops[3].takes] == ["4"]
    assert [(h.order, h.recipient, h.cold) for h in first.stops[4].gives] == [("4", "Ann", True)]


def test_times_are_those_of_the_plan(day: Day, plan: Plan, first: Round) -> None:
    route = next(route for route in plan.routes if route.shift == "bike-1")
    assert (first.start, first.end, first.breaks) == (route.start, route.end, route.breaks)
    assert [(s.arrival, s.start, s.departure) for s in first.stops] == [
        (visit.arrival, visit.start, visit.departure) for visit in route.visits
    ]
    assert first.duration == route.duration


def test_legs_lie_on_the_street_from_place_to_place(day: Day, first: Round) -> None:
    assert len(first.legs) == len(first.stops) + 1
    ends = [(leg.origin, leg.destination) for leg in first.legs]
    assert ends[0] == ("hub", "shop:node/11")
    assert all(one[1] == other[0] for one, other in pairwise(ends))
    for leg in first.legs:
        assert leg.lonlat.shape[1] == 2
        np.testing.assert_allclose(leg.lonlat[:, 1], POINTS["a"][1], atol=2e-7)


def test_legs_add_up_to_the_matrix_and_to_the_route(day: Day, first: Round) -> None:
    matrix, index = day.problem.matrices["cargo_bike"], day.problem.place_index
    for leg in first.legs:
        cell = index[leg.origin], index[leg.destination]
        assert (leg.seconds, leg.metres) == (matrix.durations[cell], matrix.distances[cell])
    assert first.metres == sum(leg.metres for leg in first.legs)


def test_letters_go_on_after_z() -> None:
    names = letters()
    assert [next(names) for _ in range(28)][-3:] == ["Z", "AA", "AB"]
