"""Publishing: routes of a plan become rounds, and what is in them is a commitment from then on.

All in one transaction that holds the pool: the rounds with all that their cost is computed from,
the codes on their parcels, their orders, the proof of what stays in the pool, and the events.

A shift has one round. When a route of it is published again the round is the same, in its next
version: what was settled in it stays, and what is still to be done is as the route has it.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from api.domain.actor import Actor, Scope
from api.domain.errors import RefusedError, StaleError
from api.domain.ids import Kind
from api.domain.order import Order
from api.domain.order_state import Act, after
from api.domain.parcel import new_code
from api.domain.plan import PlanVersion
from api.domain.round import Round, RoundStop, cost_again, metres_again
from api.domain.round_of_route import matrix_between, stops_anew, stops_of_route
from api.services.ordering import changed_order
from api.services.pool_problem import PoolDay, pool_day
from api.services.riding import Riding
from api.services.town_packs import TownPacks
from api.store import events, orders, plans, pools, rounds, towns
from api.store.rounds import Lines
from api.store.work import Work
from routing.day.shifts import letters
from routing.errors import Value
from routing.model import Plan, Route
from routing.model.units import Instant
from routing.solve.finish import finished
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
    now = at_present(day, plan.plan)
    if left_out(now) - left_out(plan.plan):
        raise RefusedError("plan.pool_moved", number=plan.number)
    return publish_routes(work, actor, day, replace(plan, plan=now), routes=now.routes)


def at_present(day: PoolDay, plan: Plan) -> Plan:
    """A plan that was made a while ago, as it can be ridden from now on.

    Who does what in which order stays; what was done meanwhile is done. What does not fit any more
    is left out.
    """
    if not day.has_begun:
        return plan
    return finished(day.problem, day.rest_of(sequences_of(plan)))


def left_out(plan: Plan) -> set[str]:
    """The orders that a plan does not serve."""
    return {unserved.shipment for unserved in plan.unserved}


def publish_routes(  # noqa: PLR0913  # what is published, and what it closes
    work: Work,
    by: Actor,
    day: PoolDay,
    plan: PlanVersion,
    *,
    routes: Sequence[Route],
    closing: Collection[str] = (),
) -> tuple[Round, ...]:
    """Make rounds of some routes of a plan; all of the plan is the pool's proof from then on.

    Parameters
    ----------
    by
        Who publishes.
    day
        The pool's, which this work has locked and for which the plan holds.
    closing
        Names of the slots that are closed by it.

    Returns
    -------
    The rounds that are new, or are otherwise than before.
    """
    publishing = _Publishing(work, by, day, plan)
    taken = rounds.letters_of(work, plan.town, plan.date)
    free = (letter for letter in letters() if letter not in taken)
    in_order = sorted(routes, key=lambda route: (route.start, route.shift))
    made = tuple(publishing.round(route, free) for route in in_order if publishing.is_news(route))
    plans.publish(work, plan)
    pool = day.pool
    pools.save(
        work,
        replace(
            pool,
            version=pool.version + 1,
            sequences=sequences_of(day.orders_only(plan.plan)),
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

    def is_news(self, route: Route) -> bool:
        """Whether a route has anything that its courier does not know."""
        riding = self.day.riding.get(route.shift)
        if riding is None:
            return True
        tasks = sequences_of(self.day.orders_only(Plan((route,), (), 0))).get(route.shift, ())
        # A stop that was passed over is ridden to again once that is undone: its way is not drawn.
        again = any(one.stop.passed for one in riding.done.open)
        return again or tasks != riding.open

    def round(self, route: Route, free: Iterator[str]) -> Round:
        """Write the round of a route, new or anew, and plan its orders.

        Parameters
        ----------
        free
            Letters.
        """
        riding = self.day.riding.get(route.shift)
        new = self._newly_carried(route, riding)
        if riding is None:
            made = self._first(route, next(free))
            rounds.add(self.work, made, self._lines(made))
        else:
            anew = self._anew(route, riding)
            made = rounds.change(self.work, anew, self._lines(anew))
        self.note(
            "round.published",
            round_id=made.id,
            letter=made.letter,
            orders=len(made.orders),
            version=made.version,
        )
        for order in new:
            changed_order(self.work, replace(order, state=after(order.state, Act.PLAN)))
            self.note("order.planned", round_id=made.id, order=order.id, letter=made.letter)
        return made

    def _first(self, route: Route, letter: str) -> Round:
        vehicle, _ = self.day.problem.shifts[route.shift]
        stops = self._planned(route)
        return Round(
            id=self.work.new(Kind.ROUND),
            town=self.plan.town,
            date=self.plan.date,
            plan=self.plan.id,
            shift=route.shift,
            courier=self.couriers[route.shift],
            letter=letter,
            starts=self._instant(route.start),
            ends=self._instant(route.end),
            stops=stops,
            matrix=matrix_between(self.day.problem, route.shift, stops),
            costs=vehicle.costs,
            metres=route.distance,
            cost=route.cost,
        )

    def _anew(self, route: Route, riding: Riding) -> Round:
        """A round whose rest is ridden otherwise: what it costs is added up again."""
        before = riding.round
        planned, standing = self._planned(route), self.day.now.standings[route.shift]
        stops = planned if standing is None else stops_anew(riding.done, planned, self.day.clock)
        made = replace(
            before,
            plan=self.plan.id,
            starts=self._instant(route.start) if standing is None else before.starts,
            ends=self._instant(route.end),
            stops=stops,
            matrix=matrix_between(self.day.problem, route.shift, stops),
        )
        made = replace(made, metres=metres_again(made))
        return replace(made, cost=cost_again(made))

    def _planned(self, route: Route) -> tuple[RoundStop, ...]:
        orders = self.orders.items()
        return stops_of_route(
            self.day.problem,
            route,
            {
                **dict.fromkeys(self.day.ground.marks, ()),
                **{name: [parcel.code for parcel in one.parcels] for name, one in orders},
            },
        )

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

    def _newly_carried(self, route: Route, riding: Riding | None) -> list[Order]:
        """The orders that come into a round, their parcels with codes that are unique in it."""
        known = {} if riding is None else riding.orders
        taken = {parcel.code for order in known.values() for parcel in order.parcels}
        names = dict.fromkeys(service.shipment for _, service in route.services())
        passed = known.keys() | self.day.ground.marks
        new = [self._with_codes(self.orders[name], taken) for name in names if name not in passed]
        self.orders.update({order.id: order for order in new})
        return new

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

    def _lines(self, made: Round) -> Lines:
        vehicle, _ = self.day.problem.shifts[made.shift]
        streets, row = self.day.streets[vehicle.profile], self.day.problem.place_index

        def line(origin: str, end: str) -> list[list[float]]:
            points = streets.path(row[origin], row[end]).lonlat
            return [[float(lon), float(lat)] for lon, lat in np.round(points, DECIMALS)]

        return [[] if leg is None else line(*leg) for leg in made.legs()]
