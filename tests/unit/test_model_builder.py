"""A problem that contradicts itself is refused, with the order and the field."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from routing import Problem, ProblemBuilder
from routing.errors import ModelError, ModelErrors
from routing.model import (
    UNREACHABLE,
    Break,
    Commitment,
    Costs,
    Lateness,
    Load,
    Objective,
    Place,
    Reload,
    Shift,
    Shipment,
    Task,
    Vehicle,
    Window,
)
from routing.sentences import LANGUAGES, render_error

SHOP, DOOR = Place("shop", (7.42, 43.73)), Place("door", (7.43, 43.74))
WINE = Shipment("wine", Task("shop"), Task("door"), Load(9_000, 20, 1))
MORNING = Shift("morning", Window(28_800, 43_200), "shop", "shop")
BIKE = Vehicle("bike", "bike", Load(40_000, 120, 20), (MORNING,))
WAYS = [[0, 60], [70, 0]]


def build(
    places: Sequence[Place] = (SHOP, DOOR),
    shipments: Sequence[Shipment] = (WINE,),
    vehicles: Sequence[Vehicle] = (BIKE,),
    matrices: Mapping[str, tuple[list[list[int]], list[list[int]]]] | None = None,
    **options: object,
) -> Problem:
    builder = ProblemBuilder("test", **options)  # type: ignore[arg-type]
    for place in places:
        builder.add_place(place)
    for shipment in shipments:
        builder.add_shipment(shipment)
    for vehicle in vehicles:
        builder.add_vehicle(vehicle)
    for profile, (durations, distances) in (matrices or {"bike": (WAYS, WAYS)}).items():
        builder.add_matrix(profile, durations, distances)
    return builder.build()


def shipment(**changes: object) -> dict[str, object]:
    return {"shipments": [replace(WINE, **changes)]}  # type: ignore[arg-type]


def delivery(**changes: object) -> dict[str, object]:
    return shipment(delivery=replace(WINE.delivery, **changes))  # type: ignore[arg-type]


def shift(**changes: object) -> dict[str, object]:
    changed = replace(MORNING, **changes)  # type: ignore[arg-type]
    return {"vehicles": [replace(BIKE, shifts=(changed,))]}


def place(**changes: object) -> dict[str, object]:
    return {"places": [SHOP, replace(DOOR, **changes)]}  # type: ignore[arg-type]


def ways(durations: list[list[int]], distances: list[list[int]]) -> dict[str, object]:
    return {"matrices": {"bike": (durations, distances)}}


def third_place(place_id: str) -> dict[str, object]:
    ways_of_three = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    return {
        "places": [SHOP, DOOR, replace(DOOR, id=place_id)],
        **ways(ways_of_three, ways_of_three),
    }


NINE, TEN = 32_400, 36_000
DELIVERY = "shipments[wine].delivery"
SHIFT = "vehicles[bike].shifts[morning]"
CONTRADICTIONS = [
    ("model.id_length", "places", third_place("d" * 65)),
    ("model.id_length", "shipments", shipment(id="")),
    ("model.id_twice", "places", third_place("door")),
    ("model.id_twice", "shipments", {"shipments": [WINE, WINE]}),
    ("model.id_twice", "vehicles", {"vehicles": [BIKE, replace(BIKE, shifts=())]}),
    ("model.id_twice", "shifts", {"vehicles": [BIKE, replace(BIKE, id="van")]}),
    ("model.unknown_place", f"{DELIVERY}.place", delivery(place="moon")),
    ("model.unknown_place", f"{SHIFT}.end_place", shift(end_place="moon")),
    ("model.unknown_place", f"{SHIFT}.reload.place", shift(reload=Reload("moon", 1, 1))),
    (
        "model.unknown_shift",
        "shipments[wine].commitment.shift",
        shipment(commitment=Commitment("x")),
    ),
    ("model.position", "places[door].position", place(position=(7.4, float("nan")))),
    ("model.not_whole", f"{DELIVERY}.service", delivery(service=1.5)),
    ("model.not_whole", "places[door].opening[0].start", place(opening=(Window(8.5, 9),))),  # type: ignore[arg-type]
    ("model.too_small", f"{DELIVERY}.service", delivery(service=-1)),
    ("model.too_small", "shipments[wine].load.grams", shipment(load=Load(-1))),
    ("model.too_small", "shipments[wine].longest_on_board", shipment(longest_on_board=-1)),
    ("model.too_small", "places[door].setup", place(setup=-60)),
    (
        "model.too_small",
        "vehicles[bike].costs.per_hour",
        {"vehicles": [replace(BIKE, costs=Costs(per_hour=-1))]},
    ),
    ("model.too_small", "ticks_per_unit", {"ticks_per_unit": 0, "objective": Objective.DISTANCE}),
    ("model.too_large", "shipments[wine].penalty", shipment(penalty=10**13)),
    ("model.window_reversed", f"{DELIVERY}.windows[0]", delivery(windows=(Window(TEN, NINE),))),
    ("model.window_reversed", f"{SHIFT}.window[0]", shift(window=Window(TEN, NINE))),
    (
        "model.windows_overlap",
        f"{DELIVERY}.windows[1]",
        delivery(windows=(Window(0, NINE), Window(NINE, TEN))),
    ),
    (
        "model.windows_overlap",
        "places[door].opening[1]",
        place(opening=(Window(NINE, TEN), Window(0, 10))),
    ),
    (
        "model.lateness_without_window",
        f"{DELIVERY}.lateness",
        delivery(lateness=Lateness(TEN, 600)),
    ),
    (
        "model.lateness_in_window",
        f"{DELIVERY}.lateness.latest",
        delivery(windows=(Window(NINE, TEN),), lateness=Lateness(TEN - 1, 600)),
    ),
    ("model.no_matrix", "vehicles[bike].profile", {"vehicles": [replace(BIKE, profile="van")]}),
    ("model.matrix_shape", "matrices[bike].durations", ways([[0]], WAYS)),
    ("model.not_whole", "matrices[bike].distances", ways(WAYS, [[0, 1.5], [1, 0]])),  # type: ignore[list-item]
    ("model.matrix_value", "matrices[bike].durations[1, 1]", ways([[0, 1], [1, 5]], WAYS)),
    ("model.matrix_value", "matrices[bike].distances[0, 1]", ways(WAYS, [[0, -2], [1, 0]])),
    ("model.half_reachable", "matrices[bike][0, 1]", ways(WAYS, [[0, UNREACHABLE], [1, 0]])),
    (
        "model.break_longer_than_shift",
        f"{SHIFT}.breaks[lunch].duration",
        shift(breaks=(Break("lunch", Window(NINE, TEN), 14_401),)),
    ),
    (
        "model.too_small",
        f"{SHIFT}.breaks[lunch].duration",
        shift(breaks=(Break("lunch", Window(0, 9), 0),)),
    ),
    ("model.money_ticks", "ticks_per_unit", {"ticks_per_unit": 1_000}),
    (
        "model.breaks_leave_no_time",
        f"{SHIFT}.breaks",
        shift(
            breaks=(
                Break("early", Window(NINE - 7_200, NINE - 7_200), 10_800),
                Break("late", Window(NINE, NINE), 10_801),
            )
        ),
    ),
    (
        "model.too_many_breaks",
        f"{SHIFT}.breaks",
        shift(breaks=tuple(Break(f"pause {n}", Window(NINE, TEN), 1) for n in range(9))),
    ),
    ("model.id_no_text", "places[1].id", place(id=None)),
    ("model.id_no_text", "shipments[0].id", shipment(id=7)),
    ("model.id_no_text", "vehicles[bike].shifts[0].id", shift(id=[])),
    ("model.id_no_text", f"{DELIVERY}.place", delivery(place=None)),
    ("model.no_window", f"{DELIVERY}.windows[0]", delivery(windows=((NINE, TEN),))),
    ("model.no_window", "vehicles[bike].shifts[0].window", shift(window=(NINE, TEN))),
    ("model.no_windows", "places[door].opening", place(opening=Window(NINE, TEN))),
]


def test_a_sound_problem_is_built_as_it_was_given() -> None:
    problem = build()
    assert problem.places == (SHOP, DOOR)
    assert problem.shipment_by_id == {"wine": WINE}
    assert problem.shifts == {"morning": (BIKE, MORNING)}
    assert problem.matrices["bike"].durations.tolist() == WAYS


@pytest.mark.parametrize(("code", "where", "changes"), CONTRADICTIONS)
def test_a_contradiction_says_where_it_is(
    code: str, where: str, changes: dict[str, object]
) -> None:
    with pytest.raises(ModelErrors) as caught:
        build(**changes)  # type: ignore[arg-type]
    assert [(error.code, error.values["where"]) for error in caught.value.errors] == [(code, where)]
    for language in LANGUAGES:
        for error in (caught.value, *caught.value.errors):
            assert where in render_error(error, language).wrong


def test_all_contradictions_are_found_at_once() -> None:
    with pytest.raises(ModelErrors) as caught:
        build(
            places=[SHOP, replace(DOOR, setup=-1)],
            shipments=[replace(WINE, load=Load(parcels=-1)), replace(WINE, id="beer" * 17)],
            vehicles=[replace(BIKE, profile="van")],
        )
    assert [error.code for error in caught.value.errors] == [
        "model.id_length",
        "model.too_small",
        "model.too_small",
        "model.no_matrix",
    ]


def test_a_matrix_that_was_handed_over_stays_the_callers_own() -> None:
    mine = [[0, 60], [70, 0]]
    problem = build(matrices={"bike": (mine, mine)})
    mine[0][1] = 5
    assert problem.matrices["bike"].durations[0, 1] == 60


def test_a_day_without_orders_is_sound() -> None:
    assert build(shipments=[]).shipments == ()


def test_breaks_that_leave_one_instant_for_leaving_are_sound() -> None:
    """Each may be had before or after the route on its own, even two at the same time."""
    early = Break("early", Window(28_800, 28_800), 7_200)
    late = Break("late", Window(TEN, TEN), 7_201)
    build(**shift(breaks=(early, late)))  # type: ignore[arg-type]
    same = (Break("one", Window(NINE, NINE + 300), 1_800), Break("two", Window(NINE, NINE), 1_800))
    build(**shift(breaks=same))  # type: ignore[arg-type]


def test_a_ragged_matrix_is_named() -> None:
    with pytest.raises(ModelError) as caught:
        build(**ways(WAYS, [[0, 1], [1]]))  # type: ignore[arg-type]
    assert caught.value.code == "model.ragged_matrix"
    assert caught.value.values == {"where": "matrices[bike].distances"}


def test_the_text_of_the_error_names_every_code_place_and_id() -> None:
    with pytest.raises(ModelErrors) as caught:
        build(shipments=[WINE, WINE], vehicles=[replace(BIKE, id="b" * 65, profile="van")])
    assert str(caught.value).splitlines() == [
        "model.id_twice(where='shipments', id='wine')",
        f"model.id_length(where='vehicles', id='{'b' * 65}', most=64)",
        f"model.no_matrix(where='vehicles[{'b' * 65}].profile', profile='van')",
    ]
