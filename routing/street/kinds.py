"""Ways and nodes that no rule tells apart: most of a town is tagged like something else in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Tags = Mapping[str, str]

_UNREAD = ("name", "name:left", "name:right", "ref")
"""Endings of keys that only people read."""

_FOR_OTHERS = frozenset({"bridge", "incline", "lanes", "layer", "lit", "mtb", "sidewalk", "tunnel"})
"""Keys, with all their refinements, that matter to maps and to heights but to no rule."""


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """Things by what their tags say to a rule.

    Parameters
    ----------
    tags
        Of each kind, without what no rule reads.
    of
        The kind of each thing.
    """

    tags: tuple[Tags, ...]
    of: npt.NDArray[np.int64]

    @classmethod
    def among(cls, all_tags: Iterable[Tags]) -> "Kinds":
        """The kinds of things that carry these tags.

        Examples
        --------
        >>> roads = Kinds.among([{"highway": "track"}, {"highway": "track", "name": "Long"}, {}])
        >>> roads.tags, roads.of.tolist()
        (({'highway': 'track'}, {}), [0, 0, 1])
        """
        numbers: dict[frozenset[tuple[str, str]], int] = {}
        keys = (
            frozenset((key, value) for key, value in tags.items() if _is_read(key))
            for tags in all_tags
        )
        of = np.fromiter((numbers.setdefault(key, len(numbers)) for key in keys), np.int64)
        return cls(tuple(map(dict, numbers)), of)


def _is_read(key: str) -> bool:
    return not key.endswith(_UNREAD) and key.partition(":")[0] not in _FOR_OTHERS
