"""What one plan changes against another: who carries what, when, and for how much."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.domain.plan import PlanVersion
from routing.errors import InputError
from routing.model import Plan, TaskKind
from routing.model.units import CostUnits, Instant

WORTH_SAYING = 300
"""Seconds by which a handover must move before anybody is told."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An order that another shift carries."""

    order: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Retimed:
    """A handover at another time: seconds after the date's local midnight."""

    order: str
    kind: TaskKind
    before: Instant
    after: Instant


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What is otherwise, each by the orders' ids.

    Parameters
    ----------
    added, dropped
        Orders that only the later plan serves, and that only the earlier one does: those that were
        published or cancelled between the two are dropped too.
    retimed
        Handovers that start more than `WORTH_SAYING` sooner or later.
    cost_before, cost_after
        In 1/18,000 cent.
    """

    moved: tuple[Moved, ...]
    retimed: tuple[Retimed, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    cost_before: CostUnits
    cost_after: CostUnits


@dataclass(frozen=True, slots=True)
class _Served:
    """Who carries an order, and when it is handed over."""

    shift: str
    starts: Mapping[TaskKind, Instant]


def changes_between(before: PlanVersion, after: PlanVersion) -> PlanChanges:
    """What a plan changes against an earlier one.

    Raises
    ------
    InputError
        ``plan.other_pool``: they are plans of different days.
    """
    if (before.town, before.date) != (after.town, after.date):
        raise InputError("plan.other_pool", pointer="/from")
    old, new = _served(before.plan), _served(after.plan)
    both = sorted(old.keys() & new.keys())
    return PlanChanges(
        moved=tuple(
            Moved(order, old[order].shift, new[order].shift)
            for order in both
            if old[order].shift != new[order].shift
        ),
        retimed=tuple(
            Retimed(order, kind, old[order].starts[kind], new[order].starts[kind])
            for order in both
            for kind in TaskKind
            if abs(new[order].starts[kind] - old[order].starts[kind]) > WORTH_SAYING
        ),
        added=tuple(sorted(new.keys() - old.keys())),
        dropped=tuple(sorted(old.keys() - new.keys())),
        cost_before=before.plan.cost,
        cost_after=after.plan.cost,
    )


def _served(plan: Plan) -> dict[str, _Served]:
    starts: dict[str, dict[TaskKind, Instant]] = {}
    shifts: dict[str, str] = {}
    for route in plan.routes:
        for _, service in route.services():
            starts.setdefault(service.shipment, {})[service.kind] = service.start
            shifts[service.shipment] = route.shift
    return {order: _Served(shifts[order], starts[order]) for order in starts}
