"""A town as named members of a pack, and back.

All text stands once in ``strings.json``; every other member is an array of numbers, texts among
them as indices into it. Nothing is pickled.
"""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from routing.street.network import Network, Restriction
from routing.town.extract import UNITS_PER_DEGREE
from routing.town.outlines import degrees
from routing.town.streets import offsets
from routing.town.tags import Tags
from routing.town.town import Address, Area, NamedPlace, Shop

Arrays = dict[str, npt.NDArray[Any]]
Members = dict[str, bytes]

_STRINGS = "strings.json"
_ADDRESS_TEXTS = ("id", "number", "street", "postcode", "city")
_SHOP_TEXTS = ("id", "kind", "name", "opening_hours")
_PLACE_TEXTS = ("id", "kind", "name", "postcode", "city")


class Content(NamedTuple):
    """What the members of a pack hold: all of a town but the facts of its manifest."""

    network: Network
    addresses: tuple[Address, ...]
    shops: tuple[Shop, ...]
    areas: dict[str, Area]
    places: tuple[NamedPlace, ...]


def write_members(content: Content) -> Members:
    """Members by name, the same bytes for the same content."""
    texts = _Texts()
    arrays = {
        **_write_network(content.network, texts),
        **_write_records("addresses", content.addresses, _ADDRESS_TEXTS, texts),
        **_write_records("shops", content.shops, _SHOP_TEXTS, texts),
        **_write_records("places", content.places, _PLACE_TEXTS, texts),
    }
    for kind, area in content.areas.items():
        arrays[f"areas/{kind}/offsets"] = area.offsets
        arrays[f"areas/{kind}/lonlat"] = area.lonlat
    members = {f"{name}.npy": _npy(array) for name, array in arrays.items()}
    members[_STRINGS] = json.dumps(texts.all, ensure_ascii=False).encode()
    return dict(sorted(members.items()))


def read_members(members: Mapping[str, bytes]) -> Content:
    """Rebuild what `write_members` wrote.

    Raises
    ------
    KeyError, ValueError, IndexError, TypeError
        When the members were not written by it.
    """
    texts = json.loads(members[_STRINGS])
    arrays = {
        name.removesuffix(".npy"): np.load(io.BytesIO(member), allow_pickle=False)
        for name, member in members.items()
        if name != _STRINGS
    }
    kinds = sorted({name.split("/")[1] for name in arrays if name.startswith("areas/")})
    return Content(
        network=_read_network(arrays, texts),
        addresses=tuple(
            Address(**dict(zip(_ADDRESS_TEXTS, written, strict=True)), position=position)
            for written, position in _read_records("addresses", arrays, texts)
        ),
        shops=tuple(
            Shop(**dict(zip(_SHOP_TEXTS, written, strict=True)), position=position)
            for written, position in _read_records("shops", arrays, texts)
        ),
        areas={
            kind: Area(arrays[f"areas/{kind}/offsets"], arrays[f"areas/{kind}/lonlat"])
            for kind in kinds
        },
        places=tuple(
            NamedPlace(**dict(zip(_PLACE_TEXTS, written, strict=True)), position=position)
            for written, position in _read_records("places", arrays, texts)
        ),
    )


class _Texts:
    """Every text once, numbered in the order of its first use."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._number: dict[str, int] = {}

    def __getitem__(self, text: str) -> int:
        number = self._number.setdefault(text, len(self.all))
        if number == len(self.all):
            self.all.append(text)
        return number


def _npy(array: npt.NDArray[Any]) -> bytes:
    file = io.BytesIO()
    little_endian = array.dtype.newbyteorder("<")
    np.save(file, np.ascontiguousarray(array, dtype=little_endian), allow_pickle=False)
    return file.getvalue()


def _write_network(network: Network, texts: _Texts) -> Arrays:
    restrictions = network.restrictions
    tagged = np.array(list(network.node_tags), dtype=np.int64)
    heights = {} if network.node_heights is None else {"nodes/heights": network.node_heights}
    return {
        **heights,
        "nodes/ids": network.node_ids,
        "nodes/lonlat": network.node_lonlat,
        "nodes/tagged": tagged,
        **_write_tags("nodes/tags", network.node_tags.values(), texts),
        "ways/ids": network.way_ids,
        "ways/offsets": network.way_offsets,
        "ways/nodes": network.way_nodes,
        **_write_tags("ways/tags", network.way_tags, texts),
        "restrictions/ids": np.array([one.id for one in restrictions], dtype=np.int64),
        **_write_lists("restrictions/from_ways", [one.from_ways for one in restrictions]),
        **_write_lists("restrictions/via_nodes", [one.via_nodes for one in restrictions]),
        **_write_lists("restrictions/via_ways", [one.via_ways for one in restrictions]),
        **_write_lists("restrictions/to_ways", [one.to_ways for one in restrictions]),
        **_write_tags("restrictions/tags", [one.tags for one in restrictions], texts),
    }


def _read_network(arrays: Arrays, texts: Sequence[str]) -> Network:
    restrictions = zip(
        arrays["restrictions/ids"].tolist(),
        _read_lists("restrictions/from_ways", arrays),
        _read_lists("restrictions/via_nodes", arrays),
        _read_lists("restrictions/via_ways", arrays),
        _read_lists("restrictions/to_ways", arrays),
        _read_tags("restrictions/tags", arrays, texts),
        strict=True,
    )
    tagged = arrays["nodes/tagged"].tolist()
    return Network(
        node_heights=arrays.get("nodes/heights"),
        node_ids=arrays["nodes/ids"],
        node_lonlat=arrays["nodes/lonlat"],
        node_tags=dict(zip(tagged, _read_tags("nodes/tags", arrays, texts), strict=True)),
        way_ids=arrays["ways/ids"],
        way_offsets=arrays["ways/offsets"],
        way_nodes=arrays["ways/nodes"],
        way_tags=tuple(_read_tags("ways/tags", arrays, texts)),
        restrictions=tuple(Restriction(*one) for one in restrictions),
    )


def _write_lists(name: str, lists: Sequence[Sequence[int]]) -> Arrays:
    return {
        f"{name}/offsets": offsets(len(one) for one in lists),
        f"{name}/ids": np.array([value for one in lists for value in one], dtype=np.int64),
    }


def _read_lists(name: str, arrays: Arrays) -> list[tuple[int, ...]]:
    bounds, values = arrays[f"{name}/offsets"].tolist(), arrays[f"{name}/ids"].tolist()
    return [tuple(values[a:b]) for a, b in pairwise(bounds)]


def _write_tags(name: str, tagged: Iterable[Tags], texts: _Texts) -> Arrays:
    all_tags = list(tagged)
    pairs = [(texts[key], texts[value]) for tags in all_tags for key, value in tags.items()]
    return {
        f"{name}/offsets": offsets(len(tags) for tags in all_tags),
        f"{name}/pairs": np.array(pairs, dtype=np.int32).reshape(-1, 2),
    }


def _read_tags(name: str, arrays: Arrays, texts: Sequence[str]) -> list[Tags]:
    bounds, pairs = arrays[f"{name}/offsets"].tolist(), arrays[f"{name}/pairs"].tolist()
    return [{texts[key]: texts[value] for key, value in pairs[a:b]} for a, b in pairwise(bounds)]


def _write_records(
    name: str,
    records: Sequence[Address] | Sequence[Shop] | Sequence[NamedPlace],
    fields: Sequence[str],
    texts: _Texts,
) -> Arrays:
    written = [[texts[getattr(record, field)] for field in fields] for record in records]
    lonlat = np.array([record.position for record in records], dtype=np.float64)
    return {
        f"{name}/texts": np.array(written, dtype=np.int32).reshape(-1, len(fields)),
        f"{name}/lonlat": np.rint(lonlat * UNITS_PER_DEGREE).astype(np.int32).reshape(-1, 2),
    }


def _read_records(
    name: str, arrays: Arrays, texts: Sequence[str]
) -> Iterable[tuple[list[str], tuple[float, float]]]:
    for numbers, point in zip(
        arrays[f"{name}/texts"].tolist(), arrays[f"{name}/lonlat"], strict=True
    ):
        yield [texts[number] for number in numbers], degrees(point)
