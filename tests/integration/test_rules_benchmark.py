"""What each rule changes: by hand on a drawn street, then all rules on the shipped town."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.street_rules import RESULTS, RULES, Difference, Ground, differences_of, run
from chaland.exits import ExitCode
from routing.street.profile import PROFILES
from routing.town.pack import load_town
from routing.typography import number
from tests.asciitown import AsciiTown, draw
from tests.integration.command import document, succeed

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "streets.md"
MONACO = Path(__file__).parents[2] / "data" / "towns" / "monaco.town"
SQUARE = """
    a---b
    |   |
    c---d
"""


def difference(town: AsciiTown, profile: str, rule: str, *points: str) -> Difference:
    doors = np.array([town.points[point] for point in points])
    (found,) = differences_of(Ground(town.network, PROFILES[profile], doors), [rule])
    return found


def test_a_lane_against_the_stream_makes_one_way_of_two_shorter() -> None:
    town = draw(SQUARE, "ba residential oneway=yes oneway:bicycle=no\nacdb residential")
    found = difference(town, "bike", "contraflow", "a", "b")
    # From a to b 9 s instead of 18 round the block; back nothing changes.
    assert (found.changed, found.doors_with, found.doors_without) == (0.25, 2, 2)
    assert found.slower == pytest.approx(-1 / 3, abs=0.03)
    assert found.most == pytest.approx(9, abs=1)
    assert difference(town, "van", "contraflow", "a", "b").changed == 0


def test_a_forbidden_turn_makes_ways_longer() -> None:
    town = draw(
        "a---b---c\n    |\n    d",
        "ab residential\nbc residential\nbd residential\nab>b>bd no_right_turn",
    )
    found = difference(town, "van", "restrictions", "a", "d")
    assert found.changed == 0.25
    assert found.slower > 0


def test_a_door_that_only_a_forbidden_street_reaches_is_counted() -> None:
    town = draw("a---b" + "-" * 30 + "c", "ab residential\nbc residential access=private")
    found = difference(town, "van", "access", "a", "c")
    assert (found.doors_with, found.doors_without) == (1, 2)


def test_a_door_in_the_middle_of_a_street_is_further_when_moved_to_its_end() -> None:
    town = draw("a---------1---------b", "ab residential")
    found = difference(town, "foot", "snapping", "1", "b")
    assert found.most == pytest.approx(75, abs=1)  # 100 m at 4.8 km/h


def test_every_rule_is_taken_out_of_the_shipped_town(tmp_path: Path) -> None:
    result = run(load_town(MONACO), tmp_path, profile="bike", points=25)
    (written,) = tmp_path.iterdir()
    assert written.name == "rules-monaco-bike.json"
    told = json.loads(written.read_text(encoding="utf-8"))
    assert result.document == {"file": str(written), **told}
    by_rule = {one["rule"]: one for one in told["rules"]}
    assert by_rule.keys() == RULES.keys()
    assert by_rule["turns"]["changed"] > 0.5
    assert by_rule["turns"]["slower"] > 0
    assert by_rule["hills"]["changed"] == 0  # the shipped town has no heights
    assert by_rule["limits"]["changed"] == 0  # no bike reaches them
    assert {"date", "processor", "versions", "seed"} <= told.keys()


@pytest.mark.parametrize(("language", "said"), [("fr", "double sens"), ("en", "against the")])
def test_the_command_shows_a_table(tmp_path: Path, language: str, said: str) -> None:
    asked = ("bench", "rules", "--points", "10", "--out", tmp_path, "--lang", language)
    assert said in succeed(*asked)


def test_a_profile_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    asked = ("bench", "rules", "--profile", "horse", "--out", tmp_path)
    (error,) = document(*asked, code=ExitCode.USAGE)["error"]
    assert error["code"] == "usage.profile"


def test_the_page_shows_what_was_measured() -> None:
    page = PAGE.read_text("utf-8")
    measured = [
        {
            one["rule"]: one
            for one in json.loads((RESULTS / f"rules-{name}.json").read_text())["rules"]
        }
        for name in ("andorra-bike", "andorra-van", "saint-germain-bike")
    ]
    for rule in RULES:
        cells = [
            f"{number(100 * one[rule]['changed'], 'en', 1)} % / {signed(one[rule]['slower'])}"
            for one in measured
        ]
        assert f"| {' | '.join(cells)} |" in next(
            line for line in page.splitlines() if line.startswith(f"| `{rule}`")
        )


def signed(share: float) -> str:
    sign = "+" if share > 0 else "−" if share < 0 else ""
    return f"{sign}{number(abs(100 * share), 'en', 1)} %"
