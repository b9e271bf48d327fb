"""Commands about people: names and phones come in by the standard input and go out nowhere."""

import datetime as dt
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from api.store import tables
from api.store.database import Database
from api.store.schema import upgrade
from api.store.work import Means, reading, writing
from chaland.exits import ExitCode
from tests.integration.command import CHALAND, document, environment, succeed
from tests.service import kept_rows
from tests.service.kept_rows import Person, all_filled

DAY = dt.date(2026, 11, 20)
NAME, PHONE = "Hélène Œillet", "06 12 34 56 78"


@dataclass(frozen=True)
class Installation:
    """A folder with a database in which one person was delivered to."""

    folder: Path
    database: Database
    shop: str
    person: Person


@pytest.fixture
def here(tmp_path: Path, means: Means) -> Installation:
    database = Database.of_file(tmp_path / "chaland.sqlite")
    upgrade(database)
    with writing(database, means) as work:
        town = kept_rows.town(work)
        shop = kept_rows.shop(work, town)
        person = kept_rows.person(work, town, shop, DAY)
    database.close()
    return Installation(tmp_path, database, shop, person)


def typed(text: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command and type a line."""
    return subprocess.run(
        [CHALAND, *map(str, arguments)],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )


@pytest.mark.parametrize("who", [NAME, PHONE, "helene oeillet\n"])
def test_somebody_is_forgotten_by_what_is_typed(here: Installation, means: Means, who: str) -> None:
    done = typed(who, "forget", "--shop", here.shop, "--data", here.folder, "--json")
    assert done.returncode == ExitCode.DONE, done.stderr
    said = json.loads(done.stdout)
    assert said["person"] == here.person.recipient
    assert said["emptied"] == dict.fromkeys(all_filled(here.database, means), 1)
    assert set(all_filled(here.database, means).values()) == {0}


def test_nothing_of_a_forgotten_person_is_left_in_the_folder(here: Installation) -> None:
    succeed("forget", here.person.recipient, "--data", here.folder)
    for secret in (NAME, PHONE, "rue Grimaldi", "Ginette", "B2407", "A1789", "of a porch"):
        for file in here.folder.iterdir():
            assert secret.encode() not in file.read_bytes(), (secret, file)


def test_an_export_is_a_file_that_only_its_owner_reads(here: Installation, means: Means) -> None:
    file = here.folder / "person.json"
    said = document("export-person", here.person.recipient, "--out", file, "--data", here.folder)
    assert said == {"person": here.person.recipient, "file": str(file), "orders": 1}
    assert file.stat().st_mode & 0o777 == 0o600
    written = json.loads(file.read_text("utf-8"))
    assert written["format"] == "chaland.person/1"
    assert written["recipient"]["name"] == NAME
    with reading(here.database, means) as work:
        kinds = work.connection.scalars(select(tables.events.c.kind)).all()
    assert kinds == ["personal.exported"]


def test_an_export_that_cannot_be_written_is_not_written_down(
    here: Installation, means: Means
) -> None:
    (here.folder / "taken").mkdir()
    arguments = ("export-person", here.person.recipient, "--data", here.folder)
    document(*arguments, "--out", here.folder / "taken", code=ExitCode.INPUT)
    with reading(here.database, means) as work:
        assert work.connection.scalars(select(tables.events.c.kind)).all() == []


@pytest.mark.parametrize(
    ("arguments", "text", "code"),
    [
        ((), "", "usage.person_or_shop"),
        (("rec_1", "--shop", "SHOP"), "", "usage.person_or_shop"),
        (("--shop", "SHOP"), "\n", "usage.nobody_named"),
        (("--shop", "SHOP"), "Paul Martin\n", "forget.nobody"),
        (("--shop", "shp_1"), PHONE, "forget.nobody"),
        (("rec_1",), "", "missing.row"),
    ],
)
def test_nobody_is_forgotten_by_mistake(
    here: Installation, means: Means, arguments: tuple[str, ...], text: str, code: str
) -> None:
    words = [here.shop if word == "SHOP" else word for word in arguments]
    done = typed(text, "forget", *words, "--data", here.folder, "--json")
    assert json.loads(done.stdout)["error"][0]["code"] == code
    assert "Paul" not in done.stdout + done.stderr
    assert set(all_filled(here.database, means).values()) == {1}


def test_a_phone_on_the_line_is_not_understood(here: Installation) -> None:
    done = typed("", "forget", "--phone", PHONE, "--data", here.folder)
    assert done.returncode == ExitCode.USAGE


def test_retention_is_told_and_chosen(here: Installation) -> None:
    assert days_of(document("retention", "--data", here.folder), "proofs.photo") == 90
    chosen = document("retention", "proof", 60, "--data", here.folder)
    assert days_of(chosen, "proofs.photo") == 60
    assert days_of(document("retention", "--data", here.folder), "proofs.photo") == 60
    shown = succeed("retention", "--data", here.folder, "--lang", "en")
    assert "door code" in shown


def days_of(said: dict[str, object], column: str) -> int:
    kept = said["kept"]
    assert isinstance(kept, list)
    return int(next(one["days"] for one in kept if one["column"] == column))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("proof", "366"), "retention.days"),
        (("proof", "0"), "retention.days"),
        (("photos", "30"), "retention.unknown_purpose"),
        (("proof",), "usage.purpose_and_days"),
    ],
)
def test_retention_that_nobody_may_choose_is_refused(
    here: Installation, arguments: tuple[str, ...], code: str
) -> None:
    done = typed("", "retention", *arguments, "--data", here.folder, "--json")
    assert json.loads(done.stdout)["error"][0]["code"] == code
    assert days_of(document("retention", "--data", here.folder), "proofs.photo") == 90
