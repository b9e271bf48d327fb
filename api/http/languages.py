"""Which of our languages whoever asks reads best."""

from starlette.requests import HTTPConnection

from routing.sentences import LANGUAGES


def language_of(request: HTTPConnection) -> str:
    """The language that ``Accept-Language`` asks for; French where it asks for none of ours."""
    return best_language(request.headers.get("accept-language", ""))


def best_language(accepted: str) -> str:
    """Ours of the highest quality in a list of language ranges (RFC 9110, section 12.5.4).

    Examples
    --------
    >>> best_language("en-GB,en;q=0.9,fr;q=0.5"), best_language("de"), best_language("fr;q=0,en")
    ('en', 'fr', 'en')
    """
    best, highest = LANGUAGES[0], 0.0
    for part in accepted.split(","):
        name, _, parameter = part.strip().partition(";")
        language = name.strip().lower().partition("-")[0]
        quality = _quality(parameter)
        if language in LANGUAGES and quality > highest:
            best, highest = language, quality
    return best


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
