"""Random days of four orders, small enough to try everything, with every rule now and then."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np

from routing.model import (
    Break,
    Commitment,
    Costs,
    Lateness,
    Load,
    Matrix,
    Objective,
    Place,
    Problem,
    Reload,
    Shift,
    Shipment,
    Stage,
    Task,
    Vehicle,
    Window,
)

MINUTE = 60
DAY = 6 * 60
"""Minutes."""
SHOPS, DOORS = ("bakery", "florist"), ("door 1", "door 2", "door 3")


def four_orders(seed: int) -> Problem:
    """A day; most rules are switched on in about half of all seeds."""
    draw = Random(seed)  # noqa: S311
    on = {
        rule: draw.random() < 0.45
        for rule in (
            "windows",
            "opening",
            "breaks",
            "board",
            "equipment",
            "paid",
            "optional",
            "returns",
        )
    }
    points = {name: (draw.randint(0, 30), draw.randint(0, 30)) for name in ("hub", *SHOPS, *DOORS)}
    places = tuple(
        Place(
            name,
            point,
            setup=0 if name == "hub" else draw.choice([0, 60, 150]),
            opening=_spans(draw, 2) if on["opening"] and name in SHOPS else (),
        )
        for name, point in points.items()
    )
    return Problem(
        name=f"four orders {seed}",
        places=places,
        shipments=tuple(_shipment(draw, number, on) for number in range(4)),
        vehicles=tuple(_vehicle(draw, number, on) for number in range(draw.choice([1, 2, 3, 3]))),
        matrices={
            "bike": _matrix(draw, list(points.values()), 45),
            "van": _matrix(draw, list(points.values()), 30),
        },
        objective=draw.choice([Objective.MONEY] * 8 + [Objective.VEHICLES, Objective.DISTANCE]),
    )


def _matrix(draw: Random, points: list[tuple[int, int]], seconds: int) -> Matrix:
    """Fastest ways, asymmetric as one-way streets make them; now and then a door beyond reach."""
    apart = [[abs(x - a) + abs(y - b) for a, b in points] for x, y in points]
    detours = [[draw.randint(100, 170) for _ in points] for _ in points]
    distances = np.array(apart, dtype=np.int64) * np.array(detours, dtype=np.int64)
    durations = -(-distances * seconds // 100)
    for via in range(len(points)):
        through = durations[:, via, None] + durations[None, via, :]
        faster = through < durations
        far = distances[:, via, None] + distances[None, via, :]
        distances, durations = np.where(faster, far, distances), np.minimum(durations, through)
    if draw.random() < 0.2:
        door = draw.randrange(1 + len(SHOPS), len(points))
        for ways in (durations, distances):
            ways[door, :] = ways[:, door] = -1
            ways[door, door] = 0
    return Matrix(durations, distances)


def _spans(draw: Random, most: int) -> tuple[Window, ...]:
    """Up to so many windows of the day, in minutes drawn."""
    edges = sorted(draw.sample(range(0, DAY, 15), 2 * draw.randint(1, most)))
    return tuple(
        Window(MINUTE * opens, MINUTE * closes)
        for opens, closes in zip(edges[::2], edges[1::2], strict=True)
    )


def _shipment(draw: Random, number: int, on: dict[str, bool]) -> Shipment:
    shop, door = draw.choice(SHOPS), draw.choice(DOORS)
    pickup = Task(shop, service=draw.choice([0, 45, 90]))
    slot = draw.random() < 0.6
    delivery = Task(
        door,
        windows=_spans(draw, 2 if on["windows"] else 1) if slot else (),
        service=draw.choice([25, 120]),
    )
    if on["returns"] and draw.random() < 0.5:
        pickup, delivery = delivery, pickup
    return Shipment(
        f"order {number}",
        pickup=pickup,
        delivery=delivery,
        load=Load(draw.randint(1, 6) * 1_000, draw.randint(1, 6) * 10, draw.randint(1, 3)),
        owner=shop,
        needs=frozenset({"insulated_box"} if on["equipment"] and draw.random() < 0.5 else ()),
        longest_on_board=draw.randint(15, 90) * MINUTE
        if on["board"] and draw.random() < 0.6
        else None,
        penalty=draw.randint(1, 2_500) if on["optional"] and draw.random() < 0.7 else None,
    )


def _vehicle(draw: Random, number: int, on: dict[str, bool]) -> Vehicle:
    opens = draw.randint(0, DAY // 3)
    closes = draw.randint(opens + DAY // 4, DAY)
    hub = draw.choice(["hub", *SHOPS])
    breaks = []
    for index in range(draw.randint(1, 2) if on["breaks"] else 0):
        first = draw.randint(opens, closes - 30)
        window = Window(MINUTE * first, MINUTE * (first + draw.randint(0, 60)))
        breaks.append(Break(f"break {index}", window, MINUTE * draw.randint(5, 30)))
    shift = Shift(
        f"shift {number}",
        Window(MINUTE * opens, MINUTE * closes),
        hub,
        hub if draw.random() < 0.6 else draw.choice(("hub", *SHOPS, *DOORS)),
        tuple(breaks),
    )
    return Vehicle(
        f"vehicle {number}",
        draw.choice(["bike", "bike", "van"]),
        Load(draw.randint(6, 12) * 1_000, draw.randint(6, 12) * 10, draw.randint(3, 6)),
        (shift,),
        Costs(
            fixed=draw.choice([0, 0, 0, 500]),
            per_hour=draw.choice([1_800, 2_600]),
            per_km=draw.choice([0, 30]),
            minimum_paid=draw.randint(1, 4) * 3_600 if on["paid"] else 0,
        ),
        frozenset({"insulated_box"} if draw.random() < 0.5 else ()),
    )


def four_promised_orders(seed: int) -> Problem:
    """A day as above, with lateness, reloads and commitments in about half of all seeds each."""
    draw = Random(-1 - seed)  # noqa: S311
    problem = roomy(draw, four_orders(seed))
    if draw.random() < 0.6:
        problem = late(draw, problem)
    if draw.random() < 0.5:
        problem = reloading(draw, problem)
    if draw.random() < 0.5:
        problem = promised(draw, problem)
    return problem


def roomy(draw: Random, problem: Problem) -> Problem:
    """Most vehicles longer at work and larger, so that other rules are what holds them back."""
    return replace(problem, vehicles=tuple(_roomy(draw, one) for one in problem.vehicles))


def late(draw: Random, problem: Problem) -> Problem:
    """Most windows may be missed; the last is brought forward, so that it will be."""
    return replace(problem, shipments=tuple(_late(draw, one) for one in problem.shipments))


def reloading(draw: Random, problem: Problem) -> Problem:
    """Every vehicle with a range that one or two of the orders fill."""
    vehicles = tuple(_reloading(draw, problem, one) for one in problem.vehicles)
    return replace(problem, vehicles=vehicles)


def promised(draw: Random, problem: Problem) -> Problem:
    """About half of the orders committed: to a shift, on board, to a position or to a start."""
    shipments = tuple(_promised(draw, problem, one) for one in problem.shipments)
    return replace(problem, shipments=shipments)


def _roomy(draw: Random, vehicle: Vehicle) -> Vehicle:
    if draw.random() < 0.3:
        return vehicle
    [shift] = vehicle.shifts
    window = Window(shift.window.start, shift.window.end + 120 * MINUTE)
    capacity = vehicle.capacity + vehicle.capacity
    return replace(vehicle, capacity=capacity, shifts=(replace(shift, window=window),))


def _late(draw: Random, shipment: Shipment) -> Shipment:
    pickup, delivery = (_late_task(draw, task) for task in (shipment.pickup, shipment.delivery))
    return replace(shipment, pickup=pickup, delivery=delivery)


def _late_task(draw: Random, task: Task) -> Task:
    if not task.windows or draw.random() < 0.15:
        return task
    *others, last = task.windows
    closes = draw.randint(last.start // MINUTE, last.end // MINUTE) * MINUTE
    latest = closes + draw.randint(0, 300) * MINUTE
    price = draw.choice([0, 300, 1_200, 1_800, 4_000])
    return replace(
        task, windows=(*others, Window(last.start, closes)), lateness=Lateness(latest, price)
    )


def _reloading(draw: Random, problem: Problem, vehicle: Vehicle) -> Vehicle:
    [shift] = vehicle.shifts
    place = draw.choice([shift.start_place, "hub", *SHOPS])
    index, distances = problem.place_index, problem.matrices[vehicle.profile].distances
    trips = sorted(
        sum(int(distances[index[one], index[other]]) for one, other in pairwise(trip))
        for s in problem.shipments
        for trip in [(shift.start_place, s.pickup.place, s.delivery.place, shift.end_place)]
    )
    reach = trips[draw.randint(1, 3)] * draw.randint(90, 160) // 100
    reload = Reload(place, draw.choice([0, 120, 600]), max(1, reach))
    return replace(vehicle, shifts=(replace(shift, reload=reload),))


def _promised(draw: Random, problem: Problem, shipment: Shipment) -> Shipment:
    if draw.random() < 0.5:
        return shipment
    shift_id = draw.choice(list(problem.shifts))
    _, shift = problem.shifts[shift_id]
    position = draw.choice([None, None, None, None, 0, 1, 2, 3])
    start = None
    if draw.random() < 0.25:
        windows = [w for w in shipment.delivery.windows or [shift.window] if w.end > w.start]
        window = draw.choice(windows or [shift.window])
        first, last = max(window.start, shift.window.start), min(window.end, shift.window.end)
        start = (first + max(0, last - first) * draw.randint(2, 6) // 10) // MINUTE * MINUTE
    if draw.random() < 0.4:
        longest = shipment.longest_on_board and shipment.longest_on_board + shift.window.start
        aboard = Commitment(shift_id, Stage.ON_BOARD, position, start)
        return replace(shipment, commitment=aboard, longest_on_board=longest)
    return replace(shipment, commitment=Commitment(shift_id, Stage.LOCKED, position, start))
