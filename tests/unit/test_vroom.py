"""VROOM's problems and solutions, on cases that are worked out by hand."""

from typing import Any

import numpy as np
import pytest

from routing.errors import InputErrors
from routing.formats.vroom import VroomProblem, read_vroom
from routing.model import Matrix, Reason
from routing.model.matrix import Ticked
from routing.solve import Stop, solve
from tests.vroom_cases import STRAIGHT, Document, four_jobs, solved


def routes_of(solution: Document) -> set[tuple[int, ...]]:
    """Ids of each route's tasks."""
    return {
        tuple(step["id"] for step in route["steps"] if "id" in step) for route in solution["routes"]
    }


def test_near_doors_share_a_van_and_far_doors_the_other() -> None:
    """There and back: 2 x 200 + 2 x 400 seconds. Otherwise paired it would be 1,400 or more."""
    solution = solved(four_jobs())
    assert solution["code"] == 0
    assert solution["summary"]["cost"] == solution["summary"]["duration"] == 1_200
    assert {frozenset(route) for route in routes_of(solution)} == {
        frozenset({10, 20}),
        frozenset({30, 40}),
    }


def test_a_step_tells_arrival_waiting_load_and_what_was_ridden() -> None:
    """The far door opens at 1,000; its van leaves as late as that allows, at 540."""
    document = four_jobs()
    document["jobs"] = document["jobs"][2:]
    document["jobs"][1]["time_windows"] = [[0, 10], [1_000, 2_000]]
    document["jobs"][0]["time_windows"] = [[0, 890]]
    document["jobs"][0]["description"] = "bell is broken"
    solution = solved(document)
    (route,) = solution["routes"]
    usual = {"violations": [], "setup": 0, "waiting_time": 0, "service": 0}
    assert route["steps"] == [
        {**usual, "type": "start", "location_index": 0, "load": [2], "arrival": 540, "duration": 0},
        {
            **usual,
            "type": "job",
            "id": 30,
            "job": 30,
            "description": "bell is broken",
            "location_index": 3,
            "load": [1],
            "service": 60,
            "arrival": 840,
            "duration": 300,
        },
        {
            **usual,
            "type": "job",
            "id": 40,
            "job": 40,
            "location_index": 4,
            "load": [0],
            "service": 60,
            "arrival": 1_000,
            "duration": 400,
        },
        {
            **usual,
            "type": "end",
            "location_index": 0,
            "load": [0],
            "arrival": 1_460,
            "duration": 800,
        },
    ]
    assert route["delivery"] == [2]
    assert route["pickup"] == [0]


def test_a_shipment_left_out_is_two_tasks_left_out() -> None:
    """A van for one order: the job is nearer, but the shipment has two tasks."""
    document = four_jobs()
    document["vehicles"] = [
        {"id": 1, "start_index": 0, "end_index": 0, "capacity": [1], "time_window": [0, 800]}
    ]
    document["jobs"] = [{"id": 1, "location_index": 1, "delivery": [1], "service": 300}]
    document["shipments"] = [
        {
            "amount": [1],
            "pickup": {"id": 1, "location_index": 2, "service": 100},
            "delivery": {"id": 1, "location_index": 3},
        }
    ]
    unassigned = solved(document)["unassigned"]
    assert [(one["type"], one["id"]) for one in unassigned] == [("job", 1)]


def test_the_documented_example_is_solved_as_documented() -> None:
    """VROOM's docs/example_2.json and its solution: 2,104 + 2,255 + 1,102 seconds."""
    document = {
        "vehicles": [{"id": 0, "start_index": 0, "end_index": 3}],
        "jobs": [{"id": 1414, "location_index": 1}, {"id": 1515, "location_index": 2}],
        "matrices": {
            "car": {
                "durations": [
                    [0, 2104, 197, 1299],
                    [2103, 0, 2255, 3152],
                    [197, 2256, 0, 1102],
                    [1299, 3153, 1102, 0],
                ]
            }
        },
    }
    solution = solved(document)
    assert solution["summary"]["cost"] == 5_461
    steps = [
        (step["type"], step.get("id"), step["arrival"]) for step in solution["routes"][0]["steps"]
    ]
    assert steps == [
        ("start", None, 0),
        ("job", 1414, 2_104),
        ("job", 1515, 4_359),
        ("end", None, 5_461),
    ]


def test_what_jobs_hand_over_is_carried_to_the_end() -> None:
    """A van for two leaves with one delivery, and is full when it comes back."""
    document = four_jobs()
    document["vehicles"].pop()
    document["jobs"] = [
        {"id": 1, "location_index": 1, "pickup": [1]},
        {"id": 2, "location_index": 2, "delivery": [1]},
        {"id": 3, "location_index": 3, "pickup": [1]},
    ]
    (route,) = solved(document)["routes"]
    assert [route["steps"][end]["load"] for end in (0, -1)] == [[1], [2]]
    assert (route["delivery"], route["pickup"]) == ([1], [2])


def test_a_shipment_is_picked_up_before_it_is_delivered_even_backwards() -> None:
    document = four_jobs(jobs=[])
    document["shipments"] = [
        {
            "amount": [2],
            "pickup": {"id": 1, "location_index": 4, "service": 30},
            "delivery": {"id": 1, "location_index": 1, "service": 30},
        }
    ]
    solution = solved(document)
    (route,) = solution["routes"]
    assert [step["type"] for step in route["steps"]] == ["start", "pickup", "delivery", "end"]
    assert (route["delivery"], route["pickup"], route["duration"]) == ([2], [2], 800)


def test_set_up_is_spent_once_at_a_location_and_never_where_the_vehicle_starts() -> None:
    document = four_jobs()
    document["vehicles"].pop()
    document["vehicles"][0]["capacity"] = [4]
    document["jobs"] = [
        {"id": 1, "location_index": 0, "setup": 50, "service": 10},
        {"id": 2, "location_index": 2, "setup": 50, "service": 10},
        {"id": 3, "location_index": 2, "setup": 50, "service": 10},
        {"id": 4, "location_index": 3, "setup": 50, "service": 10},
    ]
    (route,) = solved(document)["routes"]
    assert route["setup"] == 100
    assert route["steps"][-1]["arrival"] - route["steps"][0]["arrival"] == 600 + 100 + 40


def test_a_window_is_met_when_set_up_begins_in_it() -> None:
    """Its set-up reaches beyond the window, as VROOM has it."""
    document = four_jobs()
    document["jobs"] = [
        {"id": 1, "location_index": 1, "setup": 500, "time_windows": [[300, 300]]},
    ]
    (route,) = solved(document)["routes"]
    assert route["steps"][1]["arrival"] + route["steps"][1]["waiting_time"] == 300
    assert route["steps"][-1]["arrival"] == 900


def test_a_route_may_begin_or_end_at_a_task() -> None:
    document = four_jobs()
    document["vehicles"] = [{"id": 1, "end_index": 0, "capacity": [4]}]
    (route,) = solved(document)["routes"]
    assert (route["duration"], route["steps"][0]["location_index"]) == (400, 4)
    document["vehicles"] = [{"id": 1, "start_index": 0, "capacity": [4]}]
    (route,) = solved(document)["routes"]
    assert (route["duration"], route["steps"][-1]["location_index"]) == (400, 4)


def test_vehicles_that_start_elsewhere_bring_from_there() -> None:
    document = four_jobs()
    document["vehicles"][1]["start_index"] = document["vehicles"][1]["end_index"] = 4
    solution = solved(document)
    assert solution["summary"]["cost"] == 400 + 200
    assert {frozenset(route) for route in routes_of(solution)} == {
        frozenset({10, 20}),
        frozenset({30, 40}),
    }


def test_skills_decide_who_may_come() -> None:
    document = four_jobs()
    document["vehicles"][0]["skills"] = [1, 14]
    document["jobs"][3]["skills"] = [14]
    document["jobs"][0]["skills"] = [2]
    solution = solved(document)
    assert [(one["id"], one["reason"]) for one in solution["unassigned"]] == [
        (10, Reason.NO_EQUIPMENT)
    ]
    (far,) = [route for route in solution["routes"] if 40 in [s.get("id") for s in route["steps"]]]
    assert far["vehicle"] == 7


def test_costs_are_counted_as_vroom_counts_them() -> None:
    """200 s each way: 400 s x 7,200 an hour = 800; 4 km at 25 = 100; 90 s of work at 400 = 10."""
    document = four_jobs()
    metres = [[10 * cell for cell in row] for row in STRAIGHT]
    document["matrices"]["car"]["distances"] = metres
    document["vehicles"] = [
        {
            "id": 1,
            "start_index": 0,
            "end_index": 0,
            "costs": {"fixed": 30, "per_hour": 7_200, "per_km": 25, "per_task_hour": 400},
        }
    ]
    document["jobs"] = [{"id": 1, "location_index": 2, "setup": 30, "service": 60}]
    solution = solved(document)
    assert solution["summary"]["cost"] == 30 + 800 + 100 + 10
    assert solution["summary"]["distance"] == 4_000
    assert [step["distance"] for step in solution["routes"][0]["steps"]] == [0, 2_000, 4_000]


def test_a_matrix_of_costs_decides_where_there_is_one() -> None:
    document = four_jobs()
    document["vehicles"] = [{"id": 1, "start_index": 0, "end_index": 4}]
    document["jobs"] = [{"id": 1, "location_index": 1}, {"id": 2, "location_index": 2}]
    costs = [[1] * 5 for _ in range(5)]
    costs[0][1] = costs[1][2] = 50
    document["matrices"]["car"]["costs"] = costs
    read = read_vroom(document)
    solution = read.solution(solve(read.problem, stop=Stop(iterations=100), seed=1))
    assert solution["summary"]["cost"] == 3
    assert routes_of(solution) == {(2, 1)}


def test_a_fast_vehicle_needs_less_time() -> None:
    document = four_jobs()
    document["vehicles"] = [{"id": 1, "start_index": 0, "end_index": 0, "speed_factor": 1.5}]
    document["jobs"] = [{"id": 1, "location_index": 1}]
    (route,) = solved(document)["routes"]
    assert route["duration"] == 67 + 67


def test_a_number_that_stands_for_never_is_no_way() -> None:
    document = four_jobs()
    document["matrices"]["car"]["durations"] = [
        [
            cell if 3 not in (here, there) or here == there else 4_294_967_295
            for there, cell in enumerate(row)
        ]
        for here, row in enumerate(STRAIGHT)
    ]
    solution = solved(document)
    assert [(one["id"], one["reason"]) for one in solution["unassigned"]] == [
        (30, Reason.UNREACHABLE)
    ]


def test_the_more_important_is_served_where_not_all_can_be() -> None:
    document = four_jobs()
    document["vehicles"].pop()
    for job, priority in zip(document["jobs"], (0, 0, 10, 90), strict=True):
        job["priority"] = priority
    solution = solved(document)
    assert {one["id"] for one in solution["unassigned"]} == {10, 20}
    assert solution["summary"]["priority"] == 100


def test_without_priorities_as_many_as_possible_are_served_whatever_they_cost() -> None:
    document = four_jobs()
    document["vehicles"] = [
        {**vehicle, "costs": {"fixed": 1_000_000}} for vehicle in document["vehicles"]
    ]
    assert solved(document)["summary"]["unassigned"] == 0


@pytest.mark.parametrize(
    ("window", "before"), [([0, 10], True), ([250, 260], False), ([5_000, 6_000], False)]
)
def test_every_break_is_in_the_route(window: list[int], before: bool) -> None:
    """Before it, inside it, and after it where our rules leave it to free time."""
    document = four_jobs()
    document["vehicles"] = [
        {
            "id": 1,
            "start_index": 0,
            "end_index": 0,
            "time_window": [0, 7_000],
            "breaks": [{"id": 3, "service": 120, "time_windows": [window]}],
        }
    ]
    document["jobs"] = [
        {"id": 1, "location_index": 1, "service": 60, "time_windows": [[200, 220]]},
        {"id": 2, "location_index": 4, "service": 60, "time_windows": [[600, 900]]},
    ]
    (route,) = solved(document)["routes"]
    types = [step["type"] for step in route["steps"]]
    assert types.count("break") == 1
    assert (types[1] == "break") is before
    assert route["service"] == 240


def test_a_break_on_the_way_divides_the_ride() -> None:
    document = four_jobs()
    document["vehicles"] = [
        {
            "id": 1,
            "start_index": 0,
            "end_index": 0,
            "time_window": [0, 1_000],
            "breaks": [{"id": 3, "service": 100, "time_windows": [[150, 150]]}],
        }
    ]
    document["jobs"] = [{"id": 1, "location_index": 4, "time_windows": [[0, 520]]}]
    (route,) = solved(document)["routes"]
    pause = route["steps"][1]
    assert (pause["type"], pause["arrival"], pause["waiting_time"]) == ("break", 150, 0)
    assert pause["duration"] == 150 - route["steps"][0]["arrival"]


def test_steps_are_where_the_search_begins() -> None:
    document = four_jobs()
    document["vehicles"][0]["steps"] = [
        {"type": "start"},
        {"type": "job", "id": 40},
        {"type": "job", "id": 10},
        {"type": "job", "id": 77},
        {"type": "end"},
    ]
    read = read_vroom(document)
    assert read.start is not None
    plan = solve(read.problem, stop=Stop(iterations=1), seed=1, start=read.start)
    assert len(read.solution(plan)["routes"]) == 2
    (route,) = read.start.routes
    tasks = [(service.shipment, service.kind.value) for _, service in route.services()]
    assert tasks == [("3", "pickup"), ("0", "pickup"), ("3", "delivery"), ("0", "delivery")]


def test_old_names_are_understood() -> None:
    document = four_jobs()
    document["matrix"] = document.pop("matrices")["car"]["durations"]
    for job in document["jobs"]:
        job["amount"] = job.pop("delivery")
    read = read_vroom(document)
    solution = read.solution(solve(read.problem, stop=Stop(iterations=300), seed=1))
    assert solution["summary"]["cost"] == 1_200


class Streets:
    """Stands for a town: a second for each thousandth of a degree."""

    def knows(self, profile: str) -> bool:
        return profile == "bike"

    def between(self, positions: Any, profile: str) -> Matrix:
        assert self.knows(profile)
        east = np.array([round(1_000 * lon) for lon, _ in positions], dtype=np.int64)
        apart: Ticked = abs(east[:, None] - east[None, :])
        return Matrix(apart, 5 * apart)


def test_streets_are_asked_where_there_are_no_matrices() -> None:
    document = {
        "vehicles": [{"id": 1, "profile": "bike", "start": [7.0, 43.0], "end": [7.0, 43.0]}],
        "jobs": [{"id": 1, "location": [7.2, 43.0]}, {"id": 2, "location": [7.1, 43.0]}],
    }
    read = read_vroom(document, Streets())
    solution: Any = read.solution(solve(read.problem, stop=Stop(iterations=100), seed=1))
    assert solution["summary"]["duration"] == 400
    assert solution["summary"]["distance"] == 2_000
    assert solution["routes"][0]["steps"][0]["location"] == [7.0, 43.0]
    assert "location_index" not in solution["routes"][0]["steps"][0]
    document["vehicles"][0].pop("profile")
    with pytest.raises(InputErrors) as errors:
        read_vroom(document, Streets())
    assert [error.code for error in errors.value.errors] == ["vroom.no_profile"]


def test_nothing_to_do_is_a_solution_too() -> None:
    read = read_vroom(four_jobs(jobs=[]))
    assert isinstance(read, VroomProblem)
    plan = solve(read.problem, stop=Stop(iterations=1), seed=1)
    assert read.solution(plan)["routes"] == []
