"""What pooling saves: the day as planned, beside the same day with each shop on its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from routing.model.plan import Plan, Route
from routing.model.units import CostUnits, Ticks


@dataclass(frozen=True, slots=True)
class Totals:
    """What some routes add up to.

    Parameters
    ----------
    routes
        How many.
    distance
        Ticks.
    duration
        Ticks from leaving the start place to reaching the end place, over all routes.
    cost
        Of the routes: neither lateness nor penalties.
    served, unserved
        Shipments.
    """

    routes: int = 0
    distance: Ticks = 0
    duration: Ticks = 0
    cost: CostUnits = 0
    served: int = 0
    unserved: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.routes + other.routes,
            self.distance + other.distance,
            self.duration + other.duration,
            self.cost + other.cost,
            self.served + other.served,
            self.unserved + other.unserved,
        )


def totals(plan: Plan) -> Totals:
    """The totals of a plan."""
    return Totals(
        routes=len(plan.routes),
        distance=sum(route.distance for route in plan.routes),
        duration=sum(route.duration for route in plan.routes),
        cost=sum(route.cost for route in plan.routes),
        served=len(_served(plan.routes)),
        unserved=len(plan.unserved),
    )


def _served(routes: Iterable[Route]) -> set[str]:
    return {service.shipment for route in routes for _, service in route.services()}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One day, pooled and alone.

    Parameters
    ----------
    alone_by_owner
        What each shop's own shipments come to when it delivers them by itself.
    """

    pooled: Totals
    alone_by_owner: Mapping[str, Totals]

    @property
    def alone(self) -> Totals:
        """All shops, each by itself, together."""
        return sum(self.alone_by_owner.values(), start=Totals())
