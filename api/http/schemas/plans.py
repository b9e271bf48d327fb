"""Plans over the wire."""

import datetime as dt
from typing import Annotated, Self

from pydantic import ConfigDict, Field, JsonValue

from api.domain.plan import PlanVersion
from api.domain.round import Round
from api.http.schemas.base import Instant, Model, PublicId
from api.services.plan_changes import PlanChanges
from api.services.planning import LONGEST_SEARCH
from routing.errors import Value
from routing.model import Reason, Route, TaskKind, Unserved, Visit
from routing.model.cost import shown_cents
from routing.typography import instant


class PlanIn(Model):
    """A plan to be made. Without seconds it is searched for as long as at a cut-off."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"date": "2026-11-27", "seconds": 20}]}
    )

    date: dt.date
    seconds: Annotated[int, Field(ge=1, le=LONGEST_SEARCH)] | None = None


_ORDER = "ord_01kb03v3g07000800000000000"
_SHIFT = "shi_01kb03v3g07000800000000000"
_HEAD: dict[str, JsonValue] = {
    "id": "pln_01kb03v3g07000800000000000",
    "town": "twn_01kb03v3g07000800000000000",
    "date": "2026-11-27",
    "number": 1,
    "pool_version": 41,
    "current": True,
    "orders": 1,
    "unserved_orders": 0,
    "metres": 2140,
    "cost_cents": 1125,
    "job": "job_01kb03v3g07000800000000000",
    "created": "2026-11-27T12:00:21+01:00",
    "published": None,
    "version": 1,
}
_ROUTE: dict[str, JsonValue] = {
    "shift": _SHIFT,
    "leaves": "2026-11-27T13:51:00+01:00",
    "returns": "2026-11-27T14:16:00+01:00",
    "metres": 2140,
    "cost_cents": 1125,
    "visits": [
        {
            "place": "shp_01kb03v3g07000800000000000",
            "arrival": "2026-11-27T13:55:00+01:00",
            "departure": "2026-11-27T13:58:00+01:00",
            "services": [
                {
                    "order": _ORDER,
                    "kind": "pickup",
                    "start": "2026-11-27T13:56:00+01:00",
                    "end": "2026-11-27T13:58:00+01:00",
                }
            ],
        }
    ],
    "breaks": [],
}


class PlanHeadOut(Model):
    """A plan in figures.

    It may be published as long as it is `current`: made for its pool as that is now, and not
    published yet.
    """

    id: PublicId
    town: PublicId
    date: dt.date
    number: int
    pool_version: int
    current: bool
    orders: int
    unserved_orders: int
    metres: int
    cost_cents: int
    job: PublicId | None
    created: Instant
    published: Instant | None
    version: int

    @classmethod
    def of(cls, plan: PlanVersion, pool_version: int) -> Self:
        """From the store."""
        routes = plan.plan.routes
        return cls(
            id=plan.id,
            town=plan.town,
            date=plan.date,
            number=plan.number,
            pool_version=plan.pool_version,
            current=plan.published is None and plan.pool_version == pool_version,
            orders=len({s.shipment for route in routes for _, s in route.services()}),
            unserved_orders=len(plan.plan.unserved),
            metres=sum(route.distance for route in routes),
            cost_cents=shown_cents(plan.plan.cost),
            job=plan.job,
            created=plan.created,
            published=plan.published,
            version=plan.version,
        )


class ServiceOut(Model):
    """An order taken or given."""

    order: PublicId
    kind: TaskKind
    start: Instant
    end: Instant


class VisitOut(Model):
    """A halt at a shop or a door."""

    place: str
    arrival: Instant
    departure: Instant
    services: list[ServiceOut]

    @classmethod
    def of(cls, visit: Visit, origin: dt.datetime) -> Self:
        """From a plan, whose seconds count from `origin`."""
        return cls(
            place=visit.place,
            arrival=instant(origin, visit.arrival),
            departure=instant(origin, visit.departure),
            services=[
                ServiceOut(
                    order=service.shipment,
                    kind=service.kind,
                    start=instant(origin, service.start),
                    end=instant(origin, service.end),
                )
                for service in visit.services
            ],
        )


class BreakOut(Model):
    """A pause."""

    start: Instant
    end: Instant


class RouteOut(Model):
    """What one shift rides."""

    shift: PublicId
    leaves: Instant
    returns: Instant
    metres: int
    cost_cents: int
    visits: list[VisitOut]
    breaks: list[BreakOut]

    @classmethod
    def of(cls, route: Route, origin: dt.datetime) -> Self:
        """From a plan, whose seconds count from `origin`."""
        return cls(
            shift=route.shift,
            leaves=instant(origin, route.start),
            returns=instant(origin, route.end),
            metres=route.distance,
            cost_cents=shown_cents(route.cost),
            visits=[VisitOut.of(visit, origin) for visit in route.visits],
            breaks=[
                BreakOut(start=instant(origin, one.start), end=instant(origin, one.end))
                for one in route.breaks
            ],
        )


class UnservedOut(Model):
    """An order that is left out, and why."""

    order: PublicId
    reason: Reason
    values: dict[str, Value]

    @classmethod
    def of(cls, unserved: Unserved) -> Self:
        """From a plan."""
        return cls(order=unserved.shipment, reason=unserved.reason, values=dict(unserved.values))


class PlanOut(PlanHeadOut):
    """A plan, whole. It is never changed; a later one has a number of its own."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_HEAD, "routes": [_ROUTE], "unserved": []}]}
    )

    routes: list[RouteOut]
    unserved: list[UnservedOut]

    @classmethod
    def whole(cls, plan: PlanVersion, pool_version: int, origin: dt.datetime) -> Self:
        """From the store; `origin` is the local midnight of its date."""
        return cls(
            **PlanHeadOut.of(plan, pool_version).model_dump(),
            routes=[RouteOut.of(route, origin) for route in plan.plan.routes],
            unserved=[UnservedOut.of(unserved) for unserved in plan.plan.unserved],
        )


class PlansOut(Model):
    """A page of plans, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"plans": [_HEAD], "next": None}]})

    plans: list[PlanHeadOut]
    next: str | None


class MovedOut(Model):
    """An order that another shift carries."""

    order: PublicId
    before: PublicId
    after: PublicId


class RetimedOut(Model):
    """A handover more than five minutes sooner or later."""

    order: PublicId
    kind: TaskKind
    before: Instant
    after: Instant


class PlanChangesOut(Model):
    """What a plan changes against another of the same pool."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "moved": [],
                    "retimed": [
                        {
                            "order": _ORDER,
                            "kind": "delivery",
                            "before": "2026-11-27T14:05:00+01:00",
                            "after": "2026-11-27T14:20:00+01:00",
                        }
                    ],
                    "added": ["ord_01kb03v3g07000800000000001"],
                    "dropped": [],
                    "cost_cents_before": 1125,
                    "cost_cents_after": 1610,
                }
            ]
        }
    )

    moved: list[MovedOut]
    retimed: list[RetimedOut]
    added: list[PublicId]
    dropped: list[PublicId]
    cost_cents_before: int
    cost_cents_after: int

    @classmethod
    def of(cls, changes: PlanChanges, origin: dt.datetime) -> Self:
        """From the services; `origin` is the local midnight of the date."""
        return cls(
            moved=[
                MovedOut(order=one.order, before=one.before, after=one.after)
                for one in changes.moved
            ],
            retimed=[
                RetimedOut(
                    order=one.order,
                    kind=one.kind,
                    before=instant(origin, one.before),
                    after=instant(origin, one.after),
                )
                for one in changes.retimed
            ],
            added=list(changes.added),
            dropped=list(changes.dropped),
            cost_cents_before=shown_cents(changes.cost_before),
            cost_cents_after=shown_cents(changes.cost_after),
        )


class PublishedRoundOut(Model):
    """A round that was made; all of it stands under ``/v1/rounds``."""

    id: PublicId
    letter: str
    shift: PublicId
    courier: PublicId
    starts: Instant
    ends: Instant
    orders: int
    metres: int
    cost_cents: int

    @classmethod
    def of(cls, made: Round) -> Self:
        """From the services."""
        return cls(
            id=made.id,
            letter=made.letter,
            shift=made.shift,
            courier=made.courier,
            starts=made.starts,
            ends=made.ends,
            orders=len(made.orders),
            metres=made.metres,
            cost_cents=shown_cents(made.cost),
        )


class PublishedOut(Model):
    """The rounds of a plan that was published."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan": "pln_01kb03v3g07000800000000000",
                    "rounds": [
                        {
                            "id": "rnd_01kb03v3g07000800000000000",
                            "letter": "A",
                            "shift": _SHIFT,
                            "courier": "cou_01kb03v3g07000800000000000",
                            "starts": "2026-11-27T13:51:00+01:00",
                            "ends": "2026-11-27T14:16:00+01:00",
                            "orders": 1,
                            "metres": 2140,
                            "cost_cents": 1125,
                        }
                    ],
                }
            ]
        }
    )

    plan: PublicId
    rounds: list[PublishedRoundOut]
