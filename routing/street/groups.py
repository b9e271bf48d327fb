"""Things by a key: which ones have it."""

from dataclasses import dataclass

import numpy as np

from routing.street.measure import Integers


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Members of each key in order; keys are numbered from 0.

    Parameters
    ----------
    offsets
        Shape (keys + 1,): key `k` has `members[offsets[k]:offsets[k + 1]]`.
    """

    offsets: Integers
    members: Integers

    @classmethod
    def by(cls, keys: Integers, count: int) -> "Groups":
        """The places of the keys, by key.

        Examples
        --------
        >>> Groups.by(np.array([1, 0, 1]), 2).of(np.array([1, 0]))
        (array([0, 0, 1]), array([0, 2, 1]))
        """
        offsets = np.concatenate([[0], np.cumsum(np.bincount(keys, minlength=count))])
        return cls(offsets, np.argsort(keys, kind="stable"))

    def of(self, keys: Integers) -> tuple[Integers, Integers]:
        """All members of all these keys: the place of the key, and the member."""
        firsts = self.offsets[keys]
        counts = self.offsets[keys + 1] - firsts
        which = np.repeat(np.arange(len(keys)), counts)
        before = np.cumsum(counts) - counts
        return which, self.members[np.arange(len(which)) - np.repeat(before - firsts, counts)]
