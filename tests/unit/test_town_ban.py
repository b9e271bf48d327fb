"""The Base Adresse Nationale read into a town."""

import gzip
from pathlib import Path

import pytest

from benchmarks.ban_town import HEADER, ban_csv, invented_streets, invented_town
from routing.errors import TownError
from routing.town.addresses import AddressIndex
from routing.town.ban import with_ban
from routing.town.pack import load_town, save_town
from routing.town.town import Address, Town
from tests.townmaps import ORIGIN, STEP, Node, street, town_from, two_nodes

ROW = {
    "id": "99001_0010_00012",
    "numero": "12",
    "rep": "",
    "nom_voie": "Rue Basse",
    "code_postal": "99100",
    "code_insee": "99001",
    "nom_commune": "Bourg",
}


def at(x: float, y: float) -> dict[str, str]:
    return {"lon": str(ORIGIN[0] + x * STEP), "lat": str(ORIGIN[1] + y * STEP)}


def written(*rows: dict[str, str]) -> str:
    lines = [";".join(HEADER), *(";".join(row.get(name, "") for name in HEADER) for row in rows)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "adresses-99.csv"


def town(folder: Path, *doors: Node) -> Town:
    return town_from(folder, *two_nodes(), street(name="Rue Basse"), *doors)


def osm_door(number: str, x: int, name: str = "rue basse", **tags: str) -> Node:
    extra = {f"addr:{key}": value for key, value in tags.items()}
    return Node(10 + x, x, 5, {"addr:housenumber": number, "addr:street": name, **extra})


def doors(the_town: Town) -> list[tuple[str, str]]:
    return [(address.id, address.label) for address in the_town.addresses]


def refusal(the_town: Town, *paths: Path) -> TownError:
    with pytest.raises(TownError) as caught:
        with_ban(the_town, paths)
    return caught.value


def test_a_row_is_a_door(tmp_path: Path, file: Path) -> None:
    file.write_text(written(ROW | at(20, 5) | {"rep": "bis"}), "utf-8")
    (address,) = with_ban(town(tmp_path), [file]).addresses
    assert address == Address(
        id="ban/99001_0010_00012",
        number="12 bis",
        street="Rue Basse",
        postcode="99100",
        city="Bourg",
        position=(7.4202, 43.73005),
    )


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_may_be_packed_and_begin_with_a_mark(
    tmp_path: Path, file: Path, packed: bool
) -> None:
    content = written(ROW | at(20, 5)).encode("utf-8-sig")
    file.write_bytes(gzip.compress(content) if packed else content)
    assert len(with_ban(town(tmp_path), [file]).addresses) == 1


def test_only_rows_around_the_streets_come_in(tmp_path: Path, file: Path) -> None:
    near, beside = ROW | at(20, 150), ROW | at(20, 260) | {"id": "beside"}
    unplaced = ROW | {"id": "unplaced"}
    file.write_text(written(near, beside, unplaced), "utf-8")
    assert doors(with_ban(town(tmp_path), [file])) == [("ban/99001_0010_00012", "12 Rue Basse")]


def test_the_register_goes_before_the_map_for_one_door(tmp_path: Path, file: Path) -> None:
    file.write_text(written(ROW | at(20, 5)), "utf-8")
    the_town = town(tmp_path, osm_door("12", 30), osm_door("14", 40), osm_door("12", 50, "Quai"))
    assert doors(with_ban(the_town, [file])) == [
        ("ban/99001_0010_00012", "12 Rue Basse"),
        ("node/50", "14 rue basse"),
        ("node/60", "12 Quai"),
    ]


@pytest.mark.parametrize("other", [osm_door("12", 150), osm_door("12", 30, city="Ailleurs")])
def test_a_door_far_off_or_in_another_city_is_another(
    tmp_path: Path, file: Path, other: Node
) -> None:
    file.write_text(written(ROW | at(0, 5)), "utf-8")
    assert len(with_ban(town(tmp_path, other), [file]).addresses) == 2


def test_of_several_positions_the_entrance_counts(tmp_path: Path, file: Path) -> None:
    parcel = ROW | at(10, 5) | {"type_position": "parcelle"}
    entrance = ROW | at(20, 5) | {"type_position": "entrée"}
    for rows in ((parcel, entrance, parcel), (entrance, parcel)):
        file.write_text(written(*rows), "utf-8")
        (address,) = with_ban(town(tmp_path), [file]).addresses
        assert address.position == (7.4202, 43.73005)


def test_hamlets_come_once_and_the_maps_own_stay(tmp_path: Path, file: Path) -> None:
    hamlet = {"nom_ld": "La Métairie"}
    rows = [ROW | at(x, 5) | hamlet | {"id": f"id{x}", "numero": str(x)} for x in (10, 20, 36)]
    other = ROW | at(50, 5) | {"id": "other", "nom_ld": "LE BOSC"}
    file.write_text(written(*rows, other), "utf-8")
    mapped = Node(9, 60, 5, {"place": "hamlet", "name": "Le Bosc"})
    found = with_ban(town(tmp_path, mapped), [file])
    assert [(one.id, one.name, one.city) for one in found.places] == [
        ("ban/id20/lieu-dit", "La Métairie", "Bourg"),
        ("node/9", "Le Bosc", ""),
    ]


def test_a_house_without_a_number_is_a_place(tmp_path: Path, file: Path) -> None:
    for number in ("0", "99999", ""):
        row = ROW | at(20, 5) | {"numero": number, "nom_voie": "Ferme du Bois"}
        file.write_text(written(row), "utf-8")
        found = with_ban(town(tmp_path), [file])
        assert (found.addresses, [one.name for one in found.places]) == ((), ["Ferme du Bois"])
        asked = AddressIndex(found).find("ferme du bois, 99100 Bourg")
        assert asked.pin_for is not None
        assert asked.pin_for.label == "Ferme du Bois"


def test_the_register_and_its_licence_stand_beside_the_maps(tmp_path: Path, file: Path) -> None:
    file.write_text(written(ROW | at(20, 5)), "utf-8")
    before = town(tmp_path)
    after = with_ban(before, [file])
    assert after.attribution == "© OpenStreetMap contributors, Base Adresse Nationale"
    assert after.licence == "ODbL-1.0 AND etalab-2.0"
    assert after.sha256 != before.sha256
    save_town(after, tmp_path / "ban.town")
    assert load_town(tmp_path / "ban.town").addresses == after.addresses


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"id;numero;rep\n1;2;3\n", "town.ban_columns"),
        (b"", "town.ban_columns"),
        (written(ROW | at(20, 5) | {"numero": "douze"}).encode(), "town.ban_row"),
        (written(ROW | {"lon": "7,42", "lat": "43.73"}).encode(), "town.ban_row"),
        (written(ROW | at(9_000, 5)).encode(), "town.ban_elsewhere"),
        (written(ROW | at(20, 5) | {"nom_voie": "Allée"}).encode("latin-1"), "town.ban_damaged"),
        (gzip.compress(written(ROW | at(20, 5)).encode())[:-12], "town.ban_damaged"),
    ],
)
def test_a_file_that_is_none_is_refused(
    tmp_path: Path, file: Path, content: bytes, code: str
) -> None:
    file.write_bytes(content)
    assert refusal(town(tmp_path), file).code == code


def test_a_bad_row_is_named_by_its_line(tmp_path: Path, file: Path) -> None:
    file.write_text(written(ROW | at(20, 5), ROW | at(20, 5) | {"numero": "x"}), "utf-8")
    assert refusal(town(tmp_path), file).values["line"] == 3


def test_a_missing_file_is_said(tmp_path: Path, file: Path) -> None:
    assert refusal(town(tmp_path), file).code == "town.ban_missing"


def test_an_invented_town_is_the_same_for_the_same_seed() -> None:
    streets = invented_streets(200, seed=3)
    assert ban_csv(streets, 3) == ban_csv(invented_streets(200, seed=3), 3)
    assert ban_csv(streets, 3) != ban_csv(streets, 4)
    assert len({(one.name, one.commune) for one in streets}) == len(streets) == 10


def test_every_door_of_an_invented_town_is_found_by_its_own_label() -> None:
    the_town = invented_town(600, seed=5)
    index = AddressIndex(the_town)
    assert len(the_town.addresses) > 400
    assert [a for a in the_town.addresses if index.find(a.full_label).match != a] == []
