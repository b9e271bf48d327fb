"""Answers of an Overpass server, as parsed JSON, gathered into an extract."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from routing.town.extract import UNITS_PER_DEGREE, Extract, Gathering, Member

Answer = Mapping[str, Any]


def extract_of(answers: Iterable[Answer]) -> Extract:
    """All elements of several answers.

    Raises
    ------
    KeyError, TypeError, ValueError
        When an answer is not what Overpass writes.
    """
    gathering = Gathering()
    dates = []
    for answer in answers:
        dates.append(dt.datetime.fromisoformat(answer["osm3s"]["timestamp_osm_base"]))
        for element in answer["elements"]:
            _gather(element, gathering)
    return gathering.extract(min(dates, default=None))


def _gather(element: Mapping[str, Any], gathering: Gathering) -> None:
    kind, element_id, tags = element["type"], int(element["id"]), element.get("tags", {})
    if kind == "node":
        lon, lat = (round(float(element[key]) * UNITS_PER_DEGREE) for key in ("lon", "lat"))
        gathering.node(element_id, lon, lat, tags)
    elif kind == "way":
        gathering.way(element_id, element["nodes"], tags)
    elif kind == "relation":
        members = [
            Member(member["type"][0], int(member["ref"]), member["role"])
            for member in element["members"]
        ]
        gathering.relation(element_id, members, tags)
