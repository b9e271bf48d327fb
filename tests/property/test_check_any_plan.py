"""Whatever the day: a valid plan has no violation, a plan that was tampered with has one."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from routing.check import verify
from routing.model import Load, Plan, Problem, Reason, Route, TaskKind, Unserved, Visit
from routing.model.soundness import find_errors
from tests.random_days import random_day

SEEDS = st.integers(0, 2**32)
Tampered = Iterator[tuple[str, Plan]]


@given(SEEDS)
def test_a_valid_plan_has_no_violation(seed: int) -> None:
    problem, plan = random_day(seed)
    assert [error.code for error in find_errors(problem)] == []
    assert verify(problem, plan) == ()


@given(SEEDS, st.sampled_from([-1_000, -1, 1, 7, 1_000]))
def test_no_time_load_distance_or_cost_can_be_changed_alone(seed: int, by: int) -> None:
    problem, plan = random_day(seed)
    for what, changed in changed_numbers(plan, by):
        assert verify(problem, changed), what


@given(SEEDS)
def test_no_visit_service_or_route_can_be_changed_alone(seed: int) -> None:
    problem, plan = random_day(seed)
    for what, changed in changed_visits(problem, plan):
        assert verify(problem, changed), what


@given(SEEDS)
def test_nothing_left_out_can_be_changed_alone(seed: int) -> None:
    problem, plan = random_day(seed)
    for index, left_out in enumerate(plan.unserved):
        rest = plan.unserved[:index] + plan.unserved[index + 1 :]
        assert verify(problem, replace(plan, unserved=rest)), "forgotten"
        assert verify(problem, replace(plan, unserved=(*plan.unserved, left_out))), "twice"
    for shipment in {s.shipment for route in plan.routes for _, s in route.services()}:
        also = Unserved(shipment, Reason.NO_ROOM)
        assert verify(problem, replace(plan, unserved=(*plan.unserved, also))), "served too"


@given(SEEDS, SEEDS)
def test_a_plan_of_another_day_never_raises(seed: int, other: int) -> None:
    problem, _ = random_day(seed)
    _, plan = random_day(other)
    for violation in verify(problem, plan):
        assert violation.sentence("fr").wrong


def with_route(plan: Plan, index: int, route: Route) -> Plan:
    return replace(plan, routes=(*plan.routes[:index], route, *plan.routes[index + 1 :]))


def with_visit(route: Route, index: int, *visits: Visit) -> Route:
    return replace(route, visits=(*route.visits[:index], *visits, *route.visits[index + 1 :]))


def changed_numbers(plan: Plan, by: int) -> Tampered:
    """Each number of a plan, one at a time."""
    yield "plan cost", replace(plan, cost=plan.cost + by)
    for number, route in enumerate(plan.routes):
        for field in ("start", "end", "distance", "cost"):
            changed = replace(route, **{field: getattr(route, field) + by})
            yield f"route {field}", with_route(plan, number, changed)
        for index, taken in enumerate(route.breaks):
            for field in ("start", "end"):
                wrong = replace(taken, **{field: getattr(taken, field) + by})
                breaks = (*route.breaks[:index], wrong, *route.breaks[index + 1 :])
                yield f"break {field}", with_route(plan, number, replace(route, breaks=breaks))
        for index, visit in enumerate(route.visits):
            for what, other in changed_visit_numbers(visit, by):
                yield what, with_route(plan, number, with_visit(route, index, other))


def changed_visit_numbers(visit: Visit, by: int) -> Iterator[tuple[str, Visit]]:
    for field in ("arrival", "departure"):
        yield field, replace(visit, **{field: getattr(visit, field) + by})
    yield "grams", replace(visit, load=visit.load + Load(grams=by))
    yield "litres", replace(visit, load=visit.load + Load(litres=by))
    yield "parcels", replace(visit, load=visit.load + Load(parcels=by))
    for index, service in enumerate(visit.services):
        for field in ("start", "end"):
            wrong = replace(service, **{field: getattr(service, field) + by})
            services = (*visit.services[:index], wrong, *visit.services[index + 1 :])
            yield f"service {field}", replace(visit, services=services)


def changed_visits(problem: Problem, plan: Plan) -> Tampered:
    """Visits, services and routes: left out, doubled, swapped, moved to another place or kind."""
    for number, route in enumerate(plan.routes):
        yield (
            "route left out",
            replace(plan, routes=plan.routes[:number] + plan.routes[number + 1 :]),
        )
        yield "route doubled", replace(plan, routes=(*plan.routes, route))
        for index, visit in enumerate(route.visits):
            for what, visits in changed_visit(problem, visit):
                yield what, with_route(plan, number, with_visit(route, index, *visits))
        for index in range(len(route.visits) - 1):
            one, other = route.visits[index : index + 2]
            swapped = with_visit(with_visit(route, index, other), index + 1, one)
            yield "visits swapped", with_route(plan, number, swapped)


def changed_visit(problem: Problem, visit: Visit) -> Iterator[tuple[str, tuple[Visit, ...]]]:
    yield "visit left out", ()
    yield "visit doubled", (visit, visit)
    for place in problem.places:
        if place.id != visit.place:
            yield "visit moved", (replace(visit, place=place.id),)
    for index, service in enumerate(visit.services):
        before, after = visit.services[:index], visit.services[index + 1 :]
        yield "service left out", (replace(visit, services=before + after),)
        other = TaskKind.PICKUP if service.kind is TaskKind.DELIVERY else TaskKind.DELIVERY
        flipped = replace(service, kind=other)
        yield "kind flipped", (replace(visit, services=(*before, flipped, *after)),)
        for shipment in problem.shipments:
            if shipment.id != service.shipment:
                wrong = replace(service, shipment=shipment.id)
                yield "shipment", (replace(visit, services=(*before, wrong, *after)),)
