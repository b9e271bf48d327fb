"""The ablation: what it asks, keeps and reckons."""

import json
from pathlib import Path

import pytest

from benchmarks.ablation import DAY, PARTS, RESULTS, run
from benchmarks.ablation_summary import NOTHING, problems_of, table
from benchmarks.rows import Answer, Question, Row, RowsFile
from routing.model import Problem
from routing.solve import Engine, Stop
from routing.solve.indexed import Indexed, Nodes
from routing.solve.native import search
from tests.four_orders import four_orders

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "search.md"

LIMITS = {"lr109": (0.0, 1_000)}


def row(part: str, seed: int, answer: Answer, steps: int = 1_000) -> Row:
    question = Question(part, "lr109", Engine.SEARCH, seed, 0.0, steps)
    return Row(question, answer, "today", "1", "a processor", 2)


def searched(problem: Problem, without: tuple[str, ...]) -> list[Nodes]:
    day = Indexed(problem, tuple(shipment.id for shipment in problem.shipments))
    nothing: list[Nodes] = [() for _ in day.shifts]
    return search(day, nothing, Stop(iterations=50), 1, lambda *_: False, without=without)


def test_a_part_is_worth_what_the_same_seeds_are_worse_without_it() -> None:
    rows = [
        row(NOTHING, 1, Answer(10, 100.0, 0, 2.0)),
        row(NOTHING, 2, Answer(10, 110.0, 0, 2.0)),
        row("ejections", 1, Answer(11, 105.0, 0, 1.0)),
        row("ejections", 2, Answer(10, 110.0, 0, 1.0)),
        row("memory", 1, Answer(10, 100.0, 0, 6.0)),
        row("blinks", 1, Answer(9, 90.0, 1, 2.0)),
        row("blinks", 1, Answer(99, 999.0, 9, 9.0), steps=500),
    ]
    assert table(problems_of(rows, LIMITS)) == [
        ["problem", "lr109"],
        ["seeds", "2"],
        ["limit", "1,000 steps"],
        ["vehicles", "10.00"],
        ["cost", "105"],
        ["worst above best seed", "10.0 %"],
        ["processor time", "2.0 s"],
        ["without ejections", "+0.50 / +2.5 %, x 0.50"],
        ["without memory", "=, x 3.00"],
        ["without blinks", "+1.00 left out, −1.00 / −10.0 %, x 1.00"],
    ]


def test_every_part_is_left_out_of_a_day_and_kept_in_a_file(tmp_path: Path) -> None:
    result = run(None, tmp_path, parts=PARTS, seeds=(1,), share=0.002)
    [file] = tmp_path.iterdir()
    written = json.loads(file.read_text(encoding="utf-8"))
    assert {"date", "processor", "cores", "python", "versions", "seeds", "summary"} <= set(written)
    assert [(row["part"], row["name"]) for row in written["rows"]] == [
        (part, DAY) for part in (NOTHING, *PARTS)
    ]
    assert {(row["iterations"], row["broken"]) for row in written["rows"]} == {(112, 0)}
    assert set(written["summary"]["problems"][DAY]["without"]) == set(PARTS)
    assert len(result.table) == 7 + len(PARTS)
    again = run(None, tmp_path, parts=["memory"], seeds=(1,), share=0.002)
    assert again.table[3:5] == result.table[3:5]  # the same steps make the same plan


def test_seconds_may_be_what_is_limited(tmp_path: Path) -> None:
    result = run(None, tmp_path, parts=["blinks"], seeds=(1,), only=[DAY], seconds=0.1)
    assert result.table[2] == ["limit", "0.1 s"]
    [file] = tmp_path.iterdir()
    rows = json.loads(file.read_text(encoding="utf-8"))["rows"]
    assert [(r["part"], r["seconds"], r["iterations"], r["broken"]) for r in rows] == [
        (NOTHING, 0.1, None, 0),
        ("blinks", 0.1, None, 0),
    ]


def test_a_part_that_does_not_exist_cannot_be_left_out() -> None:
    problem = four_orders(1)
    assert searched(problem, ("memory",)) == searched(problem, ())
    with pytest.raises(ValueError, match="no such part"):
        searched(problem, ("luck",))


def test_the_page_shows_what_was_measured() -> None:
    rows = RowsFile(RESULTS / "ablation.json", lambda _: {}).rows
    limits = {r.question.name: (r.question.seconds, r.question.iterations) for r in rows}
    page = PAGE.read_text(encoding="utf-8").splitlines()
    for line in table(problems_of(rows, limits)):
        assert f"| {' | '.join(line)} |" in page
