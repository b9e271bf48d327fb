"""Real maps, and the town that ships."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from data.build_monaco import MAP_SHA256, PACK, build
from routing.errors import TownError
from routing.town.addresses import AddressIndex
from routing.town.osm import read_osm
from routing.town.pack import bounds, counts, load_town, save_town
from routing.town.town import Town
from tests.realmaps import map_files


@dataclass(frozen=True)
class Known:
    """What is known of a map.

    Parameters
    ----------
    highways
        Elements with ``highway=*`` in the files, a few of which are no streets.
    numbers
        Elements with ``addr:housenumber``: at most as many doors.
    shops
        Elements with ``shop=*``: at least as many shops, restaurants and cafés.
    """

    zone: str
    date: str
    highways: int
    restrictions: int
    numbers: int
    shops: int


KNOWN = {
    "andorra": Known("Europe/Andorra", "2025-01-19", 7_763, 76, 317, 319),
    "bindlach": Known("Europe/Berlin", "2014-11-04", 2_056, 40, 800, 16),
    "liechtenstein": Known("Europe/Vaduz", "2015-07-27", 4_660, 3, 1_008, 59),
    "monaco": Known("Europe/Monaco", "2023-12-26", 2_852, 44, 340, 175),
    "monaco-riviera": Known("Europe/Paris", "2017-06-17", 1_502, 18, 65, 90),
    "rouen-centre": Known("Europe/Paris", "2013-05-30", 515, 5, 18, 97),
    "saint-germain-en-laye": Known("Europe/Paris", "", 6_766, 0, 38, 0),
}


@pytest.fixture(scope="module", params=KNOWN)
def real(request: pytest.FixtureRequest, maps: Path) -> tuple[Known, Town]:
    name: str = request.param
    return KNOWN[name], read_osm(map_files(maps / name), name=name)


def test_a_real_map_becomes_a_town(real: tuple[Known, Town], tmp_path: Path) -> None:
    known, town = real
    assert town.zone == known.zone
    assert (town.date.date().isoformat() if town.date else "") == known.date
    assert 0.98 * known.highways <= counts(town)["ways"] <= known.highways
    assert len(town.network.restrictions) >= known.restrictions
    assert 0.55 * known.numbers <= len(town.addresses) <= known.numbers
    assert known.shops <= len(town.shops)
    save_town(town, tmp_path / "real.town")
    loaded = load_town(tmp_path / "real.town")
    assert loaded.sha256 == town.sha256
    assert loaded.network.way_tags == town.network.way_tags
    assert np.array_equal(loaded.network.way_nodes, town.network.way_nodes)


def test_every_door_of_a_real_map_is_found_or_asked_about(real: tuple[Known, Town]) -> None:
    _, town = real
    index = AddressIndex(town)
    for address in town.addresses:
        found = index.find(address.full_label)
        assert found.match == address or address.label in {c.label for c in found.candidates}


def test_a_map_cut_short_is_refused(maps: Path, tmp_path: Path) -> None:
    (whole,) = map_files(maps / "monaco")
    cut = tmp_path / "monaco.osm.pbf"
    cut.write_bytes(whole.read_bytes()[:-100_000])
    with pytest.raises(TownError) as caught:
        read_osm([cut], name="Monaco")
    assert caught.value.code == "town.map_damaged"


def test_the_town_that_ships_is_whole_and_rich_enough() -> None:
    town = load_town(PACK)
    assert PACK.stat().st_size < 500_000
    assert (town.name, town.zone, town.licence) == ("Monaco", "Europe/Monaco", "ODbL-1.0")
    assert town.attribution == "© OpenStreetMap contributors"
    assert town.date is not None
    assert town.date.isoformat() == "2023-12-26T21:21:22+00:00"
    assert len([shop for shop in town.shops if shop.name]) >= 300
    assert len(town.addresses) >= 250
    assert town.areas.keys() == {"building", "coastline", "park", "water"}
    west, south, east, north = bounds(town)
    assert 7.40 < west < east < 7.45
    assert 43.72 < south < north < 43.76


def test_every_door_of_the_town_that_ships_is_found() -> None:
    town = load_town(PACK)
    index = AddressIndex(town)
    assert [a for a in town.addresses if index.find(a.full_label).match != a] == []


def test_the_town_that_ships_is_built_from_its_map(maps: Path, tmp_path: Path) -> None:
    (extract,) = map_files(maps / "monaco")
    assert hashlib.sha256(extract.read_bytes()).hexdigest() == MAP_SHA256
    build(extract, tmp_path / "monaco.town")
    assert load_town(tmp_path / "monaco.town").sha256 == load_town(PACK).sha256


def test_the_town_that_ships_is_built_from_no_other_map(maps: Path, tmp_path: Path) -> None:
    (extract,) = map_files(maps / "rouen-centre")
    with pytest.raises(ValueError, match="not the extract"):
        build(extract, tmp_path / "monaco.town")
