"""A town's day for measuring: all that makes towns differ from textbooks is in it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from data.demand.fleet import default_fleet
from data.demand.orders import demand
from routing.day.build import build_day
from routing.model import Plan, Problem, Shipment, Task, TaskKind, Window
from routing.solve.engines.feature import Feature
from routing.solve.instants import both
from routing.town.town import Town

WEDNESDAY = dt.date(2026, 12, 2)

ORDERS_OF_A_SHOP = 4

TWO_COURIERS = 40
"""So many orders have two couriers by default, on vehicles of two kinds."""

OFTEN = 5
"""Of so many orders one may also come later."""
LATER = 3 * 3_600
"""Seconds."""

LEFT_OUT = frozenset({Feature.BREAKS, Feature.SEVERAL_WINDOWS, Feature.TIME_ON_BOARD})
"""What may be kept from an engine that does not know it."""


def town_day(town: Town, orders: int, seed: int) -> Problem:
    """A Wednesday with breaks, merged stops, several windows and two kinds of vehicle, in money."""
    shops = max(3, orders // ORDERS_OF_A_SHOP)
    rows = demand(town, seed=seed, date=WEDNESDAY, orders=orders, shops=shops).rows
    built = build_day(town, rows, default_fleet(town, orders=max(orders, TWO_COURIERS)))
    if built.day is None:
        raise built.errors[0]
    problem = built.day.problem
    closes = max(shift.window.end for _, shift in problem.shifts.values())
    shipments = tuple(
        shipment if number % OFTEN else _or_later(shipment, closes)
        for number, shipment in enumerate(problem.shipments)
    )
    return replace(problem, shipments=shipments)


def _or_later(shipment: Shipment, closes: int) -> Shipment:
    """Delivered in its window, or three hours later."""
    windows = shipment.delivery.windows
    later = [Window(w.start + LATER, w.end + LATER) for w in windows[-1:]]
    if not later or later[0].start <= windows[-1].end or later[0].end > closes:
        return shipment
    return replace(shipment, delivery=replace(shipment.delivery, windows=(*windows, *later)))


def without(problem: Problem, features: Collection[Feature], like: Plan) -> Problem:
    """The day without some of `LEFT_OUT`, for an engine that does not know them.

    Parameters
    ----------
    like
        A plan that tells in which of several windows each task is done.
    """
    if Feature.BREAKS in features:
        vehicles = tuple(
            replace(v, shifts=tuple(replace(shift, breaks=()) for shift in v.shifts))
            for v in problem.vehicles
        )
        problem = replace(problem, vehicles=vehicles)
    if Feature.TIME_ON_BOARD in features:
        shipments = tuple(replace(s, longest_on_board=None) for s in problem.shipments)
        problem = replace(problem, shipments=shipments)
    if Feature.SEVERAL_WINDOWS in features:
        problem = _in_the_windows_of(problem, like)
    return problem


def _in_the_windows_of(problem: Problem, like: Plan) -> Problem:
    """One window a task, no opening hours: the span in which a plan does it, else the first."""
    starts = {
        (service.shipment, service.kind): service.start
        for route in like.routes
        for _, service in route.services()
    }

    duty = [shift.window for _, shift in problem.shifts.values()]
    whole = Window(min(w.start for w in duty), max(w.end for w in duty))

    def narrowed(shipment: Shipment, kind: TaskKind) -> Task:
        task = shipment.task(kind)
        spans = both(task.windows, problem.place(task.place).opening, whole)
        windows = [Window(*span) for span in spans]
        start = starts.get((shipment.id, kind))
        used = [window for window in windows if start in window]
        return replace(task, windows=tuple(used or windows[:1]))

    shipments = tuple(
        replace(
            shipment,
            pickup=narrowed(shipment, TaskKind.PICKUP),
            delivery=narrowed(shipment, TaskKind.DELIVERY),
        )
        for shipment in problem.shipments
    )
    places = tuple(replace(place, opening=()) for place in problem.places)
    return replace(problem, shipments=shipments, places=places)
