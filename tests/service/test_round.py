"""A round as it is stored, and what can be computed from it when all names are gone."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np

from api.domain.round import (
    StopKind,
    cost_again,
    current_round,
    metres_again,
    read_costs,
    read_matrix,
    read_stops,
    written_costs,
    written_matrix,
    written_stops,
)
from api.domain.round_of_route import matrix_between, stops_of_route
from routing.model import (
    Break,
    Costs,
    Load,
    Matrix,
    Place,
    Problem,
    Shift,
    Shipment,
    Task,
    Vehicle,
    Window,
)
from routing.model.vehicle import Reload
from routing.solve import Stop, solve
from tests.builders import timed_route
from tests.service.street_day import DELIVERY, MINUTES, PICKUP, at, plain_round, stops

PLACES = {"hub": "hub", "shop A": "shp_a", "shop B": "shp_b", "door 1": "dor_1", "door 2": "dor_2"}
NAMES = {**PLACES, "bread": "bread", "roses": "roses", "gift": "gift"}
SETUPS = {"hub": 0, "shop A": 60, "shop B": 60, "door 1": 30, "door 2": 30}
CODES = {"bread": ["BRE2"], "roses": ["RQS3"], "gift": ["GFT4"]}


def problem(pause: Break | None = None, reload: Reload | None = None) -> Problem:
    """The street of `street_day`, as a pool has it."""
    away = np.array(list(MINUTES.values()), dtype=np.int64)
    minutes = np.abs(np.subtract.outer(away, away))
    slot = Window(at("14:30"), at("17:00"))

    def shipment(order: str, shop: str, door: str, *slots: Window) -> Shipment:
        return Shipment(
            order, Task(shop, (), 30), Task(door, slots, 60), Load(1_000, 10, 1), owner=shop
        )

    shift = Shift(
        "shift", Window(at("14:00"), at("18:00")), "hub", "hub", (pause,) if pause else (), reload
    )
    return Problem(
        "street",
        tuple(Place(PLACES[name], (0.0, 0.0), SETUPS[name]) for name in MINUTES),
        (
            shipment("bread", "shp_a", "dor_1"),
            shipment("gift", "shp_a", "dor_2", slot),
            shipment("roses", "shp_b", "dor_1"),
        ),
        (
            Vehicle(
                "bike",
                "bike",
                Load(9_000, 90, 9),
                (shift,),
                Costs(fixed=300, per_hour=1_500, per_km=20),
            ),
        ),
        {"bike": Matrix(minutes * 60, minutes * 300)},
    )


STEPS = [
    ("bread", PICKUP), ("gift", PICKUP), ("roses", PICKUP),
    ("bread", DELIVERY), ("roses", DELIVERY), ("gift", DELIVERY),
]  # fmt: skip


def test_a_route_becomes_the_stops_that_are_drawn() -> None:
    day = problem()
    route = timed_route(day, "shift", STEPS)
    assert stops_of_route(day, route, CODES) == stops(NAMES)
    matrix = matrix_between(day, route.shift, stops_of_route(day, route, CODES))
    assert matrix.places == tuple(PLACES[place] for place in MINUTES)
    assert matrix.seconds_between("shp_b", "dor_1") == 180
    assert matrix.metres_between("dor_2", "hub") == 3_000


def test_a_break_is_rest_and_not_waiting() -> None:
    day = problem(Break("coffee", Window(at("14:07"), at("14:07")), 600))
    route = timed_route(day, "shift", STEPS)
    idle = {
        (one.order, one.kind): (one.wait, one.rest)
        for stop in stops_of_route(day, route, CODES)
        for one in stop.handovers
    }
    assert idle["bread", DELIVERY] == (0, 600)
    assert idle["gift", DELIVERY] == (210, 0)


def test_a_reload_is_a_stop_at_the_hub_where_nothing_changes_hands() -> None:
    day = problem(reload=Reload("hub", 300, 9_000))
    steps = [*STEPS[:1], *STEPS[2:5], None, STEPS[1], STEPS[5]]
    found = stops_of_route(day, timed_route(day, "shift", steps), CODES)
    assert [(stop.number, stop.kind, len(stop.handovers)) for stop in found] == [
        (1, StopKind.SHOP, 1),
        (2, StopKind.SHOP, 1),
        (3, StopKind.DOOR, 2),
        (4, StopKind.HUB, 0),
        (5, StopKind.SHOP, 1),
        (6, StopKind.DOOR, 1),
    ]


def test_a_round_is_read_as_it_was_written() -> None:
    a_round = plain_round()
    stored = json.loads(
        json.dumps(
            [
                written_stops(a_round.stops),
                written_matrix(a_round.matrix),
                written_costs(a_round.costs),
            ]
        )
    )
    assert read_stops(stored[0]) == a_round.stops
    assert read_matrix(stored[1]) == a_round.matrix
    assert read_costs(stored[2]) == a_round.costs


def test_a_round_that_was_stored_before_stops_were_passed_over_is_ridden_everywhere() -> None:
    a_round = plain_round()
    written = json.loads(json.dumps(written_stops(a_round.stops)))
    older = [{key: what for key, what in stop.items() if key != "passed"} for stop in written]
    assert read_stops(older) == a_round.stops


def test_a_stop_that_is_passed_over_is_stored_so_and_adds_no_way() -> None:
    """Past door 2, which is the furthest: 6 minutes out and 6 back."""
    *stops, furthest = plain_round().stops
    a_round = replace(plain_round(), stops=(*stops, replace(furthest, passed=True)))
    read = read_stops(json.loads(json.dumps(written_stops(a_round.stops))))
    assert read == a_round.stops
    assert metres_again(replace(a_round, stops=read)) == 3_600
    assert cost_again(a_round) == cost_again(plain_round()) - 18 * 20 * 2_400


def test_what_a_round_costs_is_added_up_from_what_is_kept_of_it() -> None:
    """6 km at 20 cents, 41 minutes at 15 euros an hour, 3 euros for riding at all."""
    a_round = plain_round()
    assert metres_again(a_round) == a_round.metres == 6_000
    assert cost_again(a_round) == a_round.cost == 18_000 * (300 + 120) + 1_500 * 41 * 60 * 5


def test_hours_that_are_paid_at_least_are_paid() -> None:
    a_round = replace(plain_round(), costs=Costs(per_hour=1_000, minimum_paid=7_200))
    assert cost_again(a_round) == 18_000 * 2_000


def test_the_cost_of_a_solved_route_is_found_again() -> None:
    day = problem()
    [route] = solve(day, stop=Stop(iterations=50), seed=1).routes
    leave = plain_round().starts
    a_round = replace(
        plain_round(),
        starts=leave,
        ends=leave + dt.timedelta(seconds=route.duration),
        stops=stops_of_route(day, route, CODES),
        matrix=matrix_between(day, route.shift, stops_of_route(day, route, CODES)),
    )
    assert (metres_again(a_round), cost_again(a_round)) == (route.distance, route.cost)


def test_an_order_is_in_the_round_that_was_made_last() -> None:
    early, late = replace(plain_round(), id="rnd_1"), replace(plain_round(), id="rnd_2")
    assert current_round([late, early], "bread") is late
    assert current_round([late, early], "cake") is None
    assert current_round([], "bread") is None


def test_a_round_names_each_of_its_orders_once() -> None:
    assert plain_round().orders == ("bread", "gift", "roses")
    assert plain_round().hub == "hub"
