"""The service under load, on loopback: promises a second, and how long is waited for answers.

A drawn day of a town is handed over to a ``chaland serve`` of its own, on SQLite and on
PostgreSQL one after the other: every order drafted, quoted and accepted, by callers of another
process. Then newcomers ask for all slots of the full day, and people read while it is planned.
"""

import itertools
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from api.services import links
from api.store.database import Database
from api.store.schema import upgrade
from api.store.work import Means, writing
from benchmarks import load_callers, postgres
from benchmarks.load_callers import Waited
from benchmarks.load_figures import Size, Under, Wait
from benchmarks.load_service import ServiceLog, serving
from benchmarks.load_town import QUIET, LoadTown, Wanted, opening, settle
from benchmarks.machine import kept, machine
from benchmarks.postgres import NoPostgresError
from benchmarks.spread import spread
from routing.town.pack import load_town

RESULTS = Path(__file__).parent / "results"
SHIPPED = Path(str(files("data"))) / "towns" / "monaco.town"

WAVE = 25
"""Orders whose quotes are open at the same time: accepted one after the other, each of them meets
a pool that has moved since."""

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


def run(
    town: Path = SHIPPED,
    out: Path = RESULTS,
    *,
    size: Size | None = None,
    seed: int = 1,
) -> dict[str, Any]:
    """Measure and write the result to a file, which is named in what comes back.

    PostgreSQL is left out, and what it takes is said, where there is none.

    Parameters
    ----------
    out
        Folder for ``load-TOWN.json``.
    """
    asked, before, missing = size or Size(), os.getloadavg(), ""
    measured = [_measured(SQLITE, town, asked, seed)]
    try:
        measured.append(_measured(POSTGRESQL, town, asked, seed))
    except NoPostgresError as error:
        missing = error.how
    name = load_town(town).name
    document: dict[str, object] = {
        "town": name,
        "seed": seed,
        "size": asdict(asked),
        "databases": [{**asdict(one), "share_of_raw": round(one.share, 3)} for one in measured],
        "left_out": missing,
        "load_before": [round(load, 2) for load in before],
        "load": [round(load, 2) for load in os.getloadavg()],
        **machine(["chaland", "fastapi", "sqlalchemy", "uvicorn", "numpy"]),
    }
    return kept(document, out, "load", name)


def _measured(kind: str, pack: Path, size: Size, seed: int) -> Under:
    with (
        tempfile.TemporaryDirectory(prefix="chaland-load-") as folder,
        _database(kind, Path(folder)) as database,
    ):
        where = load_town(pack)
        opens = opening(where.zone)
        with writing(database, Means(lambda: opens, secrets.token_bytes)) as work:
            links.prepare(work)
            town = settle(
                work,
                where,
                pack.read_bytes(),
                seed=seed,
                orders=size.orders,
                newcomers=size.newcomers,
                quiet=size.quiet,
                couriers=size.couriers,
            )
        first = _raw_commits(database, size.commits)
        with (
            serving(database.url, Path(folder), opens) as (address, log),
            ProcessPoolExecutor(1, mp_context=get_context("spawn")) as callers,
        ):

            def ask(stretch: Callable[..., Any], *told: object) -> Any:
                return callers.submit(stretch, address, town, *told).result()

            figures = _asked(ask, log, town, size)
        after = _raw_commits(database, size.commits)
        return Under(
            database=kind,
            version=_version(database),
            raw_commits=(round(first, 1), round(after, 1)),
            **figures,
        )


def _asked(ask: Callable[..., Any], log: ServiceLog, town: LoadTown, size: Size) -> dict[str, Any]:
    """All that is asked of a service, stretch after stretch."""
    filling = _filled(ask, town.orders, size.callers)
    accept = _wait(log, "POST", "/v1/orders/{order_id}/accept", filling.accepting)
    quote_filling = _wait(log, "POST", "/v1/quotes", filling.quoting)

    newcomers, _ = ask(load_callers.draft, town.newcomers, size.callers)
    asking = list(itertools.islice(itertools.cycle(newcomers), size.quotes))
    _, alone = ask(load_callers.quote, asking, 1)
    quote_alone = _wait(log, "POST", "/v1/quotes", alone)
    _, together = ask(load_callers.quote, asking, size.callers)
    quote_together = _wait(log, "POST", "/v1/quotes", together)

    _filled(ask, town.quiet, size.callers)
    a_round = ask(load_callers.publish, str(QUIET))
    reads, planned = ask(load_callers.read_while_planning, a_round, size.reads, size.seconds)
    routes = {"day": "/v1/orders", "round": "/v1/rounds/{round_id}", "health": "/healthz"}
    return {
        "drafts": round(len(town.orders) / filling.drafting.seconds, 1),
        "quotes": round(len(town.orders) / filling.quoting.seconds, 1),
        "promises": round(filling.promised / filling.accepting.seconds, 1),
        "promised": filling.promised,
        "accept": accept,
        "quote_filling": quote_filling,
        "quote_alone": quote_alone,
        "quote_together": quote_together,
        "reads": {name: _wait(log, "GET", routes[name], one) for name, one in reads.items()},
        "planned_all_the_while": planned,
    }


@dataclass(frozen=True, slots=True)
class _Filling:
    """A day that was filled: how many were promised, and what was waited for it."""

    promised: int
    drafting: Waited
    quoting: Waited
    accepting: Waited


def _filled(ask: Callable[..., Any], orders: Sequence[Wanted], callers: int) -> _Filling:
    """Draft, quote and accept orders, wave by wave, so that each step is measured by itself."""
    promised = 0
    steps: list[tuple[Waited, Waited, Waited]] = []
    for first in range(0, len(orders), WAVE):
        drafts, drafting = ask(load_callers.draft, orders[first : first + WAVE], callers)
        offered, quoting = ask(load_callers.quote, drafts, callers)
        kept_ones, accepting = ask(load_callers.accept, offered, callers)
        promised += sum(kept_ones)
        steps.append((drafting, quoting, accepting))
    return _Filling(promised, *(sum(waited, Waited()) for waited in zip(*steps, strict=True)))


def _wait(log: ServiceLog, method: str, route: str, waited: Waited) -> Wait:
    in_service = log.milliseconds(method, route, len(waited.each))
    return Wait(spread([one / 1_000 for one in in_service], 1), spread(waited.each, 1))


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[Database]:
    """A new database with all tables."""
    if kind == SQLITE:
        yield from _opened(Database.of_file(folder / "chaland.sqlite"))
        return
    with postgres.running() as url:
        yield from _opened(Database(url))


def _opened(database: Database) -> Iterator[Database]:
    try:
        upgrade(database)
        yield database
    finally:
        database.close()


def _raw_commits(database: Database, count: int) -> float:
    """Durable commits a second of one row each, by the bare driver with the service's settings."""
    with database.engine.connect() as connection:
        bare: Any = connection.connection.driver_connection
        cursor = bare.cursor()
        cursor.execute("CREATE TABLE IF NOT EXISTS raw_commits (at TEXT)")
        bare.commit()
        began = time.perf_counter()
        for _ in range(count):
            if database.is_sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("INSERT INTO raw_commits VALUES ('now')")
            bare.commit()
        return count / (time.perf_counter() - began)


def _version(database: Database) -> str:
    with database.reading() as connection:
        found = connection.dialect.server_version_info or ()
    return ".".join(map(str, found))
