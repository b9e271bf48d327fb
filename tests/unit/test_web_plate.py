"""Addresses as on the wall."""

import pytest

from api.web.plate import Plate, plate


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("12 Rue Grimaldi", Plate("12", "rue", "Grimaldi")),
        ("12, rue Grimaldi", Plate("12", "rue", "Grimaldi")),
        ("25 Boulevard du Jardin Exotique", Plate("25", "boulevard du", "Jardin Exotique")),
        ("3 Place d’Armes", Plate("3", "place", "d’Armes")),
        ("32Bis Rue Plati", Plate("32Bis", "rue", "Plati")),
        ("4 ter Ruelle Sainte-Dévote", Plate("4 ter", "ruelle", "Sainte-Dévote")),
        ("10-12 Avenue de Fontvieille", Plate("10-12", "avenue de", "Fontvieille")),
        ("5b Allée de la Marelle", Plate("5b", "allée de la", "Marelle")),
        ("7 Landstrasse", Plate("7", "", "Landstrasse")),
        ("Grand Rue", Plate("", "", "Grand Rue")),
        ("Rue", Plate("", "", "Rue")),
        ("1 2 Rue", Plate("1", "", "2 Rue")),
        ("11 Novembre", Plate("11", "", "Novembre")),
    ],
)
def test_number_type_and_name_are_told_apart(address: str, shown: Plate) -> None:
    assert plate(address) == shown
