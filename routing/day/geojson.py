"""Rounds as GeoJSON (RFC 7946), for any map: the ways as lines, the stops as points.

No personal data: no recipient, no address, no courier's name; a door is its number in the round and
its orders' ids.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from routing.day.day import Day
from routing.day.rounds import Leg, Round, RoundStop
from routing.town.notice import notice
from routing.typography import instant

Feature: TypeAlias = dict[str, object]

DECIMALS = 7
"""Of a degree: a centimetre."""


def rounds_geojson(day: Day, rounds: Iterable[Round]) -> str:
    """The rounds of a day as a feature collection; it carries the attribution that its map asks.

    Parameters
    ----------
    day
        Of which the town and the origin are told.
    """
    collection = {
        "type": "FeatureCollection",
        **notice(day.town),
        "town": day.town.name,
        "origin": day.origin.isoformat(),
        "features": [feature for round_ in rounds for feature in _features(round_, day.origin)],
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n"


def _features(round_: Round, origin: dt.datetime) -> Iterator[Feature]:
    for number, leg in enumerate(round_.legs, start=1):
        # A leg that stays on the spot has no line.
        if len(leg.lonlat) > 1:
            yield _line(round_, number, leg, origin)
    for stop in round_.stops:
        yield _point(round_, stop, origin)


def _line(round_: Round, number: int, leg: Leg, origin: dt.datetime) -> Feature:
    properties = {
        "round": round_.letter,
        "shift": round_.shift,
        "leg": number,
        "departure": instant(origin, leg.departure).isoformat(),
        "seconds": leg.seconds,
        "metres": leg.metres,
    }
    return _feature("LineString", leg.lonlat, properties)


def _point(round_: Round, stop: RoundStop, origin: dt.datetime) -> Feature:
    properties = {
        "round": round_.letter,
        "shift": round_.shift,
        "stop": stop.number,
        "kind": stop.kind,
        "label": None if stop.kind == "door" else stop.label,
        "arrival": instant(origin, stop.arrival).isoformat(),
        "start": instant(origin, stop.start).isoformat(),
        "departure": instant(origin, stop.departure).isoformat(),
        "takes": [handover.order for handover in stop.takes],
        "gives": [handover.order for handover in stop.gives],
    }
    return _feature("Point", np.array(stop.position), properties)


def _feature(kind: str, lonlat: npt.NDArray[np.float64], properties: Feature) -> Feature:
    coordinates = np.round(lonlat, DECIMALS).tolist()
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }
