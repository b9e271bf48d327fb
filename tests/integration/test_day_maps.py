"""Generated days of every real map become problems without an error."""

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from data.demand import default_fleet, demand
from routing.day.build import build_day
from routing.day.rounds import rounds
from routing.model import TaskKind
from routing.town.osm import read_osm
from routing.town.town import Town
from tests.builders import plan_of, timed_route
from tests.realmaps import COUNTRIES, MAPS, map_files


@cache
def town_of(folder: Path) -> Town:
    return read_osm(map_files(folder), name=folder.name)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.long if name in COUNTRIES else ()) for name in MAPS],
)
def test_a_day_of_any_map_is_built_and_ridden(maps: Path, name: str) -> None:
    town = town_of(maps / name)
    day = demand(town, seed=1, date=dt.date(2026, 3, 18), orders=60, shops=15)
    fleet = default_fleet(town, 80)
    assert {vehicle.profile for vehicle in fleet.vehicles} == {"cargo_bike", "van"}
    built = build_day(town, day.rows, fleet)
    assert built.errors == ()
    assert built.day is not None
    problem = built.day.problem
    assert len(problem.shipments) == 60
    bike = problem.matrices["cargo_bike"]
    assert bike.durations.min() == 0
    assert bike.distances.max() < 60_000
    first = problem.shipments[0]
    ridden = timed_route(
        problem,
        "bike-1-1",
        [(first.id, TaskKind.PICKUP), (first.id, TaskKind.DELIVERY)],
    )
    (made,) = rounds(built.day, plan_of(problem, [ridden]))
    assert made.metres == sum(leg.metres for leg in made.legs) == ridden.distance


def test_streets_alone_make_a_day_and_it_says_so(maps: Path) -> None:
    town = town_of(maps / "saint-germain-en-laye")
    day = demand(town, seed=1, date=dt.date(2026, 3, 18), orders=60, shops=15)
    codes = [note.code for note in day.notes]
    assert codes == ["demand.shops_on_streets", "demand.doors_on_streets"]
    assert sum(row.pin is not None for row in day.rows) >= 20
