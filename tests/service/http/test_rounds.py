"""``/v1/rounds``: what couriers, planners and shops are answered."""

from collections.abc import Iterator

import pytest

from api.store.database import Database
from api.store.work import Means
from tests.service.http.ridden import Ridden, ridden


@pytest.fixture
def day(database: Database, means: Means) -> Iterator[Ridden]:
    with ridden(database, means) as one:
        yield one


STRANGERS = ("other planner", "other rider", "other A")


def test_a_courier_reads_the_round_of_the_day(day: Ridden) -> None:
    answer = day.client("rider").get(day.path)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["letter"], found["courier_name"], found["delay_seconds"]) == ("B", "Inès", 0)
    door = found["stops"][2]
    assert door["label"] == "door 1 street"
    assert door["planned"]["arrival"] == "2026-11-27T14:09:30+01:00"
    bread = door["handovers"][0]
    assert bread["at_door"] == {
        "name": "Mme bread",
        "phone": "+33 6 00",
        "instructions": "Third floor",
        "door_code": "code bread",
    }
    assert (bread["number"], bread["amount_due_cents"], bread["shop"]) == (1, 1_250, "Shop A")
    assert found["stops"][3]["handovers"][0]["marks"] == ["discreet"]
    assert len(found["lines"]) == 5


def test_the_next_day_a_courier_reads_no_doors(day: Ridden) -> None:
    day.at("0:00:00", days=1)
    found = day.client("rider").get(day.path).json()
    assert found["lines"] is None
    assert [stop["label"] for stop in found["stops"]] == ["Shop A", "Shop B", None, None]
    assert {one["at_door"] for stop in found["stops"] for one in stop["handovers"]} == {None}


def test_a_shop_reads_its_own_lines_only(day: Ridden) -> None:
    text = day.client("B").get(day.path).text
    assert day.day.names["roses"] in text
    for trace in (day.day.names["bread"], day.day.names["gift"], "Mme", "street", "Shop A"):
        assert trace not in text


@pytest.mark.parametrize("path", ["", ".geojson"])
@pytest.mark.parametrize("who", STRANGERS)
def test_to_other_towns_there_is_no_such_round(day: Ridden, path: str, who: str) -> None:
    answer = day.client(who).get(day.path + path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "missing.row"


def test_lists_are_of_a_date_and_a_town(day: Ridden) -> None:
    heads = day.client("planner").get("/v1/rounds?date=2026-11-27").json()["rounds"]
    assert [(one["id"], one["stops"], one["open"], one["settled"]) for one in heads] == [
        (day.day.round.id, 4, 6, 0)
    ]
    assert day.client("planner").get("/v1/rounds?date=2026-11-28").json() == {"rounds": []}
    assert day.client("planner").get("/v1/rounds").status_code == 422
    town = day.other.town.id
    heads = day.client("admin").get(f"/v1/rounds?date=2026-11-27&town={town}").json()["rounds"]
    assert [one["id"] for one in heads] == [day.other.round.id]
    assert day.client("planner").get(f"/v1/rounds?date=2026-11-27&town={town}").status_code == 404


def test_a_round_for_a_map_says_whose_map_it_is(day: Ridden) -> None:
    answer = day.client("rider").get(f"{day.path}.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    document = answer.json()
    assert document["type"] == "FeatureCollection"
    assert "OpenStreetMap" in document["attribution"]
    assert len(document["features"]) == 9
