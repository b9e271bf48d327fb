"""Random days of four orders, small enough to try everything, with every rule now and then."""

from random import Random

import numpy as np

from routing.model import (
    Break,
    Costs,
    Load,
    Matrix,
    Objective,
    Place,
    Problem,
    Shift,
    Shipment,
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
