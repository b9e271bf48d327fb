"""``chaland serve``: answers over HTTP."""

import os
import socket
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from chaland.options import DataFolder
from chaland.output import show
from chaland.words import say
from routing.errors import InputError

if TYPE_CHECKING:
    from api.domain.public_url import PublicUrl
    from api.services.service import Service
    from api.store.database import Database

PORT = 8_000

PATIENCE = 10
"""Seconds in which what is being answered may be answered, when the service is told to stop."""

_WAITING = 2_048
"""Callers who may wait to be heard."""

Host = Annotated[str, typer.Option("--host", help=say("help.serve.host"), metavar="HOST")]
Port = Annotated[
    int, typer.Option("--port", min=0, max=65_535, help=say("help.serve.port"), metavar="N")
]
Workless = Annotated[
    bool, typer.Option("--no-worker", help=say("help.serve.no_worker"), metavar="")
]
PublicAddress = Annotated[
    str | None, typer.Option("--public-url", help=say("help.serve.public_url"), metavar="URL")
]


def serve(
    host: Host = "127.0.0.1",
    port: Port = PORT,
    data: DataFolder = None,
    public_url: PublicAddress = None,
    workless: Workless = False,
) -> None:
    """Answer until told to stop, and work meanwhile."""
    from api.store.schema import require_current
    from api.store.serving import serving
    from chaland.database import opened
    from chaland.working import at_work

    with opened(data) as database, serving(database):
        require_current(database)
        listening = _listening(host, port)
        reached_at = _reached_at(public_url, listening)
        document = {
            "url": _local(listening),
            "public_url": reached_at.origin,
            "database": database.name,
        }
        told = say("said.serves", url=_local(listening), public_url=reached_at.origin)
        show(document, told)
        service = _service(database, reached_at)
        with nullcontext() if workless else at_work(database):
            _run(service, listening)


def _listening(host: str, port: int) -> socket.socket:
    """A socket on which callers may wait already.

    Raises
    ------
    InputError
        ``serve.address``.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError("serve.address", host=host, port=port, why=why) from error


def _local(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _reached_at(public_url: str | None, listening: socket.socket) -> "PublicUrl":
    """Where people reach the service: as they were told, else on this machine only."""
    from api.domain.public_url import PublicUrl, read_public_url
    from chaland.public import public_url as public_url_in

    if public_url is not None:
        return read_public_url(public_url)
    here = PublicUrl("http", "127.0.0.1", listening.getsockname()[1])
    return public_url_in(os.environ) or here


def _service(database: "Database", reached_at: "PublicUrl") -> "Service":
    from api.jobs.durable import DurableJobs, prepare
    from api.services import links
    from api.services.live_pools import LivePools
    from api.services.service import Service, Settings
    from api.services.town_packs import TownPacks
    from api.store.work import writing
    from chaland.public import webhook_targets
    from chaland.working import means

    prepare(database)
    given = means()
    with writing(database, given) as work:
        links.prepare(work)
    return Service(
        database,
        given,
        LivePools(TownPacks()),
        DurableJobs(database),
        Settings(reached_at),
        webhook_targets(os.environ),
    )


def _run(service: "Service", listening: socket.socket) -> None:
    import uvicorn

    from api.http.app import make_app
    from api.http.logs import write_logs
    from chaland.public import trusted_proxies

    proxies = trusted_proxies(os.environ)
    write_logs()
    config = uvicorn.Config(
        make_app(service),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=PATIENCE,
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        return  # told to stop, it has stopped: that is no failure
