"""The benchmark of limits measures each day in a process of its own."""

import json
from pathlib import Path

import pytest

from benchmarks.limits import run
from tests.integration.command import document


def test_a_day_is_measured_and_the_result_is_a_file(tmp_path: Path) -> None:
    result = run(out=tmp_path, orders=(8,), seconds=0.4)
    (written,) = tmp_path.iterdir()
    assert written.name == "limits-monaco.json"
    assert result.document == {"file": str(written), **json.loads(written.read_text("utf-8"))}
    day, crowded = result.limits
    assert (day.orders, day.unserved, day.broken) == (8, 0, 0)
    assert day.cancelled >= 0
    assert day.megabytes > 20
    assert (crowded.orders, crowded.broken) == (8, 0)
    assert crowded.couriers <= day.couriers


@pytest.mark.long
def test_the_command_measures_the_days_asked_for(tmp_path: Path) -> None:
    told = document("bench", "limits", "--orders", "6", "--out", tmp_path)
    assert [day["orders"] for day in told["days"]] == [6, 6]
