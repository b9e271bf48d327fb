"""Whose map it is: said on every map that is shown."""

import datetime as dt

from api.web.words import Words
from routing import typography
from routing.town.town import Town

_OPENSTREETMAP = "© OpenStreetMap contributors"
_SPOKEN = {"etalab-2.0": "Licence Ouverte-2.0"}


def map_credit(town: Town, language: str) -> str:
    """Attribution, licence and date of a town's map data."""
    owner = town.attribution.replace(_OPENSTREETMAP, Words("rounds", language)("attribution"))
    owned = ", ".join(filter(None, (owner, licence(town))))
    return f"{owned} · {_date(town.date, language)}" if town.date else owned


def licence(town: Town) -> str:
    """The licences as people write them: ODbL 1.0, Licence Ouverte 2.0."""
    names = (_SPOKEN.get(name, name) for name in town.licence.split(" AND "))
    return ", ".join(name.replace("-", typography.SPACE) for name in names)


def _date(date: dt.datetime, language: str) -> str:
    month = typography.MONTHS[language][date.month - 1]
    return f"{date.day}{typography.SPACE}{month}{typography.SPACE}{date.year}"
