"""Section 12 of the page of profiles, read a second time for the oracle: speed on a grade."""

import math
from functools import cache
from typing import NamedTuple

from tests.oracle_tables import MOTORS


class Rider(NamedTuple):
    """Kilograms, watts, watts, square metres, metres per hour, permille."""

    mass: float
    power: float
    motor: float
    drag_area: float
    slowest: int
    steepest: int = 1_000_000


RIDERS = {
    "bike": Rider(105, 150, 0, 0.6, 3_000),
    "e_bike": Rider(120, 100, 250, 0.6, 3_000),
    "cargo_bike": Rider(220, 100, 250, 0.8, 3_000),
    "cargo_trailer": Rider(330, 100, 250, 0.9, 2_000, 150),
}
ROLLING = {"firm": 0.008, "compact": 0.010, "cobbled": 0.015, "loose": 0.020, "soft": 0.050}


def permille(rise: int, run: int) -> int:
    """Millimetres of rise over millimetres: the nearest whole permille, halves upwards."""
    return math.floor((2_000 * rise + run) / (2 * run)) if run else 0


def on_grade(pace: int, ground: str, grade: int, profile: str) -> int:
    """Metres per hour where the flat allows a pace; 0 where it is too steep."""
    if profile in MOTORS:
        return pace
    if profile == "foot":
        slope = max(abs(grade / 1_000 + 0.05) - 0.05, 0.0)
        return int(pace * math.exp(-3.5 * slope))
    rider = RIDERS[profile]
    if abs(grade) > rider.steepest:
        return 0
    half_percents = round(min(max(grade, 0), 300) / 5)
    flat, climbing = by_power(profile, ground, 0), by_power(profile, ground, half_percents)
    if climbing >= min(pace, flat):
        return pace
    return max(pace * climbing // min(pace, flat), min(pace, rider.slowest))


@cache
def by_power(profile: str, ground: str, half_percents: int) -> int:
    """Metres per hour that rider and motor keep up; the motor stops at 25 km/h."""
    rider = RIDERS[profile]
    alone = fastest(rider, ground, half_percents, rider.power)
    return max(alone, min(fastest(rider, ground, half_percents, rider.power + rider.motor), 25_000))


def fastest(rider: Rider, ground: str, half_percents: int, watts: float) -> int:
    """The most whole metres per hour for which the watts do."""
    slow, fast = 0, 144_000
    while fast - slow > 1:
        middle = (slow + fast) // 2
        if needed(rider, ground, half_percents, middle / 3_600) <= watts * 0.977:
            slow = middle
        else:
            fast = middle
    return slow


def needed(rider: Rider, ground: str, half_percents: int, speed: float) -> float:
    """Watts at a speed in metres a second, after the chain."""
    angle = math.atan(half_percents * 0.005)
    weight = rider.mass * 9.81
    climbing, rolling = weight * math.sin(angle), weight * math.cos(angle) * ROLLING[ground]
    air, bearings = rider.drag_area * 1.2 * speed**2 / 2, 0.091 + 0.0087 * speed
    return speed * (climbing + rolling + air + bearings)
