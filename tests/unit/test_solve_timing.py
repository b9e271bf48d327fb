"""Exact times of a fixed sequence, checked by hand: one street, a minute from place to place."""

from dataclasses import replace

import numpy as np

from routing.check import verify
from routing.model import (
    UNREACHABLE,
    Break,
    Costs,
    Load,
    Matrix,
    Place,
    Plan,
    Problem,
    Route,
    Shift,
    Shipment,
    Task,
    TaskKind,
    Vehicle,
    Window,
)
from routing.solve.timing import timed_route

MINUTE, HOUR = 60, 3_600
NAMES = ("hub", "shop", "door", "far")
PICKUP, DELIVERY = TaskKind.PICKUP, TaskKind.DELIVERY
ONE = (("one", PICKUP), ("one", DELIVERY))


def street(**changes: object) -> Problem:
    """hub - shop - door - far, one minute and 300 m apart each; set-up 2 min; one order."""
    minutes = np.abs(np.subtract.outer(np.arange(4), np.arange(4))).astype(np.int64)
    order = Shipment(
        "one",
        pickup=Task("shop", service=30),
        delivery=Task("door", windows=(Window(2 * HOUR, 3 * HOUR),), service=60),
        load=Load(1_000, 10, 1),
    )
    shift = Shift("shift", Window(HOUR, 5 * HOUR), "hub", "hub")
    values: dict[str, object] = {
        "name": "street",
        "places": tuple(
            Place(name, (float(x), 0.0), setup=0 if name == "hub" else 2 * MINUTE)
            for x, name in enumerate(NAMES)
        ),
        "shipments": (order, replace(order, id="two")),
        "vehicles": (Vehicle("bike", "bike", Load(5_000, 50, 5), (shift,), Costs(0, 3_600, 0)),),
        "matrices": {"bike": Matrix(minutes * MINUTE, minutes * 300)},
    }
    return Problem(**(values | changes))  # type: ignore[arg-type]


def with_shift(problem: Problem, **changes: object) -> Problem:
    [vehicle] = problem.vehicles
    shift = replace(vehicle.shifts[0], **changes)  # type: ignore[arg-type]
    return replace(problem, vehicles=(replace(vehicle, shifts=(shift,)),))


def with_order(problem: Problem, **changes: object) -> Problem:
    one, two = problem.shipments
    return replace(problem, shipments=(replace(one, **changes), two))  # type: ignore[arg-type]


def ridden(problem: Problem, *tasks: tuple[str, TaskKind]) -> Route:
    """The route, which the verifier finds right as far as it goes."""
    route = timed_route(problem, "shift", tasks)
    assert route is not None
    done = {name for name, _ in tasks}
    alone = replace(problem, shipments=tuple(s for s in problem.shipments if s.id in done))
    assert verify(alone, Plan((route,), (), route.cost)) == ()
    return route


def starts(route: Route) -> list[int]:
    return [service.start for _, service in route.services()]


def test_the_route_leaves_as_late_as_the_window_allows() -> None:
    route = ridden(street(), *ONE)
    assert starts(route) == [2 * HOUR - 210, 2 * HOUR]
    assert (route.start, route.end) == (2 * HOUR - 390, 2 * HOUR + 180)
    assert route.cost == 570 * 3_600 * 5
    assert route.distance == 1_200


def test_an_arrival_is_before_the_set_up_and_the_service_after_it() -> None:
    first, second = ridden(street(), *ONE).visits
    assert (first.start - first.arrival, second.start - second.arrival) == (120, 120)
    assert (first.load, second.load) == (Load(1_000, 10, 1), Load())


def test_tasks_at_one_place_are_one_stop_with_one_set_up() -> None:
    route = ridden(street(), ("one", PICKUP), ("two", PICKUP), ("one", DELIVERY), ("two", DELIVERY))
    assert [visit.place for visit in route.visits] == ["shop", "door"]
    assert route.duration == 570 + 30 + 60


def test_coming_back_to_a_place_is_a_new_stop() -> None:
    route = ridden(street(), *ONE, ("two", PICKUP), ("two", DELIVERY))
    assert [visit.place for visit in route.visits] == ["shop", "door", "shop", "door"]


def test_the_start_place_is_no_stop() -> None:
    route = ridden(with_shift(street(), start_place="shop"), *ONE)
    assert starts(route)[0] - route.start == 120


def test_a_later_window_is_taken_when_it_makes_the_route_shorter() -> None:
    windows = (Window(HOUR, HOUR + 1_000), Window(3 * HOUR, 4 * HOUR))
    problem = with_order(street(), pickup=Task("shop", windows, 30))
    tasks = (*ONE, ("two", PICKUP), ("two", DELIVERY))
    later = Task("door", (Window(3 * HOUR + 600, 4 * HOUR),), 60)
    problem = with_order(problem, delivery=later)
    assert starts(ridden(problem, *ONE)) == [3 * HOUR + 390, 3 * HOUR + 600]
    assert timed_route(problem, "shift", tasks) is None


def test_opening_hours_bind_together_with_windows() -> None:
    places = tuple(
        replace(place, opening=(Window(0, 2 * HOUR - 1), Window(2 * HOUR + 900, 4 * HOUR)))
        if place.id == "door"
        else place
        for place in street().places
    )
    assert starts(ridden(street(places=places), *ONE))[1] == 2 * HOUR + 900


def test_a_window_that_closes_too_soon_makes_it_impossible() -> None:
    early = Task("door", (Window(0, HOUR + 60 + 120 + 30 + 60 + 120 - 1),), 60)
    assert timed_route(with_order(street(), delivery=early), "shift", ONE) is None
    just = replace(early, windows=(Window(0, HOUR + 390),))
    assert starts(ridden(with_order(street(), delivery=just), *ONE))[1] == HOUR + 390


def test_a_break_costs_nothing_where_the_courier_waits() -> None:
    wait = with_order(street(), pickup=Task("shop", (Window(HOUR, HOUR + 900),), 30))
    without = ridden(wait, *ONE)
    pause = Break("lunch", Window(HOUR + 1_000, HOUR + 1_800), 1_200)
    route = ridden(with_shift(wait, breaks=(pause,)), *ONE)
    assert route.duration == without.duration
    assert len(route.breaks) == 1


def test_a_break_is_had_before_the_route_for_nothing() -> None:
    pause = Break("coffee", Window(HOUR, HOUR + 600), 900)
    route = ridden(with_shift(street(), breaks=(pause,)), *ONE)
    assert route.breaks == ()
    assert route.duration == 570


def test_a_break_on_the_way_stops_the_clock_of_riding() -> None:
    pause = Break("short", Window(2 * HOUR - 250, 2 * HOUR - 240), 100)
    problem = with_order(street(), delivery=Task("door", (Window(2 * HOUR, 2 * HOUR),), 60))
    early = with_order(problem, pickup=Task("shop", (Window(0, 2 * HOUR - 310),), 30))
    route = ridden(with_shift(early, breaks=(pause,)), *ONE)
    [taken] = route.breaks
    assert route.duration == 570 + 100
    assert route.visits[1].arrival == route.visits[0].departure + 60 + 100
    assert taken.end - taken.start == 100


def test_a_break_due_on_the_way_home_makes_the_way_longer() -> None:
    window = Window(2 * HOUR + 100, 2 * HOUR + 120)
    just = with_order(street(), delivery=Task("door", (Window(2 * HOUR, 2 * HOUR),), 60))
    route = ridden(with_shift(just, breaks=(Break("tea", window, 600),)), *ONE)
    assert route.duration == 570 + 600
    assert route.breaks[0].start in window


def test_two_breaks_do_not_overlap() -> None:
    def with_two(seconds: int) -> Problem:
        window = Window(2 * HOUR, 2 * HOUR + seconds)
        return with_shift(street(), breaks=tuple(Break(f"b{n}", window, 300) for n in range(2)))

    assert timed_route(with_two(299), "shift", ONE) is None
    assert ridden(with_two(300), *ONE).duration == 570


def test_time_on_board_is_counted_from_leaving_the_pickup() -> None:
    tasks = (*ONE[:1], ("two", PICKUP), *ONE[1:], ("two", DELIVERY))
    loose = ridden(street(), *tasks)
    assert starts(loose)[2] - starts(loose)[0] == 60 + 180
    tight = with_order(street(), longest_on_board=210)
    assert starts(ridden(tight, *tasks)) == starts(loose)
    assert timed_route(with_order(street(), longest_on_board=209), "shift", tasks) is None


def test_minimum_paid_hours_do_not_make_a_route_longer() -> None:
    problem = street()
    [vehicle] = problem.vehicles
    paid = replace(vehicle, costs=Costs(100, 3_600, 10, minimum_paid=HOUR))
    route = ridden(replace(problem, vehicles=(paid,)), *ONE)
    assert route.duration == 570
    assert route.cost == 100 * 18_000 + 3_600 * HOUR * 5 + 10 * 1_200 * 18


def test_what_is_overloaded_torn_or_without_path_has_no_times() -> None:
    problem = street()
    heavy = with_order(problem, load=Load(5_001, 0, 0))
    assert timed_route(heavy, "shift", ONE) is None
    assert timed_route(problem, "shift", ONE[:1]) is None
    assert timed_route(problem, "shift", ONE[::-1]) is None
    assert timed_route(problem, "shift", (*ONE, *ONE)) is None
    assert timed_route(problem, "shift", ()) is None
    durations = problem.matrices["bike"].durations.copy()
    durations[1, 2] = UNREACHABLE
    closed = Matrix(durations, np.where(durations == UNREACHABLE, UNREACHABLE, durations * 5))
    assert timed_route(replace(problem, matrices={"bike": closed}), "shift", ONE) is None


def test_equipment_is_asked_for() -> None:
    cold = with_order(street(), needs=frozenset({"insulated_box"}))
    assert timed_route(cold, "shift", ONE) is None
    [vehicle] = cold.vehicles
    boxed = replace(vehicle, equipment=frozenset({"insulated_box", "lock"}))
    assert timed_route(replace(cold, vehicles=(boxed,)), "shift", ONE) is not None
