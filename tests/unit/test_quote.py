"""A live plan on the rules page’s day: what a slot costs, what is in the way, what is kept."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from routing.check import verify
from routing.errors import SolverError
from routing.model import Commitment, Load, Matrix, Problem, Shipment, TaskKind, Window
from routing.model.cost import UNITS_PER_CENT
from routing.solve.quote import Answer, Effort, LivePlan, NewPlace, Obstacle, Status, Ways
from routing.solve.ride import is_on_board
from routing.solve.sequence import Sequences, sequences_of
from tests.days import change, first_day, instant, read_day

DELIVERY, PICKUP = TaskKind.DELIVERY, TaskKind.PICKUP
HARD = Effort(iterations=100, seconds=None)


def slot(text: str) -> Window:
    start, end = text.split("-")
    return Window(instant(start), instant(end))


NINE = slot("9:00-10:00")


def day(changes: str = "") -> Problem:
    return read_day(change(first_day(), tomllib.loads(changes))).problem


def live_day(changes: str = "", *, without: str = "tulips") -> tuple[LivePlan, Shipment]:
    """The bike rides the page’s first day but for one order, which comes now.

    What is on board already is not fetched.
    """
    problem = day(changes)
    order = [
        ("bread", PICKUP),
        ("cake", PICKUP),
        ("roses", PICKUP),
        ("tulips", PICKUP),
        ("bread", DELIVERY),
        ("roses", DELIVERY),
        ("cake", DELIVERY),
        ("tulips", DELIVERY),
    ]
    aboard = {one.id for one in problem.shipments if is_on_board(one)}
    bike = tuple(
        (name, kind)
        for name, kind in order
        if name != without and (kind is DELIVERY or name not in aboard)
    )
    return LivePlan.from_sequences(problem, {"bike": bike}), problem.shipment_by_id[without]


def quoted(changes: str = "", wanted: Window = NINE, effort: Effort | None = None) -> Answer:
    live, order = live_day(changes)
    return live.quote(order, [wanted], reshuffle=effort)[0]


def test_one_more_parcel_at_two_doors_costs_its_services() -> None:
    answer = quoted()
    assert answer.status is Status.FITS
    assert answer.shift == "bike"
    assert answer.extra_seconds == 30 + 60
    assert answer.extra_cost == 90 * 5 * 1_500
    assert answer.obstacle is None


def test_an_order_alone_costs_a_shift() -> None:
    problem = day()
    live = LivePlan(problem)
    answer = live.quote(problem.shipment_by_id["bread"], [NINE])[0]
    # 3,000 m there and back in 600 s; a minute and a half of set-ups, a minute and a half of work.
    assert answer.extra_seconds == 600 + 90 + 90
    assert answer.extra_cost == 300 * UNITS_PER_CENT + 780 * 5 * 1_500 + 3_000 * 18 * 20


def test_each_slot_has_its_answer() -> None:
    live, order = live_day()
    slots = [slot("7:00-7:30"), NINE, slot("11:30-12:00"), slot("12:30-13:00")]
    statuses = [answer.status for answer in live.quote(order, slots)]
    assert statuses == [Status.NOT_FOUND, Status.FITS, Status.FITS, Status.NOT_FOUND]


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ("place.quai-3.island = true", Obstacle.NO_WAY),
        ("order.tulips.needs = ['insulated_box']", Obstacle.NO_EQUIPMENT),
        ("order.tulips.load = [90000, 1, 1]", Obstacle.TOO_LARGE),
        ("order.tulips.pickup = ['10:30-11:00']", Obstacle.PICKUP_TIME),
        ("order.tulips.longest = 60", Obstacle.TOO_LONG_ON_BOARD),
    ],
)
def test_what_would_stand_in_the_way_on_an_empty_day(changes: str, obstacle: Obstacle) -> None:
    island = "[order.cake]\nto = 'haute-12'\n" if "island" in changes else ""
    answer = quoted(changes + "\n" + island)
    assert (answer.status, answer.obstacle) == (Status.NOT_FOUND, obstacle)
    assert (answer.extra_seconds, answer.extra_cost, answer.shift) == (None, None, None)


def test_nobody_is_on_duty() -> None:
    assert quoted(wanted=slot("12:30-13:00")).obstacle is Obstacle.NO_SHIFT


BUSY = "vehicle.trike.shift = '11:00-12:00'\nvehicle.bike.shift = '9:00-9:22:30'"


def test_everybodys_time_is_taken() -> None:
    assert quoted(BUSY).obstacle is Obstacle.NO_TIME


def test_who_has_the_equipment_is_busy() -> None:
    box = "\nvehicle.bike.carries = ['insulated_box']\norder.tulips.needs = ['insulated_box']"
    trike = "\nvehicle.trike.carries = []"
    answer = quoted("vehicle.bike.shift = '9:00-9:22:30'" + box + trike)
    assert answer.obstacle is Obstacle.EQUIPMENT_BUSY


def test_who_has_time_is_full() -> None:
    full = """
        vehicle.trike.shift = '11:00-12:00'
        vehicle.bike.shift = '9:00-9:24:00'
        vehicle.bike.takes = [40000, 120, 3]
    """
    assert quoted(full).obstacle is Obstacle.FULL


def test_there_is_room_only_with_too_long_a_detour() -> None:
    # Bread and roses must be handed over before the tulips, which may not wait for them.
    changes = """
        vehicle.trike.shift = '11:00-12:00'
        vehicle.bike.shift = '9:00-9:24:30'
        order.tulips.longest = 400
        order.roses.delivery = ['9:08-9:20']
    """
    assert quoted(changes, slot("9:10-10:00")).obstacle is Obstacle.DETOUR_TOO_LONG


def test_a_promise_is_kept_for_good() -> None:
    live, order = live_day()
    answer = live.quote(order, [slot("9:30-9:40")])[0]
    assert live.accept(order, answer.slot, answer) == live.version == 1
    promised = live.problem.shipment_by_id["tulips"]
    assert promised.delivery.windows == (slot("9:30-9:40"),)
    assert verify(live.problem, live.plan()) == ()
    again = LivePlan.from_sequences(live.problem, live.sequences())
    assert again.sequences() == live.sequences()
    assert again.plan() == live.plan()


def test_a_live_plan_begins_with_any_plan() -> None:
    written = read_day(first_day())
    live = LivePlan(written.problem, written.plan)
    assert live.plan().cost == written.plan.cost
    assert live.sequences() == sequences_of(written.plan)
    assert live.version == 0


def test_an_answer_of_an_older_version_is_refused() -> None:
    live, order = live_day()
    answer = live.quote(order, [NINE])[0]
    live.remove("bread")
    with pytest.raises(SolverError, match="version_moved"):
        live.accept(order, NINE, answer)
    fresh = live.quote(order, [NINE])[0]
    assert live.accept(order, NINE, fresh) == 2


def test_an_answer_for_something_else_is_refused_and_nothing_changes() -> None:
    live, order = live_day()
    answer = live.quote(order, [NINE])[0]
    sequences = live.sequences()
    late = slot("7:00-7:10")
    missing = replace(answer, status=Status.NOT_FOUND, changes=())
    for wanted, given in ((late, answer), (NINE, missing), (NINE, replace(answer, changes=()))):
        with pytest.raises(SolverError, match="not_this_answer"):
            live.accept(order, wanted, given)
    assert (live.sequences(), live.version) == (sequences, 0)
    assert live.accept(order, NINE, answer) == 1


def test_an_answer_of_another_plan_is_refused() -> None:
    live, order = live_day()
    answer = live.quote(order, [NINE])[0]
    empty = LivePlan(replace(live.problem, shipments=()))
    with pytest.raises(SolverError, match="not_this_answer"):
        empty.accept(order, NINE, answer)
    assert empty.version == 0


def test_a_removed_order_makes_room() -> None:
    live, order = live_day(BUSY)
    assert live.quote(order, [NINE])[0].status is Status.NOT_FOUND
    assert live.remove("cake") == 1
    assert "cake" not in live.problem.shipment_by_id
    assert live.quote(order, [NINE])[0].status is Status.FITS


ONE_EACH = """
vehicle.bike.takes = [40000, 120, 1]
vehicle.trike.takes = [80000, 300, 1]
vehicle.bike.shift = "8:50-9:15"
vehicle.trike.shift = "8:50-9:05"
"""


def test_others_move_so_that_it_fits() -> None:
    """Only the bike has time for the far door: the bread must change over to the trike."""
    problem = day(ONE_EACH)
    near = {"bike": (("bread", PICKUP), ("bread", DELIVERY))}
    live = LivePlan.from_sequences(problem, near)
    cake = problem.shipment_by_id["cake"]
    direct = live.quote(cake, [NINE])[0]
    assert (direct.status, direct.obstacle) == (Status.NOT_FOUND, Obstacle.FULL)
    answer = live.quote(cake, [NINE], reshuffle=HARD)[0]
    assert (answer.status, answer.shift) == (Status.FITS_AFTER_RESHUFFLE, "bike")
    before = live.plan().cost
    live.accept(cake, NINE, answer)
    assert live.sequences() == {
        "bike": (("cake", PICKUP), ("cake", DELIVERY)),
        "trike": (("bread", PICKUP), ("bread", DELIVERY)),
    }
    assert verify(live.problem, live.plan()) == ()
    assert live.plan().cost - before == answer.extra_cost


def with_and_without(name: str, changes: str = "") -> tuple[Problem, Problem, NewPlace]:
    """The day, the day without a place, and that place as one that comes later."""
    whole = day(changes)
    row = whole.place_index[name]
    rest = [other for other in range(len(whole.places)) if other != row]
    ways, matrices = {}, {}
    for profile, matrix in whole.matrices.items():
        ways[profile] = Ways(
            matrix.durations[row, rest].tolist(),
            matrix.distances[row, rest].tolist(),
            matrix.durations[rest, row].tolist(),
            matrix.distances[rest, row].tolist(),
        )
        matrices[profile] = Matrix(
            matrix.durations[rest][:, rest].copy(), matrix.distances[rest][:, rest].copy()
        )
    smaller = replace(
        whole,
        places=tuple(whole.places[other] for other in rest),
        shipments=tuple(
            s for s in whole.shipments if name not in (s.pickup.place, s.delivery.place)
        ),
        matrices=matrices,
    )
    return whole, smaller, NewPlace(whole.places[row], ways)


ONE_BY_ONE = """
vehicle.bike.takes = [40000, 120, 1]
vehicle.bike.reload = { at = "hub", lasts = 300, range = 4200 }
"""


@pytest.mark.parametrize("changes", ["", ONE_BY_ONE])
@pytest.mark.parametrize("name", ["quai-3", "bakery"])
def test_a_place_that_comes_later_is_like_any_other(name: str, changes: str) -> None:
    whole, smaller, place = with_and_without(name, changes)
    own = [s for s in whole.shipments if name in (s.pickup.place, s.delivery.place)]
    known, unknown = LivePlan(whole), LivePlan(smaller)
    for order in own:
        places = () if name in unknown.problem.place_index else (place,)
        one, other = (
            known.quote(order, [NINE])[0],
            unknown.quote(order, [NINE], places=places)[0],
        )
        assert one == other
        known.accept(order, NINE, one)
        unknown.accept(order, NINE, other, places=places)
    assert unknown.plan() == known.plan()
    assert verify(unknown.problem, unknown.plan()) == ()
    again = LivePlan.from_sequences(unknown.problem, unknown.sequences())
    assert again.plan() == unknown.plan()


def test_a_place_that_is_only_asked_about_is_forgotten() -> None:
    _, smaller, place = with_and_without("quai-3")
    cake = day().shipment_by_id["cake"]
    live = LivePlan(smaller)
    first = live.quote(cake, [NINE], places=[place])
    assert live.quote(cake, [NINE], places=[place]) == first
    assert live.problem == replace(smaller, shipments=())
    with pytest.raises(SolverError, match="unknown_place"):
        live.quote(cake, [NINE])


def test_a_place_comes_once_and_with_all_its_ways() -> None:
    _, smaller, place = with_and_without("quai-3")
    cake = day().shipment_by_id["cake"]
    live = LivePlan(smaller)
    with pytest.raises(SolverError, match="known_place"):
        live.quote(cake, [NINE], places=[place, place])
    for ways in ({}, {"bike": Ways((1,), (1,), (1,), (1,))}):
        with pytest.raises(SolverError, match="ways_missing"):
            live.quote(cake, [NINE], places=[replace(place, ways=ways)])
    assert live.quote(cake, [NINE], places=[place])[0].status is Status.FITS


def test_an_order_is_in_the_plan_once() -> None:
    live, order = live_day()
    bread = live.problem.shipment_by_id["bread"]
    with pytest.raises(SolverError, match="known_shipment"):
        live.quote(bread, [NINE])
    with pytest.raises(SolverError, match="unknown_shipment"):
        live.remove(order.id)


@pytest.mark.parametrize(
    ("sequences", "code"),
    [
        ({"bike": (("bread", DELIVERY), ("bread", PICKUP))}, "broken_sequence"),
        ({"bike": (("bread", PICKUP),)}, "broken_sequence"),
        ({"bike": (("bread", PICKUP), ("bread", DELIVERY)) * 2}, "broken_sequence"),
        (dict.fromkeys(("bike", "trike"), (("bread", PICKUP), ("bread", DELIVERY))), "broken_seq"),
        ({"van": ()}, "unknown_shift"),
        ({"bike": (("wine", PICKUP), ("wine", DELIVERY))}, "unknown_shipment"),
    ],
)
def test_a_sequence_that_cannot_be_is_refused(sequences: Sequences, code: str) -> None:
    with pytest.raises(SolverError, match=code):
        LivePlan.from_sequences(day(), sequences)


def test_a_sequence_whose_window_is_never_open_is_refused() -> None:
    tasks = (("bread", PICKUP), ("bread", DELIVERY))
    with pytest.raises(SolverError, match="broken_sequence"):
        LivePlan.from_sequences(day("order.bread.delivery = ['6:00-7:00']"), {"bike": tasks})


def test_half_a_shipment_is_refused_though_nobody_may_ever_do_the_other_half() -> None:
    problem = day("order.bread.delivery = ['6:00-7:00']")
    with pytest.raises(SolverError, match="broken_sequence"):
        LivePlan.from_sequences(problem, {"bike": (("bread", PICKUP),)})


def test_a_new_order_has_no_commitment_yet() -> None:
    live, order = live_day()
    with pytest.raises(SolverError, match="cannot_model"):
        live.quote(replace(order, commitment=Commitment("bike")), [NINE])


def test_a_day_on_which_nobody_works_is_refused() -> None:
    with pytest.raises(SolverError, match="nobody_works"):
        LivePlan(replace(day(), vehicles=()))


def test_no_slot_no_answer() -> None:
    live, order = live_day()
    assert live.quote(order, []) == ()


def test_many_may_ask_at_once() -> None:
    live, order = live_day()
    slots = [slot(f"{hour}:00-{hour}:30") for hour in (8, 9, 10, 11)]
    expected = live.quote(order, slots, reshuffle=HARD)
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(live.quote, order, slots, reshuffle=HARD) for _ in range(20)]
        assert all(answers.result() == expected for answers in asked)


def test_a_weightless_order_takes_no_room() -> None:
    live, order = live_day("vehicle.bike.takes = [40000, 120, 3]")
    light = replace(order, load=Load())
    assert live.quote(light, [NINE])[0].extra_seconds == 90
