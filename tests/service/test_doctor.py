"""What the doctor finds: each thing that may be wrong is made wrong once."""

import datetime as dt
import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from api.domain.public_url import PublicUrl, read_public_url
from api.jobs.purge import run_purge
from api.services.forgetting import CLOCKWORK
from api.store import blobs, events, tables
from api.store.backup import back_up
from api.store.database import Database
from api.store.schema import upgrade
from api.store.serving import serving
from api.store.work import Means, Work, reading, writing
from chaland.checkup import database as stored
from chaland.checkup import machine
from chaland.checkup.finding import Finding, State
from chaland.checkup.https import DAYS_TO_LOOK, check_https
from chaland.checkup.mail import check_mail
from chaland.exits import ExitCode
from tests.integration.command import chaland, document
from tests.service import kept_rows
from tests.service.certificates import DAY, Authority, answering, authority
from tests.service.kept_rows import at
from tests.service.small_town import monaco

NOW = dt.datetime.now(dt.UTC)
"""Certificates are held against the clock of OpenSSL, which nobody sets for a test."""


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this machine trusts."""
    made = authority(tmp_path, NOW)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def local(port: int, host: str = "localhost") -> PublicUrl:
    return read_public_url(f"https://{host}:{port}")


def found(finding: Finding) -> tuple[State, str]:
    return finding.state, finding.code


def test_a_service_with_a_good_certificate_is_fine(ours: Authority, tmp_path: Path) -> None:
    with answering(ours.server_context(tmp_path, "localhost", NOW + 60 * DAY)) as port:
        finding = check_https(local(port), NOW)
    assert found(finding) == (State.FINE, "doctor.https_fine")
    assert finding.values["days"] in {59, 60}  # certificates end at whole seconds


@pytest.mark.parametrize(
    ("days", "state"), [(DAYS_TO_LOOK + 1, State.FINE), (DAYS_TO_LOOK - 1, State.LOOK)]
)
def test_a_certificate_that_is_not_renewed_in_time_is_told(
    ours: Authority, tmp_path: Path, days: int, state: State
) -> None:
    with answering(ours.server_context(tmp_path, "localhost", NOW + days * DAY)) as port:
        assert check_https(local(port), NOW - dt.timedelta(minutes=1)).state is state


def test_a_certificate_that_is_over_blocks(ours: Authority, tmp_path: Path) -> None:
    with answering(ours.server_context(tmp_path, "localhost", NOW - DAY)) as port:
        finding = check_https(local(port), NOW)
    assert found(finding) == (State.BLOCKING, "doctor.certificate_over")


def test_a_certificate_for_another_name_blocks(ours: Authority, tmp_path: Path) -> None:
    with answering(ours.server_context(tmp_path, "other.example", NOW + 60 * DAY)) as port:
        finding = check_https(local(port), NOW)
    assert found(finding) == (State.BLOCKING, "doctor.certificate_of_another")


def test_an_authority_that_nobody_knows_blocks(ours: Authority, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    stranger = authority(folder, NOW)
    with answering(stranger.server_context(folder, "localhost", NOW + 60 * DAY)) as port:
        finding = check_https(local(port), NOW)
    assert found(finding) == (State.BLOCKING, "doctor.certificate_untrusted")


def test_an_address_has_a_certificate_too(ours: Authority, tmp_path: Path) -> None:
    with answering(ours.server_context(tmp_path, "127.0.0.1", NOW + 60 * DAY)) as port:
        assert check_https(local(port, "127.0.0.1"), NOW).state is State.FINE


def test_another_answer_than_chalands_blocks(ours: Authority, tmp_path: Path) -> None:
    context = ours.server_context(tmp_path, "localhost", NOW + 60 * DAY)
    with answering(context, status=502) as port:
        finding = check_https(local(port), NOW)
    assert found(finding) == (State.BLOCKING, "doctor.other_answer")
    assert finding.values["status"] == 502


def test_nobody_there_blocks(ours: Authority) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        finding = check_https(local(unheard.getsockname()[1], "127.0.0.1"), NOW)
    assert found(finding) == (State.BLOCKING, "doctor.unreachable")


def test_a_server_that_speaks_no_tls_blocks(ours: Authority) -> None:
    with answering(None) as port:
        finding = check_https(local(port, "127.0.0.1"), NOW)
    assert found(finding) == (State.BLOCKING, "doctor.unreachable")


def test_a_name_that_leads_nowhere_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    finding = check_https(local(443, "livraison.example"), NOW)
    assert found(finding) == (State.BLOCKING, "doctor.name_unknown")


def test_http_on_the_machine_itself_is_only_to_try() -> None:
    with answering(None) as port:
        finding = check_https(read_public_url(f"http://127.0.0.1:{port}"), NOW)
    assert found(finding) == (State.LOOK, "doctor.this_machine_only")


@pytest.mark.parametrize(
    ("told", "state"), [(0, State.FINE), (1, State.FINE), (5, State.LOOK), (None, State.LOOK)]
)
def test_a_clock_that_nothing_sets_is_told(told: int | None, state: State) -> None:
    assert machine.check_clock(told).state is state


def test_the_kernel_says_whether_something_sets_the_clock() -> None:
    assert machine.clock_state() in {None, 0, 1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("megabytes", "state"),
    [(199, State.BLOCKING), (200, State.LOOK), (1_999, State.LOOK), (2_000, State.FINE)],
)
def test_a_disk_that_fills_up_is_told(megabytes: int, state: State) -> None:
    assert machine.disk_finding(megabytes, Path("/var")).state is state


def test_room_is_looked_for_where_the_data_will_lie(tmp_path: Path) -> None:
    finding = machine.check_disk(tmp_path / "not" / "yet")
    assert finding.values["folder"] == str(tmp_path)


@contextmanager
def mail_server(*answers: bytes) -> Iterator[int]:
    """One session of a server that says these lines, each after the one before was answered."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            session, _ = listening.accept()
            with session, session.makefile("rwb") as line:
                for answer in answers:
                    line.write(answer)
                    line.flush()
                    line.readline()

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


def test_without_a_mail_server_links_go_by_hand() -> None:
    assert found(check_mail("")) == (State.LOOK, "doctor.no_mail")


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://[::1"])
def test_a_mail_server_that_cannot_be_read_blocks(url: str) -> None:
    assert found(check_mail(url)) == (State.BLOCKING, "mail.malformed")


def test_a_mail_server_that_is_not_there_blocks() -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        finding = check_mail(f"smtp://127.0.0.1:{unheard.getsockname()[1]}")
    assert found(finding) == (State.BLOCKING, "doctor.mail_unreachable")


def test_a_password_is_never_said_without_encryption() -> None:
    greeting, no_tls = b"220 mail.example\r\n", b"250 mail.example\r\n"
    with mail_server(greeting, no_tls, b"221 bye\r\n") as port:
        finding = check_mail(f"smtp://ines:secret@127.0.0.1:{port}")
    assert found(finding) == (State.BLOCKING, "doctor.mail_unreachable")
    assert "secret" not in repr(finding)


@pytest.mark.parametrize(
    ("answer", "code"),
    [(b"235 welcome\r\n", "doctor.mail_fine"), (b"535 who\r\n", "doctor.mail_refused")],
)
def test_a_mail_server_is_asked_whether_it_knows_us(
    ours: Authority, tmp_path: Path, answer: bytes, code: str
) -> None:
    context = ours.server_context(tmp_path, "localhost", NOW + 60 * DAY)
    lines = [b"220 here\r\n", b"250-here\r\n250 AUTH PLAIN\r\n", answer, b"221 bye\r\n"]
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            session, _ = listening.accept()
            with context.wrap_socket(session, server_side=True) as safe, safe.makefile("rwb") as io:
                for line in lines:
                    io.write(line)
                    io.flush()
                    io.readline()

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        port = listening.getsockname()[1]
        finding = check_mail(f"smtps://ines:s%40cret@localhost:{port}")
        thread.join()
    assert finding.code == code


def content(database: Database, means: Means, now: dt.datetime = NOW) -> dict[str, Finding]:
    with reading(database, at(means, now)) as work:
        return {finding.about: finding for finding in stored.check_content(work)}


def town_of(work: Work, pack: bytes) -> str:
    """A town with a map."""
    town = kept_rows.town(work)
    here = tables.towns.c.id == town
    work.connection.execute(update(tables.towns).where(here).values(pack=blobs.keep(work, pack)))
    return town


def test_an_installation_that_nobody_works_on_is_told(database: Database, means: Means) -> None:
    codes = {about: finding.code for about, finding in content(database, means).items()}
    assert codes == {
        "backup": "doctor.no_backup",
        "map": "doctor.no_town",
        "purge": "doctor.never_purged",
        "worker": "doctor.no_worker",
    }


@pytest.mark.parametrize(
    ("age", "code"),
    [(dt.timedelta(hours=47), "doctor.backup_fine"), (dt.timedelta(hours=49), "doctor.backup_old")],
)
def test_an_old_backup_is_told(
    database: Database, means: Means, tmp_path: Path, age: dt.timedelta, code: str
) -> None:
    back_up(database, tmp_path / "one.zip", NOW - age)
    finding = content(database, means)["backup"]
    assert finding.code == code
    assert finding.values["hours"] == round(age / dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("age", "code"),
    [(dt.timedelta(hours=29), "doctor.purge_fine"), (dt.timedelta(hours=31), "doctor.purge_old")],
)
def test_a_purge_that_is_overdue_is_told(
    database: Database, means: Means, age: dt.timedelta, code: str
) -> None:
    run_purge(database, at(means, NOW - age))
    assert content(database, means)["purge"].code == code


@pytest.mark.parametrize(("years", "code"), [(0, "doctor.map_fine"), (2, "doctor.map_old")])
def test_an_old_map_is_told(database: Database, means: Means, years: int, code: str) -> None:
    drawn = stored.date_of(monaco())
    assert drawn is not None
    with writing(database, means) as work:
        town_of(work, monaco())
    finding = content(database, means, drawn + years * 366 * DAY)["map"]
    assert finding.code == code
    assert finding.values == {"town": "Vernon", "date": drawn.date().isoformat()}


@pytest.mark.parametrize("pack", [b"", b"no pack"])
def test_a_map_that_cannot_be_read_is_told_and_no_end(
    database: Database, means: Means, pack: bytes
) -> None:
    with writing(database, means) as work:
        town_of(work, pack)
    assert content(database, means)["map"].code == "doctor.map_undated"


@pytest.mark.parametrize(("seconds", "state"), [(30, State.FINE), (300, State.BLOCKING)])
def test_a_worker_that_is_silent_is_dead(
    database: Database, means: Means, seconds: int, state: State
) -> None:
    seen = NOW - dt.timedelta(seconds=seconds)
    with writing(database, means) as work:
        row = insert(tables.workers).values(id="wrk_1", kind="worker", seen=seen)
        work.connection.execute(row)
    assert content(database, means)["worker"].state is state


@pytest.mark.parametrize(("seconds", "told"), [(30, False), (300, True)])
def test_a_clock_behind_what_has_happened_blocks(
    database: Database, means: Means, seconds: int, told: bool
) -> None:
    with writing(database, at(means, NOW + dt.timedelta(seconds=seconds))) as work:
        town = town_of(work, monaco())
        events.append(work, "personal.exported", town=town, actor=CLOCKWORK)
    found_here = content(database, means)
    assert ("clock" in found_here) is told
    if told:
        assert found(found_here["clock"]) == (State.BLOCKING, "doctor.clock_behind")


def test_who_serves_a_file_is_told(tmp_path: Path) -> None:
    database = Database.of_file(tmp_path / "chaland.sqlite")
    assert [found(one) for one in stored.check_serving(database)] == [
        (State.BLOCKING, "doctor.nobody_serves")
    ]
    with serving(database):
        (one,) = stored.check_serving(database)
        assert (one.state, one.values["process"]) == (State.FINE, str(os.getpid()))
    assert [one.state for one in stored.check_serving(database)] == [State.BLOCKING]
    database.close()


def test_a_database_without_tables_blocks(empty: Database) -> None:
    assert found(stored.check_schema(empty)) == (State.BLOCKING, "store.no_tables")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Path]:
    """The folder of an installation that a process serves."""
    database = Database.of_file(tmp_path / "chaland.sqlite")
    upgrade(database)
    with serving(database):
        yield tmp_path
    database.close()


def about(said: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in said["findings"] if one["about"] == name)


def test_the_command_tells_all_and_ends_with_one_when_something_blocks(served: Path) -> None:
    said = document("doctor", "--data", served, "--lang", "en", code=ExitCode.VIOLATIONS)
    assert [one["state"] for one in said["findings"]] == sorted(
        (one["state"] for one in said["findings"]), key=["blocking", "look", "fine"].index
    )
    assert about(said, "https")["code"] == "doctor.no_public_url"
    assert about(said, "serving")["state"] == "fine"
    assert about(said, "schema")["state"] == "fine"
    for one in said["findings"]:
        assert one["wrong"]
        assert one["mend"] or one["state"] == "fine"


def test_the_command_ends_well_when_nothing_blocks(
    served: Path, ours: Authority, tmp_path: Path
) -> None:
    database = Database.of_file(served / "chaland.sqlite")
    with database.writing() as connection:
        seen = dt.datetime.now(dt.UTC)
        connection.execute(insert(tables.workers).values(id="wrk_1", kind="worker", seen=seen))
    database.close()
    with answering(ours.server_context(tmp_path, "localhost", NOW + 60 * DAY)) as port:
        env = {"CHALAND_PUBLIC_URL": f"https://localhost:{port}", "SSL_CERT_FILE": str(ours.file)}
        said = document("doctor", "--data", served, env=env)
    assert about(said, "https")["state"] == "fine"
    assert "blocking" not in {one["state"] for one in said["findings"]}


def test_the_command_says_it_in_the_readers_language(tmp_path: Path) -> None:
    for language, words in (("fr", "ne marche pas"), ("en", "does not work")):
        done = chaland("doctor", "--data", tmp_path, "--lang", language)
        assert done.returncode == ExitCode.VIOLATIONS
        assert words in done.stdout


def test_a_setting_that_cannot_be_used_is_a_finding_and_no_end(served: Path) -> None:
    env = {"CHALAND_PUBLIC_URL": "http://livraison.example", "CHALAND_MAIL_URL": "secret"}
    said = document("doctor", "--data", served, env=env, code=ExitCode.VIOLATIONS)
    assert about(said, "https")["code"] == "public_url.insecure"
    assert about(said, "mail")["code"] == "mail.malformed"
    assert "secret" not in json.dumps(said)
