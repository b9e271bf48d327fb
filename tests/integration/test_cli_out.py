"""What is asked for with ``--out`` is looked at before the search, and what was found is kept."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from chaland import planning, searching
from chaland.plan import plan
from chaland.solve import solve
from routing.errors import InputError
from tests.integration.command import document, succeed
from tests.unit.literature import LILIM
from tests.vroom_cases import four_jobs


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two orders in Monaco."""
    file = tmp_path_factory.mktemp("orders") / "orders.csv"
    counts = ("--orders", 2, "--shops", 2)
    succeed("orders", "--town", "monaco", "--seed", 4, *counts, "--out", file)
    return file


def raising(error: BaseException) -> Callable[..., None]:
    def raised(*_: object, **__: object) -> None:
        raise error

    return raised


def test_a_folder_that_cannot_be_written_is_told_before_the_search(
    monkeypatch: pytest.MonkeyPatch, orders: Path
) -> None:
    monkeypatch.setattr(planning, "plan_day", raising(AssertionError("It was searched.")))
    with pytest.raises(InputError) as caught:
        plan(orders, "monaco", orders)
    assert caught.value.code == "output.not_writable"


@pytest.mark.parametrize(
    ("name", "content"), [("tiny.txt", LILIM), ("four.json", json.dumps(four_jobs()))]
)
def test_a_file_that_cannot_be_written_is_told_before_the_search(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    monkeypatch.setattr(searching, "search_and_prove", raising(AssertionError("It was searched.")))
    with pytest.raises(InputError) as caught:
        solve(tmp_path / name, tmp_path)
    assert caught.value.code == "output.not_writable"


def test_ctrl_c_while_rounds_are_made_leaves_the_plan_and_none_of_an_earlier_one(
    monkeypatch: pytest.MonkeyPatch, orders: Path, tmp_path: Path
) -> None:
    for old in ("rounds.html", "rounds.geojson", "round-Z.gpx", "round-Z.svg"):
        (tmp_path / old).write_text("of an earlier plan")
    monkeypatch.setattr(planning, "rounds", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        plan(orders, "monaco", tmp_path, seconds=0.1)
    assert {file.name for file in tmp_path.iterdir()} == {"plan.json", "matrices.npz"}
    assert document("check", tmp_path)["valid"] is True
