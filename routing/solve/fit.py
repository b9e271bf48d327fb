"""Any sequences made valid: what does not fit is left out, then put in wherever it fits."""

from collections.abc import Iterable, Iterator, Sequence

from routing.model.units import CostUnits
from routing.solve.draft import Draft, Drafts
from routing.solve.indexed import NEVER, Nodes
from routing.solve.insertion import cheapest_place
from routing.solve.state import State, open_to, state_of


def fit(drafts: Drafts, nodes_by_shift: Sequence[Nodes]) -> State:
    """A valid state as close as may be to given tasks by shift, however broken those are.

    Parameters
    ----------
    nodes_by_shift
        In the order of the shifts; empty where a shift has nothing to do yet.
    """
    routes: list[Draft] = []
    seen: set[int] = set()
    for number, nodes in enumerate(nodes_by_shift):
        routes.append(_kept(drafts, number, tuple(n for n in nodes if n // 2 not in seen)))
        seen |= {node // 2 for node in routes[-1].tasks}
    shipments = range(len(drafts.day.shipments))
    absent = sorted((s for s in shipments if s not in seen), key=lambda s: _leeway(drafts, s))
    return inserted(drafts, routes, absent)


def inserted(drafts: Drafts, routes: Iterable[Draft], absent: Iterable[int]) -> State:
    """Absent shipments put in one by one, each in its cheapest place that keeps every rule."""
    after, left_out = list(routes), []
    for shipment in absent:
        changed = _inserted(drafts, after, shipment)
        if changed is None:
            left_out.append(shipment)
        else:
            after[changed.shift] = changed
    return state_of(drafts.day, after, left_out)


def least_more(drafts: Drafts, state: State, shipment: int) -> CostUnits | None:
    """What serving an absent shipment too would cost, in the cheapest place found."""
    more = [cost for _, cost in _ways_in(drafts, state.drafts, shipment, NEVER * NEVER)]
    return min(more, default=None)


def _inserted(drafts: Drafts, routes: Sequence[Draft], shipment: int) -> Draft | None:
    limit = drafts.day.left_out[shipment]
    ways = _ways_in(drafts, routes, shipment, limit)
    return next((draft for draft, more in ways if more < limit), None)


def _ways_in(
    drafts: Drafts, routes: Sequence[Draft], shipment: int, limit: CostUnits
) -> Iterator[tuple[Draft, CostUnits]]:
    """Valid routes with a shipment put in and what they cost more, mostly cheap ones first."""
    places = [
        (place.cost, draft.shift, place)
        for draft in open_to(drafts.day, routes)
        if (place := cheapest_place(drafts, draft, shipment, limit)) is not None
    ]
    for _, number, place in sorted(places):
        before = routes[number]
        draft = drafts.with_shipment(before, shipment, place)
        settled = drafts.settled(draft) if draft is not None else None
        if settled is not None and settled.exact is not None:
            yield settled, settled.exact - (before.exact or 0)


def _kept(drafts: Drafts, number: int, nodes: Nodes) -> Draft:
    """The draft of as many of the tasks, in their order, as a shift can do."""
    whole = drafts.of_sequence(number, nodes)
    if whole is not None:
        return whole
    draft = drafts.empty(number)
    kept: set[int] = set()
    for shipment in dict.fromkeys(node // 2 for node in nodes):
        some = tuple(node for node in nodes if node // 2 in kept | {shipment})
        longer = drafts.of_sequence(number, some)
        if longer is not None:
            draft, kept = longer, kept | {shipment}
    return draft


def _leeway(drafts: Drafts, shipment: int) -> int:
    """How long the windows of a shipment are open, over all shifts that take it."""
    return sum(
        closes - opens
        for shift in drafts.day.shifts
        if shift.takes[shipment]
        for node in (2 * shipment, 2 * shipment + 1)
        for opens, closes in shift.spans[node]
    )
