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


BAN = """id;numero;rep;nom_voie;code_postal;nom_commune;lon;lat;nom_ld
99_1_3;3;;Rue du Four;99100;Bourg;2.0101;48.0099;
99_1_5;5;bis;Rue du Four;99100;Bourg;2.0101;48.0091;Le Vieux Four
"""


def test_doors_of_the_register_come_into_a_town_and_are_found(
    map_file: Path, tmp_path: Path
) -> None:
    register, pack = tmp_path / "adresses-99.csv", tmp_path / "ville.town"
    register.write_text(BAN, "utf-8")
    build = ("town", "build", "ville", "--file", map_file, "--ban", register, "--out", pack)
    built = document(*build)
    assert (built["counts"]["addresses"], built["counts"]["places"]) == (2, 1)
    assert "Base Adresse Nationale" in built["attribution"]
    found = document("town", "find", pack, "99100 bourg, 5b r du four")["candidates"]
    assert (found[0]["label"], found[0]["kind"], found[0]["confident"]) == (
        "5 bis Rue du Four, 99100 Bourg", "door", True,
    )  # fmt: skip
    near = document("town", "find", pack, "--pin", "2.0101,48.0098")["near"]
    assert [(one["kind"], one["label"]) for one in near] == [
        ("street", "Rue du Four, 99100 Bourg"),
        ("door", "3 Rue du Four, 99100 Bourg"),
        ("place", "Le Vieux Four, 99100 Bourg"),
    ]
    (error,) = document(*build[:-3], map_file, "--out", pack, code=ExitCode.INPUT)["error"]
    assert error["code"] == "town.ban_columns"


def test_an_unfinished_address_and_nothing_like_it_are_told(map_file: Path, tmp_path: Path) -> None:
    pack = tmp_path / "ville.town"
    succeed("town", "build", "ville", "--file", map_file, "--out", pack)
    assert "3 Rue du Four" in succeed("town", "find", pack, "3 rue du f", "--unfinished")
    assert document("town", "find", pack, "zzz") == {"candidates": []}


def test_a_town_without_doors_cannot_be_measured(tmp_path: Path) -> None:
    bare, pack = tmp_path / "map.osm", tmp_path / "ville.town"
    bare.write_text(MAP.replace("addr:housenumber", "note"), "utf-8")
    succeed("town", "build", "ville", "--file", bare, "--out", pack)
    bench = ("bench", "addresses", "--town", pack, "--out", tmp_path)
    (error,) = document(*bench, code=ExitCode.INPUT)["error"]
    assert error["code"] == "bench.no_doors"
    (error,) = document(*bench, "--invented", "20", code=ExitCode.USAGE)["error"]
    assert error["code"] == "usage.town_or_invented"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "usage.text_or_pin"),
        (("rue", "--pin", "2,48"), "usage.text_or_pin"),
        (("--pin", "2;48"), "usage.pin"),
        (("--pin", "200,48"), "usage.pin"),
    ],
)
def test_a_search_for_two_things_or_none_is_not_understood(
    words: tuple[str, ...], code: str
) -> None:
    (error,) = document("town", "find", "monaco", *words, code=ExitCode.USAGE)["error"]
    assert error["code"] == code


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
