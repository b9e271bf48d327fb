"""A town out of an extract: the one way from any map to a town."""

from dataclasses import replace
from zoneinfo import available_timezones

import numpy as np

from routing.errors import TownError
from routing.street.network import Network
from routing.town.doors import addresses_of
from routing.town.extract import UNITS_PER_DEGREE, Extract
from routing.town.pack import sha256_of
from routing.town.places import areas_of, places_of, shops_of
from routing.town.streets import network_of
from routing.town.town import Town

ATTRIBUTION = "© OpenStreetMap contributors"
LICENCE = "ODbL-1.0"


def town_of(extract: Extract, *, name: str, source: str, zone: str | None = None) -> Town:
    """Streets, doors, shops, areas and named places of an extract.

    Parameters
    ----------
    source
        What the extract was read from, for the sentence of an error.
    zone
        IANA name of the time zone; None: looked up at the middle of the streets.

    Raises
    ------
    TownError
        ``town.nothing`` when the extract is empty, ``town.no_streets`` when it has none,
        ``town.unknown_zone`` when `zone` is no time zone.
    """
    if extract.node_ids.size == 0 and not extract.ways:
        raise TownError("town.nothing", source=source)
    town = streets_town(network_of(extract), name=name, source=source, zone=zone)
    return sealed(
        replace(
            town,
            date=extract.date,
            addresses=addresses_of(extract),
            shops=shops_of(extract),
            areas=areas_of(extract),
            places=places_of(extract),
        )
    )


def streets_town(network: Network, *, name: str, source: str, zone: str | None = None) -> Town:
    """A town of streets only, its parameters and errors as in `town_of`."""
    if network.way_ids.size == 0:
        raise TownError("town.no_streets", source=source)
    if zone is not None and zone not in available_timezones():
        raise TownError("town.unknown_zone", zone=zone)
    return sealed(
        Town(
            name=name,
            zone=zone or zone_of(network),
            attribution=ATTRIBUTION,
            licence=LICENCE,
            date=None,
            sha256="",
            network=network,
            addresses=(),
            shops=(),
            areas={},
        )
    )


def sealed(town: Town) -> Town:
    """The town with the hash of what it holds."""
    return replace(town, sha256=sha256_of(town))


def zone_of(network: Network) -> str:
    """IANA time zone at the middle of the streets (the median, which far ferries don't move).

    Raises
    ------
    TownError
        ``town.no_zone`` when no zone is known there.
    """
    from tzfpy import get_tz  # noqa: PLC0415  (brings 5 MB of borders with it)

    lon, lat = (np.median(network.node_lonlat, axis=0) / UNITS_PER_DEGREE).tolist()
    zone = get_tz(lon, lat)
    if not zone:
        raise TownError("town.no_zone", longitude=round(lon, 5), latitude=round(lat, 5))
    return zone
