"""Pages of the service: plain HTML that works without a script, in the reader's language."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from api.web.plate import Plate, plate
from api.web.template import render_page, static_text
from api.web.words import Words
from routing import typography


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page.

    Parameters
    ----------
    language
        ``fr`` or ``en``.
    zone
        Of the town: all times are told in it.
    name
        Shown at the top: the shop, the courier, the town.
    csrf
        Goes back with every form; empty for who has no session.
    press
        Another one each time: goes back with every form too, so that pressing twice does it once.
    today
        The town's date.
    """

    language: str
    zone: str
    name: str
    today: dt.date
    csrf: str = ""
    press: str = ""

    def money(self, cents: int | None) -> str:
        """An amount; empty when there is none."""
        return "" if cents is None else typography.money(cents, self.language)

    def clock(self, instant: dt.datetime) -> str:
        """A time of day."""
        return typography.clock(instant.astimezone(ZoneInfo(self.zone)), self.language)

    def span(self, start: dt.datetime, end: dt.datetime) -> str:
        """From one time of day to another."""
        zone = ZoneInfo(self.zone)
        return typography.span(start.astimezone(zone), end.astimezone(zone), self.language)

    def day(self, date: dt.date) -> str:
        """Today, tomorrow, or the day in words."""
        words = Words("pages", self.language)
        ahead = (date - self.today).days
        if ahead in {0, 1}:
            return words("today" if ahead == 0 else "tomorrow")
        return typography.day(date, self.language)

    def day_of(self, instant: dt.datetime) -> str:
        """The town's day of an instant."""
        return self.day(instant.astimezone(ZoneInfo(self.zone)).date())

    def plate(self, label: str) -> Plate:
        """An address as on the wall."""
        return plate(label)


def page(template: str, reader: Reader, /, **values: object) -> str:
    """A page filled in.

    Parameters
    ----------
    template
        Its name, without what all end with.
    values
        As the template names them.
    """
    return render_page(
        f"{template}.html.j2",
        say=Words("pages", reader.language),
        reader=reader,
        icons=static_text("icons.svg"),
        wordmark=static_text("wordmark.svg"),
        csrf=_hidden("csrf", reader.csrf) + _hidden("press", reader.press),
        **values,
    )


def fault_page(sentence: str, language: str) -> str:
    """A page that says what is wrong, and how to go on."""
    reader = Reader(language, "UTC", "", dt.date.min)
    return page("fault", reader, sentence=sentence)


def _hidden(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)
