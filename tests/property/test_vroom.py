"""Any VROOM problem: its solution keeps VROOM's own rules, or its refusal says where."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import InputErrors
from routing.formats.vroom import read_vroom
from routing.solve import Stop, solve
from tests.vroom_reference import faults

LOCATIONS = 4

Document = dict[str, Any]

seconds = st.integers(0, 300)
indices = st.integers(0, LOCATIONS - 1)
skills = st.lists(st.integers(1, 2), max_size=1)


@st.composite
def windows(draw: st.DrawFn, latest: int = 3_000) -> list[list[int]]:
    edges = sorted(draw(st.lists(st.integers(0, latest), min_size=2, max_size=4)))
    return [list(pair) for pair in zip(edges[::2], edges[1::2], strict=False)]


@st.composite
def squares(draw: st.DrawFn) -> list[list[int]]:
    cells = st.integers(0, 500) | st.just(4_294_967_295)
    rows = [draw(st.lists(cells, min_size=LOCATIONS, max_size=LOCATIONS)) for _ in range(LOCATIONS)]
    for number, row in enumerate(rows):
        row[number] = 0
    return rows


def maybe(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Document]:
    """Any of the fields."""
    return st.fixed_dictionaries({}, optional=fields)


TASK = {"setup": st.sampled_from([0, 0, 40]), "service": seconds, "time_windows": windows()}
SHARED = {"skills": skills, "priority": st.sampled_from([0, 0, 10, 100])}


@st.composite
def tasks(draw: st.DrawFn, /, **more: st.SearchStrategy[Any]) -> Document:
    return {"location_index": draw(indices), **draw(maybe({**TASK, **more}))}


@st.composite
def jobs(draw: st.DrawFn) -> Document:
    carried = st.lists(st.integers(0, 2), min_size=1, max_size=1)
    return draw(tasks(**SHARED, **{draw(st.sampled_from(["delivery", "pickup"])): carried}))


@st.composite
def shipments(draw: st.DrawFn) -> Document:
    amount = {"amount": st.lists(st.integers(0, 2), min_size=1, max_size=1)}
    return {
        "pickup": draw(tasks()),
        "delivery": draw(tasks()),
        **draw(maybe({**SHARED, **amount})),
    }


@st.composite
def vehicles(draw: st.DrawFn) -> Document:
    ends = draw(st.sampled_from([("start_index",), ("end_index",), ("start_index", "end_index")]))
    costs = maybe(
        {
            "fixed": st.integers(0, 500),
            "per_hour": st.sampled_from([0, 1_000, 3_600]),
            "per_km": st.integers(0, 200),
            "per_task_hour": st.sampled_from([0, 500]),
        }
    )
    pause = {"service": st.integers(0, 200), "time_windows": windows(1_500).map(lambda w: w[:1])}
    breaks = st.lists(maybe(pause), max_size=2)
    more = maybe(
        {
            "costs": costs,
            "skills": skills,
            "time_window": windows(4_000).map(lambda spans: spans[0]),
            "speed_factor": st.sampled_from([0.75, 1, 2.0]),
            "breaks": breaks,
        }
    )
    return {
        **{end: draw(indices) for end in ends},
        "capacity": [draw(st.integers(1, 4))],
        **draw(more),
    }


@st.composite
def documents(draw: st.DrawFn) -> Document:
    document: Document = {
        "vehicles": draw(st.lists(vehicles(), min_size=1, max_size=2)),
        "jobs": draw(st.lists(jobs(), max_size=3)),
        "shipments": draw(st.lists(shipments(), max_size=2)),
        "matrices": {"car": {"durations": draw(squares()), "distances": draw(squares())}},
    }
    for number, vehicle in enumerate(document["vehicles"]):
        vehicle["id"] = 100 + number
        for place, pause in enumerate(vehicle.get("breaks", [])):
            pause["id"] = place
    for number, job in enumerate(document["jobs"]):
        job["id"] = 1_000 + number
    for number, shipment in enumerate(document["shipments"]):
        shipment["pickup"]["id"] = 2**60 + number
        shipment["delivery"]["id"] = 2**60 - number
    return document


@given(documents())
def test_a_solution_keeps_vrooms_own_rules_or_the_refusal_says_where(document: Document) -> None:
    try:
        read = read_vroom(json.loads(json.dumps(document)))
    except InputErrors as refused:
        for error in refused.errors:
            assert found_at(document, str(error.values["pointer"])) is not None, error
        return
    plan = solve(read.problem, stop=Stop(iterations=60), seed=1, start=read.start)
    solution = read.solution(plan)
    crowded = any(route["violations"] for route in solution["routes"])
    assert set(faults(document, solution)) <= ({"breaks", "violations"} if crowded else set())


def found_at(document: Any, pointer: str) -> Any:
    """What a JSON pointer leads to; one step further is a value that should be there."""
    for step in pointer.split("/")[1:]:
        in_list = isinstance(document, list)
        document = document[int(step)] if in_list else document.get(step, {})
    return document


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=3,
)


def paths(document: Any) -> list[tuple[Any, Any]]:
    """Every value of a document, by what holds it and where."""
    if isinstance(document, dict):
        inner = list(document.items())
    else:
        inner = list(enumerate(document)) if isinstance(document, list) else []
    return [(document, step) for step, _ in inner] + [
        found for _, value in inner for found in paths(value)
    ]


@given(st.data(), documents())
def test_whatever_is_sent_is_solved_or_refused_and_never_a_fault(
    data: st.DataObject, document: Document
) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        places = paths(document)
        if places:
            holder, step = data.draw(st.sampled_from(places))
            holder[step] = data.draw(ANYTHING)
    try:
        read = read_vroom(document)
    except InputErrors:
        return
    json.dumps(read.solution(solve(read.problem, stop=Stop(iterations=1), seed=1)))


@given(ANYTHING)
def test_what_is_no_problem_is_refused(raw: object) -> None:
    with pytest.raises(InputErrors):
        read_vroom(raw)
