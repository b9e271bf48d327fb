"""``POST /v1/solve``: a problem in VROOM's format in, its solution out."""

import threading
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from api.domain.actor import Role
from api.http.solve import EXAMPLE
from api.services.solving import SolveLimits, Solving
from routing.formats.vroom import VroomProblem, Ways, read_vroom
from routing.model import Plan
from tests.service.asking import Site
from tests.service.small_town import HUB, MARKETS
from tests.vroom_cases import four_jobs
from tests.vroom_reference import faults

PATH = "/v1/solve?seconds=0.2"


def limited(served: Site, **limits: float) -> Solving:
    """The same service with other limits."""
    solving = Solving(SolveLimits(**limits))  # type: ignore[arg-type]
    served.app.state.service = replace(served.service, solving=solving)
    return solving


def code(answered: httpx.Response) -> tuple[int, str]:
    return answered.status_code, answered.json()["code"]


def test_a_problem_with_matrices_is_solved(served: Site) -> None:
    problem = four_jobs()
    answered = served.client(Role.PLANNER).post(PATH, problem)
    assert answered.status_code == 200, answered.text
    solution = answered.json()
    assert solution["summary"]["cost"] == 1_200
    assert faults(problem, solution) == []


def test_the_example_is_one(served: Site) -> None:
    solution = served.client(Role.PLANNER).post(PATH, EXAMPLE).json()
    assert solution["code"] == 0
    assert solution["unassigned"] == []


def test_coordinates_are_ridden_on_the_towns_streets(served: Site) -> None:
    problem: dict[str, Any] = {
        "vehicles": [{"id": 1, "profile": "bike", "start": list(HUB), "end": list(HUB)}],
        "jobs": [{"id": n, "location": list(place)} for n, place in enumerate(MARKETS)],
    }
    solution = served.client(Role.PLANNER).post(PATH, problem).json()
    assert solution["unassigned"] == []
    assert 500 < solution["summary"]["distance"] < 20_000
    admin = served.client(Role.ADMIN)
    assert code(admin.post(PATH, problem)) == (422, "town.unnamed")
    named = admin.post(f"{PATH}&town={served.small.town.id}", problem)
    assert named.json()["summary"] == solution["summary"]


def test_all_that_is_wrong_is_named_by_its_pointer(served: Site) -> None:
    problem = four_jobs()
    problem["vehicles"][0]["max_distance"] = 5
    problem["jobs"][2]["service"] = -1
    refused = served.client(Role.PLANNER).post(PATH, problem)
    assert refused.status_code == 422
    assert {(one["code"], one["pointer"]) for one in refused.json()["errors"]} == {
        ("vroom.not_modelled", "#/vehicles/0/max_distance"),
        ("vroom.not_whole", "#/jobs/2/service"),
    }


@pytest.mark.parametrize("role", [Role.SHOP, Role.COURIER])
def test_who_may_not_plan_may_not_solve(served: Site, role: Role) -> None:
    assert served.client(role).post(PATH, four_jobs()).status_code == 403


def test_a_key_has_limits(served: Site) -> None:
    planner = served.client(Role.PLANNER)
    limited(served, tasks=3, vehicles=2, seconds=1)
    assert code(planner.post(PATH, four_jobs())) == (422, "solve.many_tasks")
    three = four_jobs(jobs=four_jobs()["jobs"][:3])
    assert code(planner.post("/v1/solve?seconds=2", three)) == (422, "solve.too_long")
    assert planner.post(PATH, three).status_code == 200
    three["vehicles"] = [{**three["vehicles"][0], "id": number} for number in range(3)]
    assert code(planner.post(PATH, three)) == (422, "solve.many_vehicles")


def test_a_matrix_has_no_more_rows_than_a_key_may_ask_for(served: Site) -> None:
    planner = served.client(Role.PLANNER)
    limited(served, rows=4)
    refused = planner.post(PATH, four_jobs())
    assert code(refused) == (422, "solve.many_rows")
    assert refused.json()["errors"][0]["pointer"] == "#/matrices/car/durations"
    old = four_jobs(matrix=four_jobs()["matrices"]["car"]["durations"])
    del old["matrices"]
    assert code(planner.post(PATH, old)) == (422, "solve.many_rows")
    limited(served, rows=5)
    assert planner.post(PATH, four_jobs()).status_code == 200


def test_reading_and_writing_take_their_turn_too(
    served: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    solving = limited(served)
    busy = []

    def read(raw: object, ways: Ways | None) -> VroomProblem:
        busy.append(solving.busy)
        return read_vroom(raw, ways)

    def written(problem: VroomProblem, plan: Plan) -> dict[str, Any]:
        busy.append(solving.busy)
        return solution(problem, plan)

    solution = VroomProblem.solution
    monkeypatch.setattr("api.services.solving.read_vroom", read)
    monkeypatch.setattr(VroomProblem, "solution", written)
    assert served.client(Role.PLANNER).post(PATH, four_jobs()).status_code == 200
    assert busy == [1, 1]
    assert solving.busy == 0


def test_a_key_is_one_caller_however_its_header_is_written(
    served: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    callers: list[str] = []
    solving = limited(served)
    turn = solving.turn

    def noted(caller: str) -> AbstractContextManager[None]:
        callers.append(caller)
        return turn(caller)

    monkeypatch.setattr(solving, "turn", noted)
    planner = served.client()
    one, other = served.keys[Role.PLANNER], served.key(Role.PLANNER)
    for header in (f"Bearer {one}", f"bearer {one}", f"Bearer  {one}", f"Bearer {other}"):
        asked = planner.post(PATH, four_jobs(), headers={"Authorization": header})
        assert asked.status_code == 200
    assert len(set(callers[:3])) == 1
    assert callers[3] not in callers[:3]


def test_one_key_solves_one_problem_at_a_time_and_others_are_answered_meanwhile(
    served: Site,
) -> None:
    solving = limited(served)
    solving.most = 8
    planner = served.client(Role.PLANNER)
    answers: list[httpx.Response] = []
    long = threading.Thread(
        target=lambda: answers.append(planner.post("/v1/solve?seconds=2", four_jobs()))
    )
    long.start()
    while not solving.busy:
        assert long.is_alive()
    assert code(planner.post(PATH, four_jobs())) == (409, "solve.busy")
    assert served.client(Role.SHOP).get("/v1/me").status_code == 200
    made = served.client(Role.SHOP).post("/v1/webhooks", {"url": "https://till.example.org/"})
    assert made.status_code == 201
    assert long.is_alive()
    other = planner.knowing(served.key(Role.PLANNER))
    assert other.post(PATH, four_jobs()).status_code == 200
    long.join()
    assert answers[0].json()["summary"]["cost"] == 1_200
    assert planner.post(PATH, four_jobs()).status_code == 200
