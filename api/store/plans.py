"""Plan versions, in and out of the database, as `routing.formats.plan_document` writes plans."""

import datetime as dt
from typing import Any

from sqlalchemy import Row, and_, func, insert, select, true

from api.domain.actor import Actor
from api.domain.plan import PlanVersion
from api.store.rows import change as change_row
from api.store.rows import found, of_town
from api.store.tables import plans
from api.store.work import Work
from routing.formats.json_value import JsonValue
from routing.formats.plan_document import plan_document
from routing.formats.plan_reading import plan_in
from routing.model.cost import shown_cents


def find(work: Work, actor: Actor, plan: str) -> PlanVersion:
    """A plan, if the actor sees it.

    Raises
    ------
    MissingError
    """
    return _plan(found(work, plans, of_town(plans, actor), plan))


def page(
    work: Work, actor: Actor, date: dt.date | None, before: str | None, most: int
) -> list[PlanVersion]:
    """Plans that the actor sees, the newest first.

    Parameters
    ----------
    before
        The last id of the page before.
    """
    on_date = true() if date is None else plans.c.date == date
    older = true() if before is None else plans.c.id < before
    seen = and_(of_town(plans, actor), on_date, older)
    statement = select(plans).where(seen).order_by(plans.c.id.desc()).limit(most)
    return [_plan(row) for row in work.connection.execute(statement)]


def next_number(work: Work, town: str, date: dt.date) -> int:
    """The number of a pool's next plan, for who has locked the pool."""
    here = and_(plans.c.town == town, plans.c.date == date)
    last = work.connection.execute(select(func.max(plans.c.number)).where(here)).scalar()
    return (last or 0) + 1


def add(work: Work, plan: PlanVersion) -> None:
    """Add a plan."""
    document = plan_document(plan.plan)
    work.connection.execute(
        insert(plans).values(
            id=plan.id,
            town=plan.town,
            date=plan.date,
            number=plan.number,
            pool_version=plan.pool_version,
            routes=document["routes"],
            unserved=document["unserved"],
            cost=plan.plan.cost,
            job=plan.job,
            published=plan.published,
            version=plan.version,
            created=plan.created,
        )
    )


def publish(work: Work, plan: PlanVersion) -> None:
    """Write that a plan of this version is published now: all that ever changes of it.

    Raises
    ------
    StaleError
    """
    change_row(work, plans, plan.id, plan.version, {"published": work.now})


def _plan(row: Row[Any]) -> PlanVersion:
    document = {
        "cost": {"units": row.cost, "cents": shown_cents(row.cost)},
        "routes": row.routes,
        "unserved": row.unserved,
    }
    return PlanVersion(
        id=row.id,
        town=row.town,
        date=row.date,
        number=row.number,
        pool_version=row.pool_version,
        plan=plan_in(JsonValue(document, file=row.id)),
        created=row.created,
        job=row.job,
        published=row.published,
        version=row.version,
    )
