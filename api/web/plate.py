"""An address as on the wall: the number on one plate, the street on the other."""

import re
from dataclasses import dataclass

STREET_TYPES = (
    "allée", "allées", "avenue", "boulevard", "chemin", "cité", "cours", "descente", "escalier",
    "escaliers", "esplanade", "faubourg", "galerie", "impasse", "jardin", "lacets", "mail",
    "montée", "parvis", "passage", "passerelle", "place", "placette", "pont", "port", "promenade",
    "quai", "rampe", "résidence", "rond-point", "route", "rue", "ruelle", "sente", "sentier",
    "square", "traverse", "venelle", "villa", "voie",
)  # fmt: skip

_NUMBER = re.compile(
    r"(\d+\s?(?:bis|ter|quater|[a-z])?(?:\s?[-/,]\s?\d+\w?)?),?\s+(?=\S)", re.IGNORECASE
)
_TYPE = re.compile(
    rf"(?:{'|'.join(STREET_TYPES)})(?:\s+(?:du|des|de la|de))?\s+(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Plate:
    """What the plates say.

    Parameters
    ----------
    number
        Empty when the address has none.
    type
        ``rue``, ``boulevard du``: lower case, as in a sentence; empty when the street says none.
    name
        The street's own name.
    """

    number: str
    type: str
    name: str


def plate(address: str) -> Plate:
    """Read an address such as ``12 Rue Grimaldi``.

    Examples
    --------
    >>> plate("25 bis Boulevard du Jardin Exotique")
    Plate(number='25 bis', type='boulevard du', name='Jardin Exotique')
    >>> plate("Place d’Armes"), plate("7 Landstrasse")
    (Plate(number='', type='place', name='d’Armes'), Plate(number='7', type='', name='Landstrasse'))
    >>> plate("39,41 Boulevard d'Italie")
    Plate(number='39,41', type='boulevard', name='d’Italie')
    """
    number = _NUMBER.match(address)
    street = (address[number.end() :] if number else address).replace("'", "’")
    kind = _TYPE.match(street)
    return Plate(
        number=number[1] if number else "",
        type=street[: kind.end()].strip().lower() if kind else "",
        name=street[kind.end() :] if kind else street,
    )
