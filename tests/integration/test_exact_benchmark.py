"""The benchmark of exact models: proofs and combinations are told with what they are beside."""

import json
from pathlib import Path

import pytest

from benchmarks.exact import percent_above, run
from routing.solve.value import Value
from tests.integration.command import document


def test_proofs_and_combinations_are_measured_and_the_result_is_a_file(tmp_path: Path) -> None:
    result = run(out=tmp_path, seeds=(1, 2), orders=(10,), share=0.02)
    (written,) = tmp_path.iterdir()
    assert written.name == "exact-monaco.json"
    kept = json.loads(written.read_text("utf-8"))
    assert result["file"] == str(written)
    assert [proof["seed"] for proof in kept["proofs"]] == [1, 2]
    assert [(one["name"], one["seed"]) for one in kept["combinations"]] == [
        ("Monaco 10", 1),
        ("Monaco 10", 2),
    ]
    for one in kept["combinations"]:
        assert Value(**one["combined"]) <= Value(**one["best_of_several"])
    assert {"date", "processor", "cores", "python", "versions", "share"} <= kept.keys()


def test_instances_are_combined_where_they_are(tmp_path: Path, instances: Path) -> None:
    result = run(out=tmp_path, instances=instances, seeds=(1,), orders=(), share=0.02)
    found = result["combinations"]
    assert isinstance(found, list)
    assert [one["name"] for one in found] == ["lrc1_6_3", "lr1_2_5", "poa-n200-3"]


def test_cost_is_compared_only_where_nothing_else_differs() -> None:
    one = Value(0, 3, 200)
    assert percent_above(Value(0, 3, 205), one) == pytest.approx(2.5)
    assert percent_above(Value(0, 2, 205), one) is None
    assert percent_above(Value(1, 3, 100), one) is None


def test_the_command_measures_what_is_asked_for(tmp_path: Path) -> None:
    asked = ("--seeds", "3", "--orders", "9", "--share", 0.01, "--out", tmp_path)
    told = document("bench", "exact", *asked)
    assert [one["name"] for one in told["combinations"]][:1] == ["Monaco 9"]
