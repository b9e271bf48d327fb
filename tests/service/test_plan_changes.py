"""What one plan changes against another, by hand."""

import datetime as dt

import pytest

from api.domain.plan import PlanVersion
from api.services.plan_changes import Moved, Retimed, changes_between
from routing.errors import InputError
from routing.model import Load, Plan, Route, Service, TaskKind, Visit

DATE = dt.date(2026, 11, 27)
NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


def route(shift: str, *starts: tuple[str, int, int]) -> Route:
    """Orders, each with the starts of its pickup and its delivery."""
    services = [
        Service(order, kind, start, start + 60)
        for order, *both in starts
        for kind, start in zip(TaskKind, both, strict=True)
    ]
    visits = tuple(
        Visit(f"place {number}", one.start, one.end, (one,), Load())
        for number, one in enumerate(services)
    )
    return Route(shift, 0, 10_000, visits, (), distance=0, cost=0)


def plan(*routes: Route, cost: int = 0, town: str = "town", date: dt.date = DATE) -> PlanVersion:
    return PlanVersion("plan", town, date, 1, 1, Plan(routes, (), cost), NOON)


def test_the_same_plan_changes_nothing() -> None:
    one = plan(route("s", ("a", 0, 900)), cost=7)
    changes = changes_between(one, one)
    assert (changes.moved, changes.retimed, changes.added, changes.dropped) == ((), (), (), ())
    assert (changes.cost_before, changes.cost_after) == (7, 7)


def test_an_order_on_another_shift_has_moved() -> None:
    before = plan(route("s", ("a", 0, 900), ("b", 60, 960)), cost=10)
    after = plan(route("s", ("a", 0, 900)), route("t", ("b", 60, 960)), cost=12)
    changes = changes_between(before, after)
    assert changes.moved == (Moved("b", "s", "t"),)
    assert changes.retimed == ()
    assert (changes.cost_before, changes.cost_after) == (10, 12)


def test_a_handover_is_told_when_it_moves_by_more_than_five_minutes() -> None:
    before = plan(route("s", ("a", 1_000, 2_000), ("b", 1_000, 2_000)))
    after = plan(route("s", ("a", 1_300, 1_699), ("b", 1_301, 2_300)))
    assert changes_between(before, after).retimed == (
        Retimed("a", TaskKind.DELIVERY, 2_000, 1_699),
        Retimed("b", TaskKind.PICKUP, 1_000, 1_301),
    )


def test_orders_that_only_one_plan_serves_are_named() -> None:
    before = plan(route("s", ("a", 0, 900), ("b", 60, 960)))
    after = plan(route("s", ("b", 60, 960), ("c", 120, 1_000)))
    changes = changes_between(before, after)
    assert (changes.added, changes.dropped) == (("c",), ("a",))


def test_plans_of_different_pools_are_not_compared() -> None:
    for other in (plan(town="other"), plan(date=dt.date(2026, 11, 28))):
        with pytest.raises(InputError, match=r"plan\.other_pool"):
            changes_between(plan(), other)
