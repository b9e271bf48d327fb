"""``chaland doctor``: what is wrong with an installation, and how each of it is mended."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from chaland.database import opened
from chaland.exits import ExitCode
from chaland.home import home
from chaland.options import DataFolder
from chaland.output import Document, Wrapped, show, table
from chaland.words import say, sentence
from chaland.working import means
from routing.errors import ChalandError, InputError

if TYPE_CHECKING:
    from chaland.checkup.finding import Finding

_SAID = {
    "blocking": "said.state.blocking",
    "look": "said.state.look",
    "fine": "said.state.fine",
}


def doctor(data: DataFolder = None) -> int:
    """Look at everything that an installation needs; 1 when something does not work."""
    from chaland.checkup.finding import State

    found = sorted(_findings(data), key=lambda one: list(_SAID).index(one.state))
    blocked = [one for one in found if one.state is State.BLOCKING]
    last = "said.doctor.blocked" if blocked else "said.doctor.fine"
    show(_document(found), _shown(found), say(last, count=len(blocked)))
    return ExitCode.VIOLATIONS if blocked else ExitCode.DONE


def _findings(data: Path | None) -> "Iterator[Finding]":
    from chaland.checkup import machine
    from chaland.checkup.mail import check_mail
    from chaland.mail import URL

    yield _reached()
    yield machine.check_clock(machine.clock_state())
    yield machine.check_disk(data or home())
    yield check_mail(os.environ.get(URL, ""))
    yield from _stored(data)


def _reached() -> "Finding":
    from chaland.checkup.finding import Finding, State, blocked_by
    from chaland.checkup.https import ABOUT, check_https
    from chaland.public import public_url

    try:
        public = public_url(os.environ)
    except InputError as error:
        return blocked_by(ABOUT, error)
    if public is None:
        return Finding(ABOUT, State.BLOCKING, "doctor.no_public_url")
    return check_https(public, means().now())


def _stored(data: Path | None) -> "Iterator[Finding]":
    from api.store.work import reading
    from chaland.checkup.database import check_content, check_schema, check_serving
    from chaland.checkup.finding import State, blocked_by

    try:
        with opened(data) as database:
            schema = check_schema(database)
            yield schema
            yield from check_serving(database)
            if schema.state is State.FINE:
                with reading(database, means()) as work:
                    yield from check_content(work)
    except ChalandError as error:
        yield blocked_by("database", error)


def _document(found: "Sequence[Finding]") -> Document:
    said = [(one, sentence(one.code, one.values)) for one in found]
    return {
        "findings": [
            {
                "about": one.about,
                "state": one.state,
                "code": one.code,
                "values": dict(one.values),
                "wrong": told.wrong,
                "mend": told.mend,
            }
            for one, told in said
        ]
    }


def _shown(found: "Sequence[Finding]") -> Table:
    rows = table(say("said.state"), say("said.found_out"), say("said.mend"))
    rows.show_lines = True
    for one in found:
        told = sentence(one.code, one.values)
        rows.add_row(say(_SAID[one.state]), Wrapped(told.wrong), Wrapped(told.mend))
    return rows
