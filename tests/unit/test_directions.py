"""What is told on the way, on streets drawn in text; worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from routing.street.directions import Guide, Kind, Modifier
from tests.asciitown import AsciiTown, draw
from tests.told import rides, said, steps, told, told_on


@pytest.fixture(scope="module")
def crossing() -> AsciiTown:
    """Two streets that cross at c, and two that meet them at a slant."""
    return draw(
        """
        d     a     e
         \\    |    /
          \\   |   /
           \\  |  /
            \\ | /
        f-----c-----g
              |
              |
              |
              |
              b
        """,
        """
        bca  residential name=South
        fcg  residential name=Cross
        cd   residential name=Slant
        ce   residential name=Bent
        """,
    )


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("bf", ["turn left Cross"]),
        ("bg", ["turn right Cross"]),
        ("bd", ["turn slight left Slant"]),
        ("be", ["turn slight right Bent"]),
        ("ad", ["turn sharp right Slant"]),
        ("ae", ["turn sharp left Bent"]),
        ("ba", []),
        ("fg", []),
    ],
)
def test_a_turn_is_told_by_its_angle_and_straight_over_a_crossing_is_not(
    crossing: AsciiTown, way: str, expected: list[str]
) -> None:
    assert told(crossing, way) == expected


@pytest.mark.parametrize(
    ("way", "heading"),
    [("ba", "north"), ("ab", "south"), ("fg", "east"), ("gf", "west"), ("dg", "south-east")],
)
def test_a_departure_tells_the_point_of_the_compass(
    crossing: AsciiTown, way: str, heading: str
) -> None:
    first = steps(crossing, way[0], way[1])[0]
    assert (first.kind, first.heading, first.modifier) == (Kind.DEPART, heading, None)


def test_a_street_that_ends_at_another_is_left_by_a_turn() -> None:
    town = draw(
        """
        a-----b-----c
              |
              |
              d
        """,
        "abc residential name=Long\nbd residential name=Short",
    )
    assert told(town, "da") == ["turn left Long"]
    assert told(town, "dc") == ["turn right Long"]
    assert told(town, "ad") == ["turn right Short"]


def test_a_bend_without_a_choice_is_not_told() -> None:
    town = draw(
        """
        a-----b
              |
              |
              c
        """,
        "ab residential name=Same\nbc residential name=Same",
    )
    assert told(town, "ac") == []


def test_a_name_that_changes_at_a_bend_without_a_choice_is_told_without_a_turn() -> None:
    town = draw(
        """
        a-----b
              |
              |
              |
              |
              |
              c
        """,
        "ab residential name=One\nbc residential name=Two",
    )
    assert told(town, "ac") == ["continue right Two"]


def test_one_name_over_several_ways_is_one_step() -> None:
    town = draw(
        "a-----b-----c-----d",
        "ab residential name=Same\nbc tertiary name=same\ncd residential name=Same maxspeed=30",
    )
    (first, last) = steps(town, "a", "d")
    assert (first.metres, last.metres) == (180, 0)


def test_a_new_name_straight_on_is_told_when_it_lasts() -> None:
    table = "ab residential name=One\nbc residential name=Two\ncd residential name=One"
    assert told(draw("a-----b-----c-----d", table), "ad") == [
        "continue straight Two",
        "continue straight One",
    ]
    assert told(draw("a-----b---c-----d", table), "ad") == []


def test_ones_own_street_is_told_where_it_turns_and_another_leads_on() -> None:
    town = draw(
        """
        a-----b-----c
              |
              |
              d
        """,
        "ab residential name=Own\nbd residential name=Own\nbc residential name=Other",
    )
    assert told(town, "ad") == ["turn right Own stays"]
    assert told(town, "ac") == ["continue straight Other"]


def test_a_driveway_at_a_bend_is_no_choice() -> None:
    town = draw(
        """
        a-----b-----c
              |
              |
              d
        """,
        "abd residential name=Own\nbc service service=driveway",
    )
    assert told(town, "ad") == []


def test_a_number_stands_for_a_missing_name() -> None:
    town = draw(
        """
        a-----b-----c
              |
              |
              d
        """,
        "abc primary ref=D914;E5\nbd residential name=Short",
    )
    (turn,) = steps(town, "d", "c")[1:-1]
    assert (turn.street.name, turn.street.ref) == ("", "D914")


def test_a_street_that_goes_on_a_little_aside_of_a_crossing_is_not_told() -> None:
    town = draw(
        """
              x
              |
              |
        a-----b
              c-----d
              |
              |
              y
        """,
        "ab residential name=Own\ncd residential name=Own\nxbcy residential name=Cross",
    )
    assert told(town, "ad") == []
    assert told(town, "ax") == ["turn left Cross"]


def test_a_turn_across_a_dual_carriageway_is_one_turn() -> None:
    town = draw(
        """
        e-----f-----g
              |
        h-----i-----j
              |
              |
              |
              |
              k
        """,
        """
        gfe  primary name=Wide oneway=yes
        hij  primary name=Wide oneway=yes
        ki   residential name=Side
        if   primary_link
        """,
    )
    across, along = rides(town, "2:ki", "3:if", "0:fe"), rides(town, "2:ki", "1:ij")
    assert told_on(town, across) == ["turn left Wide"]
    assert told_on(town, along) == ["turn right Wide"]
    back = rides(town, "1:hi", "3:if", "0:fe")
    assert told_on(town, back) == ["u-turn back Wide stays"]


def test_a_slip_road_and_the_street_it_leads_to_are_one_turn() -> None:
    town = draw(
        """
              d
              |
              |
              |
              |
        a--b--c--f
            \\ |
             \\|
              e
              |
              |
              |
              |
              g
        """,
        """
        abcf  primary name=Main oneway=yes
        dceg  secondary name=Cross
        be    primary_link oneway=yes
        """,
    )
    assert told_on(town, rides(town, "0:ab", "2:be", "1:eg")) == ["turn right Cross"]


def test_who_rides_back_on_his_street_turns_round() -> None:
    town = draw("a-----b-----c", "abc residential name=Own")
    path = rides(town, "0:ac", "0:cb")
    (step,) = Guide(town.network).steps(path, town.points["b"])[1:-1]
    assert said(step) == "u-turn back Own stays"
    assert step.metres == 60


def test_pushing_is_told_where_it_begins_and_where_it_ends() -> None:
    town = draw(
        """
        a-----b-----c
                    |
                    |
                    d
        """,
        "ab residential name=One\nbc residential name=Two\ncd residential name=Three",
    )
    path = rides(town, "0:ab", "1:bc", "2:cd", pushed="1")
    told_steps = Guide(town.network).steps(path, town.points["d"])
    assert [said(step) for step in told_steps[1:-1]] == ["push straight Two", "ride right Three"]
    assert [step.pushed for step in told_steps] == [False, True, False, False]


def test_who_begins_by_pushing_is_told_so() -> None:
    town = draw("a-----b-----c", "ab footway\nbc residential name=Two")
    path = rides(town, "0:ab", "1:bc", pushed="0")
    first, again, _ = Guide(town.network).steps(path, town.points["c"])
    assert first.pushed
    assert said(again) == "ride straight Two"


@pytest.mark.parametrize(
    ("door", "side"), [("1", Modifier.LEFT), ("2", Modifier.RIGHT), ("b", Modifier.STRAIGHT)]
)
def test_the_arrival_tells_the_side_of_the_door(door: str, side: Modifier) -> None:
    town = draw(
        """
                 1
        a----------------b
                 2
        """,
        "ab residential name=Own",
    )
    assert steps(town, "a", door)[-1].modifier is side


def test_a_door_beyond_the_end_of_a_street_lies_straight_ahead() -> None:
    town = draw("a----------b   1", "ab residential name=Own")
    assert steps(town, "a", "1")[-1].modifier is Modifier.STRAIGHT


def test_who_is_there_already_only_arrives() -> None:
    town = draw("a----------b", "ab residential name=Own")
    (only,) = steps(town, "a", "a")
    assert (only.kind, only.metres, only.seconds) == (Kind.ARRIVE, 0, 0)


def test_a_few_metres_at_the_start_and_at_the_end_are_not_told() -> None:
    town = draw(
        """
        e---a-------------------b---f
            |                   |
            c                   d
        """,
        "eabf residential name=Own\nac service\nbd service",
    )
    graph = town.graph("bike")
    origin, destination = ((town.points[end][0], town.points[end][1] - 4e-5) for end in "ab")
    path = graph.path(*graph.snap([origin, destination]))
    first, last = Guide(town.network).steps(path, destination)
    assert (first.street.name, first.heading, first.metres) == ("Own", "east", path.metres)
    assert (last.street.name, last.modifier) == ("Own", Modifier.RIGHT)


def test_a_number_mapped_as_a_name_is_a_number() -> None:
    town = draw("a-----b-----c", "ab primary name=CG-2\nbc primary ref=CG-2")
    first, _ = steps(town, "a", "c")
    assert (first.street.name, first.street.ref) == ("", "CG-2")


def shrunk(town: AsciiTown, times: int) -> AsciiTown:
    """The same town, so many times smaller."""
    corner = np.array(town.points["a"])
    points = {
        sign: tuple(np.round(corner + (np.array(point) - corner) / times, 7).tolist())
        for sign, point in town.points.items()
    }
    lonlat = [points[letter] for letter in sorted(points) if letter.isalpha()]
    network = replace(town.network, node_lonlat=np.rint(np.array(lonlat) * 1e7).astype(np.int32))
    return AsciiTown(network, points)


def test_a_street_ridden_for_a_step_aside_is_not_told() -> None:
    town = draw(
        """
                      x
                      |
                      |
        a-------------b
                      c-----------------------d
                      |
                      |
                      y
        """,
        "ab residential name=One\nxbcy residential name=Side\ncd residential name=Two",
    )
    assert told(town, "ad") == ["turn right Side", "turn left Two"]
    assert told(shrunk(town, 3), "ad") == ["continue straight Two"]


def test_a_footway_that_begins_with_a_crossing_is_called_a_footway() -> None:
    town = draw(
        "a-----b-c--------d",
        "ab residential name=One\nbc footway footway=crossing\ncd footway footway=sidewalk",
    )
    (step,) = steps(town, "a", "d", "foot")[1:-1]
    assert (step.kind, step.street.kind) == (Kind.CONTINUE, "sidewalk")
