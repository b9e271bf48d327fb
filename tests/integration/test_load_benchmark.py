"""The benchmark of load asks a real service on both databases, and says where it was measured."""

import json
from pathlib import Path

import pytest

from benchmarks import load, postgres
from benchmarks.load_figures import Size
from benchmarks.postgres import NoPostgresError
from chaland.bench.service import page, rows
from tests.conftest import left_out
from tests.integration.command import document

TINY = Size(
    orders=6,
    quiet=4,
    couriers=2,
    newcomers=2,
    quotes=4,
    reads=4,
    commits=4,
    callers=2,
    seconds=30,
)


def test_the_command_measures_both_databases_and_the_result_is_a_file(tmp_path: Path) -> None:
    result = document("bench", "load", "--share", "0.01", "--out", tmp_path)
    if result["left_out"]:
        left_out("No PostgreSQL.", result["left_out"])
    (written,) = tmp_path.iterdir()
    assert written.name == "load-monaco.json"
    assert result == {"file": str(written), **json.loads(written.read_text("utf-8"))}
    assert {"date", "processor", "cores", "versions", "seed", "load", "size"} <= result.keys()
    assert [one["database"] for one in result["databases"]] == ["SQLite", "PostgreSQL"]
    for one in result["databases"]:
        assert one["promised"] == result["size"]["orders"] == 4
        assert min(one["raw_commits"]) > 0
        waits = [one["accept"], one["quote_alone"], *one["reads"].values()]
        assert all(0 < wait["at_caller"]["p50"] <= wait["at_caller"]["p99"] for wait in waits)
        assert all(wait["in_service"]["most"] >= wait["in_service"]["p50"] for wait in waits)


@pytest.mark.long
def test_without_postgresql_the_other_is_measured_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere() -> None:
        raise NoPostgresError("how to have one")

    monkeypatch.setattr(postgres, "running", nowhere)
    result = load.run(out=tmp_path, size=TINY)
    assert [one["database"] for one in result["databases"]] == ["SQLite"]
    assert result["left_out"] == "how to have one"


def test_the_page_shows_the_result_that_is_kept() -> None:
    kept = json.loads((load.RESULTS / "load-monaco.json").read_text("utf-8"))
    shown = (load.RESULTS.parents[1] / "docs/explanation/load.md").read_text("utf-8")
    assert page(kept) in shown
    assert len(list(rows(kept, "fr"))) == len(page(kept).splitlines()) - 1
