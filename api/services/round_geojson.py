"""A round as GeoJSON (RFC 7946), for any map: the ways as lines, the stops as points.

Properties name nobody; a door is its number in the round and its orders' ids. What may not be seen,
or is forgotten, has no geometry.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from api.services.round_view import RoundView, StopView, Times
from routing.model import TaskKind

Feature = dict[str, Any]


def round_geojson(seen: RoundView, notice: Mapping[str, str | None]) -> dict[str, Any]:
    """A feature collection.

    Parameters
    ----------
    notice
        Whose map it is (`routing.town.notice`): every file made from it says so.
    """
    return {
        "type": "FeatureCollection",
        **notice,
        "round": seen.id,
        "date": seen.date.isoformat(),
        "features": [*_lines(seen), *(_stop(seen, stop) for stop in seen.stops)],
    }


def _lines(seen: RoundView) -> Iterator[Feature]:
    for leg, points in enumerate(seen.lines or (), 1):
        # A leg that stays on the spot has no line.
        if len(points) > 1:
            geometry = {"type": "LineString", "coordinates": [list(point) for point in points]}
            yield _feature(geometry, {"round": seen.letter, "leg": leg})


def _stop(seen: RoundView, stop: StopView) -> Feature:
    geometry = None
    if stop.position is not None:
        geometry = {"type": "Point", "coordinates": list(stop.position)}
    takes, gives = (
        [one.order for one in stop.handovers if one.kind is kind]
        for kind in (TaskKind.PICKUP, TaskKind.DELIVERY)
    )
    properties = {
        "round": seen.letter,
        "stop": stop.number,
        "kind": stop.kind,
        "planned": _times(stop.planned),
        "expected": None if stop.expected is None else _times(stop.expected),
        "takes": takes,
        "gives": gives,
    }
    return _feature(geometry, properties)


def _times(times: Times) -> dict[str, str]:
    return {
        "arrival": times.arrival.isoformat(),
        "start": times.start.isoformat(),
        "departure": times.departure.isoformat(),
    }


def _feature(geometry: Feature | None, properties: Feature) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
