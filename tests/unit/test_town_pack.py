"""A pack: the same town, the same bytes; a damaged or foreign one is refused."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from routing.errors import TownError
from routing.town.osm import read_osm
from routing.town.pack import bounds, counts, find_town, load_town, save_town
from routing.town.town import Town
from tests.townmaps import Node, Relation, Way, square, street, two_nodes, write_map


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return read_osm(
        [
            write_map(
                tmp_path / "map.osm",
                *two_nodes(),
                Node(3, 20, 5, {"addr:housenumber": "2", "addr:street": "Rue de l’Église 💶"}),
                Node(4, 30, 5, {"shop": "bakery", "name": "Lou Pan"}),
                Node(5, 9_000, 5),
                Node(6, 40, 5, {"place": "hamlet", "name": "La Condamine"}),
                *square(20, 40, 10),
                street(oneway="yes"),
                Way(101, (2, 5), {"route": "ferry"}),
                Way(110, (20, 21, 22, 23, 20), {"building": "yes"}),
                Relation(
                    5,
                    (("way", 100, "from"), ("node", 2, "via"), ("way", 100, "to")),
                    {"type": "restriction", "restriction": "no_u_turn"},
                ),
            )
        ],
        name="Test",
    )


@pytest.fixture
def pack(town: Town, tmp_path: Path) -> Path:
    save_town(town, tmp_path / "test.town")
    return tmp_path / "test.town"


def refusal(path: Path) -> str:
    with pytest.raises(TownError) as caught:
        load_town(path)
    return caught.value.code


def rewrite(pack: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The pack with its members changed."""
    with zipfile.ZipFile(pack) as file:
        members = {name: file.read(name) for name in file.namelist()}
    change(members)
    with zipfile.ZipFile(pack, "w") as file:
        for name, member in members.items():
            file.writestr(name, member)
    return pack


def with_format(pack: Path, written: str) -> Path:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps(manifest | {"format": written}).encode()

    return rewrite(pack, change)


def test_a_loaded_town_is_the_saved_one(town: Town, pack: Path) -> None:
    loaded = load_town(pack)
    for name in ("name", "zone", "date", "attribution", "licence", "sha256"):
        assert getattr(loaded, name) == getattr(town, name)
    for name in ("addresses", "shops", "places"):
        assert getattr(loaded, name) == getattr(town, name) != ()
    assert loaded.network.restrictions == town.network.restrictions
    assert loaded.network.way_tags == town.network.way_tags


def test_the_same_town_makes_the_same_bytes(town: Town, pack: Path, tmp_path: Path) -> None:
    save_town(load_town(pack), tmp_path / "again.town")
    assert (tmp_path / "again.town").read_bytes() == pack.read_bytes()


def test_the_hash_names_the_content_whatever_the_town_is_called(tmp_path: Path) -> None:
    path = write_map(tmp_path / "map.osm", *two_nodes(), street())
    other = write_map(tmp_path / "other.osm", *two_nodes(), street(surface="sett"))
    town = read_osm([path], name="Test")
    assert read_osm([path], name="Otherwise").sha256 == town.sha256
    assert read_osm([other], name="Test").sha256 != town.sha256
    assert read_osm([path], name="Test", zone="Europe/Paris").sha256 != town.sha256


def test_the_manifest_says_what_the_pack_is(town: Town, pack: Path) -> None:
    with zipfile.ZipFile(pack) as file:
        manifest = json.loads(file.read("manifest.json"))
    assert manifest == {
        "format": "chaland.town/2",
        "generator": "Chaland",
        "name": "Test",
        "sha256": town.sha256,
        "zone": "Europe/Monaco",
        "date": "2024-05-01T12:00:00+00:00",
        "attribution": "© OpenStreetMap contributors",
        "licence": "ODbL-1.0",
        "counts": {
            "nodes": 3,
            "ways": 2,
            "restrictions": 1,
            "addresses": 1,
            "shops": 1,
            "places": 1,
            "building": 1,
        },
        "bbox": [7.42, 43.73, 7.421, 43.73],
    }
    assert manifest["counts"] == counts(town)


def test_ferries_do_not_stretch_the_bounds(town: Town) -> None:
    assert bounds(town) == (7.42, 43.73, 7.421, 43.73)


def test_nothing_in_a_pack_is_pickled(pack: Path) -> None:
    with zipfile.ZipFile(pack) as file:
        for name in file.namelist():
            assert name.endswith((".json", ".npy"))
            assert b"|O" not in file.read(name)[:128]


def test_a_missing_pack_is_said(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.town") == "town.missing"


def test_a_cut_pack_is_damaged(pack: Path) -> None:
    pack.write_bytes(pack.read_bytes()[:-400])
    assert refusal(pack) == "town.pack_damaged"


def test_any_flipped_byte_is_noticed_or_changes_nothing(town: Town, pack: Path) -> None:
    whole = pack.read_bytes()
    for position in range(0, len(whole), 37):
        pack.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
        try:
            loaded = load_town(pack)
        except TownError as error:
            assert error.code in ("town.pack_damaged", "town.foreign")  # noqa: PT017
        else:
            assert loaded.sha256 == town.sha256


def test_a_changed_array_is_damage(pack: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["nodes/lonlat.npy"] = members["nodes/lonlat.npy"][:-1] + b"\x07"

    assert refusal(rewrite(pack, change)) == "town.pack_damaged"


def test_a_missing_array_is_damage(pack: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        del members["ways/tags/pairs.npy"]

    assert refusal(rewrite(pack, change)) == "town.pack_damaged"


def test_a_changed_zone_is_damage(pack: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps(manifest | {"zone": "Europe/Paris"}).encode()

    assert refusal(rewrite(pack, change)) == "town.pack_damaged"


def test_a_newer_pack_asks_for_a_newer_chaland(pack: Path) -> None:
    assert refusal(with_format(pack, "chaland.town/3")) == "town.pack_newer"


def test_an_older_pack_asks_to_be_built_again(pack: Path) -> None:
    assert refusal(with_format(pack, "chaland.town/1")) == "town.pack_older"


@pytest.mark.parametrize("written", ["chaland.plan/1", "chaland.town", "", "chaland.town/one"])
def test_another_format_is_foreign(pack: Path, written: str) -> None:
    assert refusal(with_format(pack, written)) == "town.foreign"


def test_a_file_that_is_no_zip_is_foreign(tmp_path: Path) -> None:
    path = tmp_path / "photo.town"
    path.write_bytes(b"\xff\xd8\xff\xe0 a photo")
    assert refusal(path) == "town.foreign"


def test_a_zip_without_manifest_is_foreign(tmp_path: Path) -> None:
    path = tmp_path / "letters.town"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("letter.txt", "Dear town")
    assert refusal(path) == "town.foreign"


def test_a_town_is_found_by_path_then_by_name_in_the_folders(pack: Path, tmp_path: Path) -> None:
    mine, shipped = tmp_path / "mine", tmp_path / "shipped"
    for folder in (mine, shipped):
        folder.mkdir()
        (folder / "monaco.town").write_bytes(pack.read_bytes())
    (shipped / "vaduz.town").write_bytes(pack.read_bytes())
    folders = [tmp_path / "none", mine, shipped]
    assert find_town(str(pack), folders) == pack
    assert find_town("monaco", folders) == mine / "monaco.town"
    assert find_town("Monaco.town", folders) == mine / "monaco.town"
    assert find_town("vaduz", folders) == shipped / "vaduz.town"


def test_an_unknown_town_is_said_with_the_known_ones(pack: Path) -> None:
    with pytest.raises(TownError) as caught:
        find_town("atlantis", [pack.parent])
    assert caught.value.code == "town.unknown"
    assert caught.value.values == {"name": "atlantis", "known": "test"}
