"""What leaving an order out costs, so that VROOM's priorities decide which one it is."""

from collections.abc import Sequence

from routing.formats.vroom.arcs import SCALE
from routing.formats.vroom.document import VroomDocument
from routing.model.cost import UNITS_PER_CENT, UNITS_PER_CENT_PER_KM_METRE
from routing.model.soundness import MOST
from routing.model.units import Cents

_COUNTABLE = 2**60
"""No sum of costs is greater, so that every engine counts exactly."""


def penalties_of(document: VroomDocument, dearest: int) -> Sequence[Cents | None] | None:
    """The penalty of each order; None for one that is to be served if at all possible.

    Where all orders count the same, as many as possible are served. Else first the sum of
    priorities is made great, then the number of tasks, and only then is the cost made small. That
    is exact as long as the greatest penalty is no more than `MOST` cents, which binds where few
    orders weigh much, and all together are no more than `_COUNTABLE`, which binds where more than
    some sixty do. Further on a priority weighs less against the cost.

    Parameters
    ----------
    dearest
        The highest price of an arc, in `SCALE` parts of VROOM's unit.

    Returns
    -------
    None when costs are so high that they cannot be counted.
    """
    most = _most_cost(document, dearest)
    if dearest > MOST or most > _COUNTABLE:
        return None
    orders = document.orders
    if len({(order.priority, len(order.tasks)) for order in orders}) <= 1:
        return [None] * len(orders)
    tasks = len(document.tasks)
    weights = [len(order.tasks) * (order.priority * (tasks + 1) + 1) for order in orders]
    countable = (_COUNTABLE - most) // (UNITS_PER_CENT * sum(weights))
    unit = min(most // UNITS_PER_CENT + 1, countable, MOST // max(weights))
    return [weight * max(1, unit) for weight in weights]


def _most_cost(document: VroomDocument, dearest: int) -> int:
    """No less than all routes of a plan cost, in our units.

    Somebody comes to each task once and each vehicle comes back once. Nothing is paid from the
    start to the dock, from the drop to the end, nor for staying at either.
    """
    vehicles = document.vehicles
    legs = len(document.tasks) + len(vehicles)
    fixed = sum(vehicle.costs.fixed for vehicle in vehicles)
    return (dearest * legs + fixed * SCALE) * UNITS_PER_CENT_PER_KM_METRE
