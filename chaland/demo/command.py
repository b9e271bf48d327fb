"""``chaland demo``: everything that a town runs, with a day under way, on this machine."""

import datetime as dt
import secrets
import socket
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chaland.output import note
from chaland.words import say
from routing.errors import InputError

if TYPE_CHECKING:
    import uvicorn

HOST, USUAL_PORT, ANY_PORT = "127.0.0.1", 8_000, 0

PAGE_SECONDS = 60
"""How long the first page may take."""

Once = Annotated[bool, typer.Option("--once", help=say("help.demo.once"), metavar="")]
Port = Annotated[
    int | None, typer.Option("--port", min=0, max=65_535, help=say("help.demo.port"), metavar="N")
]


def demo(port: Port = None, once: Once = False) -> None:
    """Live half a day in a new database, and serve it until told to stop."""
    from api.domain.public_url import PublicUrl
    from api.store.schema import upgrade
    from api.store.serving import serving
    from api.store.work import Means
    from chaland.answering import (
        ended_by_signals,
        listening_on,
        local_url,
        make_server,
        make_service,
    )
    from chaland.database import opened
    from chaland.demo import settings
    from chaland.demo.day import live
    from chaland.demo.entrances import Doorkeeper
    from chaland.demo.showing import show_day
    from chaland.home import shipped_towns
    from chaland.working import at_work
    from routing.town.pack import find_town

    pack = find_town(settings.TOWN, (shipped_towns(),))
    with (
        listening_on(HOST, _port(port)) as listening,
        tempfile.TemporaryDirectory(prefix="chaland-demo-") as folder,
        opened(Path(folder), new=True) as database,
        serving(database),
    ):
        note(say("said.demo"))
        upgrade(database)
        day = live(database, pack, dt.datetime.now(dt.UTC))
        ahead = day.scene.agenda.now - dt.datetime.now(dt.UTC)
        given = Means(lambda: dt.datetime.now(dt.UTC) + ahead, secrets.token_bytes)
        reached_at = PublicUrl("http", HOST, listening.getsockname()[1])
        service = make_service(database, given, day.scene.live_pools, reached_at)
        server = make_server(service)
        first_page = None
        with at_work(database, given), ended_by_signals(server):
            show_day(day, Doorkeeper(day, reached_at).let_in(), local_url(listening))
            first_page = FirstPage(local_url(listening), server) if once else None
            server.run(sockets=[listening])
    if first_page is not None:
        first_page.require()


def _port(wanted: int | None) -> int:
    """The port that is wanted, else the usual one, else any that is free."""
    if wanted is not None:
        return wanted
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, USUAL_PORT))
        except OSError:
            return ANY_PORT
    return USUAL_PORT


class FirstPage:
    """Looks at the first page as soon as it answers, and then lets the server end."""

    def __init__(self, url: str, server: "uvicorn.Server") -> None:
        self._url, self._server, self._status = url, server, 0
        threading.Thread(target=self._look, name="first page", daemon=True).start()

    def require(self) -> None:
        """Go on only if it was a page.

        Raises
        ------
        InputError
            ``demo.no_page``.
        """
        if self._status != 200:
            raise InputError("demo.no_page", url=self._url, status=self._status)

    def _look(self) -> None:
        import httpx

        try:
            answer = httpx.get(self._url, follow_redirects=True, timeout=PAGE_SECONDS)
            self._status = answer.status_code
        finally:
            self._server.should_exit = True
