"""Exact times of a fixed sequence, checked by hand: one street, a minute from place to place."""

from dataclasses import replace

import numpy as np

from routing.check import verify
from routing.model import (
    UNREACHABLE,
    Break,
    Commitment,
    Costs,
    Lateness,
    Load,
    Matrix,
    Place,
    Plan,
    Problem,
    Reload,
    Route,
    Shift,
    Shipment,
    Stage,
    Task,
    TaskKind,
    Vehicle,
    Window,
)
from routing.solve.prices import added_cost
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
    assert verify(alone, Plan((route,), (), added_cost(problem, route))) == ()
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


def late_door(*, per_hour: int, latest: int = 4 * HOUR) -> Problem:
    """The first order picked up at 2:00, due at 2:01: at the earliest it comes 150 s late."""
    problem = with_order(street(), pickup=Task("shop", (Window(2 * HOUR, 3 * HOUR),), 30))
    window = (Window(0, 2 * HOUR + 60),)
    door = Task("door", window, 60, Lateness(latest, per_hour))
    return with_order(problem, delivery=door)


def test_a_soft_window_is_met_late_at_a_price() -> None:
    problem = late_door(per_hour=1_200)
    route = ridden(problem, *ONE)
    assert starts(route) == [2 * HOUR, 2 * HOUR + 210]
    assert added_cost(problem, route) - route.cost == 150 * 1_200 * 5


def test_nobody_is_later_than_the_latest() -> None:
    assert timed_route(late_door(per_hour=1, latest=2 * HOUR + 209), "shift", ONE) is None
    assert timed_route(late_door(per_hour=1, latest=2 * HOUR + 210), "shift", ONE) is not None


def test_who_waits_is_late_only_where_waiting_is_dearer() -> None:
    # Between the first order and the second, picked up from 2:30 on, somebody waits or comes late.
    second = Task("shop", (Window(2 * HOUR + 1_800, 3 * HOUR),), 30)
    tasks = (*ONE, ("two", PICKUP), ("two", DELIVERY))
    for per_hour, waits in ((3_599, False), (3_601, True)):
        problem = with_order(
            street(),
            delivery=Task("door", (Window(0, 2 * HOUR),), 60, Lateness(4 * HOUR, per_hour)),
        )
        one, two = problem.shipments
        two = replace(two, pickup=second, delivery=Task("door", service=60))
        route = ridden(replace(problem, shipments=(one, two)), *tasks)
        at_the_door = starts(route)[1]
        assert at_the_door == (2 * HOUR if waits else 2 * HOUR + 1_800 - 60 - 60 - 120)


def test_the_battery_is_changed_where_the_range_demands_it() -> None:
    tasks = (*ONE, ("two", PICKUP), ("two", DELIVERY))
    assert ridden(street(), *tasks).distance == 1_800
    # There and back are 1,200 m: the hub lies between the two orders, 300 m from the shop.
    problem = with_shift(street(), reload=Reload("hub", 300, 1_200))
    route = ridden(problem, *tasks)
    assert [visit.reload for visit in route.visits] == [False, False, True, False, False]
    assert route.visits[2].departure - route.visits[2].arrival == 300
    assert route.distance == 2_400
    assert timed_route(with_shift(street(), reload=Reload("hub", 300, 1_199)), "shift", ONE) is None


def test_a_reload_between_two_services_at_one_place_makes_two_stops() -> None:
    problem = with_shift(street(), reload=Reload("door", 300, 600))
    back = with_order(problem, pickup=Task("door", service=30), delivery=Task("shop", service=60))
    tasks = (("two", PICKUP), ("two", DELIVERY), *ONE)
    route = ridden(back, *tasks)
    assert [visit.place for visit in route.visits] == ["shop", "door", "door", "door", "shop"]
    last = route.visits[3]
    assert last.start - last.arrival == 120


def test_no_reload_while_something_is_on_board() -> None:
    problem = with_shift(street(), reload=Reload("hub", 0, 1_200))
    nested = (("two", PICKUP), *ONE, ("two", DELIVERY))
    assert timed_route(problem, "shift", nested) is not None
    far = with_order(problem, delivery=Task("far", service=60))
    assert timed_route(far, "shift", nested) is None


def test_goods_on_board_are_only_delivered() -> None:
    aboard = Commitment("shift", Stage.ON_BOARD)
    problem = with_order(street(), commitment=aboard)
    assert timed_route(problem, "shift", ONE) is None
    route = ridden(problem, ("one", DELIVERY))
    assert route.visits[0].load == Load()
    assert starts(route) == [2 * HOUR]


def test_goods_on_board_take_room_until_they_are_delivered() -> None:
    problem = with_order(
        street(), commitment=Commitment("shift", Stage.ON_BOARD), load=Load(4_500, 1, 1)
    )
    first, then = (("one", DELIVERY),), (("two", PICKUP), ("two", DELIVERY))
    assert timed_route(problem, "shift", (*then, *first)) is None
    assert ridden(problem, *first, *then).visits[0].load == Load()
    assert timed_route(problem, "shift", then) is None  # it stays on board to the end


def test_goods_on_board_are_counted_from_the_origin() -> None:
    aboard = Commitment("shift", Stage.ON_BOARD)
    fresh = with_order(street(), commitment=aboard, longest_on_board=2 * HOUR)
    assert starts(ridden(fresh, ("one", DELIVERY))) == [2 * HOUR]
    stale = with_order(fresh, longest_on_board=2 * HOUR - 1)
    assert timed_route(stale, "shift", (("one", DELIVERY),)) is None


def test_a_promised_start_is_kept_to_the_second() -> None:
    at = 2 * HOUR + 1_234
    problem = with_order(street(), commitment=Commitment("shift", start=at))
    assert starts(ridden(problem, *ONE))[1] == at
    early = with_order(street(), commitment=Commitment("shift", start=2 * HOUR - 1))
    assert timed_route(early, "shift", ONE) is None


def test_a_promised_position_is_counted_among_the_services() -> None:
    problem = with_order(street(), commitment=Commitment("shift", position=2))
    assert timed_route(problem, "shift", ONE) is None
    assert ridden(problem, *ONE[:1], ("two", PICKUP), *ONE[1:], ("two", DELIVERY))


def test_a_break_on_the_way_home_may_make_room_for_another() -> None:
    # The way home takes from 2:00 to 3:00, and to 3:17 with the first break. Only then somebody is
    # still riding when the second is due, which after the route would come too late.
    matrix = street().matrices["bike"]
    durations = matrix.durations.copy()
    durations[2, 0] = HOUR
    just = with_order(street(), delivery=Task("door", (Window(2 * HOUR, 2 * HOUR),), 0))
    far = replace(just, matrices={"bike": Matrix(durations, matrix.distances.copy())})
    first = Break("first", Window(2 * HOUR + 1, 2 * HOUR + 2), 1_000)
    second = Break("second", Window(3 * HOUR + 400, 3 * HOUR + 500), 600)
    for breaks in ((first, second), (second, first)):
        route = ridden(with_shift(far, breaks=breaks), *ONE)
        assert route.duration == 390 + HOUR + 1_600
        assert {taken.break_id for taken in route.breaks} == {"first", "second"}
