"""What lies under the rounds: a town's water, parks, buildings and streets as SVG paths.

One path a layer, in whole relative units: a town's streets fit into the page that shows them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from api.web.frame import Box, Frame, Points, degrees
from api.web.sea import sea_outlines
from routing.street.network import Network
from routing.town.town import Area, Town

STREET_LAYERS = {
    "major": ("motorway", "trunk", "primary", "secondary"),
    "street": (
        "tertiary", "unclassified", "residential", "living_street", "pedestrian", "road", "busway",
    ),
    "minor": ("service", "track"),
    "path": ("footway", "path", "cycleway", "bridleway"),
    "steps": ("steps",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """The base map of a box.

    Parameters
    ----------
    layers
        SVG path data by layer: ``sea``, ``water``, ``park``, ``building``, ``under`` (tunnels) and
        those of `STREET_LAYERS`; a layer without anything in the box is missing.
    """

    layers: Mapping[str, str]


def draw_ground(town: Town, frame: Frame, box: Box, areas: Sequence[str]) -> Ground:
    """What a box shows of a town, simplified to the frame's unit.

    Parameters
    ----------
    areas
        Which of ``water``, ``park``, ``building`` to draw beside sea and streets.
    """
    drawn = {
        kind: path_data(_outlines(town.areas[kind], frame, box), closed=True)
        for kind in areas
        if kind in town.areas
    }
    if "coastline" in town.areas:
        drawn["sea"] = path_data(_sea(town.areas["coastline"], frame, box), closed=True)
    layer_of_way = [street_layer(tags) for tags in town.network.way_tags]
    for layer in ("under", *STREET_LAYERS):
        ways = np.array([found == layer for found in layer_of_way], dtype=np.bool_)
        drawn[layer] = path_data(_lines(town.network, ways, frame, box))
    return Ground({layer: data for layer, data in drawn.items() if data})


def street_layer(tags: Mapping[str, str]) -> str | None:
    """The layer of a way; None for what is not drawn."""
    highway = tags.get("highway", "").removesuffix("_link")
    layer = next((name for name, kinds in STREET_LAYERS.items() if highway in kinds), None)
    if layer is not None and tags.get("tunnel", "no") not in {"no", "building_passage"}:
        return "under" if layer in {"major", "street"} else None
    return layer


def _lines(network: Network, chosen: npt.NDArray[np.bool_], frame: Frame, box: Box) -> list[Points]:
    """The chosen ways inside the box."""
    lengths = np.diff(network.way_offsets)
    nodes = network.way_nodes[np.repeat(chosen & (lengths > 1), lengths)]
    kept = lengths[chosen & (lengths > 1)]
    points = frame.flat(degrees(network.node_lonlat[nodes]))
    lines = _linestrings(points, kept)
    inside = shapely.clip_by_rect(lines, box.left, box.top, box.right, box.bottom)
    return _coordinates(shapely.get_parts(inside))


def _outlines(area: Area, frame: Frame, box: Box) -> list[Points]:
    """The outlines that touch the box, whole: the picture's edge cuts them."""
    lengths = np.diff(area.offsets)
    points = frame.flat(degrees(area.lonlat))
    kept = lengths > 2
    points = points[np.repeat(kept, lengths)]
    rings = _linestrings(points, lengths[kept])
    touching = shapely.intersects(
        shapely.envelope(rings), shapely.box(box.left, box.top, box.right, box.bottom)
    )
    return _coordinates(rings[touching])


def _sea(coastline: Area, frame: Frame, box: Box) -> list[Points]:
    points = frame.flat(degrees(coastline.lonlat))
    lines = np.split(points, coastline.offsets[1:-1])
    outlines = [shapely.LineString(outline) for outline in sea_outlines(lines, box)]
    return _coordinates(np.array(outlines, dtype=np.object_))


def _linestrings(points: Points, lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    lines = shapely.linestrings(points, indices=np.repeat(np.arange(len(lengths)), lengths))
    return np.atleast_1d(np.asarray(lines, dtype=np.object_))


def _coordinates(lines: npt.NDArray[np.object_]) -> list[Points]:
    simple = shapely.simplify(lines, tolerance=1.0, preserve_topology=False)
    return [shapely.get_coordinates(line) for line in simple]


def line_data(lines: Sequence[Points]) -> str:
    """SVG path data of some lines, simplified to the unit."""
    return path_data(_coordinates(np.array([shapely.LineString(line) for line in lines])))


def path_data(lines: Iterable[Points], *, closed: bool = False) -> str:
    """SVG path data of some lines, in whole units, relative and without what can be left out.

    Lines that shrink to a point are left out.

    Examples
    --------
    >>> path_data([np.array([[10.2, 4.0], [10.4, 4.1], [7.0, 9.0], [8.0, 9.0]])])
    'M10 4l-3 5 1 0'
    """
    return "".join(_subpath(np.rint(line).astype(np.int64), closed) for line in lines)


def _subpath(points: npt.NDArray[np.int64], closed: bool) -> str:
    steps = np.diff(points, axis=0)
    steps = steps[steps.any(axis=1)]
    if closed and not steps.sum(axis=0).any():
        steps = steps[:-1]  # Closing draws the last step.
    if len(steps) < (2 if closed else 1):
        return ""
    written = " ".join(f"{x} {y}" for x, y in steps.tolist()).replace(" -", "-")
    return f"M{points[0, 0]} {points[0, 1]}l{written}{'z' if closed else ''}"
