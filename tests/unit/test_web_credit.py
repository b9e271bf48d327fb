"""Whose map it is, as a page says it."""

from dataclasses import replace

from api.web.credit import licence, map_credit
from tests.unit.towns_of_doors import town_of_doors

OSM = replace(
    town_of_doors(), attribution="© OpenStreetMap contributors", licence="ODbL-1.0", date=None
)
WITH_BAN = replace(
    OSM,
    attribution="© OpenStreetMap contributors, Base Adresse Nationale",
    licence="ODbL-1.0 AND etalab-2.0",
)


def spaced(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_map_alone_is_named_in_the_readers_language() -> None:
    assert spaced(map_credit(OSM, "fr")) == "© contributeurs OpenStreetMap, ODbL 1.0"
    assert spaced(map_credit(OSM, "en")) == "© OpenStreetMap contributors, ODbL 1.0"


def test_the_register_and_its_licence_are_named_beside_the_map() -> None:
    assert spaced(licence(WITH_BAN)) == "ODbL 1.0, Licence Ouverte 2.0"
    assert spaced(map_credit(WITH_BAN, "fr")) == (
        "© contributeurs OpenStreetMap, Base Adresse Nationale, ODbL 1.0, Licence Ouverte 2.0"
    )
