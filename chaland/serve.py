"""``chaland serve``: answers over HTTP."""

import os
import socket
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from chaland.options import DataFolder
from chaland.output import show
from chaland.words import say

if TYPE_CHECKING:
    from api.domain.public_url import PublicUrl

PORT = 8_000

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
    from api.http.logs import write_logs
    from api.services.live_pools import LivePools
    from api.services.town_packs import TownPacks
    from api.store.schema import require_current
    from api.store.serving import serving
    from chaland.answering import (
        ended_by_signals,
        listening_on,
        local_url,
        make_server,
        make_service,
    )
    from chaland.database import opened
    from chaland.working import at_work, means

    with opened(data) as database, serving(database):
        require_current(database)
        listening = listening_on(host, port)
        reached_at = _reached_at(public_url, listening)
        given = means()
        document = {
            "url": local_url(listening),
            "public_url": reached_at.origin,
            "database": database.name,
        }
        told = say("said.serves", url=local_url(listening), public_url=reached_at.origin)
        server = make_server(make_service(database, given, LivePools(TownPacks()), reached_at))
        working = nullcontext() if workless else at_work(database, given)
        with working, ended_by_signals(server):
            show(document, told)
            write_logs()
            server.run(sockets=[listening])


def _reached_at(public_url: str | None, listening: socket.socket) -> "PublicUrl":
    """Where people reach the service: as they were told, else on this machine only."""
    from api.domain.public_url import PublicUrl, read_public_url
    from chaland.public import public_url as public_url_in

    if public_url is not None:
        return read_public_url(public_url)
    here = PublicUrl("http", "127.0.0.1", listening.getsockname()[1])
    return public_url_in(os.environ) or here
