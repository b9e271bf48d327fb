"""Ways of a warm pool: measured bit by bit they are those that are measured all at once."""

from collections.abc import Iterator

import pytest

from api.services.pool_problem import PoolDay, pool_day
from api.services.pool_ways import PoolWays
from api.services.problem_parts import door_place, ways_between
from api.store import pools
from api.store.database import Database
from api.store.work import Means, writing
from routing.model import Place
from routing.solve.quote import NewPlace
from tests.service.planning_desk import PACKS
from tests.service.small_town import DATE, settle


@pytest.fixture
def day(database: Database, means: Means) -> Iterator[PoolDay]:
    with writing(database, means) as work:
        small = settle(work)
        pool = pools.locked(work, small.town.id, DATE)
        yield pool_day(work, small.town, pool, PACKS)


def doors(day: PoolDay, count: int) -> list[Place]:
    addresses = day.town.addresses[:: len(day.town.addresses) // count][:count]
    return [door_place(one.id, one.position, day.times) for one in addresses]


def at_once(day: PoolDay, places: list[Place]) -> NewPlace:
    """The last of some places, with its ways to those before it and back."""
    streets, found = ways_between(day.town, day.streets, places, day.clock)
    ways = {}
    for profile, one in streets.items():
        matrix = one.matrix()
        ways[profile] = (
            matrix.durations[-1, :-1].tolist(),
            matrix.distances[-1, :-1].tolist(),
            matrix.durations[:-1, -1].tolist(),
            matrix.distances[:-1, -1].tolist(),
        )
    return NewPlace(found[-1], ways)  # type: ignore[arg-type]


def as_rows(new: NewPlace) -> NewPlace:
    rows = {
        profile: (w.durations_to, w.distances_to, w.durations_from, w.distances_from)
        for profile, w in new.ways.items()
    }
    return NewPlace(new.place, rows)  # type: ignore[arg-type]


def test_a_guest_has_the_ways_that_all_places_together_have(day: PoolDay) -> None:
    ways, known = PoolWays(day), list(day.problem.places)
    *joining, guest = doors(day, 6)
    for door in joining:
        (found,) = ways.new(guest)  # asked before the others come, and again after each
        assert as_rows(found) == at_once(day, [*known, guest])
        (found,) = ways.new(door)
        assert as_rows(found) == at_once(day, [*known, door])
        ways.add(door)
        known.append(door)
    (found,) = ways.new(guest)
    assert as_rows(found) == at_once(day, [*known, guest])


def test_a_place_of_the_pool_is_no_guest(day: PoolDay) -> None:
    ways, (door, *_) = PoolWays(day), doors(day, 2)
    assert not ways.knows(door.id)
    assert ways.new(door) != []
    ways.add(door)
    assert ways.knows(door.id)
    assert ways.new(door) == []
    assert all(ways.new(place) == [] for place in day.problem.places)
    ways.add(door)
    (other,) = ways.new(doors(day, 2)[1])
    assert len(as_rows(other).ways["cargo_bike"][0]) == len(day.problem.places) + 1  # type: ignore[index]


def test_guests_beyond_the_limit_are_measured_anew(
    day: PoolDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.services.pool_ways.MOST_GUESTS", 1)
    ways, (first, second) = PoolWays(day), doors(day, 2)
    (before,) = ways.new(first)
    ways.new(second)
    (again,) = ways.new(first)
    assert as_rows(again) == as_rows(before)
    assert len(ways._guests) == 1
