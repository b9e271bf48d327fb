"""The doors of an extract: every house number with its street, once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from routing.town.extract import Extract, Relation, Way
from routing.town.outlines import degrees, middle, relation_outlines
from routing.town.plane import metres_between
from routing.town.spelling import fold, street_key
from routing.town.tags import Tags, shop_kind
from routing.town.town import Address

SAME_DOOR_METRES = 100.0
"""One number of one street mapped twice within this distance is one door."""
_ENTRANCES = ("main", "yes", "home", "staircase", "shop")


@dataclass(frozen=True, slots=True)
class _Door:
    address: Address
    rank: int
    """0 an entrance, 1 an address of its own, 2 a building, 3 a shop's address."""


def addresses_of(extract: Extract) -> tuple[Address, ...]:
    """Every door with a house number and a street (or place).

    A door mapped several times (as an entrance, as a building, on its shops) is kept once, at its
    most exact position.
    """
    kept: dict[tuple[str, str], list[Address]] = defaultdict(list)
    order = sorted(enumerate(_doors(extract)), key=lambda item: (item[1].rank, item[0]))
    for _, door in order:
        address = door.address
        same = kept[street_key(address.street), fold(address.number).replace(" ", "")]
        for index, known in enumerate(same):
            if is_same_door(known, address):
                same[index] = replace(
                    known,
                    postcode=known.postcode or address.postcode,
                    city=known.city or address.city,
                )
                break
        else:
            same.append(address)
    addresses = (address for same in kept.values() for address in same)
    return tuple(sorted(addresses, key=lambda address: address.id))


def is_same_door(one: Address, other: Address) -> bool:
    """Whether two addresses of one number and street are one door: near, and in no two cities."""
    cities = {fold(one.city), fold(other.city)} - {""}
    return len(cities) < 2 and metres_between(one.position, other.position) <= SAME_DOOR_METRES


def _doors(extract: Extract) -> Iterator[_Door]:
    streets = _streets_of_houses(extract)
    for node_id, tags in _numbered(extract.node_tags.items()):
        point = extract.point_of(node_id)
        street = _street(tags, streets.get(("n", node_id), ""))
        if street and point is not None:
            rank = 0 if "entrance" in tags else 3 if shop_kind(tags) else 1
            yield _door(f"node/{node_id}", tags, street, degrees(point), rank)
    for way_id, tags in _numbered((id_, way.tags) for id_, way in extract.ways.items()):
        way = extract.ways[way_id]
        points = extract.points_of(way)
        street = _street(tags, streets.get(("w", way_id), ""))
        if street and len(points):
            entrance = _entrance(extract, way)
            position = entrance or degrees(middle(points))
            yield _door(f"way/{way_id}", tags, street, position, 0 if entrance else 2)
    for relation_id, tags in _numbered((id_, one.tags) for id_, one in extract.relations.items()):
        ring = next(relation_outlines(extract, extract.relations[relation_id]), None)
        street = _street(tags, streets.get(("r", relation_id), ""))
        if street and ring is not None:
            yield _door(f"relation/{relation_id}", tags, street, degrees(middle(ring)), 2)


def _numbered(tagged: Iterable[tuple[int, Tags]]) -> Iterator[tuple[int, Tags]]:
    return ((id_, tags) for id_, tags in tagged if tags.get("addr:housenumber", "").strip())


def _door(door_id: str, tags: Tags, street: str, position: tuple[float, float], rank: int) -> _Door:
    address = Address(
        id=door_id,
        number=tags["addr:housenumber"].strip(),
        street=street,
        postcode=tags.get("addr:postcode", ""),
        city=tags.get("addr:city", ""),
        position=position,
    )
    return _Door(address, rank)


def _street(tags: Tags, related: str) -> str:
    return tags.get("addr:street") or related or tags.get("addr:place", "")


def _entrance(extract: Extract, way: Way) -> tuple[float, float] | None:
    """Position of the best entrance on a building's outline."""
    ranked = [
        (_ENTRANCES.index(kind), node_id)
        for node_id in way.refs.tolist()
        if (kind := extract.node_tags.get(node_id, {}).get("entrance", "")) in _ENTRANCES
    ]
    if not ranked:
        return None
    point = extract.point_of(min(ranked)[1])
    return None if point is None else degrees(point)


def _streets_of_houses(extract: Extract) -> dict[tuple[str, int], str]:
    """Street of each house that a relation ``associatedStreet`` or ``street`` names."""
    streets = {}
    for relation in extract.relations.values():
        if relation.tags.get("type") in ("associatedStreet", "street"):
            name = relation.tags.get("name") or _name_of_street_member(extract, relation)
            for member in relation.members:
                if member.role in ("house", "address") and name:
                    streets[member.kind, member.id] = name
    return streets


def _name_of_street_member(extract: Extract, relation: Relation) -> str:
    names = (
        extract.ways[member.id].tags.get("name", "")
        for member in relation.members
        if member.kind == "w" and member.role == "street" and member.id in extract.ways
    )
    return next((name for name in names if name), "")
