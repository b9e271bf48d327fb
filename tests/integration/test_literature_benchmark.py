"""The benchmark of the literature's instances: what it asks, keeps and reckons."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import pdptw
from benchmarks.panel import Instance, read_instances, read_panel
from benchmarks.pdptw_summary import summary
from benchmarks.rows import Answer, Question, Row
from routing.solve import Engine

QUICK = 0.01
"""Of the panel's seconds."""

KNOWN = {
    "lc101": Instance("lc101", "lc1", 100, Path("lc101.txt"), 10, 800.0),
    "lr2_2_7": Instance("lr2_2_7", "lr2", 200, Path("lr2_2_7.txt"), 4, 1000.0),
}


def row(asked: str, engine: Engine, *, seed: int = 1, routes: int, cost: float) -> Row:
    part, name = asked.split()
    question = Question(part, name, engine, seed, 10.0 if part == "10s" else 60.0)
    return Row(question, Answer(routes, cost, 0, 9.9), "today", "1", "a processor", 2)


ROWS = [
    row("10s lc101", Engine.SEARCH, seed=1, routes=11, cost=700.0),
    row("10s lc101", Engine.SEARCH, seed=2, routes=10, cost=808.0),
    row("10s lc101", Engine.SEARCH, seed=3, routes=10, cost=800.0),
    row("10s lc101", Engine.PYVRP, routes=10, cost=808.0004),
    row("60s lr2_2_7", Engine.SEARCH, routes=5, cost=900.0),
    row("60s lr2_2_7", Engine.PYVRP, routes=4, cost=2000.0),
    row("distance lr2_2_7", Engine.SEARCH, routes=9, cost=500.0),
    row("distance lr2_2_7", Engine.PYVRP, routes=4, cost=1000.0),
]


def test_our_row_is_the_median_and_vehicles_come_first() -> None:
    told = summary(ROWS, KNOWN, 1.0)
    assert told["against"] == {
        Engine.PYVRP: {
            "instances": 2,
            "better": 0,
            "equal": 1,
            "worse": ["60s lr2_2_7"],
            "better_or_equal_percent": 50.0,
        }
    }
    vehicles = told["vehicles"]
    assert isinstance(vehicles, dict)
    assert vehicles["lc1"] == {"instances": 1, "best_known": 10, "search": 10, "pyvrp": 10}


def test_gaps_are_to_the_best_known_and_long_routes_have_a_line() -> None:
    lines = summary(ROWS, KNOWN, 1.0)["above_best_known"]
    assert isinstance(lines, dict)
    assert set(lines) == {"10s 100", "60s 200-400", "60s lr2"}
    assert lines["10s 100"]["search"] == {
        "instances": 1,
        "vehicles_percent": 0.0,
        "equal_vehicles": 1,
        "cost_percent": 1.0,
        "weighed_percent": 0.5,
    }
    assert lines["60s lr2"]["search"] == {
        "instances": 1,
        "vehicles_percent": 25.0,
        "equal_vehicles": 0,
        "cost_percent": None,
        "weighed_percent": 7.5,  # (5 x 250 + 900) / (4 x 250 + 1000) - 1
    }


def test_where_distance_alone_counts_vehicles_do_not() -> None:
    told = summary(ROWS, KNOWN, 1.0)["distance_only"]
    assert told == {
        Engine.PYVRP: {"instances": 1, "ours": 500.0, "theirs": 1000.0, "less_percent": 50.0}
    }


def test_rows_of_another_time_or_of_broken_plans_are_told_apart() -> None:
    broken = replace(ROWS[0], answer=replace(ROWS[0].answer, broken=1))
    told = summary([broken, *ROWS[1:]], KNOWN, 1.0)
    assert told["plans_that_break_a_rule"] == 1
    assert summary(ROWS, KNOWN, 0.5)["against"] == {}


def test_rows_are_kept_and_only_ours_are_measured_anew(
    instances: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Engine, int]] = []
    answer = pdptw._answer

    def counted(instance: Instance, question: Question) -> Answer:
        asked.append((question.engine, question.seed))
        return answer(instance, question)

    monkeypatch.setattr(pdptw, "_answer", counted)
    for _ in range(2):
        result = pdptw.run(
            instances,
            tmp_path,
            engines=[Engine.SEARCH, Engine.VROOM],
            seeds=(1, 2),
            parts=["10s"],
            only=["lc101"],
            share=QUICK,
        )
    ours = [(Engine.SEARCH, 1), (Engine.SEARCH, 2)]
    assert asked == [*ours, (Engine.VROOM, 1), *ours]
    [file] = tmp_path.iterdir()
    written = json.loads(file.read_text(encoding="utf-8"))
    assert {"date", "processor", "cores", "python", "versions", "seeds", "summary"} <= set(written)
    assert [row["broken"] for row in written["rows"]] == [0, 0, 0]
    assert json.loads(json.dumps(result["rows"])) == written["rows"]


def test_an_instance_that_is_not_of_the_panel_is_measured_in_each_part(
    instances: Path, tmp_path: Path
) -> None:
    drawn = {name for part in read_panel().values() for name in part.instances}
    stranger = next(
        one.name
        for one in read_instances(instances).values()
        if one.size == 200 and one.name not in drawn
    )
    result = pdptw.run(
        instances,
        tmp_path,
        engines=[Engine.SEARCH],
        seeds=(1,),
        only=[stranger],
        share=0.001,
    )
    rows = json.loads(json.dumps(result["rows"]))
    assert [(row["part"], row["name"]) for row in rows] == [
        ("10s", stranger),
        ("60s", stranger),
        ("distance", stranger),
    ]
