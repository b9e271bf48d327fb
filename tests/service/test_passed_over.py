"""A stop at which all was dropped stays in the next version of a round, and is not ridden to."""

from itertools import pairwise

import pytest

from api.domain.event import Deed
from api.domain.round import Round, cost_again, metres_again
from api.store import rounds
from api.store.database import Database
from api.store.work import Means
from routing.model import TaskKind
from tests.service.planning_desk import AFTERNOON_CLOSES, Desk
from tests.service.test_under_way import (
    clock,
    close,
    moment,
    morning,
    ride,
    starts,
    tell,
    the_round,
)


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    return Desk(database, means, couriers=1)


def without(desk: Desk, first: Round, missing: str) -> tuple[str, Round]:
    """Ride a round of which one order is not ready: that tap, and the round after noon."""
    desk.now = moment(first, starts(first)[missing, TaskKind.PICKUP])
    tap = tell(desk, missing, Deed.NOT_READY)
    ride(desk, first, AFTERNOON_CLOSES, {(missing, kind) for kind in TaskKind})
    return tap, close(desk, AFTERNOON_CLOSES)


def lines_of(desk: Desk, a_round: Round) -> rounds.Lines:
    with desk.work() as work:
        return rounds.lines_of(work, a_round.id) or []


def test_a_door_to_which_nothing_comes_has_no_way_in_the_next_version(desk: Desk) -> None:
    """Until that is undone, which is news to its courier though they have it as it was."""
    first = morning(desk)
    desk.now = clock(9)
    desk.promised("afternoon", shop=1, door=2)
    missing = first.orders[0]
    tap, second = without(desk, first, missing)
    passed = [number for number, stop in enumerate(second.stops) if stop.passed]
    assert [[one.order for one in second.stops[number].handovers] for number in passed] == [
        [missing]
    ]
    lines = lines_of(desk, second)
    assert len(lines) == len(second.stops) + 1
    assert [number for number, line in enumerate(lines) if not line] == passed
    ridden = [line for line in lines if line]
    assert all(one[-1] == other[0] for one, other in pairwise(ridden))
    assert second.metres == metres_again(second)
    assert second.cost == cost_again(second)
    tell(desk, missing, Deed.UNDONE, tap)
    desk.publish(desk.planned())
    third = the_round(desk)
    assert not any(stop.passed for stop in third.stops)
    assert all(lines_of(desk, third))
