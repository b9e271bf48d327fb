"""Rounds for maps and navigation devices: right places, right times, nobody's personal data."""

import datetime as dt
import json
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest

from routing.day.day import Day
from routing.day.geojson import rounds_geojson
from routing.day.gpx import NAMESPACE, round_gpx
from routing.day.rounds import Handover, Leg, Round, RoundStop
from routing.model import Load, TaskKind
from routing.street.graph import Path
from routing.street.network import Network
from routing.town.town import Town
from tests.unit.plan_files import MIDNIGHT, small_day

GPX = {"g": NAMESPACE}
PERSONAL = ("Mme Dupont", "12 rue Grimaldi", "code B2407", "Inès")


def town() -> Town:
    nothing = np.zeros(0, np.int64)
    network = Network(
        node_ids=nothing,
        node_lonlat=np.zeros((0, 2), np.int32),
        node_tags={},
        way_ids=nothing,
        way_offsets=np.zeros(1, np.int64),
        way_nodes=np.zeros(0, np.int32),
        way_tags=(),
        restrictions=(),
    )
    return Town(
        name="Petiteville",
        zone="Europe/Paris",
        attribution="© OpenStreetMap contributors",
        licence="ODbL-1.0",
        date=None,
        sha256="0" * 64,
        network=network,
        addresses=(),
        shops=(),
        areas={},
    )


def small_round() -> tuple[Day, Round]:
    """The small day as ridden: shop, door, hub; the last leg stays on the spot."""
    day = Day(town(), dt.date(2026, 11, 30), MIDNIGHT, small_day().problem, {}, {}, {})
    recipient, address, instructions, courier = PERSONAL

    def stop(number: int, kind: TaskKind, label: str, start: int) -> RoundStop:
        is_shop = kind is TaskKind.PICKUP
        handover = Handover(
            order="wine",
            kind=kind,
            start=start,
            end=start + 60,
            load=Load(9_000, 20, 1),
            shop="Cave <du Port> & \x0bfils",
            recipient=recipient,
            instructions=instructions,
            cold=False,
            windows=(),
        )
        return RoundStop(
            number=number,
            place="shop" if is_shop else "door",
            kind="shop" if is_shop else "door",
            label=label,
            address=address,
            position=(7.42, 43.73) if is_shop else (7.43, 43.74),
            arrival=start - 60,
            start=start,
            departure=start + 60,
            handovers=(handover,),
            load=Load(),
        )

    def leg(*lonlat: tuple[float, float]) -> Leg:
        return Leg("", "", 32_310, 60, 240, Path(60, 240, np.array(lonlat), ()))

    round_ = Round(
        letter="A",
        courier=courier,
        vehicle="vélo cargo",
        profile="bike",
        shift="early",
        start=32_310,
        end=33_180,
        start_label="Dépôt",
        end_label="Dépôt",
        stops=(
            stop(1, TaskKind.PICKUP, "Cave <du Port> & \x0bfils", 32_400),
            stop(2, TaskKind.DELIVERY, address, 32_820),
        ),
        breaks=(),
        legs=(
            leg((7.41, 43.73), (7.42, 43.73)),
            leg((7.42, 43.73), (7.425, 43.731234567891), (7.43, 43.74)),
            leg((7.43, 43.74)),
        ),
        metres=2_400,
    )
    return day, round_


@pytest.fixture
def geojson() -> dict[str, Any]:
    day, round_ = small_round()
    collection: dict[str, Any] = json.loads(rounds_geojson(day, [round_]))
    return collection


@pytest.fixture
def gpx() -> ET.Element:
    return ET.fromstring(round_gpx(*small_round()))  # noqa: S314 (our own text)


def test_no_personal_data_leaves_by_a_map_file() -> None:
    day, round_ = small_round()
    written = rounds_geojson(day, [round_]) + round_gpx(day, round_)
    assert [personal for personal in PERSONAL if personal in written] == []


def test_geojson_carries_the_attribution_and_licence_of_its_map(geojson: dict[str, Any]) -> None:
    assert geojson["type"] == "FeatureCollection"
    assert geojson["attribution"] == "© OpenStreetMap contributors"
    assert geojson["licence"] == "ODbL-1.0"


def test_geojson_has_a_line_for_each_leg_that_moves_and_a_point_for_each_stop(
    geojson: dict[str, Any],
) -> None:
    kinds = [feature["geometry"]["type"] for feature in geojson["features"]]
    assert kinds == ["LineString", "LineString", "Point", "Point"]
    assert geojson["features"][1]["geometry"]["coordinates"] == [
        [7.42, 43.73],
        [7.425, 43.7312346],
        [7.43, 43.74],
    ]


def test_geojson_names_shops_but_only_numbers_doors(geojson: dict[str, Any]) -> None:
    shop, door = (feature["properties"] for feature in geojson["features"][2:])
    assert (shop["stop"], shop["label"], shop["takes"]) == (
        1,
        "Cave <du Port> & \x0bfils",
        ["wine"],
    )
    assert (door["stop"], door["label"], door["gives"]) == (2, None, ["wine"])
    assert shop["start"] == "2026-11-30T09:00:00+01:00"


def test_gpx_is_well_formed_version_1_1_with_utc_times(gpx: ET.Element) -> None:
    assert gpx.tag == f"{{{NAMESPACE}}}gpx"
    assert gpx.get("version") == "1.1"
    times = [time.text for time in gpx.findall("g:wpt/g:time", GPX)]
    assert times == ["2026-11-30T08:00:00Z", "2026-11-30T08:07:00Z"]


def test_gpx_routes_through_the_stops_and_tracks_every_leg(gpx: ET.Element) -> None:
    names = [name.text for name in gpx.findall("g:rte/g:rtept/g:name", GPX)]
    assert names == ["A1 Cave <du Port> &  fils", "A2"]
    points = [len(segment) for segment in gpx.findall("g:trk/g:trkseg", GPX)]
    assert points == [2, 3, 1]
    first = gpx.find("g:wpt", GPX)
    assert first is not None
    assert first.attrib == {"lat": "43.7300000", "lon": "7.4200000"}
