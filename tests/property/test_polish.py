"""Any plan, however broken, is a start: what is valid of it is never made worse."""

import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import verify
from routing.model import Plan, Problem, Reason, Route, Service, TaskKind, Unserved, Visit
from routing.solve import Stop, mend, polish, solve
from routing.solve.finish import finished
from routing.solve.mend import mended
from routing.solve.prices import added_cost, left_out_cost
from routing.solve.value import value_of
from tests.four_orders import four_orders, four_promised_orders

Damage = Callable[[Random, list[Route]], None]
ENOUGH = Stop(iterations=5)


def with_visits(route: Route, visits: list[Visit]) -> Route:
    return replace(route, visits=tuple(visits))


def changed(draw: Random, routes: list[Route], change: Callable[[Service], list[Service]]) -> None:
    """One service of one route becomes none, another, or several."""
    number = draw.randrange(len(routes))
    visits = list(routes[number].visits)
    index = draw.randrange(len(visits))
    services = list(visits[index].services)
    if services:
        chosen = draw.randrange(len(services))
        services[chosen : chosen + 1] = change(services[chosen])
        visits[index] = replace(visits[index], services=tuple(services))
        routes[number] = with_visits(routes[number], visits)


def forget_a_task(draw: Random, routes: list[Route]) -> None:
    changed(draw, routes, lambda _: [])


def do_a_task_twice(draw: Random, routes: list[Route]) -> None:
    changed(draw, routes, lambda service: [service, service])


def do_the_other_half(draw: Random, routes: list[Route]) -> None:
    kind = draw.choice(list(TaskKind))
    changed(draw, routes, lambda service: [replace(service, kind=kind)])


def name_what_is_not_there(draw: Random, routes: list[Route]) -> None:
    changed(draw, routes, lambda service: [replace(service, shipment="nobody's")])


def come_too_early(draw: Random, routes: list[Route]) -> None:
    changed(draw, routes, lambda service: [replace(service, start=service.start - 10**6)])


def ride_backwards(draw: Random, routes: list[Route]) -> None:
    number = draw.randrange(len(routes))
    routes[number] = with_visits(routes[number], list(routes[number].visits)[::-1])


def ride_twice(draw: Random, routes: list[Route]) -> None:
    routes.insert(draw.randrange(len(routes) + 1), draw.choice(routes))


def ride_as_somebody_else(draw: Random, routes: list[Route]) -> None:
    number = draw.randrange(len(routes))
    shift = draw.choice(["nobody", "shift 0", "shift 1"])
    routes[number] = replace(routes[number], shift=shift)


def ride_in_front(draw: Random, routes: list[Route]) -> None:
    """A route that keeps no rule takes what a valid one serves."""
    route = draw.choice(routes)
    shift = draw.choice(["shift 0", "shift 1", "shift 2"])
    routes.insert(0, replace(route, shift=shift, cost=-1))


DAMAGES: list[Damage] = [
    forget_a_task,
    do_a_task_twice,
    do_the_other_half,
    name_what_is_not_there,
    come_too_early,
    ride_backwards,
    ride_twice,
    ride_as_somebody_else,
    ride_in_front,
]


def alone(problem: Problem, route: Route) -> Plan:
    served = {service.shipment for _, service in route.services()}
    left_out = [shipment for shipment in problem.shipments if shipment.id not in served]
    penalties = sum(left_out_cost(problem, shipment) for shipment in left_out)
    unserved = tuple(Unserved(shipment.id, Reason.NO_ROOM) for shipment in left_out)
    return Plan((route,), unserved, added_cost(problem, route) + penalties)


days = st.builds(four_orders, st.integers(0, 10**6)) | st.builds(
    four_promised_orders, st.integers(0, 10**6)
)


@settings(max_examples=150)
@given(
    problem=days,
    damages=st.lists(st.sampled_from(DAMAGES), max_size=4),
    luck=st.integers(0, 10**6),
)
def test_a_broken_plan_is_mended_and_what_was_valid_gets_no_worse(
    problem: Problem, damages: list[Damage], luck: int
) -> None:
    draw = Random(luck)  # noqa: S311
    plan = finished(problem, {})
    routes = list(plan.routes)
    for damage in damages if routes else ():
        damage(draw, routes)
    given_plan = replace(plan, routes=tuple(routes))
    polished = polish(problem, given_plan, stop=ENOUGH, seed=luck)
    assert verify(problem, polished) == ()
    value = value_of(problem, polished)
    if not verify(problem, given_plan):
        assert value <= value_of(problem, given_plan)
    known = set(problem.shipment_by_id)
    for route in routes:
        if {service.shipment for _, service in route.services()} <= known:
            valid = alone(problem, route)
            if not verify(problem, valid):
                assert value[0] <= value_of(problem, valid)[0]
                if not value[1]:
                    assert value <= value_of(problem, valid)


@settings(max_examples=150)
@given(problem=days, luck=st.integers(0, 10**6))
def test_what_a_broken_plan_does_right_is_kept(problem: Problem, luck: int) -> None:
    draw = Random(luck)  # noqa: S311
    plan = finished(problem, {})
    if plan.routes:
        routes = list(plan.routes)
        draw.choice(DAMAGES)(draw, routes)
        kept = mended(problem, replace(plan, routes=tuple(routes)))
        unharmed = [route for route in plan.routes if routes.count(route) == 1]
        for route in unharmed:
            tasks = [(service.shipment, service.kind) for _, service in route.services()]
            others = [other for other in routes if other is not route]
            if not any(other.shift == route.shift for other in others):
                assert list(kept[route.shift]) == tasks


def test_a_plan_of_nothing_known_is_a_start_too() -> None:
    problem = four_orders(1)
    stranger = finished(four_orders(2), {})
    plan = polish(problem, stranger, stop=ENOUGH, seed=1)
    assert verify(problem, plan) == ()


def test_who_cancels_has_no_route_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = four_orders(1)
    plan, cancel = finished(problem, {}), threading.Event()
    cancel.set()
    monkeypatch.setattr(mend, "verify", forbidden)
    polished = polish(problem, plan, stop=Stop(seconds=600), seed=1, cancel=cancel)
    assert value_of(problem, polished) <= value_of(problem, plan)


def test_no_route_is_looked_at_when_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = four_orders(1)
    plan = solve(problem, stop=Stop(iterations=50), seed=1)
    monkeypatch.setattr(mend, "verify", forbidden)
    assert plan.routes
    assert mend.sound_part(problem, plan, lambda: True).routes == ()


def forbidden(*_: object) -> None:
    raise AssertionError("there is no time for this")


def test_the_second_search_ends_with_the_time_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = four_orders(1)
    plan, cancel = finished(problem, {}), threading.Event()
    nobody = Plan((), tuple(Unserved(s.id, Reason.NO_ROOM) for s in problem.shipments), 0)
    asked: list[tuple[Stop, threading.Event | None]] = []

    def astray(problem: Problem, *, stop: Stop, start: Plan, **more: Any) -> Plan:
        asked.append((stop, more.get("cancel")))
        return nobody if len(asked) == 1 else solve(problem, stop=stop, start=start, **more)

    monkeypatch.setattr(sys.modules["routing.solve.polish"], "solve", astray)
    polished = polish(problem, plan, stop=Stop(seconds=600), seed=1, cancel=cancel)
    assert value_of(problem, polished) <= value_of(problem, plan)
    (first, heard), (second, heard_too) = asked
    assert heard is heard_too is cancel
    assert second.iterations == 1
    assert first.seconds is not None
    assert second.seconds is not None
    assert second.seconds <= first.seconds <= 600


def test_a_search_that_is_led_astray_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = four_orders(1)
    plan = finished(problem, {})
    nobody = Plan((), tuple(Unserved(s.id, Reason.NO_ROOM) for s in problem.shipments), 0)
    broken = replace(plan, routes=(*plan.routes, replace(plan.routes[0], shift="nobody")))
    monkeypatch.setattr(
        sys.modules["routing.solve.polish"],
        "solve",
        lambda problem, *, start, **more: (
            nobody if start is broken else solve(problem, start=start, **more)
        ),
    )
    polished = polish(problem, broken, stop=ENOUGH, seed=1)
    assert value_of(problem, polished) <= value_of(problem, plan)
