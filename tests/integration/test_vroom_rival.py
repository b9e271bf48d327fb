"""The same file solved by VROOM itself: ours serves as much and costs no more."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from routing.formats.vroom import read_vroom
from routing.solve import Stop, solve
from tests.conftest import left_out
from tests.vroom_cases import four_jobs
from tests.vroom_reference import faults

Document = dict[str, Any]

RIVAL = """
import json, sys
from pathlib import Path
import vroom
found = [
    vroom.Input.from_json(Path(file)).solve(exploration_level=5, nb_threads=1).to_dict()["summary"]
    for file in sys.argv[1:]
]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def rival() -> str:
    if importlib.util.find_spec("vroom") is None:
        left_out("No VROOM.", "make setup installs it: pyvroom.")
    return RIVAL


def value_of(summary: Document) -> tuple[int, int, int]:
    """What VROOM makes small: less important tasks, tasks left out, cost."""
    return -summary["priority"], summary["unassigned"], summary["cost"]


def test_ours_is_never_worse_than_vrooms_on_small_files(rival: str, tmp_path: Path) -> None:
    documents = [four_jobs(), *(small(Random(seed)) for seed in range(30))]  # noqa: S311
    files = [tmp_path / f"{number}.json" for number in range(len(documents))]
    for file, document in zip(files, documents, strict=True):
        file.write_text(json.dumps(document))
    told = subprocess.run(
        [sys.executable, "-c", rival, *map(str, files)], check=True, capture_output=True, text=True
    )
    worse = []
    for number, (document, theirs) in enumerate(
        zip(documents, json.loads(told.stdout), strict=True)
    ):
        read = read_vroom(document)
        solution: Any = read.solution(solve(read.problem, stop=Stop(iterations=400), seed=1))
        assert faults(document, solution) == []
        if value_of(solution["summary"]) > value_of(theirs):
            worse.append((number, value_of(solution["summary"]), value_of(theirs)))
    assert worse == []


def small(draw: Random) -> Document:
    """Up to five jobs, two shipments and three vehicles on a grid of streets."""
    places = [(draw.randint(0, 300), draw.randint(0, 300)) for _ in range(draw.randint(2, 6))]
    durations = [[abs(x - a) + abs(y - b) for a, b in places] for x, y in places]
    distances = [[9 * cell for cell in row] for row in durations]

    def task(number: int) -> Document:
        edges = sorted(draw.sample(range(3_000), 4))
        windows = draw.choice([[edges[:2]], [edges[:2], edges[2:]], None])
        told = {"id": number, "location_index": draw.randrange(len(places))}
        told["service"] = draw.choice([0, 30, 120])
        return told if windows is None else {**told, "time_windows": windows}

    def order() -> Document:
        skills = draw.choice([[], [], [1], [2]])
        return {"priority": draw.choice([0, 0, 10, 50]), "skills": skills}

    def vehicle(number: int) -> Document:
        ends = draw.choice([("start_index",), ("end_index",), ("start_index", "end_index")])
        told: Document = {end: draw.randrange(len(places)) for end in ends}
        opens = draw.randint(500, 1_000)
        pause = {"id": 1, "service": 200, "time_windows": [[opens, opens + 300]]}
        return {
            **told,
            "id": number,
            "capacity": [draw.randint(1, 4)],
            "skills": draw.sample([1, 2], draw.randint(0, 2)),
            "time_window": [draw.randint(0, 500), draw.randint(2_000, 4_000)],
            "costs": {"fixed": draw.choice([0, 100]), "per_km": draw.choice([0, 100])},
            "breaks": draw.choice([[], [pause]]),
        }

    return {
        "vehicles": [vehicle(number) for number in range(draw.randint(1, 3))],
        "jobs": [
            {**task(number), **order(), draw.choice(["delivery", "pickup"]): [draw.randint(0, 2)]}
            for number in range(draw.randint(1, 5))
        ],
        "shipments": [
            {
                "pickup": task(100 + number),
                "delivery": task(200 + number),
                "amount": [draw.randint(0, 2)],
                **order(),
            }
            for number in range(draw.randint(0, 2))
        ],
        "matrices": {"car": {"durations": durations, "distances": distances}},
    }
