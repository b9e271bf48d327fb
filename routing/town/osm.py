"""Towns from OpenStreetMap files: ``.osm``, ``.osm.gz``, ``.osm.bz2``, ``.osm.pbf``.

Most nodes carry nothing but their place: `osmium` keeps those by itself, whatever the order of the
elements, and only tagged nodes, ways and relations are looked at one by one.
"""

import datetime as dt
from collections.abc import Container, Iterable
from pathlib import Path

import osmium
from osmium.osm.types import Changeset, Node, Relation, Way

from routing.errors import TownError
from routing.town.build import town_of
from routing.town.extract import Gathering, Member
from routing.town.town import Town

SUFFIXES = (".osm", ".osm.gz", ".osm.bz2", ".osm.pbf")


def read_osm(paths: Iterable[Path], *, name: str, zone: str | None = None) -> Town:
    """Read one or several map files as one town.

    Parameters
    ----------
    paths
        Where two files hold an element of the same id, the first one's is kept.
    name
        The town's name.
    zone
        IANA name of the time zone; None: looked up at the middle of the streets.

    Raises
    ------
    TownError
        When a file is missing, of another kind or damaged, or holds no streets.
    """
    files = [Path(path) for path in paths]
    gathering = Gathering()
    dates = [date for path in files if (date := _read(path, gathering)) is not None]
    _locate(gathering, files)
    extract, source = gathering.extract(max(dates, default=None)), ", ".join(f.name for f in files)
    if not extract.ways and any(map(_holds_anything, files)):
        raise TownError("town.no_streets", source=source)
    return town_of(extract, name=name, source=source, zone=zone)


def _holds_anything(path: Path) -> bool:
    return any(True for _ in osmium.FileProcessor(str(path)))


def _read(path: Path, gathering: Gathering) -> dt.datetime | None:
    """Gather the elements of a file; the date of its data, if it tells."""
    if not path.is_file():
        raise TownError("town.map_missing", path=str(path))
    if not path.name.lower().endswith(SUFFIXES):
        raise TownError("town.map_of_unknown_kind", path=str(path), known=", ".join(SUFFIXES))
    try:
        tagged = osmium.filter.EmptyTagFilter()
        tagged.enable_for(osmium.osm.NODE)
        processor = osmium.FileProcessor(str(path)).with_filter(tagged)
        date = _header_date(processor.header)
        newest = _gather(processor, gathering, dated=date is not None)
    except RuntimeError as error:  # the only one that osmium knows
        raise TownError("town.map_damaged", path=str(path), detail=str(error)) from error
    return date or newest


def _locate(gathering: Gathering, files: Iterable[Path]) -> None:
    """Add the nodes of ways that carry no tags, each from the first file that has it."""
    for path in files:
        wanted = gathering.unlocated()
        places = _places(path)
        for node_id in wanted:
            if node_id < 0:
                continue
            try:
                location = places.get(node_id)
            except KeyError:  # in another file, or cut off with the extract
                continue
            if location.valid():
                gathering.node(node_id, location.x, location.y)
        if wanted and wanted[0] < 0:
            _locate_drawn(gathering, path, frozenset(wanted))


def _places(path: Path) -> osmium.index.LocationTable:
    """The places of a file's nodes. They may stand in any order: the ways have them sorted."""
    places = osmium.index.create_map("flex_mem")
    keeper = osmium.NodeLocationsForWays(places)
    keeper.ignore_errors()
    for kind in (osmium.osm.NODE, osmium.osm.WAY):
        with osmium.io.Reader(str(path), kind) as reader:
            osmium.apply(reader, keeper)
    return places


def _locate_drawn(gathering: Gathering, path: Path, wanted: Container[int]) -> None:
    """Nodes that an editor has drawn and no server numbered: their ids are below zero."""
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
        if not isinstance(node, Node) or node.id >= 0 or node.id not in wanted:
            continue
        if node.location.valid():
            gathering.node(node.id, node.location.x, node.location.y)


def _gather(
    processor: osmium.FileProcessor, gathering: Gathering, *, dated: bool
) -> dt.datetime | None:
    """Gather ways and all that is tagged; the newest time stamp among them if no date is known."""
    newest = _NO_DATE
    for element in processor:
        if isinstance(element, Changeset):
            continue
        tags = dict(element.tags) if element.tags else _NO_TAGS  # iterating none is slow
        if isinstance(element, Node):
            location = element.location
            if location.valid():
                gathering.node(element.id, location.x, location.y, tags)
        elif isinstance(element, Way):
            gathering.way(element.id, [node.ref for node in element.nodes], tags)
        elif isinstance(element, Relation):
            members = [Member(one.type, one.ref, one.role) for one in element.members]
            gathering.relation(element.id, members, tags)
        if not dated and element.timestamp > newest:
            newest = element.timestamp
    return None if newest == _NO_DATE else newest


_NO_TAGS: dict[str, str] = {}
_NO_DATE = dt.datetime.fromtimestamp(0, tz=dt.UTC)
"""What osmium says of an element without a time stamp."""


def _header_date(header: osmium.io.Header) -> dt.datetime | None:
    written = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    try:
        date = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)
