"""The benchmark of town days: what makes a day, who is kept from what, and what is reckoned."""

import json
from dataclasses import replace
from pathlib import Path

from benchmarks.days import SHIPPED, run
from benchmarks.days_summary import summary
from benchmarks.rows import Answer, Question, Row
from benchmarks.town_day import LEFT_OUT, town_day, without
from routing.check import verify
from routing.model import Objective
from routing.solve import Engine, Stop, solve
from routing.solve.engines.feature import Feature, features_of
from routing.town.pack import load_town


def row(engine: Engine, seconds: float, cost: float, unserved: int = 0, day: str = "day 1") -> Row:
    asked = Question("Monaco 20", day, engine, 1, seconds)
    alone = 200.0 if engine is Engine.SEARCH else None
    answer = Answer(2, cost, unserved, seconds, alone=alone)
    return Row(asked, answer, "today", "1", "a processor", 2)


def test_a_day_has_all_that_makes_towns_differ_from_textbooks() -> None:
    problem = town_day(load_town(SHIPPED), 60, 1)
    assert problem.objective is Objective.MONEY
    assert {
        Feature.BREAKS,
        Feature.MERGED_SETUP,
        Feature.SEVERAL_WINDOWS,
        Feature.MIXED_FLEET,
        Feature.PAID_HOURS,
    } <= features_of(problem)
    assert len(problem.shipments) == 60


def test_what_an_engine_does_not_know_is_left_out_without_making_the_day_easier_elsewhere() -> None:
    problem = town_day(load_town(SHIPPED), 20, 1)
    problem = replace(
        problem, shipments=tuple(replace(s, longest_on_board=7_200) for s in problem.shipments)
    )
    plan = solve(problem, stop=Stop(iterations=200), seed=1)
    assert plan.unserved == ()
    simple = without(problem, LEFT_OUT, plan)
    assert features_of(simple) == features_of(problem) - LEFT_OUT
    [shipments] = {len(day.shipments) for day in (simple, problem)}
    assert shipments == 20
    assert [v for v in verify(simple, plan) if "window" in v.code] == []


def test_our_short_plans_stand_beside_the_best_of_any_engine_in_a_minute() -> None:
    rows = [
        row(Engine.SEARCH, 1, 103.0),
        row(Engine.SEARCH, 10, 101.0),
        row(Engine.SEARCH, 60, 100.0),
        row(Engine.ORTOOLS, 1, 102.0),
        row(Engine.ORTOOLS, 10, 99.0, unserved=1),
        row(Engine.VROOM, 60, 90.0, unserved=1),
    ]
    told = summary(rows, (1, 10), 60, 1.0)
    assert told["or_tools_cheaper_at_equal_time"] == ["Monaco 20, day 1, 1 s"]
    days = told["days"]
    assert isinstance(days, dict)
    assert days["Monaco 20, day 1"] == {
        "best": Engine.SEARCH,
        "above_best_percent": {"1 s": 3.0, "10 s": 1.0, "60 s": 0.0},
        "more_left_out": {},
        "others_above_best_percent": {Engine.VROOM: None},
        "others_more_left_out": {Engine.VROOM: 1},
        "without": {},
        "pooling_saves_percent": 50.0,
    }


def test_a_day_on_which_we_leave_out_more_is_worse_and_not_forgotten() -> None:
    rows = [
        row(Engine.SEARCH, 1, 90.0, unserved=3),
        row(Engine.SEARCH, 60, 110.0, unserved=1),
        row(Engine.ORTOOLS, 60, 100.0, unserved=1),
        row(Engine.SEARCH, 1, 105.0, day="day 2"),
        row(Engine.SEARCH, 60, 101.0, unserved=1, day="day 2"),
        row(Engine.SEARCH, 1, 104.0, day="day 3"),
        row(Engine.SEARCH, 60, 100.0, day="day 3"),
    ]
    told = summary(rows, (1,), 60, 1.0)["above_best_of_any_engine"]
    assert isinstance(told, dict)
    assert told["1 s"]["all"] == {
        "days": 3,
        "days_worse_by_orders_left_out": {"Monaco 20, day 1": 2},
        "days_better_by_orders_left_out": {"Monaco 20, day 2": 1},
        "days_that_leave_out_as_many": 1,
        "mean_percent_of_these": 4.0,
        "worst_percent_of_these": 4.0,
    }
    assert told["60 s"]["all"]["days_that_leave_out_as_many"] == 3
    assert told["60 s"]["all"]["worst_percent_of_these"] == 10.0


def test_a_day_that_was_not_measured_is_not_counted() -> None:
    told = summary([row(Engine.ORTOOLS, 60, 100.0)], (1,), 60, 1.0)["above_best_of_any_engine"]
    assert isinstance(told, dict)
    assert told["60 s"]["all"]["days"] == 0


def test_days_are_measured_and_kept(tmp_path: Path) -> None:
    engines = [Engine.SEARCH, Engine.PYVRP, Engine.COMMIV]
    result = run(out=tmp_path, engines=engines, seeds=(1,), orders=(20,), share=0.01)
    [file] = tmp_path.iterdir()
    written = json.loads(file.read_text(encoding="utf-8"))
    assert json.loads(json.dumps(result["rows"])) == written["rows"]
    assert [(row["engine"], row["broken"]) for row in written["rows"]] == [
        *[("search", 0)] * 3,
        ("pyvrp", 0),
    ]
    assert "breaks" in written["rows"][-1]["without"]
    assert written["rows"][2]["alone"] > written["rows"][2]["cost"]
