"""The shops of a town by id or by name, however it is typed."""

from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches

from routing.town.spelling import fold
from routing.town.town import Shop, Town

MOST_KNOWN = 5


@dataclass(frozen=True, slots=True)
class ShopFound:
    """What a typed shop is.

    Parameters
    ----------
    match
        None when unknown or unsure.
    known
        When unsure, the ids of all shops of that name; when unknown, the names most like it.
    """

    match: Shop | None
    known: tuple[str, ...] = ()
    unsure: bool = False


class ShopIndex:
    """The shops of a town, found by id or by name without regard to case, accents and signs."""

    def __init__(self, town: Town) -> None:
        self._by_id = {shop.id: shop for shop in town.shops}
        self._by_name: dict[str, list[Shop]] = defaultdict(list)
        for shop in town.shops:
            if fold(shop.name):
                self._by_name[fold(shop.name)].append(shop)

    def find(self, text: str) -> ShopFound:
        """The shop that is meant."""
        if text in self._by_id:
            return ShopFound(self._by_id[text])
        name = fold(text)
        named = self._by_name.get(name, [])
        if len(named) == 1:
            return ShopFound(named[0])
        if named:
            return ShopFound(None, tuple(shop.id for shop in named), unsure=True)
        close = get_close_matches(name, self._by_name, MOST_KNOWN, 0.6)
        return ShopFound(None, tuple(self._by_name[key][0].name for key in close))
