"""Li & Lim's and Sartori & Buriol's files become problems, or say which line is wrong."""

import gzip
from pathlib import Path

import pytest

from routing.errors import InputError, InputErrors
from routing.formats.instances import read_instance
from routing.formats.sintef import write_solution
from routing.model import Load, Objective, Problem, TaskKind, Window
from routing.sentences import LANGUAGES, render_error
from tests.builders import plan_of, timed_route
from tests.unit.literature import LILIM, SARTORI_BURIOL

UNIT = 1_000_000


def read(folder: Path, text: str, name: str = "tiny.txt") -> Problem:
    (folder / name).write_text(text)
    return read_instance(folder / name)


def errors_of(folder: Path, text: str) -> list[InputError]:
    with pytest.raises(InputError) as caught:
        read(folder, text)
    error = caught.value
    return [*error.errors] if isinstance(error, InputErrors) else [error]


def test_lilim_counts_time_and_distance_in_millionths(tmp_path: Path) -> None:
    problem = read(tmp_path, LILIM)
    assert (problem.name, problem.objective) == ("tiny", Objective.VEHICLES)
    assert problem.ticks_per_unit == UNIT
    assert [place.id for place in problem.places] == ["0", "1", "2", "3", "4"]
    first = problem.shipment_by_id["1"]
    assert (first.pickup.place, first.delivery.place) == ("1", "3")
    assert first.load == Load(parcels=6)
    assert first.delivery.windows == (Window(0, 70 * UNIT),)
    assert first.delivery.service == 2 * UNIT
    from_depot = problem.matrices["instance"].distances[0]
    assert from_depot.tolist() == [0, 3 * UNIT, 4 * UNIT, 5 * UNIT, 8 * UNIT]


def test_lilim_rounds_distances_up(tmp_path: Path) -> None:
    problem = read(tmp_path, LILIM.replace("1 3 0 6", "1 1 1 6"))
    assert problem.matrices["instance"].durations[0, 1] == 1_414_214
    assert problem.matrices["instance"].distances[1, 0] == 1_414_214


def test_lilim_has_as_many_vehicles_as_the_file_says(tmp_path: Path) -> None:
    problem = read(tmp_path, LILIM)
    assert len(problem.vehicles) == len(problem.shifts) == 2
    vehicle = problem.vehicles[0]
    assert vehicle.capacity == Load(parcels=10)
    assert vehicle.shifts[0].window == Window(0, 100 * UNIT)
    assert (vehicle.shifts[0].start_place, vehicle.shifts[0].end_place) == ("0", "0")


def test_sartori_buriol_keeps_its_minutes_and_has_a_vehicle_for_every_shipment(
    tmp_path: Path,
) -> None:
    problem = read(tmp_path, SARTORI_BURIOL)
    assert (problem.ticks_per_unit, problem.objective) == (1, Objective.VEHICLES)
    assert problem.matrices["instance"].durations[1].tolist() == [3, 0, 5, 4, 9]
    assert problem.shipment_by_id["2"].pickup.windows == (Window(10, 60),)
    assert len(problem.vehicles) == len(problem.shipments) == 2


def test_positions_are_longitude_first(tmp_path: Path) -> None:
    assert read(tmp_path, SARTORI_BURIOL).place("1").position == (2.11, 41.40)


def test_a_compressed_instance_is_read_alike(tmp_path: Path) -> None:
    packed = tmp_path / "tiny.txt.gz"
    packed.write_bytes(gzip.compress(LILIM.encode()))
    assert read_instance(packed) == read(tmp_path, LILIM)


def test_a_solution_names_the_nodes_of_the_file_one_route_a_line(tmp_path: Path) -> None:
    problem = read(tmp_path, LILIM)
    steps = [(node, kind) for node in ("2", "1") for kind in (TaskKind.PICKUP, TaskKind.DELIVERY)]
    routes = [
        timed_route(problem, "vehicle 1", steps[:2]),
        timed_route(problem, "vehicle 2", steps[2:]),
    ]
    assert write_solution(problem, plan_of(problem, routes)).splitlines() == [
        "Instance name : tiny",
        "Solution",
        "Route 1 : 2 4",
        "Route 2 : 1 3",
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("2 10 1\n", "2 10\n", "instance.columns", 1),
        ("2 10 1\n", "two 10 1\n", "instance.number", 1),
        ("1 3 0 6 0 50 2 0 3", "1 3 0 6 0 50 2 0", "instance.columns", 3),
        ("1 3 0 6 0 50", "1 3 0 6 0 5x", "instance.number", 3),
        ("1 3 0 6 0 50", "1 3 west 6 0 50", "instance.number", 3),
        ("1 3 0 6 0 50", "9 3 0 6 0 50", "instance.node_order", 3),
        ("1 3 0 6 0 50", "1 3 0 6 60 50", "instance.window", 3),
        ("1 3 0 6 0 50 2", "1 3 0 6 0 50 -2", "instance.negative", 3),
        ("4 0 8 -5 0 80 2 2 0", "4 0 8 -4 0 80 2 2 0", "instance.pair", 4),
        ("4 0 8 -5 0 80 2 2 0", "4 0 8 -5 0 80 2 9 0", "instance.pair", 4),
        ("4 0 8 -5 0 80 2 2 0\n", "", "instance.pair", 4),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    assert LILIM.count(old) == 1
    first = errors_of(tmp_path, LILIM.replace(old, new))[0]
    assert (first.code, first.values["file"], first.values["line"]) == (code, "tiny.txt", line)
    for language in LANGUAGES:
        said = render_error(first, language)
        assert f"{line}" in said.wrong
        assert said.mend


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("CAPACITY: 10\n", "", "instance.no_section"),
        ("EDGES\n", "", "instance.no_section"),
        ("SIZE: 5", "SIZE: 7", "instance.size"),
        ("3 0 5 4 9\n", "3 0 5 4\n", "instance.columns"),
        ("3 0 5 4 9\n", "3 0 5 4 nine\n", "instance.number"),
        ("5 4 3 0 5\n8 9 4 5 0\nEOF\n", "", "instance.size"),
    ],
)
def test_a_damaged_matrix_or_header_is_named(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert SARTORI_BURIOL.count(old) == 1
    assert errors_of(tmp_path, SARTORI_BURIOL.replace(old, new))[0].code == code


def test_all_wrong_lines_are_named_at_once(tmp_path: Path) -> None:
    text = LILIM.replace("1 3 0 6", "1 3 0 x").replace("4 0 8", "4 0")
    assert [error.values["line"] for error in errors_of(tmp_path, text)] == [3, 6]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x1f\x8bnot really gzip", b"\xff\xfe\x00"])
def test_what_is_no_instance_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.txt"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_instance(file)
    assert caught.value.code in {"instance.format", "instance.unreadable"}


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_instance(tmp_path / "nowhere.txt")
    assert caught.value.code == "instance.unreadable"
    assert "nowhere.txt" not in str(caught.value.values["why"])
