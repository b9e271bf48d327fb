"""Distances and times rounded as people say them: nobody rides 137 m."""

from routing.street.directions.telling import words_of
from routing.typography import SPACE, duration, number


def spoken_distance(metres: int, language: str) -> str:
    """Tens of metres below a hundred, then fifties, kilometres with a decimal, whole kilometres.

    Examples
    --------
    >>> [spoken_distance(m, "en").replace(SPACE, " ") for m in (3, 17, 137, 980, 1_234, 12_600)]
    ['10 m', '20 m', '150 m', '1 km', '1.2 km', '13 km']
    """
    grain = 10 if metres < 95 else 50
    rounded = max(10 if metres else 0, (metres + grain // 2) // grain * grain)
    if rounded < 1_000:
        return f"{rounded}{SPACE}m"
    tenths = (metres + 50) // 100
    if tenths >= 100:
        return f"{number((metres + 500) // 1_000, language)}{SPACE}km"
    return f"{number(tenths / 10, language, 1 if tenths % 10 else 0)}{SPACE}km"


def spoken_duration(seconds: int, language: str) -> str:
    """Whole minutes; from an hour on to the nearest five.

    Examples
    --------
    >>> [spoken_duration(s, "en").replace(SPACE, " ") for s in (20, 170, 3_600, 5_050)]
    ['under a minute', '3 min', '1 h', '1 h 25 min']
    """
    minutes = (seconds + 30) // 60
    if not minutes:
        return str(words_of(language)["measures"]["under_a_minute"])
    if minutes >= 60:
        minutes = (minutes + 2) // 5 * 5
    return duration(minutes * 60, language)
