"""How fast one climbs."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.street.power import CUT_OFF, GRAVITY, STEP, Cyclist, climbing_speeds
from routing.street.profile import PROFILES
from routing.street.speed import Ground

FIRM = Ground.FIRM


def needed(cyclist: Cyclist, metres_per_second: float, slope: float) -> float:
    """Watts at the pedals, written out again: climbing, rolling on firm ground, drag, bearings."""
    length = math.hypot(1, slope)
    climbing = cyclist.mass * GRAVITY * slope / length
    rolling = 0.008 * cyclist.mass * GRAVITY / length
    drag = 0.5 * 1.2 * cyclist.drag_area / 10_000 * metres_per_second**2
    bearings = 0.091 + 0.0087 * metres_per_second
    return (climbing + rolling + drag + bearings) * metres_per_second / 0.977


@pytest.mark.parametrize("grade", [0, 30, 80, 150])
def test_the_speed_takes_the_power_that_there_is(grade: int) -> None:
    rider = Cyclist(mass=100, power=150)
    speed = climbing_speeds(rider, FIRM)[grade // STEP] / 3_600
    assert needed(rider, speed, grade / 1_000) == pytest.approx(150, rel=1e-3)


def test_a_hundred_kilograms_climb_five_percent_at_nine_kilometres_an_hour_with_150_watts() -> None:
    # By hand: (49.0 climbing + 7.8 rolling + 2.2 air + 0.1 bearings) N * 2.48 m/s = 0.977 * 150 W.
    assert climbing_speeds(Cyclist(mass=100, power=150), FIRM)[10] == pytest.approx(8_920, abs=20)


def test_a_motor_helps_up_to_25_kilometres_an_hour_and_no_further() -> None:
    strong = Cyclist(mass=100, power=150, assistance=250)
    assert climbing_speeds(strong, FIRM)[0] == CUT_OFF
    alone = Cyclist(mass=80, power=400)
    helped = replace(alone, assistance=250)
    assert climbing_speeds(helped, FIRM)[0] == climbing_speeds(alone, FIRM)[0] > CUT_OFF
    assert climbing_speeds(helped, FIRM)[20] > climbing_speeds(alone, FIRM)[20]


@pytest.mark.parametrize("name", sorted(PROFILES))
@pytest.mark.parametrize("ground", list(Ground))
def test_on_the_flat_and_downhill_everybody_rides_the_measured_pace(
    name: str, ground: Ground
) -> None:
    profile = PROFILES[name]
    for pace in {*profile.speeds.values(), *profile.ground_speeds.values()} - {0}:
        assert profile.speed_on(pace, ground, 0) == pace
        assert profile.speed_on(pace, ground, -40) == pace


def test_hills_slow_bikes_and_walkers_and_not_vans() -> None:
    seen = {name: PROFILES[name].speed_on(10_000, FIRM, 80) for name in PROFILES}
    assert seen["bike"] < seen["cargo_bike"] < seen["e_bike"] == 10_000
    assert seen["cargo_trailer"] < seen["cargo_bike"]
    assert seen["foot"] < seen["van"] == seen["small_truck"] == 10_000


def test_a_walker_on_ten_percent_keeps_seven_tenths_of_the_pace() -> None:
    # exp(-3.5 * 0.1) = 0.7047
    assert PROFILES["foot"].speed_on(4_800, FIRM, 100) == 3_382
    assert PROFILES["foot"].speed_on(4_800, FIRM, -200) == 3_382


def test_where_it_is_too_steep_a_bike_is_pushed_and_a_trailer_stays_away() -> None:
    assert PROFILES["bike"].speed_on(16_000, FIRM, 300) == 3_000
    assert PROFILES["bike"].speed_on(16_000, FIRM, 900) == 3_000
    assert PROFILES["cargo_trailer"].speed_on(13_000, FIRM, 151) == 0
    assert PROFILES["cargo_trailer"].speed_on(13_000, FIRM, -151) == 0


CYCLISTS = st.builds(
    Cyclist,
    mass=st.integers(60, 500),
    power=st.integers(50, 400),
    assistance=st.integers(0, 250),
    drag_area=st.integers(3_000, 15_000),
)
GRADES = st.integers(-400, 400)
PACES = st.integers(1_000, 25_000)
GROUNDS = st.sampled_from(Ground)


@given(CYCLISTS, PACES, GROUNDS, GRADES, GRADES)
def test_steeper_is_never_faster(
    cyclist: Cyclist, pace: int, ground: Ground, one: int, other: int
) -> None:
    gentle, steep = sorted((one, other))
    assert pace >= cyclist.speed(pace, ground, gentle) >= cyclist.speed(pace, ground, steep) > 0


@given(CYCLISTS, GROUNDS, st.integers(0, 200), st.integers(0, 100))
def test_heavier_is_never_faster_and_stronger_never_slower(
    cyclist: Cyclist, ground: Ground, kilograms: int, watts: int
) -> None:
    plain = climbing_speeds(cyclist, ground)
    heavier = climbing_speeds(replace(cyclist, mass=cyclist.mass + kilograms), ground)
    stronger = climbing_speeds(replace(cyclist, power=cyclist.power + watts), ground)
    assert all(a >= b for a, b in zip(plain, heavier, strict=True))
    assert all(a <= b for a, b in zip(plain, stronger, strict=True))


@given(CYCLISTS, PACES, GROUNDS, GRADES)
def test_a_pace_is_kept_on_the_flat_by_whoever(
    cyclist: Cyclist, pace: int, ground: Ground, grade: int
) -> None:
    assert cyclist.speed(pace, ground, min(grade, 0)) == pace
