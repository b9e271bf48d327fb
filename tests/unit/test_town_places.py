"""Doors, shops and areas of a map."""

from pathlib import Path

import pytest

from routing.town.town import Address, Town
from tests.townmaps import Element, Node, Relation, Way, square, street, town_from, two_nodes


def door(number: str, street: str = "Rue Basse", **tags: str) -> dict[str, str]:
    extra = {f"addr:{key}": value for key, value in tags.items()}
    return {"addr:housenumber": number, "addr:street": street, **extra}


def town_with(folder: Path, *elements: Element) -> Town:
    return town_from(folder, *two_nodes(), *elements, street())


def the_address(folder: Path, *elements: Element) -> Address:
    (address,) = town_with(folder, *elements).addresses
    return address


def test_a_node_with_number_and_street_is_a_door(tmp_path: Path) -> None:
    node = Node(3, 20, 5, door("12 bis", postcode="98000", city="Monaco"))
    assert the_address(tmp_path, node) == Address(
        id="node/3",
        number="12 bis",
        street="Rue Basse",
        postcode="98000",
        city="Monaco",
        position=(7.4202, 43.73005),
    )


def test_a_number_without_street_or_place_is_no_door(tmp_path: Path) -> None:
    assert town_with(tmp_path, Node(3, 20, 5, {"addr:housenumber": "12"})).addresses == ()


def test_a_place_stands_in_for_a_street(tmp_path: Path) -> None:
    node = Node(3, 20, 5, {"addr:housenumber": "4", "addr:place": "Le Hameau"})
    assert the_address(tmp_path, node).street == "Le Hameau"


def test_a_relation_names_the_street_of_its_houses(tmp_path: Path) -> None:
    node = Node(3, 20, 5, {"addr:housenumber": "4"})
    named = Relation(
        8, (("node", 3, "house"),), {"type": "associatedStreet", "name": "Rue de la Colle"}
    )
    assert the_address(tmp_path, node, named).street == "Rue de la Colle"


def test_a_relation_without_a_name_takes_its_streets(tmp_path: Path) -> None:
    node = Node(3, 20, 5, {"addr:housenumber": "4"})
    members = (("node", 3, "house"), ("way", 101, "street"))
    relation = Relation(8, members, {"type": "associatedStreet"})
    named = Way(101, (1, 2), {"highway": "service", "name": "Allée Verte"})
    assert the_address(tmp_path, node, named, relation).street == "Allée Verte"


def test_a_building_is_found_at_its_middle(tmp_path: Path) -> None:
    building = Way(110, (20, 21, 22, 23, 20), {"building": "yes", **door("4")})
    address = the_address(tmp_path, *square(20, 40, 10, size=20), building)
    assert (address.id, address.position) == ("way/110", (7.4205, 43.7302))


def test_a_building_is_found_at_its_entrance(tmp_path: Path) -> None:
    corners = list(square(20, 40, 10))
    corners[1] = Node(21, 50, 10, {"entrance": "service"})
    corners[2] = Node(22, 50, 20, {"entrance": "yes"})
    corners[3] = Node(23, 40, 20, {"entrance": "main"})
    building = Way(110, (20, 21, 22, 23, 20), {"building": "yes", **door("4")})
    assert the_address(tmp_path, *corners, building).position == corners[3].lonlat


def test_a_building_with_a_courtyard_is_a_door(tmp_path: Path) -> None:
    halves = Way(110, (20, 21, 22)), Way(111, (20, 23, 22))
    members = (("way", 110, "outer"), ("way", 111, "outer"))
    relation = Relation(8, members, {"type": "multipolygon", "building": "yes", **door("4")})
    town = town_with(tmp_path, *square(20, 40, 10, size=20), *halves, relation)
    assert [(a.id, a.position) for a in town.addresses] == [("relation/8", (7.4205, 43.7302))]
    ring = town.areas["building"].lonlat.tolist()
    assert len(ring) == 5
    assert ring[0] == ring[-1]


@pytest.mark.parametrize("metres", [0, 20, 90])
def test_one_door_mapped_twice_is_kept_once(tmp_path: Path, metres: int) -> None:
    shop = Node(3, 20, 5, {"shop": "bakery", **door("4 Bis", "rue basse")})
    own = Node(4, 20 + metres, 5, door("4bis", city="Monaco"))
    assert the_address(tmp_path, shop, own).id == "node/4"


def test_what_one_mapping_knows_completes_the_other(tmp_path: Path) -> None:
    shop = Node(3, 20, 5, {"shop": "bakery", **door("4", postcode="98000")})
    own = Node(4, 25, 5, door("4", city="Monaco"))
    address = the_address(tmp_path, shop, own)
    assert (address.id, address.postcode, address.city) == ("node/4", "98000", "Monaco")


@pytest.mark.parametrize(
    "other",
    [
        Node(4, 20, 5, door("6")),
        Node(4, 20, 5, door("4", "Rue Haute")),
        Node(4, 20, 5, door("4", city="Beausoleil")),
        Node(4, 320, 5, door("4", city="Monaco")),
    ],
    ids=["number", "street", "city", "distance"],
)
def test_two_doors_stay_two(tmp_path: Path, other: Node) -> None:
    one = Node(3, 20, 5, door("4", city="Monaco"))
    assert [address.id for address in town_with(tmp_path, one, other).addresses] == [
        "node/3",
        "node/4",
    ]


def test_ranges_and_lists_are_one_door_as_mapped(tmp_path: Path) -> None:
    town = town_with(tmp_path, Node(3, 20, 5, door("12-14")), Node(4, 40, 5, door("3;5")))
    assert [address.label for address in town.addresses] == ["12-14 Rue Basse", "3;5 Rue Basse"]


def test_shops_and_places_that_sell_are_kept(tmp_path: Path) -> None:
    town = town_with(
        tmp_path,
        Node(3, 20, 5, {"shop": "bakery", "name": "Lou Pan", "opening_hours": "Mo-Sa 07:00-19:00"}),
        Node(4, 30, 5, {"amenity": "pharmacy", "name": "Pharmacie du Port"}),
        Node(5, 35, 5, {"shop": "vacant"}),
        Node(6, 35, 5, {"amenity": "bench"}),
        *square(20, 40, 10, size=20),
        Way(110, (20, 21, 22, 23, 20), {"building": "retail", "shop": "supermarket"}),
    )
    assert [(one.id, one.kind, one.name, one.opening_hours) for one in town.shops] == [
        ("node/3", "bakery", "Lou Pan", "Mo-Sa 07:00-19:00"),
        ("node/4", "pharmacy", "Pharmacie du Port", ""),
        ("way/110", "supermarket", "", ""),
    ]
    assert town.shops[2].position == (7.4205, 43.7302)


def test_named_places_and_farms_are_kept(tmp_path: Path) -> None:
    town = town_with(
        tmp_path,
        Node(3, 20, 5, {"place": "hamlet", "name": "Le Hameau", "addr:city": "Bourg"}),
        Node(4, 30, 5, {"place": "locality"}),
        Node(5, 35, 5, {"place": "country", "name": "Monaco"}),
        *square(20, 40, 10, size=20),
        Way(110, (20, 21, 22, 23, 20), {"building": "farm", "name": "Ferme du Bois"}),
        Way(111, (20, 21, 22), {"landuse": "farmyard", "name": "Les Granges"}),
    )
    assert [(one.id, one.kind, one.name, one.city) for one in town.places] == [
        ("node/3", "hamlet", "Le Hameau", "Bourg"),
        ("way/110", "farm", "Ferme du Bois", ""),
        ("way/111", "farm", "Les Granges", ""),
    ]
    assert town.places[1].position == (7.4205, 43.7302)


def test_outlines_are_kept_by_kind(tmp_path: Path) -> None:
    ring = (20, 21, 22, 23, 20)
    town = town_with(
        tmp_path,
        *square(20, 40, 10),
        Way(110, ring, {"building": "yes"}),
        Way(111, ring, {"building": "no", "leisure": "park"}),
        Way(112, ring, {"natural": "water"}),
        Way(113, ring, {"landuse": "residential"}),
    )
    assert {kind: area.offsets.tolist() for kind, area in town.areas.items()} == {
        "building": [0, 5],
        "park": [0, 5],
        "water": [0, 5],
    }


def test_an_outline_that_leaves_the_extract_is_left_out(tmp_path: Path) -> None:
    cut = Way(110, (20, 21, 99, 23, 20), {"building": "yes"})
    open_ = Way(111, (20, 21, 22, 23), {"building": "yes"})
    assert town_with(tmp_path, *square(20, 40, 10), cut, open_).areas == {}


def test_coastlines_are_joined_in_their_own_direction(tmp_path: Path) -> None:
    coast = {"natural": "coastline"}
    nodes = [Node(id_, 10 * id_, -50) for id_ in (31, 32, 33, 34, 35)]
    town = town_with(tmp_path, *nodes, Way(110, (33, 34, 35), coast), Way(111, (31, 32, 33), coast))
    xs = (town.areas["coastline"].lonlat[:, 0] - 74200000) // 1000
    assert xs.tolist() == [31, 32, 33, 34, 35]
    assert town.areas["coastline"].offsets.tolist() == [0, 5]
