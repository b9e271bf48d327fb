"""How fast, and how seconds and metres are counted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.street.clocks import clocks
from routing.street.edges import times_and_lengths, weights_of
from routing.street.measure import riding_times, rulers, segment_lengths
from routing.street.profile import PROFILES
from tests.asciitown import draw


@pytest.mark.parametrize(
    ("tags", "foot", "bike", "cargo_bike", "van"),
    [
        ({"highway": "residential"}, 4_800, 16_000, 15_000, 20_000),
        ({"highway": "residential", "surface": "sett"}, 4_800, 12_000, 10_000, 20_000),
        ({"highway": "track"}, 4_800, 12_000, 10_000, 10_000),
        ({"highway": "track", "tracktype": "grade5"}, 4_000, 6_000, 5_000, 8_000),
        # The surface is surer than the grade; of an unknown surface the grade is asked.
        (
            {"highway": "track", "tracktype": "grade5", "surface": "gravel"},
            4_800,
            10_000,
            8_000,
            10_000,
        ),
        ({"highway": "track", "tracktype": "grade5", "surface": "x"}, 4_000, 6_000, 5_000, 8_000),
        ({"highway": "residential", "surface": "asphalt"}, 4_800, 16_000, 15_000, 20_000),
        ({"highway": "pedestrian", "vehicle": "yes"}, 4_800, 5_000, 5_000, 5_000),
        ({"highway": "steps"}, 2_400, 0, 0, 0),
    ],
)
def test_the_slower_of_street_and_ground_counts(
    tags: dict[str, str], foot: int, bike: int, cargo_bike: int, van: int
) -> None:
    seen = [PROFILES[name].ride(tags) for name in ("foot", "bike", "cargo_bike", "van")]
    assert seen == [(speed, speed) for speed in (foot, bike, cargo_bike, van)]


@pytest.mark.parametrize(
    ("highway", "maxspeed", "speed"),
    [
        ("secondary", "30", 21_000),
        ("secondary", "50", 35_000),
        ("secondary", "80", 56_000),
        ("secondary", "FR:rural", 56_000),
        ("secondary", "rural", 56_000),
        ("secondary", "20 mph", 22_526),
        ("secondary", "fast", 35_000),
        ("secondary", "0", 35_000),
        ("secondary", "50;30", 35_000),
        ("secondary", "50 km/h", 35_000),
        ("secondary", "20mph", 22_526),
        ("secondary", "FR:30", 21_000),
        ("secondary", "DE:rural", 70_000),
        ("secondary", "signals", 35_000),
        ("motorway", "130", 91_000),
        # A high limit makes no street fit for it.
        ("residential", "50", 20_000),
        ("residential", "20", 14_000),
        ("living_street", "walk", 3_500),
    ],
)
def test_a_van_reaches_seven_tenths_of_the_limit(highway: str, maxspeed: str, speed: int) -> None:
    assert PROFILES["van"].ride({"highway": highway, "maxspeed": maxspeed})[0] == speed


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ({"maxspeed": "80", "maxspeed:backward": "50"}, 56_000, 35_000),
        ({"maxspeed": "80", "maxspeed:goods": "60"}, 42_000, 42_000),
        ({"source:maxspeed": "FR:zone30"}, 21_000, 21_000),
        ({"zone:maxspeed": "DE:30"}, 21_000, 21_000),
        # What is posted comes before what is said of the zone.
        ({"maxspeed": "80", "maxspeed:type": "FR:urban"}, 56_000, 56_000),
        ({"maxspeed": "signals", "maxspeed:type": "FR:zone30"}, 35_000, 35_000),
    ],
)
def test_the_most_special_limit_counts(tags: dict[str, str], forward: int, backward: int) -> None:
    assert PROFILES["van"].ride({"highway": "secondary", **tags}) == (forward, backward)


def test_a_truck_is_never_faster_than_80() -> None:
    way = {"highway": "motorway", "maxspeed": "130", "oneway": "no"}
    assert PROFILES["small_truck"].ride(way) == (80_000, 80_000)


@pytest.mark.parametrize(
    ("smoothness", "bike", "cargo_bike", "cargo_trailer", "van"),
    [
        ("excellent", 16_000, 15_000, 13_000, 20_000),
        ("bad", 12_000, 10_000, 8_000, 20_000),
        ("very_bad", 8_000, 6_000, 0, 10_000),
        ("horrible", 5_000, 0, 0, 0),
        ("impassable", 0, 0, 0, 0),
    ],
)
def test_rough_streets_are_slow_or_closed(
    smoothness: str, bike: int, cargo_bike: int, cargo_trailer: int, van: int
) -> None:
    way = {"highway": "residential", "smoothness": smoothness}
    names = ("bike", "cargo_bike", "cargo_trailer", "van")
    seen = [PROFILES[name].ride(way)[0] for name in names]
    assert seen == [bike, cargo_bike, cargo_trailer, van]


def test_limits_for_cars_do_not_make_bikes_faster_or_slower() -> None:
    assert PROFILES["bike"].ride({"highway": "secondary", "maxspeed": "80"}) == (16_000, 16_000)


def test_a_thousandth_of_a_degree_of_latitude_is_111_195_millimetres() -> None:
    lonlat = np.array([[20_000_000, 480_000_000], [20_000_000, 480_010_000]], np.int32)
    assert segment_lengths(lonlat).tolist() == [111_195]


def test_seconds_and_metres_are_rounded_up_once() -> None:
    town = draw("a---------b", "ab residential")
    length = int(segment_lengths(town.network.node_lonlat)[0])
    path = town.path("bike", "a", "b")
    assert path.metres == -(-length // 1_000)
    assert path.seconds == -(-(length * 3_600 // 16_000) // 1_000) == 23


def test_a_ruler_begins_anew_with_each_way() -> None:
    lonlat = np.array([[0, 0], [0, 10], [0, 30], [0, 30], [0, 20]], np.int32)
    marks = rulers(lonlat, np.array([0, 3, 3, 5]))
    assert marks.tolist() == [0, 111, 333, 0, 111]


WAIT = st.sampled_from([0, 0, 2_000, 12_000])
LENGTHS = st.lists(st.integers(1, 10**6), min_size=1, max_size=5)


@given(LENGTHS, st.data())
def test_times_and_lengths_add_up_wherever_a_way_is_cut(
    lengths: list[int], data: st.DataObject
) -> None:
    count = len(lengths)
    ruler = np.cumsum([0, *lengths])
    rides = data.draw(st.lists(st.integers(0, 10**6), min_size=2 * count, max_size=2 * count))
    waits = np.array(data.draw(st.lists(WAIT, min_size=count + 1, max_size=count + 1)))
    waits[[0, -1]] = 0
    told = clocks(
        ruler,
        (np.array([*rides[:count], 0]), np.array([*rides[count:], 0])),
        np.stack([waits, waits[::-1]], axis=1),
        np.array([0, count + 1]),
    )
    marks = np.array(sorted(data.draw(st.lists(st.integers(0, int(ruler[-1])), min_size=3))))
    at = np.searchsorted(ruler, marks, side="right") - 1
    arriving, leaving = told.arriving(at, marks), told.leaving(at, marks)
    stood = (leaving[0] - arriving[0]), (arriving[1] - leaving[1])
    # Whoever stops on the way does not wait there for what stands at that very mark.
    out = arriving[0][1:] - leaving[0][:-1]
    assert out.sum() + stood[0][1:-1].sum() == arriving[0][-1] - leaving[0][0]
    back = leaving[1][1:] - arriving[1][:-1]
    assert back.sum() + stood[1][1:-1].sum() == leaving[1][-1] - arriving[1][0]
    assert (out >= 0).all()
    assert (back >= 0).all()


def test_a_wait_on_the_way_is_had_by_who_passes_and_not_by_who_stops_there() -> None:
    told = clocks(
        np.array([0, 100, 300]),
        (np.array([10, 40, 0]), np.array([20, 60, 0])),
        np.array([[0, 0], [5, 7], [0, 0]]),
        np.array([0, 3]),
    )
    at, marks = np.array([0, 1, 1, 2]), np.array([0, 100, 200, 300])
    assert told.arriving(at, marks)[0].tolist() == [0, 10, 35, 55]
    assert told.leaving(at, marks)[0].tolist() == [0, 15, 35, 55]
    assert told.arriving(at, marks)[1].tolist() == [0, 27, 57, 87]
    assert told.leaving(at, marks)[1].tolist() == [0, 20, 57, 87]


def test_pieces_take_whole_milliseconds_to_the_nearest() -> None:
    times = riding_times(np.array([60_000, 60_004, 1]), np.array([16_000, 16_000, 3_600_001]))
    assert times.tolist() == [13_500, 13_501, 0]


def test_of_equally_fast_paths_the_shorter_one_counts() -> None:
    weights = weights_of(np.array([13_500, 13_500]), np.array([60_000, 60_001]))
    assert weights[0] < weights[1]
    assert times_and_lengths(weights)[0].tolist() == [13_500, 13_500]
    assert times_and_lengths(weights)[1].tolist() == [60_000, 60_001]
