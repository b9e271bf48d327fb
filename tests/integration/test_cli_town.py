"""Towns built, found and told by the command line."""

from pathlib import Path

import numpy as np
import pytest

from chaland.exits import ExitCode
from tests.integration.command import chaland, document, succeed

MAP = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="48.000" lon="2.000"/>
  <node id="2" lat="48.000" lon="2.010"/>
  <node id="3" lat="48.010" lon="2.010">
    <tag k="addr:housenumber" v="3"/><tag k="addr:street" v="Rue du Four"/>
  </node>
  <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
    <tag k="highway" v="residential"/><tag k="name" v="Rue du Four"/>
  </way>
</osm>
"""


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    file = tmp_path / "map.osm"
    file.write_text(MAP, "utf-8")
    return file


def test_a_town_is_built_into_the_home_and_found_by_its_name(
    map_file: Path, tmp_path: Path
) -> None:
    home = {"CHALAND_HOME": str(tmp_path / "home")}
    built = document("town", "build", "petiteville", "--file", map_file, env=home)
    assert built["file"] == str(tmp_path / "home/towns/petiteville.town")
    assert built["zone"] == "Europe/Paris"
    assert (built["counts"]["ways"], built["counts"]["addresses"]) == (1, 1)
    info = document("town", "info", "petiteville", env=home)
    assert {"file": built["file"], **info} == built
    listed = document("town", "list", env=home)["towns"]
    assert [town["name"] for town in listed] == ["petiteville", "monaco"]


def test_a_town_gets_the_heights_of_its_tile_or_of_its_tags(map_file: Path, tmp_path: Path) -> None:
    tile, pack = tmp_path / "N48E002.hgt", tmp_path / "haut.town"
    tile.write_bytes(np.full(1_201 * 1_201, 123, ">i2").tobytes())
    build = ("town", "build", "haut", "--file", map_file, "--out", pack)
    assert document(*build)["heights"] is None
    assert document(*build, "--elevation", tile)["heights"] == [123, 123]
    assert document("town", "info", pack)["heights"] == [123, 123]
    assert "123" in succeed("town", "info", pack)
    sloping = MAP.replace('k="name"', 'k="incline" v="10%"/><tag k="name"')
    map_file.write_text(sloping, "utf-8")
    low, high = document(*build, "--elevation", "tags")["heights"]
    assert high - low == pytest.approx(186, abs=2)
    wrong = document(*build, "--elevation", map_file, code=ExitCode.INPUT)["error"]
    assert [error["code"] for error in wrong] == ["town.tile_name"]


def test_a_town_is_told_to_people(map_file: Path, tmp_path: Path) -> None:
    pack = tmp_path / "elsewhere.town"
    succeed("town", "build", "ailleurs", "--file", map_file, "--zone", "Asia/Tokyo", "--out", pack)
    told = succeed("town", "info", pack)
    assert "Asia/Tokyo" in told
    assert "ODbL" in told


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("map.osm", "<osm version='0.6'><node id='1'", "town.map_damaged"),
        ("map.osm", "<osm version='0.6'><node id='1' lat='1' lon='1'/></osm>", "town.no_streets"),
        ("map.txt", "nothing", "town.map_of_unknown_kind"),
    ],
)
def test_a_map_that_makes_no_town_is_bad_input(
    tmp_path: Path, name: str, content: str, code: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    build = ("town", "build", "ville", "--file", tmp_path / name, "--out", tmp_path / "v.town")
    (error,) = document(*build, code=ExitCode.INPUT)["error"]
    assert error["code"] == code
    assert not (tmp_path / "v.town").exists()


def test_a_damaged_town_is_bad_input(map_file: Path, tmp_path: Path) -> None:
    pack = tmp_path / "ville.town"
    succeed("town", "build", "ville", "--file", map_file, "--out", pack)
    pack.write_bytes(pack.read_bytes()[:-200])
    assert chaland("town", "info", pack).returncode == ExitCode.INPUT
