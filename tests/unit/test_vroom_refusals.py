"""What of a VROOM problem is wrong or beyond our rules is named by its JSON pointer."""

import copy
from typing import Any

import pytest

from routing.errors import InputErrors
from routing.formats.vroom import read_vroom
from routing.formats.vroom.values import parsed
from tests.vroom_cases import STRAIGHT, Document, four_jobs, solved


def refused(document: Document) -> set[tuple[str, object]]:
    """What is wrong, and where."""
    with pytest.raises(InputErrors) as errors:
        read_vroom(document)
    return {(error.code, error.values["pointer"]) for error in errors.value.errors}


def broken(change: Any) -> Document:
    document = copy.deepcopy(four_jobs())
    document["shipments"] = [
        {"pickup": {"id": 1, "location_index": 1}, "delivery": {"id": 1, "location_index": 2}}
    ]
    change(document)
    return document


def put(value: object, *path: str | int) -> Any:
    """A change that puts a value somewhere."""

    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return change


LIMITED = [
    (put(3, "vehicles", 1, "max_tasks"), "vroom.not_modelled", "/vehicles/1/max_tasks"),
    (put(9, "vehicles", 0, "max_travel_time"), "vroom.not_modelled", "/vehicles/0/max_travel_time"),
    (put(9, "vehicles", 0, "max_distance"), "vroom.not_modelled", "/vehicles/0/max_distance"),
    (put({"c": True}, "options"), "vroom.not_modelled", "/options/c"),
    (put([1], "jobs", 0, "pickup"), "vroom.both_ways", "/jobs/0/pickup"),
    (
        put([{"id": 1, "max_load": [1], "service": 5}], "vehicles", 0, "breaks"),
        "vroom.not_modelled",
        "/vehicles/0/breaks/0/max_load",
    ),
    (
        put([{"id": 1, "service": 5, "time_windows": [[0, 9], [20, 29]]}], "vehicles", 0, "breaks"),
        "vroom.break_windows",
        "/vehicles/0/breaks/0/time_windows",
    ),
]
WRONG = [
    (put([], "vehicles"), "vroom.no_vehicle", "/vehicles"),
    (put("none", "jobs"), "vroom.not_list", "/jobs"),
    (put(5, "jobs", 1), "vroom.not_object", "/jobs/1"),
    (put("1", "jobs", 1, "id"), "vroom.not_whole", "/jobs/1/id"),
    (put(-1, "jobs", 1, "service"), "vroom.not_whole", "/jobs/1/service"),
    (put(True, "jobs", 1, "priority"), "vroom.not_whole", "/jobs/1/priority"),
    (put(101, "jobs", 1, "priority"), "vroom.not_whole", "/jobs/1/priority"),
    (put(10, "jobs", 1, "id"), "vroom.id_twice", "/jobs/1/id"),
    (put(5, "jobs", 1, "location_index"), "vroom.index_beyond", "/jobs/1/location_index"),
    (put(5, "vehicles", 1, "end_index"), "vroom.index_beyond", "/vehicles/1/end_index"),
    (put([[0, 9]], "jobs", 1, "time_window"), "vroom.unknown_key", "/jobs/1/time_window"),
    (put([[9, 0]], "jobs", 1, "time_windows"), "vroom.window_reversed", "/jobs/1/time_windows/0"),
    (put([[9]], "jobs", 1, "time_windows"), "vroom.not_window", "/jobs/1/time_windows/0"),
    (put([1, 2], "jobs", 1, "delivery"), "vroom.amounts_differ", "/jobs/1/delivery"),
    (put([1, 2, 3, 4], "vehicles", 0, "capacity"), "vroom.many_amounts", "/vehicles/0/capacity"),
    (put({"id": 2}, "shipments", 0, "pickup"), "vroom.no_location", "/shipments/0/pickup"),
    (put({"id": 2}, "vehicles", 0), "vroom.no_start_or_end", "/vehicles/0"),
    (put("bike", "vehicles", 0, "profile"), "vroom.no_profile", "/vehicles/0/profile"),
    (put(7, "vehicles", 0, "description"), "vroom.not_text", "/vehicles/0/description"),
    (put(0, "vehicles", 0, "speed_factor"), "vroom.not_number", "/vehicles/0/speed_factor"),
    (put("fast", "vehicles", 0, "speed_factor"), "vroom.not_number", "/vehicles/0/speed_factor"),
    (put([200, 0], "jobs", 0, "location"), "vroom.not_position", "/jobs/0/location"),
    (put([{"type": "go"}], "vehicles", 0, "steps"), "vroom.step_kind", "/vehicles/0/steps/0/type"),
    (put({"a/b": {}}, "matrices"), "vroom.no_durations", "/matrices/a~1b"),
    (
        put([[0, 1], [1]], "matrices", "car", "durations"),
        "vroom.not_square",
        "/matrices/car/durations",
    ),
    (
        put([[0, 1], [1, "0"]], "matrices", "car", "durations"),
        "vroom.not_whole",
        "/matrices/car/durations/1/1",
    ),
    (put([[0]], "matrices", "car", "distances"), "vroom.not_square", "/matrices/car/distances"),
    (put({"per_km": 1}, "vehicles", 0, "costs"), "vroom.no_distances", "/vehicles/0/costs/per_km"),
    (
        put([{"id": n, "service": 1} for n in range(9)], "vehicles", 0, "breaks"),
        "vroom.many_breaks",
        "/vehicles/0/breaks",
    ),
]


@pytest.mark.parametrize(("change", "code", "pointer"), [*LIMITED, *WRONG])
def test_what_is_wrong_or_beyond_the_rules_is_named_by_its_pointer(
    change: Any, code: str, pointer: str
) -> None:
    assert (code, pointer) in refused(broken(change))


def test_all_errors_are_told_at_once() -> None:
    document = broken(put(-1, "jobs", 1, "service"))
    document["jobs"][2]["setup"] = "long"
    document["vehicles"][0]["max_distance"] = 5
    assert len(refused(document)) == 3


def test_a_limit_that_never_binds_is_none() -> None:
    document = four_jobs()
    document["vehicles"][0]["max_tasks"] = 4
    document["vehicles"][0]["type"] = "van"
    document["jobs"][0]["service_per_type"] = {"truck": 500}
    assert solved(document)["summary"]["cost"] == 1_200
    document["jobs"][0]["service_per_type"] = {"van": 500}
    assert refused(document) == {("vroom.not_modelled", "/jobs/0/service_per_type/van")}


def test_set_up_that_may_be_waived_is_refused_beside_breaks_and_short_windows() -> None:
    document = four_jobs()
    document["jobs"][1]["location_index"] = 1
    document["jobs"][1]["setup"] = 30
    document["jobs"][1]["time_windows"] = [[0, 20], [100, 110]]
    document["vehicles"][0]["breaks"] = [{"id": 1, "service": 5}]
    assert refused(document) == {
        ("vroom.window_too_short", "/jobs/1/time_windows"),
        ("vroom.setup_beside_breaks", "/jobs/1/setup"),
    }


def test_a_break_outside_the_hours_is_refused() -> None:
    document = four_jobs()
    document["vehicles"][0]["time_window"] = [0, 100]
    document["vehicles"][0]["breaks"] = [{"id": 1, "service": 5, "time_windows": [[96, 200]]}]
    assert refused(document) == {("vroom.break_outside", "/vehicles/0/breaks/0")}


def test_breaks_that_cannot_follow_each_other_are_refused() -> None:
    document = four_jobs()
    breaks = [{"id": n, "service": 60, "time_windows": [[100, 159]]} for n in range(2)]
    document["vehicles"][0]["breaks"] = breaks
    assert refused(document) == {("vroom.breaks_clash", "/vehicles/0/breaks")}
    breaks[1]["time_windows"] = [[100, 160]]
    assert solved(document)["summary"]["unassigned"] == 0


def test_prices_are_not_counted_twice() -> None:
    document = four_jobs()
    document["matrices"]["car"]["costs"] = STRAIGHT
    document["vehicles"][0]["costs"] = {"per_hour": 10}
    assert refused(document) == {("vroom.priced_twice", "/vehicles/0/costs")}


def test_costs_that_cannot_be_counted_exactly_are_refused() -> None:
    document = four_jobs()
    document["matrices"]["car"]["durations"] = [[9_999_999] * 5] * 5
    document["vehicles"][0]["costs"] = {"per_hour": 10_000_000}
    assert refused(document) == {("vroom.too_dear", "/vehicles")}


def test_coordinates_without_streets_or_matrices_lead_nowhere() -> None:
    document = {
        "vehicles": [{"id": 1, "start": [7.0, 43.0]}],
        "jobs": [{"id": 1, "location": [7.1, 43.0]}, {"id": 2, "location_index": 1}],
    }
    assert refused(document) >= {
        ("vroom.no_streets", "/vehicles/0/start"),
        ("vroom.no_streets", "/jobs/0/location"),
        ("vroom.no_matrices", "/jobs/1/location_index"),
    }


@pytest.mark.parametrize("raw", [None, [], "vehicles", 3, {}])
def test_what_is_no_problem_at_all_is_refused(raw: object) -> None:
    with pytest.raises(InputErrors):
        read_vroom(raw)


@pytest.mark.parametrize("text", ["", "{", '{"a": 1e', "[" * 100_000, b"\xff"])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(Exception, match=r"vroom\.not_json"):
        parsed(text)
