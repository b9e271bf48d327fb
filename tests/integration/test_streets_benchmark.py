"""The benchmark of the streets compares every cell, and says where it was measured."""

import json
from pathlib import Path

import pytest

from benchmarks import streets


def test_engines_agree_and_the_result_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHALAND_TEST_MAPS", raising=False)
    result = streets.run(out=tmp_path, points=25)
    (written,) = tmp_path.iterdir()
    assert written.name == "streets-monaco-bike-25.json"
    assert result == {"file": str(written), **json.loads(written.read_text())}
    assert {"date", "processor", "cores", "python", "versions", "seed"} <= result.keys()
    assert set(json.loads(written.read_text())["times_faster_than"]) == {"networkx", "scipy"}


def test_an_engine_that_disagrees_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        streets.RIVALS,
        "scipy",
        lambda asked: lambda origins: streets.scipy_search(asked)(origins) + (1_000 << 32),
    )
    monkeypatch.delenv("CHALAND_TEST_MAPS", raising=False)
    with pytest.raises(AssertionError, match="scipy"):
        streets.run(out=tmp_path, points=10)


def test_copies_of_a_town_are_joined_into_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHALAND_TEST_MAPS", raising=False)
    one = streets.run(out=tmp_path, points=10, rivals=["scipy"])
    four = streets.run(out=tmp_path, points=10, tiles=2, rivals=["scipy"])
    assert isinstance(one["vertices"], int)
    assert isinstance(four["vertices"], int)
    assert 3.9 * one["vertices"] < four["vertices"] < 4.2 * one["vertices"]
