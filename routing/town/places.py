"""The shops and named places of an extract, and the areas that are drawn below its streets."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np

from routing.town.extract import Extract, Points
from routing.town.outlines import degrees, joined, middle, relation_outlines, way_outline
from routing.town.streets import known_runs, offsets
from routing.town.tags import Tags, area_kind, place_kind, shop_kind
from routing.town.town import Area, NamedPlace, Shop


def shops_of(extract: Extract) -> tuple[Shop, ...]:
    """Every place that sells: ``shop=*``, and the amenities that sell."""
    shops = (_shop(*found) for found in _found(extract, shop_kind))
    return tuple(sorted(shops, key=lambda shop: shop.id))


def places_of(extract: Extract) -> tuple[NamedPlace, ...]:
    """Hamlets, quarters, villages, farms: every one with a name."""
    places = (_place(*found) for found in _found(extract, place_kind))
    return tuple(sorted(places, key=lambda place: place.id))


def areas_of(extract: Extract) -> dict[str, Area]:
    """Outlines by kind: ``building``, ``water``, ``park``, and the lines ``coastline``.

    Outlines are closed rings (first point = last point), holes are left out, and so are outlines of
    which the extract has a part only. Coastlines have the water on their right.
    """
    pieces: dict[str, list[Points]] = defaultdict(list)
    for way in extract.ways.values():
        kind = area_kind(way.tags)
        outline = way_outline(extract, way) if kind else None
        if outline is not None:
            pieces[kind].append(outline)
    for relation in extract.relations.values():
        kind = area_kind(relation.tags) if relation.tags.get("type") == "multipolygon" else ""
        if kind:
            pieces[kind].extend(relation_outlines(extract, relation))
    coast = [way for way in extract.ways.values() if way.tags.get("natural") == "coastline"]
    runs = [run for way in coast for run in known_runs(way.nodes)]
    pieces["coastline"] = [extract.node_points[line] for line in joined(runs, turning=False)]
    return {kind: _area(pieces[kind]) for kind in sorted(pieces) if pieces[kind]}


def _area(pieces: list[Points]) -> Area:
    return Area(
        offsets=offsets(len(piece) for piece in pieces),
        lonlat=np.concatenate(pieces).astype(np.int32),
    )


def _found(extract: Extract, kind: Callable[[Tags], str]) -> Iterator[tuple[str, Tags, Points]]:
    """Id, tags and points of all elements that are of a kind."""
    for node_id, tags in extract.node_tags.items():
        point = extract.point_of(node_id) if kind(tags) else None
        if point is not None:
            yield f"node/{node_id}", tags, point.reshape(1, 2)
    for way_id, way in extract.ways.items():
        points = extract.points_of(way) if kind(way.tags) else None
        if points is not None and len(points):
            yield f"way/{way_id}", way.tags, points
    for relation_id, relation in extract.relations.items():
        ring = next(relation_outlines(extract, relation), None) if kind(relation.tags) else None
        if ring is not None:
            yield f"relation/{relation_id}", relation.tags, ring


def _shop(shop_id: str, tags: Tags, points: Points) -> Shop:
    return Shop(
        id=shop_id,
        kind=shop_kind(tags),
        name=tags.get("name", "").strip(),
        opening_hours=tags.get("opening_hours", "").strip(),
        position=degrees(middle(points)),
    )


def _place(place_id: str, tags: Tags, points: Points) -> NamedPlace:
    return NamedPlace(
        id=place_id,
        kind=place_kind(tags),
        name=tags["name"].strip(),
        postcode=tags.get("addr:postcode", "").strip(),
        city=tags.get("addr:city", "").strip(),
        position=degrees(middle(points)),
    )
