"""Routes to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from routing.model.units import CostUnits

Numbers: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Candidates:
    """Routes, and what a plan is made of.

    Parameters
    ----------
    kinds
        Shape (routes,): kind of shift that may ride each.
    costs
        Shape (routes,).
    shipments
        Shape (services,): what each route serves, one route after the other.
    ends
        Shape (routes,): where the shipments of each route end in `shipments`.
    shifts
        Shape (kinds,): how many shifts of each kind there are.
    left_out
        Shape (all shipments,): cost of leaving each out.
    """

    kinds: Numbers
    costs: Numbers
    shipments: Numbers
    ends: Numbers
    shifts: Numbers
    left_out: Numbers

    @property
    def routes(self) -> Numbers:
        """Shape (services,): the route to which each of `shipments` belongs."""
        return np.repeat(np.arange(len(self.ends)), np.diff(self.ends, prepend=0))

    def served(self, chosen: Sequence[int]) -> Numbers:
        """Shape (all shipments,): how many of some routes serve each."""
        count = np.zeros(len(self.left_out), np.int64)
        taken = np.isin(self.routes, np.asarray(chosen, np.int64))
        np.add.at(count, self.shipments[taken], 1)
        return count

    def cost(self, chosen: Sequence[int]) -> CostUnits:
        """Of the plan of some routes that share no shipment."""
        absent = self.served(chosen) == 0
        return int(self.costs[list(chosen)].sum() + self.left_out[absent].sum())

    def fit(self, chosen: Sequence[int]) -> bool:
        """Whether some routes share no shipment, and there is a shift for each."""
        used = np.bincount(self.kinds[list(chosen)], minlength=len(self.shifts))
        return bool((self.served(chosen) <= 1).all() and (used <= self.shifts).all())
