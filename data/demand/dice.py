"""Seeded draws that give the same results on every version of Python.

Only `random.Random.random` is promised to stay the same from version to version
(https://docs.python.org/3/library/random.html#notes-on-reproducibility): all else is made of it.
"""

import math
import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """A source of draws.

    Parameters
    ----------
    seed
        The same seed gives the same draws.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # a day is drawn, no secret

    def share(self) -> float:
        """A number from 0 to 1, 1 excluded."""
        return self._random.random()

    def happens(self, probability: float) -> bool:
        """Whether something of that probability happens."""
        return self.share() < probability

    def below(self, count: int) -> int:
        """One of 0, ..., count - 1, all equally likely."""
        return int(self.share() * count)

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items, all equally likely."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[Item], weights: Sequence[float]) -> Item:
        """One of the items, as likely as its weight."""
        left = self.share() * math.fsum(weights)
        for item, weight in zip(items, weights, strict=True):
            left -= weight
            if left < 0:
                return item
        return items[-1]

    def by_table(self, table: Sequence[tuple[Item, float]]) -> Item:
        """One of the items, each beside its weight."""
        return self.weighted([item for item, _ in table], [weight for _, weight in table])

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in any order (Fisher and Yates)."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result

    def poisson(self, mean: float) -> int:
        """How often something happens that happens `mean` times on average.

        Knuth's product of draws (The Art of Computer Programming, vol. 2, 3.4.1): exact, and quick
        for the small means of a shop's day.
        """
        limit, count, product = math.exp(-mean), 0, self.share()
        while product > limit:
            count += 1
            product *= self.share()
        return count
