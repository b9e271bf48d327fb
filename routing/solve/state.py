"""A whole plan in the making."""

from collections.abc import Iterable
from dataclasses import dataclass

from routing.model.units import CostUnits
from routing.solve.draft import Draft
from routing.solve.indexed import Indexed


@dataclass(frozen=True, slots=True)
class State:
    """All routes, and the shipments that are in none.

    Parameters
    ----------
    drafts
        One a shift, in their order.
    cost
        In search prices; exact when all drafts are settled.
    """

    drafts: tuple[Draft, ...]
    absent: frozenset[int]
    cost: CostUnits


def state_of(day: Indexed, drafts: Iterable[Draft], absent: Iterable[int]) -> State:
    """The state of these routes."""
    routes, left_out = tuple(drafts), frozenset(absent)
    cost = sum(draft.cost if draft.exact is None else draft.exact for draft in routes)
    cost += sum(day.left_out[shipment] for shipment in left_out)
    return State(routes, left_out, cost)


def open_to(day: Indexed, drafts: Iterable[Draft]) -> Iterable[Draft]:
    """Where one more shipment may go: routes, and one empty shift of each kind."""
    seen = set()
    for draft in drafts:
        kind = day.shifts[draft.shift].kind
        if draft.tasks or kind not in seen:
            yield draft
        if not draft.tasks:
            seen.add(kind)
