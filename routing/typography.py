"""How figures are written for people: money, times, lengths, in French or English.

Spaces are those of good typography, so that nobody types them by hand: a no-break space between a
figure and its unit, a narrow one between thousands, a word joiner after the dash of a range.
"""

import datetime as dt

SPACE = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
RANGE = "\N{EN DASH}\N{WORD JOINER}"

WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def number(value: float, language: str, decimals: int = 0) -> str:
    """A figure with its thousands apart.

    Examples
    --------
    >>> number(12345.6, "en", 1), number(-3, "en")
    ('12,345.6', '−3')
    """
    written = f"{value:,.{decimals}f}"
    if language == "fr":
        written = written.translate({ord(","): THIN, ord("."): ","})
    return written.replace("-", MINUS)


def money(cents: int, language: str) -> str:
    """An amount in euros; no decimals when it is whole.

    Examples
    --------
    >>> money(6140, "en"), money(200, "en"), money(-5, "en")
    ('€61.40', '€2', '−€0.05')
    """
    euros, rest = divmod(abs(cents), 100)
    written = number(euros, language)
    if rest:
        written += f"{',' if language == 'fr' else '.'}{rest:02d}"
    sign = MINUS if cents < 0 else ""
    return f"{sign}{written}{SPACE}€" if language == "fr" else f"{sign}€{written}"


def distance(metres: int, language: str) -> str:
    """Metres up to a kilometre, then kilometres with one decimal.

    Examples
    --------
    >>> distance(850, "en").replace(SPACE, " "), distance(12_440, "en").replace(SPACE, " ")
    ('850 m', '12.4 km')
    """
    if metres < 1_000:
        return f"{number(metres, language)}{SPACE}m"
    return f"{number(metres / 1_000, language, 1)}{SPACE}km"


def weight(grams: int, language: str) -> str:
    """Kilograms with one decimal; grams below one kilogram.

    Examples
    --------
    >>> weight(9_000, "en").replace(SPACE, " "), weight(400, "en").replace(SPACE, " ")
    ('9 kg', '400 g')
    """
    if grams < 1_000:
        return f"{number(grams, language)}{SPACE}g"
    return f"{number(grams / 1_000, language, 0 if grams % 1_000 == 0 else 1)}{SPACE}kg"


def duration(seconds: int, language: str) -> str:
    """Hours and minutes, to the nearest minute; seconds only below one minute.

    Examples
    --------
    >>> [duration(s, "en").replace(SPACE, " ") for s in (45, 1_500, 3_600, 5_130)]
    ['45 s', '25 min', '1 h', '1 h 26 min']
    """
    if seconds < 60:
        return f"{seconds}{SPACE}s"
    hours, minutes = divmod((seconds + 30) // 60, 60)
    if not hours:
        return f"{minutes}{SPACE}min"
    hours_written = f"{number(hours, language)}{SPACE}h"
    if not minutes:
        return hours_written
    if language == "fr":
        return f"{hours_written}{SPACE}{minutes:02d}"
    return f"{hours_written}{SPACE}{minutes}{SPACE}min"


def instant(origin: dt.datetime, seconds: int) -> dt.datetime:
    """The instant so many elapsed seconds after the origin, in the origin's zone.

    Plain addition would move the hands of the clock, and be an hour wrong on the two days of a
    year when they are turned.
    """
    return (origin.astimezone(dt.UTC) + dt.timedelta(seconds=seconds)).astimezone(origin.tzinfo)


def clock(moment: dt.datetime, language: str) -> str:
    """The time of day, to the minute that has begun.

    Examples
    --------
    >>> clock(dt.datetime(2026, 11, 30, 14, 5, 59, tzinfo=dt.UTC), "en")
    '14:05'
    """
    if language != "fr":
        return f"{moment:%H:%M}"
    hour = f"{moment.hour}{SPACE}h"
    return f"{hour}{SPACE}{moment.minute:02d}" if moment.minute else hour


def span(start: dt.datetime, end: dt.datetime, language: str) -> str:
    """From one time of day to another."""
    dash = f"{SPACE}{RANGE}{SPACE}" if language == "fr" else RANGE
    return f"{clock(start, language)}{dash}{clock(end, language)}"


def day(date: dt.date, language: str, *, year: bool = False) -> str:
    """The day in words.

    Examples
    --------
    >>> day(dt.date(2026, 11, 30), "en", year=True).replace(SPACE, " ")
    'Monday 30 November 2026'
    """
    ordinal = "1er" if language == "fr" and date.day == 1 else str(date.day)
    weekday, month = WEEKDAYS[language][date.weekday()], MONTHS[language][date.month - 1]
    written = f"{weekday} {ordinal}{SPACE}{month}"
    return f"{written} {date.year}" if year else written
