"""A round for any map: what may be seen has its place, and properties name nobody."""

import json

import pytest

from api.domain.actor import Actor
from api.services import following
from api.services.round_geojson import round_geojson
from api.store.database import Database
from api.store.work import Means
from tests.service.street_day import Street, street

NOTICE = {"attribution": "© OpenStreetMap contributors", "licence": "ODbL-1.0"}


@pytest.fixture
def day(database: Database, means: Means) -> Street:
    made = street(database, means)
    made.now = made.clock("13:50")
    return made


def geojson(day: Street, actor: Actor) -> dict[str, object]:
    with day.work() as one:
        return round_geojson(following.find(one, actor, day.round.id), NOTICE)


def geometries(document: dict[str, object]) -> list[str | None]:
    features = document["features"]
    assert isinstance(features, list)
    return [one["geometry"] and one["geometry"]["type"] for one in features]


def test_a_courier_on_the_day_has_lines_and_stops(day: Street) -> None:
    document = geojson(day, day.rider)
    assert (document["type"], document["attribution"]) == (
        "FeatureCollection",
        "© OpenStreetMap contributors",
    )
    assert geometries(document) == ["LineString"] * 5 + ["Point"] * 4
    features = document["features"]
    assert isinstance(features, list)
    assert features[0] == {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[7.42, 43.73], [7.43, 43.74]]},
        "properties": {"round": "B", "leg": 1},
    }
    door = features[7]
    assert door["geometry"]["coordinates"] == [7.43, 43.74]
    assert door["properties"]["gives"] == [day.names["bread"], day.names["roses"]]
    assert door["properties"]["planned"]["start"] == "2026-11-27T14:10:00+01:00"


def test_what_may_not_be_seen_has_no_place(day: Street) -> None:
    day.now = day.clock("12:00", days=1)
    assert geometries(geojson(day, day.rider)) == ["Point", "Point", None, None]
    assert geometries(geojson(day, day.keeper("B"))) == ["Point", None]


def test_properties_name_nobody(day: Street) -> None:
    written = json.dumps(geojson(day, day.planner), ensure_ascii=False)
    for trace in ("Mme", "street", "Inès", "Shop", "+33", "code", "floor"):
        assert trace not in written
