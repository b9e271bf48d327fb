"""The base map of a town as GeoJSON: what a browser draws under rounds, without any tile server.

One feature collection with a ``layer`` in each feature, not a file a layer: it is one request and
one source of MapLibre, and nobody can take the streets and leave the notice behind. It is written
compactly, without spaces and in no more decimals than a screen shows.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from api.web.frame import Frame, Points, box_of, degrees
from api.web.ground import street_layer
from api.web.sea import sea_areas
from routing.street.network import Network
from routing.town.notice import notice
from routing.town.pack import bounds
from routing.town.town import Area, NamedPlace, Town

Feature: TypeAlias = dict[str, object]

DECIMALS = {"building": 6, "water": 5, "park": 5, "street": 5, "name": 5, "place": 5}
"""Of a degree. Five are a metre, less than a street is wide; houses would lose their shape."""

SEA_MARGIN = 1_000.0
"""Metres of sea beyond the streets."""

NAME_AGAIN = 500.0
"""Metres after which the name of a street stands once more."""

NAMED = ("major", "street", "minor", "path", "steps")
"""Which names matter more: by the layer of their street, then by its length."""


def basemap_geojson(town: Town) -> str:
    """The town as one feature collection, from water to places, as they lie on each other.

    Every feature has a ``layer``. A ``street`` is a line with its ``kind`` (the value of
    ``highway``, or ``ferry``), and ``name``, ``tunnel``, ``bridge`` where it has them. A ``name``
    is a point with its ``rank``, from 1, the most important first. A ``place`` is a point with its
    ``name`` and its ``kind`` (the value of ``place``). The collection tells the town, its ``bbox``,
    and whose map it is.
    """
    frame = _frame(town)
    features = [
        *_sea(town, frame),
        *(one for layer in ("water", "park", "building") for one in _areas(town.areas, layer)),
        *_streets(town.network),
        *_names(town.network, frame),
        *map(_place, town.places),
    ]
    collection = {
        "type": "FeatureCollection",
        "generator": "Chaland",
        "town": town.name,
        **notice(town),
        "bbox": bounds(town),
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _frame(town: Town) -> Frame:
    """Metres around the middle of the streets."""
    west, south, east, north = bounds(town)
    return Frame((west + east) / 2, (south + north) / 2)


def _sea(town: Town, frame: Frame) -> Iterator[Feature]:
    coastline = town.areas.get("coastline")
    if coastline is None:
        return
    west, south, east, north = bounds(town)
    box = box_of(frame.flat([(west, south), (east, north)])).grown(SEA_MARGIN)
    lines = np.split(frame.flat(degrees(coastline.lonlat)), coastline.offsets[1:-1])
    for piece in sea_areas(lines, box):
        ground = shapely.transform(piece, frame.lonlat)
        yield _polygon("water", ground)


def _areas(areas: Mapping[str, Area], layer: str) -> Iterator[Feature]:
    area = areas.get(layer)
    if area is None:
        return
    for ring in np.split(degrees(area.lonlat), area.offsets[1:-1]):
        if len(ring) >= 4:
            yield _polygon(layer, shapely.Polygon(ring))


def _polygon(layer: str, polygon: shapely.Polygon) -> Feature:
    """Outer rings run anticlockwise, as RFC 7946 asks."""
    turned = shapely.orient_polygons(polygon)
    rings = [_rounded(shapely.get_coordinates(ring), layer) for ring in shapely.get_rings(turned)]
    return _feature("Polygon", rings, {"layer": layer})


def _streets(network: Network) -> Iterator[Feature]:
    points = np.round(degrees(network.node_lonlat), DECIMALS["street"])
    for way, tags in enumerate(network.way_tags):
        line = _without_repeats(points[network.nodes_of(way)])
        if len(line) < 2:
            continue
        told: dict[str, object] = {"layer": "street", "kind": tags.get("highway", "ferry")}
        if name := tags.get("name"):
            told["name"] = name
        told |= {key: True for key in ("tunnel", "bridge") if tags.get(key, "no") != "no"}
        yield _feature("LineString", line.tolist(), told)


def _names(network: Network, frame: Frame) -> Iterator[Feature]:
    lines: dict[str, list[Points]] = defaultdict(list)
    importance: dict[str, int] = {}
    for way, tags in enumerate(network.way_tags):
        name, layer = tags.get("name"), street_layer(tags)
        if name and layer in NAMED:
            lines[name].append(frame.flat(degrees(network.node_lonlat[network.nodes_of(way)])))
            order = NAMED.index(layer)
            importance[name] = min(order, importance.get(name, order))
    merged = {
        name: shapely.line_merge(shapely.MultiLineString(all_)) for name, all_ in lines.items()
    }
    ranked = sorted(merged, key=lambda name: (importance[name], -merged[name].length, name))
    for rank, name in enumerate(ranked, start=1):
        for spot in _spots(merged[name]):
            (point,) = _rounded(frame.lonlat(spot), "name")
            yield _feature("Point", point, {"layer": "name", "name": name, "rank": rank})


def _place(place: NamedPlace) -> Feature:
    (point,) = _rounded(np.array([place.position]), "place")
    return _feature("Point", point, {"layer": "place", "name": place.name, "kind": place.kind})


def _spots(street: shapely.Geometry) -> Iterator[Points]:
    """The middle of the longest part of a street, and of others that lie far from there."""
    placed: list[shapely.Geometry] = []
    parts = shapely.get_parts(street)
    for part in parts[np.argsort(-shapely.length(parts), kind="stable")]:
        middle = shapely.line_interpolate_point(part, 0.5, normalized=True)
        if not shapely.dwithin(placed, middle, NAME_AGAIN).any():
            placed.append(middle)
            yield shapely.get_coordinates(middle)


def _feature(kind: str, coordinates: object, properties: Mapping[str, object]) -> Feature:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def _rounded(lonlat: Points, layer: str) -> Sequence[object]:
    rounded: list[object] = np.round(lonlat, DECIMALS[layer]).tolist()
    return rounded


def _without_repeats(line: Points) -> Points:
    """Points that rounding has made one, once."""
    kept: npt.NDArray[np.bool_] = np.ones(len(line), np.bool_)
    kept[1:] = (line[1:] != line[:-1]).any(axis=1)
    return line[kept]
