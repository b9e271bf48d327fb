"""The base map: every layer as a browser wants it, small, and with whose it is."""

import json
from dataclasses import replace
from typing import Any

import pytest
import shapely

from api.web.basemap import basemap_geojson
from api.web.frame import Frame
from routing.town.town import NamedPlace, Town
from tests.asciitown import draw
from tests.ridden_day import area, small_day

PICTURE = """
a----b----------------------------------------------------------------------c----d
|    |
e----f
"""
TABLE = """
ab  residential name=Basse
bc  primary name=Longue
cd  residential name=Basse
ae  footway bridge=yes
bf  steps tunnel=no name=Haute
ef  residential tunnel=yes
"""


def town(**changes: Any) -> Town:
    return replace(small_day().town, network=draw(PICTURE, TABLE).network, areas={}, **changes)


def collection(the_town: Town) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(basemap_geojson(the_town))
    return read


def features(the_town: Town, layer: str) -> list[dict[str, Any]]:
    return [one for one in collection(the_town)["features"] if one["properties"]["layer"] == layer]


def test_it_says_whose_map_it_is_of_when_and_of_which_pack() -> None:
    told = collection(town())
    assert told["type"] == "FeatureCollection"
    assert told["attribution"] == "© OpenStreetMap contributors"
    assert told["licence"] == "ODbL-1.0"
    assert told["map_date"] == "2023-12-26T00:00:00+00:00"
    assert told["map_sha256"] == "0" * 64
    assert told["town"] == "Petiteville"
    west, south, east, north = told["bbox"]
    assert (west, north) == (2.0, 48.0)
    assert east > west
    assert south < north


def test_a_street_has_its_kind_and_what_else_it_has() -> None:
    streets = features(town(), "street")
    assert [one["properties"] for one in streets] == [
        {"layer": "street", "kind": "residential", "name": "Basse"},
        {"layer": "street", "kind": "primary", "name": "Longue"},
        {"layer": "street", "kind": "residential", "name": "Basse"},
        {"layer": "street", "kind": "footway", "bridge": True},
        {"layer": "street", "kind": "steps", "name": "Haute"},
        {"layer": "street", "kind": "residential", "tunnel": True},
    ]
    assert streets[0]["geometry"] == {
        "type": "LineString",
        "coordinates": [[2.0, 48.0], [2.00067, 48.0]],
    }


def test_names_are_ranked_and_stand_again_where_their_street_goes_on_far_away() -> None:
    names = [
        (one["properties"]["rank"], one["properties"]["name"]) for one in features(town(), "name")
    ]
    assert names == [(1, "Longue"), (2, "Basse"), (2, "Basse"), (3, "Haute")]
    (long, *_) = features(town(), "name")
    west, east = (
        features(town(), "street")[1]["geometry"]["coordinates"][end][0] for end in (0, 1)
    )
    assert long["geometry"]["coordinates"] == pytest.approx([(west + east) / 2, 48.0], abs=1e-5)


def test_quarters_and_hamlets_are_points_with_their_kind() -> None:
    hamlet = NamedPlace("node/1", "hamlet", "Le Bas", "", "", (2.0012345678, 48.0))
    (found,) = features(town(places=(hamlet,)), "place")
    assert found["properties"] == {"layer": "place", "name": "Le Bas", "kind": "hamlet"}
    assert found["geometry"] == {"type": "Point", "coordinates": [2.00123, 48.0]}


def test_outlines_are_closed_and_run_anticlockwise() -> None:
    clockwise = [(2.0, 48.0), (2.001, 48.0), (2.001, 47.999), (2.0, 48.0)]
    the_town = replace(town(), areas={"building": area(clockwise), "park": area(clockwise[::-1])})
    for layer in ("building", "park"):
        (one,) = features(the_town, layer)
        (ring,) = one["geometry"]["coordinates"]
        assert shapely.LinearRing(ring).is_ccw
        assert sorted(map(tuple, ring)) == sorted(clockwise)


def test_a_houses_corners_keep_a_decimal_more() -> None:
    house = [(2.0000004, 48.0), (2.0001236, 48.0), (2.0001236, 47.999), (2.0000004, 48.0)]
    (one,) = features(replace(town(), areas={"building": area(house)}), "building")
    assert {point[0] for point in one["geometry"]["coordinates"][0]} == {2.0, 2.000124}


def test_the_sea_lies_to_the_right_of_the_coast_with_islands_left_out() -> None:
    south = 47.999
    coast = [(1.9, south), (2.1, south)]
    island = [(2.002, 47.995), (2.002, 47.996), (2.003, 47.996), (2.003, 47.995), (2.002, 47.995)]
    sea = [
        shapely.geometry.shape(one["geometry"])
        for one in features(
            replace(town(), areas={"coastline": area(coast, island[::-1])}), "water"
        )
    ]
    wet = shapely.union_all(sea)
    assert wet.contains(shapely.Point(2.0, south - 0.001))
    assert not wet.contains(shapely.Point(2.0, south + 0.0005))
    assert not wet.contains(shapely.Point(2.0025, 47.9955))


def test_layers_come_in_the_order_in_which_they_are_drawn() -> None:
    told = collection(small_day().town)
    layers = list(dict.fromkeys(one["properties"]["layer"] for one in told["features"]))
    assert layers == ["water", "park", "building", "street", "name"]


def test_nothing_is_written_that_says_nothing() -> None:
    text = basemap_geojson(town())
    assert ", " not in text
    assert '": ' not in text
    assert text == basemap_geojson(town())


def test_units_are_degrees_again() -> None:
    frame = Frame(7.42, 43.73, metres_per_unit=3.0)
    assert frame.lonlat(frame.flat([(7.5, 43.8), (7.3, 43.6)])).tolist() == [
        pytest.approx([7.5, 43.8], abs=1e-12),
        pytest.approx([7.3, 43.6], abs=1e-12),
    ]
