"""A messy file for a real town: what is wrong is said in both languages, the rest is planned."""

from pathlib import Path

import pytest

from data.demand import default_fleet
from routing.day.build import DayBuilt, build_day
from routing.errors import InputError
from routing.formats.orders import OrdersFile, read_orders
from routing.sentences import LANGUAGES, render_error
from routing.town.pack import load_town
from routing.town.town import Town

PACK = Path(__file__).parents[2] / "data/towns/monaco.town"

MESSY = """\
Commande;Date;Commerce;Client;Adresse;Longitude;Latitude;Créneau;Colis;kg;Au frais
1;18/03/2026;L’EPI d’or;Zoé Durançon;4 Rue des Roses;;;14h-15h30;2;1,5;oui
2;18/03/2026;Épicerie Durançon;Zoé Durançon;4 Rue des Roses;;;;1;;
3;18/03/2026;node/6696261625;Zoé Durançon;4 Rue Durançon;;;;1;;
4;18/03/2026;node/6696261625;Zoé Durançon;Durançon, 400 Boulevard d'Italie;;;;1;;
5;18/03/2026;node/6696261625;Zoé Durançon;;7,6;43,73;;1;;
6;18/03/2026;node/6696261625;Zoé Durançon;4 Rue Durançon;;;16h-15h;1;;
7;18/03/2026;node/6696261625;Zoé Durançon;4 Rue des Roses;;;;1;-2;
8;18/03/2026;node/6696261625;Zoé Durançon
9;18/03/2026;node/6696261625;"Zoé Durançon;4 Rue des Roses;;;;1;;
10;18/03/2026;;Zoé Durançon;4 Rue des Roses;;;;1;;
11;18/03/2026;node/6696261625;Zoé Durançon;4 rue des roses, Monaco;;;;1;0,7;non
12;18/03/2026;node/6696261625;Zoé Durançon;;7,4246;43,7384;17h-20h;1;0,7;non
"""


@pytest.fixture(scope="module")
def town() -> Town:
    return load_town(PACK)


@pytest.fixture(scope="module", params=["cp1252", "utf-8", "utf-8-sig"])
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OrdersFile:
    path = tmp_path_factory.mktemp("orders") / "orders.csv"
    path.write_bytes(MESSY.replace("\n", "\r\n").encode(request.param))
    return read_orders(path)


@pytest.fixture(scope="module")
def built(town: Town, read: OrdersFile) -> DayBuilt:
    return build_day(town, read.rows, default_fleet(town, len(read.rows)), spoilt=read.spoilt)


@pytest.fixture(scope="module")
def errors(read: OrdersFile, built: DayBuilt) -> list[InputError]:
    return sorted((*read.errors, *built.errors), key=lambda error: int(error.values["line"]))


def test_every_slip_is_named_by_line_and_column(errors: list[InputError]) -> None:
    assert [(error.values["line"], error.values.get("column"), error.code) for error in errors] == [
        (3, "Commerce", "orders.no_such_shop"),
        (4, "Adresse", "orders.unknown_address"),
        (5, "Adresse", "orders.address_unsure"),
        (6, "Longitude", "orders.outside_town"),
        (7, "Créneau", "orders.slot_backwards"),
        (7, "Adresse", "orders.unknown_address"),
        (8, "kg", "orders.negative"),
        (9, None, "orders.too_few_cells"),
        (10, None, "orders.broken_line"),
        (11, "Commerce", "orders.empty_cell"),
    ]


def test_the_good_lines_are_planned(built: DayBuilt) -> None:
    assert built.day is not None
    assert list(built.day.orders) == ["1", "11", "12"]
    assert built.day.orders["11"].recipient == "Zoé Durançon"
    assert built.day.problem.place_index.keys() >= {"pin:12"}


def test_one_door_is_one_place_however_it_was_typed(built: DayBuilt) -> None:
    assert built.day is not None
    shipments = built.day.problem.shipment_by_id
    assert shipments["1"].delivery.place == shipments["11"].delivery.place


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_said_without_anybody_being_named(
    errors: list[InputError], language: str
) -> None:
    for error in errors:
        sentence = render_error(error, language)
        assert str(error.values["line"]) in sentence.wrong
        assert sentence.mend
        if error.code != "orders.no_such_shop":  # a shop may be named, it is no person
            assert "Durançon" not in str(sentence)
