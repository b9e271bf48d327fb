"""Towns straight from OpenStreetMap's servers, by the name of a place or by a box.

OSMnx asks politely (it waits for a free slot, cuts large areas into pieces, honours its user's
settings). Its graphs would lose tags, nodes and turn relations, so its answers are taken as they
arrive and read like any other map. OSMnx takes seconds to import: nothing else here imports it.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import osmnx
import shapely

from routing.errors import TownError
from routing.town.build import town_of
from routing.town.overpass import Answer, extract_of
from routing.town.tags import WANTED
from routing.town.town import Town

if TYPE_CHECKING:
    import requests

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_ASKED_AGAIN = (HTTPStatus.FOUND, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.GATEWAY_TIMEOUT)
"""Statuses after which the same is asked again, by OSMnx or by the library below it."""


def town_from_place(
    query: str,
    *,
    name: str,
    zone: str | None = None,
    overpass: str | None = None,
    nominatim: str | None = None,
) -> Town:
    """A town inside the border of a place, e.g. ``Beausoleil, France``.

    Parameters
    ----------
    query
        As for Nominatim.
    zone
        IANA name of the time zone; None: looked up at the middle of the streets.
    overpass, nominatim
        Addresses of the servers; None: those of OSMnx's settings.

    Raises
    ------
    TownError
        When no place or no border is known by that name, a server cannot be reached or refuses, or
        there are no streets.
    """
    with _settings(overpass, nominatim):
        border = _border_of(query)
        answers = _ask(border)
    return _town(answers, name=name, source=query, zone=zone)


def town_from_bbox(
    box: Box, *, name: str, zone: str | None = None, overpass: str | None = None
) -> Town:
    """A town inside a box; see `town_from_place`."""
    west, south, east, north = box
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise TownError("town.no_box", west=west, south=south, east=east, north=north)
    with _settings(overpass, None):
        answers = _ask(shapely.box(*box))
    return _town(answers, name=name, source=f"{west}, {south}, {east}, {north}", zone=zone)


def _town(answers: list[Answer], *, name: str, source: str, zone: str | None) -> Town:
    try:
        extract = extract_of(answers)
    except (KeyError, TypeError, ValueError) as error:
        raise TownError("town.server_refused", detail=str(error)) from error
    return town_of(extract, name=name, source=source, zone=zone)


def _border_of(query: str) -> shapely.Polygon | shapely.MultiPolygon:
    try:
        border: shapely.Polygon | shapely.MultiPolygon = osmnx.geocode_to_gdf(query).geometry[0]
    except TypeError as error:  # a place that is a point
        raise TownError("town.place_without_border", place=query) from error
    except ValueError as error:
        raise TownError("town.unknown_place", place=query) from error
    except OSError as error:
        raise TownError("town.server_unreachable", server=osmnx.settings.nominatim_url) from error
    return border


def _ask(border: shapely.Polygon | shapely.MultiPolygon) -> list[Answer]:
    """All elements inside a border that a town may keep, as the server sends them."""
    responses: list[requests.Response] = []

    def keep(response: "requests.Response", *_: Any, **__: Any) -> None:
        if response.url.endswith("/interpreter") and response.status_code not in _ASKED_AGAIN:
            responses.append(response)

    osmnx.settings.requests_kwargs = {**osmnx.settings.requests_kwargs, "hooks": {"response": keep}}
    try:
        osmnx.features_from_polygon(
            border, {key: list(values) or True for key, values in WANTED.items()}
        )
    except InterruptedError:  # how OSMnx says that it has downloaded all and makes nothing of it
        pass
    except OSError as error:
        raise TownError("town.server_unreachable", server=osmnx.settings.overpass_url) from error
    except ValueError as error:
        raise TownError("town.server_refused", detail=str(error)) from error
    return [_answer(response) for response in responses]


def _answer(response: "requests.Response") -> Answer:
    answer: Answer = response.json()
    if response.status_code != HTTPStatus.OK:
        raise TownError("town.server_refused", detail=f"HTTP {response.status_code}")
    if "remark" in answer:
        raise TownError("town.server_refused", detail=str(answer["remark"]))
    return answer


@contextmanager
def _settings(overpass: str | None, nominatim: str | None) -> Iterator[None]:
    """OSMnx's settings for raw answers; whatever it changes in the process is put back."""
    settings = osmnx.settings
    ours = {
        "cache_only_mode": True,
        "use_cache": False,
        "overpass_url": overpass or settings.overpass_url,
        "nominatim_url": nominatim or settings.nominatim_url,
        "requests_kwargs": settings.requests_kwargs,
    }
    before = {key: getattr(settings, key) for key in ours}
    resolve = socket.getaddrinfo
    try:
        for key, value in ours.items():
            setattr(settings, key, value)
        yield
    finally:
        for key, value in before.items():
            setattr(settings, key, value)
        socket.getaddrinfo = resolve
