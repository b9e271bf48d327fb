"""Doors found by what people type."""

import pytest

from routing.town.addresses import AddressIndex, Found
from tests.unit.towns_of_doors import address, town_of_doors

TOWN = town_of_doors(
    address("12", "Rue Grimaldi", "98000", "Monaco"),
    address("12 bis", "Rue Grimaldi", "98000", "Monaco"),
    address("14", "Rue Grimaldi", "98000", "Monaco"),
    address("31", "Rue Grimaldi", "98000", "Monaco"),
    address("3", "Avenue de Monte-Carlo", "98000", "Monaco"),
    address("7", "Allée de l’Église", "06240", "Beausoleil"),
    address("2", "Boulevard de la République", "06240", "Beausoleil"),
    address("16-18", "Avenue Saint-Michel", "98000", "Monaco"),
    address("1;3;5", "Place d’Armes", "98000", "Monaco"),
    address("8", "Rue du 8 Mai 1945", "", ""),
    address("4", "Rue du Port", "98000", "Monaco"),
    address("4", "Rue du Port", "06320", "Cap-d’Ail"),
    address("9", "Hauptstraße", "", ""),
)
INDEX = AddressIndex(TOWN)


def found(text: str) -> str:
    match = INDEX.find(text).match
    return match.full_label if match else ""


def asked(text: str) -> list[str]:
    answer = INDEX.find(text)
    assert answer.match is None
    return [candidate.full_label for candidate in answer.candidates]


@pytest.mark.parametrize(
    "typed",
    [
        "12 Rue Grimaldi",
        "12 rue grimaldi",
        "  12,RUE   GRIMALDI ",
        "12 r. Grimaldi",
        "Rue Grimaldi 12",
        "rue Grimaldi, 12",
        "12 rue Grimaldi 98000 Monaco",
        "12, rue Grimaldi, 98000 MONACO",
        "12 rue Grimaldi, Monaco",
        "12 rue Grimaldi Rocher",
        "rue Grimaldi 12, 98000 Monaco",
    ],
)
def test_one_door_is_found_however_it_is_typed(typed: str) -> None:
    assert found(typed) == "12 Rue Grimaldi, 98000 Monaco"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12bis rue Grimaldi", "12 bis Rue Grimaldi, 98000 Monaco"),
        ("12 B rue Grimaldi", "12 bis Rue Grimaldi, 98000 Monaco"),
        ("12 Bis, r Grimaldi", "12 bis Rue Grimaldi, 98000 Monaco"),
        ("7 all. de l'Eglise", "7 Allée de l’Église, 06240 Beausoleil"),
        ("7 allée église", "7 Allée de l’Église, 06240 Beausoleil"),
        ("2 bd de la republique", "2 Boulevard de la République, 06240 Beausoleil"),
        ("3 av. de Monte Carlo", "3 Avenue de Monte-Carlo, 98000 Monaco"),
        ("16-18 av St Michel", "16-18 Avenue Saint-Michel, 98000 Monaco"),
        ("16 – 18 avenue St-Michel", "16-18 Avenue Saint-Michel, 98000 Monaco"),
        ("18 avenue Saint Michel", "16-18 Avenue Saint-Michel, 98000 Monaco"),
        ("3 pl. d'Armes", "1;3;5 Place d’Armes, 98000 Monaco"),
        ("8 rue du 8 mai 1945", "8 Rue du 8 Mai 1945"),
        ("rue du 8 mai 1945, 8", "8 Rue du 8 Mai 1945"),
        ("Hauptstr. 9", "9 Hauptstraße"),
    ],
)
def test_what_is_written_otherwise_is_the_same(typed: str, meant: str) -> None:
    assert found(typed) == meant


def test_every_door_is_found_by_its_own_full_label() -> None:
    for door in TOWN.addresses:
        assert INDEX.find(door.full_label) == Found(door)


def test_the_city_tells_two_doors_apart() -> None:
    assert found("4 rue du Port, Cap d'Ail") == "4 Rue du Port, 06320 Cap-d’Ail"
    assert found("4 rue du Port 98000") == "4 Rue du Port, 98000 Monaco"
    assert asked("4 rue du Port") == [
        "4 Rue du Port, 98000 Monaco",
        "4 Rue du Port, 06320 Cap-d’Ail",
    ]


@pytest.mark.parametrize(
    "typed",
    ["12 rue Grimaldi, Beausoleil", "12 rue Grimaldi, 06000 Monaco", "12 rue Grimaldi, Nice"],
)
def test_another_city_is_asked_back(typed: str) -> None:
    assert asked(typed)[0] == "12 Rue Grimaldi, 98000 Monaco"


def test_an_unknown_number_is_asked_back_with_the_nearest_of_its_side() -> None:
    assert asked("29 rue Grimaldi") == [
        "31 Rue Grimaldi, 98000 Monaco",
        "14 Rue Grimaldi, 98000 Monaco",
        "12 Rue Grimaldi, 98000 Monaco",
        "12 bis Rue Grimaldi, 98000 Monaco",
    ]
    assert asked("13 rue Grimaldi")[0].startswith(("12 ", "14 "))


@pytest.mark.parametrize(
    "typed", ["12 rue Grimadli", "12 Grimaldi", "grimaldi 12", "12 av Grimaldi"]
)
def test_a_misspelled_street_is_asked_back(typed: str) -> None:
    assert asked(typed)[0] == "12 Rue Grimaldi, 98000 Monaco"


def test_no_number_is_asked_back() -> None:
    assert asked("rue Grimaldi")[:2] == [
        "12 Rue Grimaldi, 98000 Monaco",
        "12 bis Rue Grimaldi, 98000 Monaco",
    ]


def test_at_most_five_are_asked() -> None:
    many = AddressIndex(
        town_of_doors(*(address(str(number), "Rue Longue", "", "") for number in range(1, 99)))
    )
    candidates = many.find("200 rue longue").candidates
    numbers = [candidate.label.partition(" ")[0] for candidate in candidates]
    assert numbers == ["98", "97", "96", "95", "94"]


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "12", "rue", "12 rue", "asdfghjkl", "99 boulevard xyzzy", "?!", "💶", "Monaco"],
)
def test_nonsense_finds_nothing(typed: str) -> None:
    assert INDEX.find(typed) == Found(None)


def test_a_town_without_doors_finds_nothing() -> None:
    assert AddressIndex(town_of_doors()).find("12 rue Grimaldi") == Found(None)
