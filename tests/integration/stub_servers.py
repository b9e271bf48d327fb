"""A small world that answers as Overpass and Nominatim do, on 127.0.0.1."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlparse

import shapely

from tests.townmaps import DATE, Element, Node, Relation, Way, overpass_element

_STATEMENT = re.compile(
    r"\((?P<kind>node|way|relation)\['(?P<key>[^']+)'(?:='(?P<value>[^']+)')?\]"
    r"\(poly:'(?P<poly>[^']+)'\);\(\._;>;\);\);"
)
_STATUS = b"Connected as: 1\nCurrent time:\nEndpoint:\nRate limit: 2\n2 slots available now.\n"


@dataclass
class World:
    """What the servers know, and how they feel today.

    Parameters
    ----------
    places
        Results of Nominatim by query.
    remark
        What Overpass remarks instead of data.
    asked
        Paths of all requests.
    """

    elements: Sequence[Element]
    places: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    remark: str = ""
    status: int = 200
    asked: list[str] = field(default_factory=list)

    def answer(self, query: str) -> dict[str, Any]:
        """What Overpass sends for the union of statements that OSMnx writes."""
        statements = list(_STATEMENT.finditer(query))
        assert statements, query
        found = {one for statement in statements for one in self._matching(statement)}
        found |= {below for one in found for below in self._below(one)}
        elements = [overpass_element(one) for one in self.elements if one in found]
        head = {"version": 0.6, "osm3s": {"timestamp_osm_base": DATE}}
        return head | (
            {"remark": self.remark, "elements": []} if self.remark else {"elements": elements}
        )

    def _matching(self, statement: re.Match[str]) -> Iterator[Element]:
        kind, key, value = statement["kind"], statement["key"], statement["value"]
        figures = [float(figure) for figure in statement["poly"].split()]
        border = shapely.Polygon(zip(figures[1::2], figures[::2], strict=True))
        for one in self.elements:
            is_kind = type(one).__name__.lower() == kind
            if (
                is_kind
                and key in one.tags
                and value in (None, one.tags[key])
                and any(
                    border.covers(shapely.Point(node.lonlat))
                    for node in [one, *self._below(one)]
                    if isinstance(node, Node)
                )
            ):
                yield one

    def _below(self, one: Element) -> Iterator[Element]:
        """Nodes of a way; members of a relation and the nodes of its ways."""
        ids: set[tuple[str, int]] = set()
        if isinstance(one, Way):
            ids = {("Node", id_) for id_ in one.nodes}
        if isinstance(one, Relation):
            ids = {(kind.capitalize(), id_) for kind, id_, _ in one.members}
        for below in self.elements:
            if (type(below).__name__, below.id) in ids:
                yield below
                yield from self._below(below)


@contextmanager
def serving(world: World) -> Iterator[str]:
    """The address of a server that knows a world."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            world.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send(world.answer(parse_qs(body)["data"][0]))

        def do_GET(self) -> None:
            url = urlparse(self.path)
            world.asked.append(url.path)
            if url.path == "/search":
                self._send(world.places.get(parse_qs(url.query)["q"][0], []))
            else:
                self._send_bytes(_STATUS, "text/plain")

        def _send(self, answer: object) -> None:
            self._send_bytes(json.dumps(answer).encode(), "application/json")

        def _send_bytes(self, data: bytes, kind: str) -> None:
            self.send_response(world.status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

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
