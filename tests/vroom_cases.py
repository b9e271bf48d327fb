"""Problems in VROOM's format for several tests."""

import json
from typing import Any

from routing.formats.vroom import read_vroom
from routing.solve import Stop, solve
from tests.vroom_reference import faults

Document = dict[str, Any]

STRAIGHT = [[100 * abs(here - there) for there in range(5)] for here in range(5)]
"""A depot and four doors along one street, 100 seconds apart."""


def four_jobs(**changes: Any) -> Document:
    """Two vans for two parcels each; a door for each job."""
    return {
        "vehicles": [
            {"id": 7, "start_index": 0, "end_index": 0, "capacity": [2]},
            {"id": 9, "start_index": 0, "end_index": 0, "capacity": [2]},
        ],
        "jobs": [
            {"id": 10 * door, "location_index": door, "delivery": [1], "service": 60}
            for door in (1, 2, 3, 4)
        ],
        "matrices": {"car": {"durations": STRAIGHT}},
        **changes,
    }


def solved(document: Document) -> Document:
    """The best solution of a small problem; VROOM's own rules are kept."""
    read = read_vroom(document)
    plan = solve(read.problem, stop=Stop(iterations=500), seed=1, start=read.start)
    solution = read.solution(plan)
    json.dumps(solution, allow_nan=False)
    assert faults(document, solution) == []
    return solution
