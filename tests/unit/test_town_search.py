"""What a text may mean: ranked, flagged, and confident only of one door."""

from pathlib import Path

import pytest

from routing.town.addresses import AddressIndex
from routing.town.candidate import Candidate, Kind
from tests.townmaps import Element, Node, Way, town_from


def door(node: int, x: int, y: int, number: str, street: str, **tags: str) -> Node:
    extra = {f"addr:{key}": value for key, value in tags.items()}
    return Node(node, x, y, {"addr:housenumber": number, "addr:street": street, **extra})


def named(way: int, nodes: tuple[int, ...], name: str, **tags: str) -> Way:
    return Way(way, nodes, {"highway": "residential", "name": name, **tags})


MAP: tuple[Element, ...] = (
    # A street of 200 m, bent in the middle: 100 m east, 100 m north.
    Node(1, 0, 0),
    Node(2, 138, 0),
    Node(3, 138, 100),
    named(100, (1, 2, 3), "Rue du Coude", alt_name="Rue Tordue"),
    door(10, 38, 2, "2", "Rue du Coude", postcode="76000", city="Bourg"),
    door(11, 140, 90, "12", "Rue du Coude", postcode="76000", city="Bourg"),
    door(12, 38, -2, "1", "Rue du Coude", postcode="76000", city="Bourg"),
    door(13, 42, -2, "1 bis", "Rue du Coude", postcode="76000", city="Bourg"),
    # A street without numbers, and a name that two villages have.
    Node(4, 0, 300),
    Node(5, 100, 300),
    named(101, (4, 5), "Chemin des Bruyères"),
    Node(6, 0, 2_000),
    Node(7, 100, 2_000),
    named(102, (4, 1), "Grande Rue"),
    named(103, (6, 7), "Grande Rue"),
    door(14, 10, 2_002, "5", "Grande Rue", postcode="76100", city="Saint-Aubin"),
    Node(8, 300, 0),
    Node(9, 400, 0),
    named(104, (8, 9), "Avenue de l’Abbé-Lemire"),
    door(15, 310, 2, "7", "Avenue de l’Abbé-Lemire", postcode="76000", city="Bourg"),
    Node(20, 500, 500, {"place": "hamlet", "name": "Le Haut-Bosc"}),
    Node(21, 60, 310, {"shop": "bakery", "name": "Au Bon Pain"}),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> AddressIndex:
    return AddressIndex(town_from(tmp_path_factory.mktemp("town"), *MAP))


def first(index: AddressIndex, text: str, *, unfinished: bool = False) -> Candidate:
    return index.search(text, unfinished=unfinished)[0]


@pytest.mark.parametrize(
    "text",
    [
        "12 rue du Coude",
        "12 Rue du Coude, 76000 Bourg",
        "76000 Bourg, 12 rue du Coude",
        "Bourg 76000 rue du Coude 12",
        "76000, 12 R. DU COUDE, BOURG",
        "12 rue coude",
    ],
)
def test_the_same_words_in_any_order_of_their_parts_are_confident(
    index: AddressIndex, text: str
) -> None:
    found = first(index, text)
    assert (found.id, found.kind, found.score, found.confident) == ("node/11", Kind.DOOR, 1, True)


@pytest.mark.parametrize(
    "text",
    [
        "12 rue du Cooude",  # inserted
        "12 rue du Coue",  # left out
        "12 rue du Coide",  # replaced
        "12 rue du Cuode",  # exchanged
        "12 coude rue",
        "12 rue tordue",  # its other name
        "12 rue du Coude, 3e étage, Mme Petit",
        "12 rue du Coude, 69002 Lyon",
        "12 rue du Coude, Saint-Aubin",
    ],
)
def test_what_is_like_a_door_stands_first_and_is_not_confident(
    index: AddressIndex, text: str
) -> None:
    found = first(index, text)
    assert (found.id, found.confident) == ("node/11", False)


@pytest.mark.parametrize("text", ["7 av abbelemire", "7 avenue de labbe lemire", "7 abbexlemire"])
def test_words_may_be_written_together(index: AddressIndex, text: str) -> None:
    assert first(index, text).id == "node/15"


@pytest.mark.parametrize("text", ["1 bis rue du Coude", "1b rue du Coude", "1 B, rue du Coude"])
def test_a_repetition_is_part_of_the_number(index: AddressIndex, text: str) -> None:
    assert first(index, text).id == "node/13"


def test_a_number_between_known_ones_of_its_side_lies_along_the_street(
    index: AddressIndex,
) -> None:
    found = first(index, "6 rue du Coude")
    assert (found.kind, found.id, found.confident) == (Kind.INTERPOLATED, "", False)
    assert found.full_label == "6 Rue du Coude, 76000 Bourg"
    # From number 2 (72 m on, a degree of longitude being shorter here) it is 4 tenths of the way
    # to number 12: past no bend yet, so still on the first leg's line.
    lon, lat = found.position
    assert lat == pytest.approx(43.73, abs=2e-6)
    whole = 100 * 0.7226 + 90
    assert lon == pytest.approx(7.42 + (38 + 0.4 * whole / 0.7226) * 1e-5, abs=2e-5)


def test_an_unknown_repetition_is_where_its_number_is(index: AddressIndex) -> None:
    found = first(index, "2 ter rue du Coude")
    assert (found.kind, found.position) == (Kind.INTERPOLATED, (7.42038, 43.73002))


def test_a_number_past_the_bend_is_on_the_second_leg(index: AddressIndex) -> None:
    lon, lat = first(index, "10 rue du Coude").position
    assert lon == pytest.approx(7.42138, abs=2e-6)
    assert 43.7304 < lat < 43.7308


@pytest.mark.parametrize("text", ["14 rue du Coude", "3 rue du Coude", "99999 rue du Coude"])
def test_nothing_is_reckoned_beyond_the_known_numbers(index: AddressIndex, text: str) -> None:
    found = index.search(text)
    assert Kind.INTERPOLATED not in {one.kind for one in found}
    assert not any(one.confident for one in found)


def test_a_street_without_numbers_is_offered_for_a_pin(index: AddressIndex) -> None:
    found = first(index, "chemin des bruyeres")
    assert (found.kind, found.label, found.confident) == (
        Kind.STREET, "Chemin des Bruyères", False,
    )  # fmt: skip
    assert found.position == pytest.approx((7.4205, 43.733))
    asked = index.find("4 chemin des bruyères")
    assert (asked.match, asked.candidates) == (None, ())
    assert asked.pin_for is not None
    assert asked.pin_for.label == "Chemin des Bruyères"


@pytest.mark.parametrize(
    ("text", "name"), [("le haut bosc", "Le Haut-Bosc"), ("au bon pain", "Au Bon Pain")]
)
def test_a_place_is_found_and_needs_a_pin(index: AddressIndex, text: str, name: str) -> None:
    found = first(index, text)
    assert (found.kind, found.label, found.confident) == (Kind.PLACE, name, False)
    asked = index.find(text)
    assert asked.match is None
    assert asked.pin_for == found


def test_streets_of_one_name_are_told_apart(index: AddressIndex) -> None:
    streets = [one for one in index.search("grande rue", most=9) if one.kind is Kind.STREET]
    assert [one.full_label for one in streets] == [
        "Grande Rue, 76000 Bourg",
        "Grande Rue, 76100 Saint-Aubin",
    ]
    assert first(index, "grande rue saint aubin").full_label == "Grande Rue, 76100 Saint-Aubin"


def test_a_street_that_another_city_has_too_needs_its_city(index: AddressIndex) -> None:
    """The other one may have that number, and nobody has mapped it."""
    assert [first(index, text).confident for text in ("5 grande rue", "5 grande rue 76100")] == [
        False,
        True,
    ]
    assert first(index, "5 grande rue").id == "node/14"


@pytest.mark.parametrize(
    "text", ["12 r", "12 rue du co", "12 rue du coud", "rue du coude 12", "76000 bourg 12 rue c"]
)
def test_an_unfinished_address_leads_to_its_door(index: AddressIndex, text: str) -> None:
    assert "node/11" in {one.id for one in index.search(text, unfinished=True)}


def test_an_unfinished_word_may_have_a_mistake(index: AddressIndex) -> None:
    assert first(index, "bruyre", unfinished=True).label == "Chemin des Bruyères"


def test_an_unfinished_number_may_go_on(index: AddressIndex) -> None:
    found = [one.label for one in index.search("rue du coude 1", unfinished=True)]
    assert found[0] == "1 Rue du Coude"
    assert {"1 bis Rue du Coude", "12 Rue du Coude"} <= set(found)


def test_a_finished_word_does_not_go_on(index: AddressIndex) -> None:
    assert index.search("bruy ", unfinished=True) == index.search("bruy") == ()


@pytest.mark.parametrize("text", ["", " ", "?", "12", "qzxv", "💶", "rue", "a" * 5_000, "1 " * 900])
def test_nonsense_finds_nothing(index: AddressIndex, text: str) -> None:
    assert index.search(text) == ()


def test_the_likeliest_is_first_and_no_more_than_asked_for(index: AddressIndex) -> None:
    scores = [one.score for one in index.search("rue", unfinished=True, most=3)]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


def test_a_pin_has_its_nearest_door_street_and_place(index: AddressIndex) -> None:
    near = index.near((7.42 + 38e-5, 43.73 + 4e-5))
    assert [(one.kind, one.label) for one in near] == [
        (Kind.DOOR, "2 Rue du Coude"),
        (Kind.STREET, "Rue du Coude"),
        (Kind.PLACE, "Au Bon Pain"),
    ]
    assert [one.metres for one in near[:2]] == pytest.approx([2.2, 4.4], abs=0.1)
    assert near[1].position == pytest.approx((7.42038, 43.73))


def test_a_town_of_streets_only_knows_no_doors_near(tmp_path: Path) -> None:
    bare = AddressIndex(town_from(tmp_path, Node(1, 0, 0), Node(2, 100, 0), named(1, (1, 2), "X")))
    assert [one.kind for one in bare.near((7.42, 43.73))] == [Kind.STREET]
    nameless = AddressIndex(
        town_from(tmp_path, Node(1, 0, 0), Node(2, 9, 0), Way(1, (1, 2), {"highway": "path"}))
    )
    assert nameless.near((7.42, 43.73)) == ()
    assert nameless.search("12 rue du Coude") == ()
