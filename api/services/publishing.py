"""Publishing: routes of a plan become rounds, and what is in them is settled from then on.

All in one transaction that holds the pool: the rounds with all that their cost is computed from,
the codes on their parcels, their orders, the proof of what stays in the pool, and the events.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from api.domain.actor import Actor, Scope
from api.domain.errors import RefusedError, StaleError
from api.domain.ids import Kind
from api.domain.order import Order
from api.domain.order_state import Act, after
from api.domain.parcel import new_code
from api.domain.plan import PlanVersion
from api.domain.round import Round
from api.domain.round_of_route import matrix_of_route, stops_of_route
from api.services.ordering import changed_order
from api.services.pool_problem import PoolDay, pool_day
from api.services.town_packs import TownPacks
from api.store import events, orders, plans, pools, rounds, towns
from api.store.rounds import Lines
from api.store.work import Work
from routing.day.shifts import letters
from routing.errors import Value
from routing.model import Route
from routing.model.units import Instant
from routing.solve.sequence import sequences_of

DECIMALS = 7
"""Of a degree: a centimetre."""


def publish(
    work: Work, actor: Actor, plan_id: str, version: int, packs: TownPacks
) -> tuple[Round, ...]:
    """Make rounds of all routes of a plan.

    Parameters
    ----------
    version
        Of the plan, as who publishes has seen it.

    Raises
    ------
    MissingError
    StaleError
        When somebody else has published it meanwhile.
    RefusedError
        ``plan.published_before``; ``plan.pool_moved``: something was promised or changed since the
        plan was made, so that it may not hold any more.
    """
    actor.require(Scope.WRITE_PLANS)
    seen = plans.find(work, actor, plan_id)
    pool = pools.locked(work, seen.town, seen.date)
    plan = plans.find(work, actor, plan_id)
    if plan.version != version:
        raise StaleError("stale.row", id=plan.id)
    if plan.published is not None:
        raise RefusedError("plan.published_before", number=plan.number)
    if pool.version != plan.pool_version:
        raise RefusedError("plan.pool_moved", number=plan.number)
    day = pool_day(work, towns.find(work, actor, plan.town), pool, packs)
    return publish_routes(work, actor, day, plan, routes=plan.plan.routes)


def publish_routes(  # noqa: PLR0913  # what is published, and what it closes
    work: Work,
    by: Actor,
    day: PoolDay,
    plan: PlanVersion,
    *,
    routes: Sequence[Route],
    closing: Collection[str] = (),
) -> tuple[Round, ...]:
    """Make rounds of some routes of a plan; the others are the pool's proof from then on.

    Parameters
    ----------
    by
        Who publishes.
    day
        The pool's, which this work has locked and for whose version the plan was made.
    closing
        Names of the slots that are closed by it.
    """
    publishing = _Publishing(work, by, day, plan)
    taken = rounds.letters_of(work, plan.town, plan.date)
    free = (letter for letter in letters() if letter not in taken)
    in_order = sorted(routes, key=lambda route: (route.start, route.shift))
    made = tuple(publishing.round(*pair) for pair in zip(in_order, free, strict=False))
    plans.publish(work, plan)
    published = {route.shift for route in routes}
    staying = {
        shift: tasks for shift, tasks in sequences_of(plan.plan).items() if shift not in published
    }
    pool = day.pool
    pools.save(
        work,
        replace(
            pool,
            version=pool.version + 1,
            sequences=staying,
            closed=pool.closed | frozenset(closing),
        ),
    )
    publishing.note("plan.published", number=plan.number, rounds=len(made))
    publishing.tell()
    return made


class _Publishing:
    """Writes the rounds of one plan."""

    def __init__(self, work: Work, by: Actor, day: PoolDay, plan: PlanVersion) -> None:
        self.work, self.by, self.day, self.plan = work, by, day, plan
        self.orders = orders.by_id(work, list(day.problem.shipment_by_id))
        self.couriers = {shift.id: shift.courier for shift in day.shifts}
        self._happened: list[dict[str, Any]] = []

    def round(self, route: Route, letter: str) -> Round:
        """Write the round of a route, and plan its orders."""
        carried = self._coded(route)
        vehicle, _ = self.day.problem.shifts[route.shift]
        codes = {order.id: [parcel.code for parcel in order.parcels] for order in carried}
        made = Round(
            id=self.work.new(Kind.ROUND),
            town=self.plan.town,
            date=self.plan.date,
            plan=self.plan.id,
            shift=route.shift,
            courier=self.couriers[route.shift],
            letter=letter,
            starts=self._instant(route.start),
            ends=self._instant(route.end),
            stops=stops_of_route(self.day.problem, route, codes),
            matrix=matrix_of_route(self.day.problem, route),
            costs=vehicle.costs,
            metres=route.distance,
            cost=route.cost,
        )
        rounds.add(self.work, made, self._lines(route))
        self.note("round.published", round_id=made.id, letter=letter, orders=len(carried))
        for order in carried:
            changed_order(self.work, replace(order, state=after(order.state, Act.PLAN)))
            self.note("order.planned", round_id=made.id, order=order.id, letter=letter)
        return made

    def note(
        self, kind: str, *, round_id: str | None = None, order: str | None = None, **values: Value
    ) -> None:
        """Remember what has happened: the log is written last, for whoever does has it alone."""
        told = {"plan": self.plan.id, **values}
        self._happened.append({"kind": kind, "round": round_id, "order": order, "values": told})

    def tell(self) -> None:
        """Write what has happened into the log."""
        for happened in self._happened:
            events.append(
                self.work, town=self.plan.town, actor=self.by, date=self.plan.date, **happened
            )

    def _coded(self, route: Route) -> list[Order]:
        """The orders of a route, their parcels with codes that are unique in it."""
        taken: set[str] = set()
        names = dict.fromkeys(service.shipment for _, service in route.services())
        return [self._with_codes(self.orders[name], taken) for name in names]

    def _with_codes(self, order: Order, taken: set[str]) -> Order:
        parcels = []
        for parcel in order.parcels:
            code = new_code(taken, self.work.means.below)
            taken.add(code)
            parcels.append(replace(parcel, code=code))
        return replace(order, parcels=tuple(parcels))

    def _instant(self, seconds: Instant) -> dt.datetime:
        """In UTC, where seconds pass evenly on every day of the year."""
        midnight = self.day.clock.origin.astimezone(dt.UTC)
        return midnight + dt.timedelta(seconds=seconds)

    def _lines(self, route: Route) -> Lines:
        vehicle, shift = self.day.problem.shifts[route.shift]
        streets, row = self.day.streets[vehicle.profile], self.day.problem.place_index
        places = [shift.start_place, *(visit.place for visit in route.visits), shift.end_place]
        paths = (streets.path(row[origin], row[end]) for origin, end in pairwise(places))
        return [np.round(path.lonlat, DECIMALS).tolist() for path in paths]
