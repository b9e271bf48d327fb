"""A webhook's receiver on this machine: it answers as it is told, and keeps what it was sent."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answering = Callable[["Receiver", BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """What it does with the next requests; afterwards all are fine."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    next: list[Answering] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.received]


def status(code: int, **headers: str) -> Answering:
    """Answer with a status; ``retry_after`` is ``retry-after``."""

    def answering(receiver: Receiver, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", "0")
        handler.end_headers()

    return answering


def silence(receiver: Receiver, handler: BaseHTTPRequestHandler) -> None:
    """Say nothing until all is over."""
    receiver.over.wait()


def drip(receiver: Receiver, handler: BaseHTTPRequestHandler) -> None:
    """Answer without an end, a sign at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-never-ending: ")
    try:
        while not receiver.over.wait(0.01):
            handler.wfile.write(b"x")
    except OSError:
        return


def hang_up(receiver: Receiver, handler: BaseHTTPRequestHandler) -> None:
    """Close without an answer."""
    handler.close_connection = True


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a free port of the loopback."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.received.append(Received(self.path, headers, body))
            answering = receiver.next.pop(0) if receiver.next else status(200)
            answering(receiver, self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield receiver
        finally:
            receiver.over.set()
            server.shutdown()
            thread.join()
