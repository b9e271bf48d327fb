"""What a vehicle is too large for: posted limits, narrow ways and gaps.

https://wiki.openstreetmap.org/wiki/Key:maxheight, Key:maxweight, Key:maxwidth, Key:maxlength
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Tags = Mapping[str, str]

_MILLIMETRES = {"": 1_000.0, "m": 1_000.0, "cm": 10.0, "mm": 1.0, "ft": 304.8, "in": 25.4}
_KILOGRAMS = {"": 1_000.0, "t": 1_000.0, "kg": 1.0, "lbs": 0.45359237, "lb": 0.45359237}
_KILOGRAMS |= {"st": 907.18474, "lt": 1_016.0469088, "cwt": 50.80234544}

_QUANTITY = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]*)")
_FEET = re.compile(r"(\d+)'(?:\s*(\d+(?:\.\d+)?)(?:\"|''))?")

_LIMITS = {
    "height": ("maxheight", "maxheight:physical"),
    "width": ("maxwidth", "maxwidth:physical"),
    "length": ("maxlength",),
    "weight": ("maxweight", "maxweightrating"),
}
LIMIT_KEYS = frozenset(key for keys in _LIMITS.values() for key in keys)
"""Keys that limit a size, without mode and direction."""

_GAP_KEYS = ("maxwidth:physical", "maxwidth", "opening")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a vehicle is, loaded; 0 where nothing is said of it: then nothing binds.

    Parameters
    ----------
    width, height, length
        Millimetres.
    weight
        Kilograms as registered, load included: the weight that signs mean.
    """

    width: int = 0
    height: int = 0
    length: int = 0
    weight: int = 0

    def fits(self, tags: Tags, modes: Sequence[str], direction: str) -> bool:
        """Whether no posted limit of a way or node is below the size.

        Parameters
        ----------
        modes
            A limit may be posted for one of them (``maxweight:hgv``): then it counts too.
        direction
            ``forward``, ``backward`` or ``both_ways``.
        """
        # Most ways have no sign at all; looking for each of them would take most of the time.
        if not any(key.startswith("max") for key in tags):
            return True
        return all(
            limit is None or limit >= own
            for what, own in self._said()
            for limit in _limits(tags, what, modes, direction)
        )

    def fits_between(self, tags: Tags) -> bool:
        """Whether a way is wide enough, as far as its ``width`` is known."""
        width = millimetres(tags.get("width", ""))
        return width is None or width >= self.width

    def passes_gap(self, tags: Tags) -> bool | None:
        """Whether the gap of a barrier is wide enough; None when nothing is said of it."""
        widths = (millimetres(tags.get(key, "")) for key in _GAP_KEYS)
        known = [width for width in widths if width is not None]
        return known[0] >= self.width if known else None

    def _said(self) -> Iterator[tuple[str, int]]:
        sizes = (("height", self.height), ("width", self.width), ("length", self.length))
        return ((what, own) for what, own in (*sizes, ("weight", self.weight)) if own)


ANY_SIZE = Size()
"""Of whom nothing is said."""


def millimetres(text: str) -> int | None:
    r"""A length as mapped, in metres unless it says otherwise; None when it cannot be read.

    Examples
    --------
    >>> millimetres("2.5"), millimetres("80 cm"), millimetres("6'6\""), millimetres("default")
    (2500, 800, 1981, None)
    """
    if feet := _FEET.fullmatch(text.strip()):
        return int((int(feet[1]) * 12 + float(feet[2] or 0)) * 25.4)
    return _quantity(text, _MILLIMETRES)


def kilograms(text: str) -> int | None:
    """A weight as mapped, in tonnes unless it says otherwise; None when it cannot be read.

    Examples
    --------
    >>> kilograms("3.5"), kilograms("2 t"), kilograms("1500 kg"), kilograms("none")
    (3500, 2000, 1500, None)
    """
    return _quantity(text, _KILOGRAMS)


def _quantity(text: str, units: Mapping[str, float]) -> int | None:
    """A number and its unit, rounded down: a limit is never made larger."""
    match = _QUANTITY.fullmatch(text.strip().lower())
    if match is None or match[2] not in units:
        return None
    # A millionth more, or 2.3 m would be 2,299 mm.
    return int(float(match[1].replace(",", ".")) * units[match[2]] + 1e-6)


def _limits(tags: Tags, what: str, modes: Sequence[str], direction: str) -> Iterator[int | None]:
    """What each sign says of one measure; of a key and its direction the latter counts."""
    read = kilograms if what == "weight" else millimetres
    for key in _LIMITS[what]:
        for posted in (key, *(f"{key}:{mode}" for mode in modes)):
            value = tags.get(f"{posted}:{direction}", tags.get(posted))
            if value is not None:
                yield read(value)
