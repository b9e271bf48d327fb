"""The benchmark of quotes holds answers to account, and says where it was measured."""

import json
from pathlib import Path

import pytest

from benchmarks import quote
from routing.solve.quote import Answer, LivePlan


def test_shares_add_up_and_the_result_is_a_file(tmp_path: Path) -> None:
    result = quote.run(out=tmp_path, orders=12, newcomers=4, couriers=(1,), slots=3, seconds=0.2)
    (written,) = tmp_path.iterdir()
    assert written.name == "quote-monaco-12.json"
    assert result == {"file": str(written), **json.loads(written.read_text())}
    assert {"date", "processor", "cores", "python", "versions", "seed"} <= result.keys()
    (fleet,) = json.loads(written.read_text())["fleets"]
    for measured in (fleet["direct"], fleet["reshuffled"]):
        assert sum(measured["share"].values()) == pytest.approx(1, abs=0.001)
        assert sum(measured["obstacles"].values()) == pytest.approx(
            measured["share"].get("not_found", 0), abs=0.001
        )


def test_an_answer_that_costs_other_than_it_says_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Flatterer(LivePlan):
        def _answer(self, *told: object) -> Answer:
            answer = super()._answer(*told)  # type: ignore[arg-type]
            if answer.extra_cost is not None:
                object.__setattr__(answer, "extra_cost", answer.extra_cost - 1)
            return answer

    monkeypatch.setattr(quote, "LivePlan", Flatterer)
    with pytest.raises(AssertionError, match="costs other"):
        quote.run(out=tmp_path, orders=12, newcomers=4, couriers=(1,), slots=3, seconds=0.2)
