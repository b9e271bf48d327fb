"""The benchmark of the addresses: what it draws, and what the search owes on any town."""

import json
from pathlib import Path

import pytest

from benchmarks.address_queries import KINDS, NONSENSE, Doors
from benchmarks.addresses import Result, measure, run
from benchmarks.ban_town import invented_town
from data.build_monaco import PACK
from routing.town.osm import read_osm
from routing.town.pack import load_town
from routing.town.town import Town
from tests.realmaps import map_files

LEAST = {
    "as written": 0.99,
    "plain": 0.99,
    "abbreviated": 0.95,
    "one edit": 0.95,
    "swapped": 0.95,
}
"""Shares of texts whose door must stand first."""


def keeps_its_word(result: Result) -> None:
    for answers in result.answers:
        if answers.kind != NONSENSE:
            assert answers.first >= LEAST[answers.kind], answers
        assert answers.wrongly_confident == 0, answers


@pytest.fixture(scope="module")
def monaco() -> Town:
    return load_town(PACK)


def test_the_town_that_ships_is_searched_well(monaco: Town) -> None:
    result = measure(monaco, seed=11, queries=150)
    assert [one.kind for one in result.answers] == [*KINDS, NONSENSE]
    keeps_its_word(result)


def test_a_town_of_the_register_is_searched_well() -> None:
    keeps_its_word(measure(invented_town(3_000, seed=2), seed=12, queries=150))


@pytest.mark.parametrize(
    "name",
    [
        "bindlach",
        "rouen-centre",
        *(pytest.param(name, marks=pytest.mark.long) for name in ("andorra", "liechtenstein")),
    ],
)
def test_a_real_town_is_searched_well(maps: Path, name: str) -> None:
    files = map_files(maps / name)
    keeps_its_word(measure(read_osm(files, name=name), seed=13, queries=150))


def test_the_result_is_a_file_with_machine_and_seed(monaco: Town, tmp_path: Path) -> None:
    result = run(monaco, tmp_path, seed=3, queries=5)
    (file,) = tmp_path.iterdir()
    assert file.name == "addresses-monaco.json"
    assert result.document == {"file": str(file), **json.loads(file.read_text("utf-8"))}
    assert {"date", "processor", "cores", "versions", "seed", "typing"} <= result.document.keys()
    assert result.typing.letters > 100


def test_the_same_seed_draws_the_same_texts(monaco: Town) -> None:
    doors = Doors(monaco.addresses)
    for kind in (*KINDS, NONSENSE):
        assert doors.typed(kind, 20, 1) == doors.typed(kind, 20, 1) != doors.typed(kind, 20, 2)


def test_spoilt_texts_are_spoilt_and_nonsense_means_no_door(monaco: Town) -> None:
    doors = Doors(monaco.addresses)
    streets = {address.id: address.street for address in monaco.addresses}
    for typed in doors.typed("one edit", 50, 1):
        assert typed.doors
        assert not any(streets[door] in typed.text for door in typed.doors)
    assert all(not typed.doors for typed in doors.typed(NONSENSE, 50, 1))
