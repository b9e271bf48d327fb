"""What lights, crossings and signs cost."""

import pytest

from routing.street.delays import Delays
from routing.street.profile import PROFILES

DELAYS = Delays(traffic_signals=10, crossing=2, stop=5, give_way=3, mini_roundabout=4)


@pytest.mark.parametrize(
    ("tags", "milliseconds"),
    [
        ({"highway": "traffic_signals"}, 10),
        ({"highway": "crossing"}, 2),
        ({"highway": "crossing", "crossing": "traffic_signals"}, 10),
        ({"highway": "crossing", "crossing:signals": "yes"}, 10),
        ({"highway": "crossing;traffic_signals"}, 10),
        ({"highway": "stop"}, 5),
        ({"highway": "give_way"}, 3),
        ({"highway": "mini_roundabout"}, 4),
        ({"highway": "bus_stop"}, 0),
        ({"barrier": "bollard"}, 0),
    ],
)
def test_of_the_signs_of_a_node_the_dearest_counts(tags: dict[str, str], milliseconds: int) -> None:
    assert DELAYS.at(tags) == milliseconds


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "traffic_signals", "traffic_signals:direction": "forward"},
        {"highway": "stop", "direction": "forward"},
        {"highway": "give_way", "direction": "forward"},
    ],
)
def test_a_sign_counts_for_those_whom_it_faces(tags: dict[str, str]) -> None:
    assert DELAYS.at(tags, "forward") == DELAYS.at(tags, "both") > 0
    assert DELAYS.at(tags, "backward") == 0


def test_walkers_turn_for_nothing_and_vans_pay_most_for_turning_left() -> None:
    assert PROFILES["foot"].delays.left == 0
    for name in ("bike", "e_bike", "cargo_bike", "cargo_trailer", "van", "small_truck"):
        delays = PROFILES[name].delays
        assert delays.left > delays.right > 0
    assert PROFILES["van"].delays.left > PROFILES["bike"].delays.left
