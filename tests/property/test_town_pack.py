"""Whatever a town holds, its pack gives it back."""

import datetime as dt
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.street.network import Network, Restriction
from routing.town.build import sealed
from routing.town.pack import load_town, save_town
from routing.town.streets import offsets
from routing.town.town import Address, Area, NamedPlace, Shop, Town

TEXTS = st.text(max_size=12)
IDS = st.integers(-(2**62), 2**62)
TAGS = st.dictionaries(TEXTS, TEXTS, max_size=4)
POSITIONS = st.tuples(
    st.integers(-1_800_000_000, 1_800_000_000), st.integers(-900_000_000, 900_000_000)
).map(lambda point: (round(point[0] / 1e7, 7), round(point[1] / 1e7, 7)))
MEMBERS = st.lists(IDS, max_size=3).map(tuple)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    nodes = draw(st.lists(IDS, min_size=2, max_size=8, unique=True))
    node = st.integers(0, len(nodes) - 1)
    ways = draw(st.lists(st.lists(node, min_size=2, max_size=5), min_size=1, max_size=5))
    return Network(
        node_ids=np.array(sorted(nodes), np.int64),
        node_lonlat=np.array(
            draw(
                st.lists(
                    st.tuples(*[st.integers(-(2**31), 2**31 - 1)] * 2),
                    min_size=len(nodes),
                    max_size=len(nodes),
                )
            ),
            np.int32,
        ),
        node_tags=dict(sorted(draw(st.dictionaries(node, TAGS, max_size=4)).items())),
        way_ids=np.array([draw(IDS) for _ in ways], np.int64),
        way_offsets=offsets(map(len, ways)),
        way_nodes=np.concatenate(ways).astype(np.int32),
        way_tags=tuple(draw(TAGS) for _ in ways),
        restrictions=tuple(
            draw(
                st.lists(
                    st.builds(Restriction, IDS, MEMBERS, MEMBERS, MEMBERS, MEMBERS, TAGS),
                    max_size=3,
                )
            )
        ),
    )


AREAS = st.lists(st.integers(1, 4), min_size=1, max_size=3).map(
    lambda sizes: Area(offsets(sizes), np.arange(2 * sum(sizes), dtype=np.int32).reshape(-1, 2))
)
TOWNS = st.builds(
    Town,
    name=TEXTS,
    zone=st.sampled_from(["Europe/Monaco", "Asia/Kathmandu"]),
    attribution=TEXTS,
    licence=TEXTS,
    date=st.none() | st.datetimes(timezones=st.just(dt.UTC)),
    sha256=st.just(""),
    network=networks(),
    addresses=st.lists(
        st.builds(Address, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, POSITIONS), max_size=3
    ).map(tuple),
    shops=st.lists(st.builds(Shop, TEXTS, TEXTS, TEXTS, TEXTS, POSITIONS), max_size=3).map(tuple),
    areas=st.dictionaries(st.sampled_from(["building", "park", "coastline"]), AREAS),
    places=st.lists(
        st.builds(NamedPlace, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, POSITIONS), max_size=3
    ).map(tuple),
).map(sealed)


def same(one: object, other: object) -> bool:
    """Equality down to the arrays and their types."""
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray)
            and one.dtype == other.dtype
            and np.array_equal(one, other)
        )
    if isinstance(one, Network | Area):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other


@given(TOWNS)
@settings(max_examples=60)
def test_a_pack_gives_back_any_town(town: Town) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.town"
        save_town(town, path)
        loaded = load_town(path)
    for field in fields(Town):
        assert same(getattr(town, field.name), getattr(loaded, field.name)), field.name
