"""Answering over HTTP: a socket, a service on a database, and a server until told to stop."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from routing.errors import InputError

if TYPE_CHECKING:
    import uvicorn

    from api.domain.public_url import PublicUrl
    from api.services.live_pools import LivePools
    from api.services.service import Service
    from api.store.database import Database
    from api.store.work import Means

PATIENCE = 10
"""Seconds in which what is being answered may be answered, when the service is told to stop."""

_WAITING = 2_048
"""Callers who may wait to be heard."""


def listening_on(host: str, port: int) -> socket.socket:
    """A socket on which callers may wait already.

    What is written is sent at once: asyncio sees to that only where a socket names its protocol,
    and otherwise an answer's body waits 40 ms for its head to be acknowledged.

    Raises
    ------
    InputError
        ``serve.address``.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError("serve.address", host=host, port=port, why=why) from error
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # who is accepted inherits it
    return listening


def local_url(listening: socket.socket) -> str:
    """Where callers on this machine reach a socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def make_service(
    database: "Database", given: "Means", live_pools: "LivePools", reached_at: "PublicUrl"
) -> "Service":
    """A service on a database, which is made ready for it."""
    from api.jobs.durable import DurableJobs, prepare
    from api.services import links
    from api.services.service import Service, Settings
    from api.store.work import writing
    from chaland.public import webhook_targets

    prepare(database)
    with writing(database, given) as work:
        links.prepare(work)
    return Service(
        database,
        given,
        live_pools,
        DurableJobs(database),
        Settings(reached_at),
        webhook_targets(os.environ),
    )


def make_server(service: "Service") -> "uvicorn.Server":
    """A server that answers for a service, and writes no log of its own."""
    import uvicorn

    from api.http.app import make_app
    from chaland.public import trusted_proxies

    proxies = trusted_proxies(os.environ)
    config = uvicorn.Config(
        make_app(service),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=PATIENCE,
    )
    return uvicorn.Server(config)


@contextmanager
def ended_by_signals(server: "uvicorn.Server") -> Iterator[None]:
    """Let SIGINT and SIGTERM end a server in good order, also one that does not answer yet.

    Python's own way, an exception wherever the program happens to be, is lost when that is inside
    an import or a callback, and then nothing ends.
    """

    def end(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    usual = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
