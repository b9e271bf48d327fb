"""How a roundabout is told, on streets drawn in text; worked out by hand."""

import pytest

from routing.street.directions import Guide, Kind
from tests.asciitown import draw
from tests.told import rides, said, steps, told, told_on

RING = """
          n
          |
          |
          |
          |
          |
         .a.
       .     .
    m-b       d-----o
       .     .
         .c.
          |
          |
          |
          |
          |
          p
"""
ARMS = """
    na  residential name=North
    mb  residential name=West
    pc  residential name=South
    do  residential name=East
"""


@pytest.mark.parametrize(
    "table",
    [
        "abcda residential junction=roundabout",
        """ab  residential junction=roundabout
        bc  residential junction=roundabout
        cda residential junction=roundabout""",
    ],
)
@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("po", "roundabout right 1 East"),
        ("pn", "roundabout straight 2 North"),
        ("pm", "roundabout left 3 West"),
        ("nm", "roundabout right 1 West"),
    ],
)
def test_the_exits_of_a_roundabout_are_counted(table: str, way: str, expected: str) -> None:
    town = draw(RING, ARMS + table)
    (step,) = steps(town, way[0], way[1], "van")[1:-1]
    assert said(step) == expected
    assert step.lonlat == pytest.approx(town.points["c" if way[0] == "p" else "a"])


def test_a_roundabout_may_be_left_the_way_one_came() -> None:
    town = draw(
        RING, ARMS + "abcd residential junction=roundabout\nda residential junction=roundabout"
    )
    path = rides(town, "2:pc", "4:cd", "5:da", "4:ac", "2:cp")
    assert told_on(town, path) == ["roundabout back 4 South stays"]


def test_a_path_may_end_or_begin_inside_a_roundabout() -> None:
    town = draw(RING, ARMS + "abcda residential junction=roundabout")
    for inside in "da":
        (step,) = steps(town, "p", inside, "van")[1:-1]
        assert (step.kind, step.exit) == (Kind.ROUNDABOUT, None)
    assert told(town, "dm", "van") == ["roundabout straight 2 West"]


def test_what_only_leads_into_a_roundabout_or_is_only_walked_is_no_exit() -> None:
    town = draw(
        RING,
        """
        na  residential name=North
        mb  residential name=West
        pc  residential name=South
        od  residential name=East oneway=yes
        abcd residential junction=roundabout
        da  residential junction=roundabout
        """,
    )
    assert told_on(town, rides(town, "2:pc", "4:cd", "5:da", "0:an")) == [
        "roundabout straight 1 North"
    ]
    footway = ARMS.replace("do  residential", "do  footway")
    walked = draw(
        RING, footway + "abcd residential junction=roundabout\nda residential junction=roundabout"
    )
    assert told_on(walked, rides(walked, "2:pc", "4:cd", "5:da", "0:an")) == [
        "roundabout straight 1 North"
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("East", "roundabout right 1 East"), ("South", "roundabout right 1 South stays")],
)
def test_the_short_leg_out_of_a_roundabout_is_named_as_the_street_behind_it(
    name: str, expected: str
) -> None:
    town = draw(
        RING.replace("d-----o", "d--e-----o"),
        ARMS.replace("do  residential name=East", f"de  residential\neo residential name={name}")
        + "abcda residential junction=roundabout",
    )
    assert told(town, "po", "van") == [expected]


def test_who_pushes_before_and_behind_a_roundabout_is_told_so() -> None:
    town = draw(
        RING, ARMS + "abcd residential junction=roundabout\nda residential junction=roundabout"
    )
    path = rides(town, "2:pc", "4:cd", "5:da", "0:an", pushed="2 0")
    all_steps = Guide(town.network).steps(path, town.points["n"])
    assert [said(step) for step in all_steps[1:-1]] == [
        "ride straight",
        "roundabout straight 2 North",
        "push straight North stays",
    ]
    assert [step.pushed for step in all_steps] == [True, False, True, True, False]


def test_who_pushes_round_a_roundabout_is_told_the_streets() -> None:
    town = draw(
        RING, ARMS + "abcd residential junction=roundabout\nda residential junction=roundabout"
    )
    path = rides(town, "2:pc", "4:cd", "3:do", pushed="2 3 4")
    kinds = {step.kind for step in Guide(town.network).steps(path, town.points["o"])}
    assert kinds == {Kind.DEPART, Kind.TURN, Kind.ARRIVE}
