"""A newcomer's first evening: build, look, find a door, plan and check, on every real map."""

from pathlib import Path

import pytest

from tests.integration.command import document, succeed
from tests.realmaps import MAPS, map_files

OFTEN = {"bindlach", "monaco"}
"""Maps that every run of the tests builds; the others are among those that take minutes."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in OFTEN else pytest.mark.long) for name in MAPS],
)
def test_a_town_is_built_looked_at_and_planned_without_editing_anything(
    maps: Path, name: str, tmp_path: Path
) -> None:
    home = {"CHALAND_HOME": str(tmp_path / "home")}
    files = map_files(maps / name)
    given = [word for file in files for word in ("--file", file)]
    succeed("town", "build", name, *given, env=home)
    assert name in [town["name"] for town in document("town", "list", env=home)["towns"]]

    picture = tmp_path / "town.svg"
    looked = document("town", "info", name, "--picture", picture, env=home)
    assert "OpenStreetMap" in looked["attribution"]
    assert "<svg" in picture.read_text("utf-8")

    orders, day = tmp_path / "orders.csv", tmp_path / "day"
    succeed("orders", "--town", name, "--seed", 1, "--orders", 20, "--out", orders, env=home)
    planned = document("plan", orders, "--town", name, "--seconds", 2, "--out", day, env=home)
    assert (planned["orders"], planned["skipped"]) == (20, [])
    assert planned["served"] >= 17, planned["unserved"]
    assert "OpenStreetMap" in (day / "rounds.html").read_text("utf-8")
    checked = document("check", day, env=home)
    assert (checked["violations"], checked["matrices_recomputed"]) == ([], True)
