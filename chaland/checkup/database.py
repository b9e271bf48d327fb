"""The service's database: its schema, its backups, its maps, its purges, and who serves it."""

import datetime as dt
import fcntl
import io
import json
import zipfile
from collections.abc import Iterator

from api.domain.errors import ServiceError
from api.services.forgetting import CLOCKWORK
from api.store import blobs, purges, towns
from api.store.backup import last_backup
from api.store.condition import newest_event, workers_seen
from api.store.database import Database
from api.store.schema import require_current
from api.store.work import Work
from chaland.checkup.finding import Finding, State, blocked_by
from routing.formats.zips import UNREADABLE_ZIP

BACKUP_LOOK = dt.timedelta(days=2)
MAP_LOOK = dt.timedelta(days=365)
PURGE_LOOK = dt.timedelta(hours=30)
ALIVE = dt.timedelta(minutes=2)
"""Workers say more often that they are alive."""
CLOCKS_DIFFER = dt.timedelta(minutes=1)


def check_schema(database: Database) -> Finding:
    """Whether the tables are those that this Chaland needs."""
    try:
        require_current(database)
    except ServiceError as error:
        return blocked_by("schema", error)
    return Finding("schema", State.FINE, "doctor.schema_fine", {"database": database.name})


def check_content(work: Work) -> Iterator[Finding]:
    """All that the rows tell; the schema must be right."""
    yield _backup(work)
    yield from _maps(work)
    yield _purge(work)
    yield from _past(work)
    yield _workers(work)


def check_serving(database: Database) -> Iterator[Finding]:
    """Who serves a SQLite file; on PostgreSQL any number of processes may."""
    path = database.path
    if path is None:
        return
    lock = path.resolve().with_name(f"{path.name}.serving")
    try:
        with lock.open("r", encoding="ascii") as file:
            held = _is_held(file.fileno())
            process = file.read()
    except FileNotFoundError:
        held = False
    if held:
        yield Finding("serving", State.FINE, "doctor.served", {"process": process})
    else:
        yield Finding("serving", State.BLOCKING, "doctor.nobody_serves")


def _backup(work: Work) -> Finding:
    made = last_backup(work.connection)
    if made is None:
        return Finding("backup", State.LOOK, "doctor.no_backup")
    age = work.now - made
    values = {"hours": round(age / dt.timedelta(hours=1))}
    if age > BACKUP_LOOK:
        return Finding("backup", State.LOOK, "doctor.backup_old", values)
    return Finding("backup", State.FINE, "doctor.backup_fine", values)


def _maps(work: Work) -> Iterator[Finding]:
    served = towns.every(work, CLOCKWORK)
    if not served:
        yield Finding("map", State.LOOK, "doctor.no_town")
    for town in served:
        yield _map(town.name, date_of(blobs.content_of(work, town.pack)), work.now)


def _map(town: str, drawn: dt.datetime | None, now: dt.datetime) -> Finding:
    if drawn is None:
        return Finding("map", State.LOOK, "doctor.map_undated", {"town": town})
    values = {"town": town, "date": drawn.date().isoformat()}
    if now - drawn > MAP_LOOK:
        return Finding("map", State.LOOK, "doctor.map_old", values)
    return Finding("map", State.FINE, "doctor.map_fine", values)


def date_of(pack: bytes) -> dt.datetime | None:
    """When a pack's map was drawn, without reading its streets; None where it does not tell."""
    try:
        with zipfile.ZipFile(io.BytesIO(pack)) as members:
            text = json.loads(members.read("manifest.json"))["date"]
    except UNREADABLE_ZIP:
        return None
    drawn = None if text is None else dt.datetime.fromisoformat(text)
    return drawn.replace(tzinfo=drawn.tzinfo or dt.UTC) if drawn else None


def _purge(work: Work) -> Finding:
    ran = purges.last(work)
    if ran is None:
        return Finding("purge", State.LOOK, "doctor.never_purged")
    age = work.now - ran
    values = {"hours": round(age / dt.timedelta(hours=1))}
    if age > PURGE_LOOK:
        return Finding("purge", State.LOOK, "doctor.purge_old", values)
    return Finding("purge", State.FINE, "doctor.purge_fine", values)


def _past(work: Work) -> Iterator[Finding]:
    """Whether the clock shows a time before something that has already happened."""
    newest = newest_event(work)
    if newest is not None and newest - work.now > CLOCKS_DIFFER:
        values = {"now": work.now.isoformat(timespec="seconds"), "event": newest.isoformat()}
        yield Finding("clock", State.BLOCKING, "doctor.clock_behind", values)


def _workers(work: Work) -> Finding:
    count = workers_seen(work, work.now - ALIVE)
    if not count:
        return Finding("worker", State.BLOCKING, "doctor.no_worker")
    return Finding("worker", State.FINE, "doctor.workers", {"count": count})


def _is_held(file: int) -> bool:
    """Whether some process holds the lock of who serves; asking does not keep it."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(file, fcntl.LOCK_UN)
    return False
