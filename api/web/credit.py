"""Whose map it is: said on every map that is shown."""

import datetime as dt

from api.web.words import Words
from routing import typography
from routing.town.town import Town


def map_credit(town: Town, language: str) -> str:
    """Attribution, licence and date of a town's map data."""
    owner = town.attribution
    if "OpenStreetMap" in owner:
        owner = Words("rounds", language)("attribution")
    owned = ", ".join(filter(None, (owner, licence(town))))
    return f"{owned} · {_date(town.date, language)}" if town.date else owned


def licence(town: Town) -> str:
    """The licence as people write it: ODbL 1.0."""
    return town.licence.replace("-", typography.SPACE)


def _date(date: dt.datetime, language: str) -> str:
    month = typography.MONTHS[language][date.month - 1]
    return f"{date.day}{typography.SPACE}{month}{typography.SPACE}{date.year}"
