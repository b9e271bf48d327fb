"""A round as GPX 1.1, for any navigation device: its stops, their order, and the way.

No personal data, as in `routing.day.geojson`. Times are in UTC, as GPX asks.
"""

import datetime as dt
import xml.etree.ElementTree as ET

from routing.day.day import Day
from routing.day.rounds import Round, RoundStop
from routing.town.notice import notice
from routing.typography import instant

NAMESPACE = "http://www.topografix.com/GPX/1/1"


def round_gpx(day: Day, round_: Round) -> str:
    """The text of a round's GPX file: waypoints, the route through them, the track on the streets.

    Parameters
    ----------
    day
        Of which the town and the origin are told.
    """
    gpx = ET.Element("gpx", {"xmlns": NAMESPACE, "version": "1.1", "creator": "Chaland"})
    _metadata(gpx, day, round_)
    for stop in round_.stops:
        _waypoint(gpx, "wpt", day.origin, round_, stop)
    route = ET.SubElement(gpx, "rte")
    _text(route, "name", round_.letter)
    for stop in round_.stops:
        _waypoint(route, "rtept", day.origin, round_, stop)
    track = ET.SubElement(gpx, "trk")
    _text(track, "name", round_.letter)
    for leg in round_.legs:
        segment = ET.SubElement(track, "trkseg")
        for lon, lat in leg.lonlat.tolist():
            ET.SubElement(segment, "trkpt", _position(lon, lat))
    ET.indent(gpx, " ")
    written: bytes = ET.tostring(gpx, encoding="UTF-8", xml_declaration=True)
    return written.decode() + "\n"


def _metadata(gpx: ET.Element, day: Day, round_: Round) -> None:
    metadata = ET.SubElement(gpx, "metadata")
    _text(metadata, "name", f"{day.town.name} {day.date.isoformat()} {round_.letter}")
    map_by = ET.SubElement(metadata, "copyright", {"author": day.town.attribution})
    if day.town.date:
        _text(map_by, "year", str(day.town.date.year))
    _text(map_by, "license", f"https://spdx.org/licenses/{day.town.licence}.html")
    _text(metadata, "time", _utc(day.origin, round_.start))
    whose = (f"{key}={told}" for key, told in notice(day.town).items() if told)
    _text(metadata, "keywords", ", ".join(whose))


def _waypoint(
    parent: ET.Element, tag: str, origin: dt.datetime, round_: Round, stop: RoundStop
) -> None:
    point = ET.SubElement(parent, tag, _position(*stop.position))
    label = "" if stop.kind == "door" else stop.label
    _text(point, "time", _utc(origin, stop.start))
    _text(point, "name", f"{round_.letter}{stop.number} {label}".rstrip())
    _text(point, "desc", " ".join(handover.order for handover in stop.handovers))
    _text(point, "type", stop.kind)


def _position(lon: float, lat: float) -> dict[str, str]:
    return {"lat": f"{lat:.7f}", "lon": f"{lon:.7f}"}


def _utc(origin: dt.datetime, seconds: int) -> str:
    return f"{instant(origin, seconds).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    # XML knows no control characters, not even escaped ones.
    ET.SubElement(parent, tag).text = "".join(c if c.isprintable() else " " for c in text)
