"""Phone numbers as people write them."""

_LEAST_DIGITS = 8
"""A national number without its first zero has at least as many: Monaco's eight."""

_LONGEST_COUNTRY = 3

_LEAST_BEGUN = 2
"""Digits by which somebody is looked for."""

_SIGNS = frozenset("0123456789+ .-()/\u00a0\u202f")


def is_phone(text: str) -> bool:
    """Whether a text is a phone number rather than a name.

    Examples
    --------
    >>> is_phone("+33 6 12 34 56 78"), is_phone("Mme Petit 2"), is_phone("")
    (True, False, False)
    """
    return bool(_digits(text)) and set(text) <= _SIGNS


def same_phone(one: str, other: str) -> bool:
    """Whether two texts are the same number, one of them perhaps with the country's code.

    Examples
    --------
    >>> same_phone("06 12 34 56 78", "+33 6 12 34 56 78"), same_phone("0612345678", "0612345679")
    (True, False)
    """
    shorter, longer = sorted((one, other), key=lambda text: len(_digits(text)))
    national, whole = _digits(shorter), _digits(longer)
    country = len(whole) - len(national)
    if len(national) < _LEAST_DIGITS or not whole.endswith(national):
        return False
    return country == 0 or (_has_country(longer) and country <= _LONGEST_COUNTRY)


def phone_begins(phone: str, typed: str) -> bool:
    """Whether a number begins with what was typed of it, with or without the country's code.

    Examples
    --------
    >>> phone_begins("+33 6 12 34 56 78", "06 12"), phone_begins("06 12 34 56 78", "+33 6 12")
    (True, True)
    >>> phone_begins("06 12 34 56 78", "12"), phone_begins("06 12 34 56 78", "0")
    (False, False)
    """
    begun = [one for one in _readings(typed) if len(one) >= _LEAST_BEGUN]
    return any(whole.startswith(one) for whole in _readings(phone) for one in begun)


def _readings(text: str) -> list[str]:
    """A number's digits, and without its country's code, which is as long as it may be."""
    digits = _digits(text)
    longest = _LONGEST_COUNTRY if _has_country(text) else 0
    return [digits[country:] for country in range(longest + 1)]


def _has_country(text: str) -> bool:
    return text.strip().startswith(("+", "00"))


def _digits(text: str) -> str:
    """Without the zero that nobody dials from abroad: +33 (0)6."""
    dialled = text.replace("(0)", "")
    return "".join(sign for sign in dialled if sign in "0123456789").lstrip("0")
