"""A server that answers as ``osrm-routed`` 5.21 and later does, on 127.0.0.1.

Its streets are a grid: from one place to another it is as far as the degrees between them, east
first and then north.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

Position = tuple[float, float]

METRES_A_DEGREE = 100_000.0
METRES_A_SECOND = 4.0

_SERVICE = re.compile(r"/(?P<service>table|route|nearest)/v1/(?P<profile>\w+)/(?P<points>[^/]+)")


class Refused(Exception):
    """An answer with a code of its own."""

    def __init__(self, code: str, message: str) -> None:
        self.answer = {"code": code, "message": message}
        super().__init__(code)


@dataclass
class Osrm:
    """What the server knows, and how it feels today.

    Parameters
    ----------
    island
        Places that no street leads to.
    nowhere
        Places near which it knows no street at all.
    metres_off
        How far from a street a place is; 2 unless told.
    max_table_size
        As the option of ``osrm-routed``: so many squared cells at most.
    whole
        What is answered instead, as it is, with a status.
    asked
        Paths of all requests.
    """

    island: set[Position] = field(default_factory=set)
    nowhere: set[Position] = field(default_factory=set)
    metres_off: dict[Position, float] = field(default_factory=dict)
    max_table_size: int = 100
    whole: tuple[int, bytes] | None = None
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        self.asked.append(path)
        if self.whole is not None:
            return self.whole
        url = urlsplit(path)
        read = _SERVICE.fullmatch(url.path)
        if read is None:
            return 400, json.dumps(
                {"code": "InvalidUrl", "message": "URL string malformed"}
            ).encode()
        points = [_position(text) for text in read["points"].split(";")]
        options = {name: values[0] for name, values in parse_qs(url.query).items()}
        try:
            return 200, json.dumps(self._answer(read["service"], points, options)).encode()
        except Refused as refused:
            return 400, json.dumps(refused.answer).encode()

    def _answer(
        self, service: str, points: list[Position], options: dict[str, str]
    ) -> dict[str, Any]:
        if service == "nearest":
            self._snap(points)
            return {"code": "Ok", "waypoints": [self._waypoint(points[0])]}
        if len(points) < 2:
            raise Refused("InvalidOptions", "Number of coordinates needs to be at least two.")
        if service == "table":
            return self._table(points, options)
        self._snap(points)
        return self._route(*points)

    def _table(self, points: list[Position], options: dict[str, str]) -> dict[str, Any]:
        assert options["annotations"] == "duration,distance"
        sources, destinations = (
            [points[int(index)] for index in options[side].split(";")]
            for side in ("sources", "destinations")
        )
        if len(sources) * len(destinations) > self.max_table_size**2:
            raise Refused("TooBig", "Too many table coordinates")
        self._snap(points)
        metres = [[self._metres(one, other) for other in destinations] for one in sources]
        seconds = [
            [None if m is None else round(m / METRES_A_SECOND, 1) for m in row] for row in metres
        ]
        return {
            "code": "Ok",
            "durations": seconds,
            "distances": metres,
            "sources": [self._waypoint(point) for point in sources],
            "destinations": [self._waypoint(point) for point in destinations],
        }

    def _route(self, origin: Position, destination: Position) -> dict[str, Any]:
        metres = self._metres(origin, destination)
        if metres is None:
            raise Refused("NoRoute", "Impossible route between points")
        line = [origin, (destination[0], origin[1]), destination]
        seconds = round(metres / METRES_A_SECOND, 1)
        leg = {
            "steps": [],
            "distance": metres,
            "duration": seconds,
            "summary": "",
            "weight": seconds,
        }
        return {
            "code": "Ok",
            "routes": [
                {
                    "geometry": {"coordinates": line, "type": "LineString"},
                    "legs": [leg],
                    "distance": metres,
                    "duration": seconds,
                    "weight_name": "routability",
                    "weight": seconds,
                }
            ],
            "waypoints": [self._waypoint(origin), self._waypoint(destination)],
        }

    def _metres(self, one: Position, other: Position) -> float | None:
        if one != other and self.island & {one, other}:
            return None
        degrees = abs(one[0] - other[0]) + abs(one[1] - other[1])
        return round(degrees * METRES_A_DEGREE, 1)

    def _snap(self, points: list[Position]) -> None:
        """Refuse what has no street, naming the wrong coordinate as the real one may."""
        if self.nowhere & set(points):
            raise Refused("NoSegment", "Could not find a matching segment for coordinate 0")

    def _waypoint(self, point: Position) -> dict[str, Any]:
        return {
            "hint": "KSoKADRYroqUBAEA",
            "distance": self.metres_off.get(point, 2.0),
            "name": "Rue Basse",
            "location": list(point),
        }


def _position(text: str) -> Position:
    longitude, latitude = text.split(",")
    return float(longitude), float(latitude)


@contextmanager
def serving_osrm(osrm: Osrm) -> Iterator[str]:
    """The address of a server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = osrm.answer(self.path)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
