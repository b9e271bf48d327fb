"""How addresses are written, and what is the same however it is written.

France first (types of street, titles, ``bis`` and ``ter``), with the German ``-str.``; other
languages are compared without their accents, capitals and little words.
"""

import re
import unicodedata
from collections.abc import Iterator

_TYPES = {
    "r": "rue",
    "av": "avenue",
    "ave": "avenue",
    "avinguda": "avenue",
    "avenida": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "blvd": "boulevard",
    "boul": "boulevard",
    "pl": "place",
    "placa": "place",
    "plaza": "place",
    "imp": "impasse",
    "ch": "chemin",
    "che": "chemin",
    "chem": "chemin",
    "all": "allee",
    "rte": "route",
    "sq": "square",
    "pass": "passage",
    "prom": "promenade",
    "crs": "cours",
    "esc": "escalier",
    "fg": "faubourg",
    "fbg": "faubourg",
    "res": "residence",
    "lot": "lotissement",
    "ham": "hameau",
    "qu": "quai",
    "c": "carrer",
    "ctra": "carretera",
    "crta": "carretera",
}
_ALL_TYPES = frozenset(_TYPES.values()) | frozenset(
    [
        *("voie", "via", "descente", "montee", "ruelle", "sentier", "galerie", "sente", "venelle"),
        *("rond", "clos", "parvis", "esplanade", "strasse", "weg", "gasse", "platz", "quai"),
    ]
)
_TITLES = {
    "st": "saint",
    "ste": "sainte",
    "sankt": "saint",
    "dr": "docteur",
    "pr": "professeur",
    "gal": "general",
    "gen": "general",
    "mal": "marechal",
    "cdt": "commandant",
    "cne": "capitaine",
    "col": "colonel",
    "lt": "lieutenant",
    "pdt": "president",
    "mgr": "monseigneur",
    "nd": "notre dame",
}
_LITTLE_WORDS = """
    a au aux d da das de dei del della den der des di do du el i l la las le les los
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
REPEATS = {"bis": "b", "ter": "t", "quater": "q"}
_NUMBER = re.compile(r"((?<![a-z])[a-z]?\d+) ?(bis|ter|quater|[a-z](?![a-z]))?")
_RANGE = re.compile(r"(\d+)\s*(?:-|–|a)\s*(\d+)")
_LONGEST_RANGE = 100


def fold(text: str) -> str:
    """Lower-case words without accents or signs, one space between them.

    Examples
    --------
    >>> fold("Boulevard  Princesse-Charlotte"), fold("Allée de l’Église"), fold("Hauptstraße")
    ('boulevard princesse charlotte', 'allee de l eglise', 'hauptstrasse')
    """
    plain = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    letters = unicodedata.normalize("NFKD", plain.casefold())
    return " ".join(
        re.findall(r"[^\W_]+", "".join(c for c in letters if not unicodedata.combining(c)))
    )


def is_little(word: str) -> bool:
    """Whether a folded word is one that names are told apart without: ``de``, ``la``, ``der``."""
    return word in _LITTLE


def is_type(word: str) -> bool:
    """Whether a word of a key is a type of street, which many have: ``rue``, ``avenue``."""
    return word in _ALL_TYPES


def spelled_out(word: str) -> list[str]:
    """What a folded word may stand for wherever it is typed, a list of words each.

    Examples
    --------
    >>> spelled_out("bd"), spelled_out("st"), spelled_out("nd"), spelled_out("port")
    (['boulevard'], ['saint'], ['notre', 'dame'], ['port'])
    """
    return _whole(_TITLES.get(word, _TYPES.get(word, word))).split()


def abbreviations() -> dict[str, str]:
    """What is abbreviated, by its abbreviations, folded: ``{"bd": "boulevard", "st": "saint"}``."""
    return {short: full for short, full in (_TYPES | _TITLES).items() if len(short) < len(full)}


def locality_key(name: str) -> str:
    """One key for every spelling of a city's name or a postcode.

    Examples
    --------
    >>> locality_key("St-Georges de Didonne"), locality_key("L’Haÿ-les-Roses")
    ('saint georges didonne', 'hay roses')
    """
    full = " ".join(_TITLES.get(word, word) for word in fold(name).split()).split()
    return " ".join(word for word in full if word not in _LITTLE) or " ".join(full)


def street_key(street: str) -> str:
    """One key for every spelling of a street's name.

    Examples
    --------
    >>> street_key("Bd. de la République") == street_key("boulevard de la Republique")
    True
    >>> street_key("Av. St-Michel"), street_key("Bahnhofstr.")
    ('avenue saint michel', 'bahnhofstrasse')
    """
    words = fold(street).split()
    if words:
        words[0] = _TYPES.get(words[0], words[0])
    full = [_whole(_TITLES.get(word, word)) for word in words]
    return " ".join(word for word in full if word not in _LITTLE) or " ".join(full)


def _whole(word: str) -> str:
    is_short = word.endswith("str") and (len(word) > 4 or word == "str")
    return f"{word}asse" if is_short else word


def number_key(number: str) -> str:
    """One key for every spelling of a house number, be it one or several.

    Examples
    --------
    >>> number_key("12 bis"), number_key("12B"), number_key("12Ter"), number_key("7")
    ('12b', '12b', '12t', '7')
    >>> number_key("12 – 14"), number_key("12-14"), number_key("A1")
    ('12-14', '12-14', 'a1')
    """
    folded = fold(number)
    several = [
        f"{_without_zeros(figures)}{REPEATS.get(repeat, repeat)}"
        for figures, repeat in _NUMBER.findall(folded)
    ]
    return "-".join(several) or folded.replace(" ", "")


def _without_zeros(figures: str) -> str:
    return str(int(figures)) if figures.isdecimal() else figures


def numbers_of(number: str) -> Iterator[str]:
    """Keys of all numbers of a door: ``1;3;5`` has three, ``12-16`` has 12, 14 and 16.

    Examples
    --------
    >>> list(numbers_of("12-16")), list(numbers_of("7;9 bis")), list(numbers_of("4"))
    (['12', '14', '16'], ['7', '9b'], ['4'])
    """
    for part in re.split(r"[;,]", number):
        limits = _RANGE.fullmatch(part.strip().casefold())
        if limits is None:
            yield number_key(part)
            continue
        first, last = (int(limit) for limit in limits.groups())
        if first < last <= first + _LONGEST_RANGE:
            step = 2 if (last - first) % 2 == 0 else 1
            yield from (str(value) for value in range(first, last + 1, step))
        else:
            yield from (str(first), str(last))
