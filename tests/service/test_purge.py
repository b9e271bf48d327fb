"""The clock of forgetting: what is due is emptied, nothing else is, and all goes on without it."""

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from api.domain.actor import Role, acting
from api.domain.errors import ForbiddenError
from api.domain.ids import Kind
from api.domain.people import Note
from api.domain.retention import LEAST_DAYS, MOST_DAYS
from api.jobs import purge
from api.jobs.purge import run_purge
from api.services import forgetting
from api.store import events, orders, people, purges, quotes, tables
from api.store.database import Database
from api.store.personal import PersonalColumn, personal_columns
from api.store.work import Means, Work, reading, writing
from routing.errors import InputError
from tests.service import kept_rows
from tests.service.kept_rows import Person, all_filled, at, everything_else

PARIS = ZoneInfo("Europe/Paris")
DAY = dt.date(2026, 11, 1)
BEFORE = dt.datetime(2026, 10, 20, 8, tzinfo=dt.UTC)
LONG_AFTER = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)
COLUMNS = [column for marked in personal_columns().values() for column in marked]
ADMIN = acting("usr_admin", Role.ADMIN, None)


def in_paris(date: dt.date, hour: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour, minute), PARIS).astimezone(dt.UTC)


def one_person(work: Work, zone: str = "Europe/Paris") -> tuple[str, Person]:
    """A town in which one person was delivered to."""
    town = kept_rows.town(work, zone, zone)
    return town, kept_rows.person(work, town, kept_rows.shop(work, town), DAY)


@pytest.fixture
def delivered(database: Database, means: Means) -> tuple[str, Person]:
    with writing(database, at(means, BEFORE)) as work:
        return one_person(work)


def test_a_door_code_of_a_sunday_is_gone_in_the_night_to_wednesday(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    run_purge(database, at(means, in_paris(dt.date(2026, 11, 3), 12, 0)))
    assert run_purge(database, at(means, in_paris(dt.date(2026, 11, 4), 1, 59))) == {}
    emptied = run_purge(database, at(means, in_paris(dt.date(2026, 11, 4), 2, 0)))
    assert emptied == {"order_notes.door_code": 1}
    assert all_filled(database, means)["order_notes.door_code"] == 0


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_each_column_is_emptied_when_the_days_after_its_day_are_over(
    database: Database, means: Means, delivered: tuple[str, Person], column: PersonalColumn
) -> None:
    zone = dt.UTC if column.column.table is tables.answers else PARIS
    night = dt.datetime.combine(DAY + dt.timedelta(days=1 + column.mark.days), dt.time(2), zone)
    moment = night.astimezone(dt.UTC)
    run_purge(database, at(means, moment - dt.timedelta(seconds=1)))
    assert all_filled(database, means)[column.name] == 1
    run_purge(database, at(means, moment))
    assert all_filled(database, means)[column.name] == 0


def test_a_second_purge_finds_nothing_and_writes_nothing_twice(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    first = run_purge(database, at(means, LONG_AFTER))
    assert first == dict.fromkeys((column.name for column in COLUMNS), 1)
    assert run_purge(database, at(means, LONG_AFTER)) == {}
    town, _ = delivered
    with reading(database, means) as work:
        assert purges.emptied_on(work, LONG_AFTER.date()) == first
        told = [event.values for event in events.since(work, ADMIN, town, 0)]
        assert sum(map(Counter, told), Counter()) == Counter(first) - Counter(["answers.body"])


def test_nothing_but_personal_data_is_touched(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    before = everything_else(database, means)
    run_purge(database, at(means, LONG_AFTER))
    assert everything_else(database, means) == before
    assert set(all_filled(database, means).values()) == {0}


def test_a_purge_that_finds_nothing_is_written_down_too(database: Database, means: Means) -> None:
    assert run_purge(database, at(means, LONG_AFTER)) == {}
    with reading(database, means) as work:
        assert purges.last(work) == LONG_AFTER
        assert purges.emptied_on(work, LONG_AFTER.date()) == {}


def test_each_town_has_its_own_night(database: Database, means: Means) -> None:
    """At one in the morning in Paris it is four in Reunion and the evening before in Martinique."""
    with writing(database, at(means, BEFORE)) as work:
        towns = {
            zone: one_person(work, zone)[1].order
            for zone in ("Europe/Paris", "Indian/Reunion", "America/Martinique")
        }
    run_purge(database, at(means, in_paris(dt.date(2026, 11, 4), 1, 0)))
    with reading(database, means) as work:
        left = {zone: people.note_of(work, order).door_code for zone, order in towns.items()}
    assert left == {"Europe/Paris": "B2407", "Indian/Reunion": "", "America/Martinique": "B2407"}


def test_a_recipient_and_a_door_are_kept_from_their_last_order_on(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    _, person = delivered
    with writing(database, at(means, BEFORE)) as work:
        people.used(work, person.recipient, person.door, DAY + dt.timedelta(days=30))
    year = DAY + dt.timedelta(days=366)
    run_purge(database, at(means, in_paris(year + dt.timedelta(days=29), 23, 0)))
    assert all_filled(database, means)["recipients.name"] == 1
    run_purge(database, at(means, in_paris(year + dt.timedelta(days=30), 3, 0)))
    assert all_filled(database, means)["recipients.name"] == 0
    assert all_filled(database, means)["doors.lat"] == 0


def test_an_order_that_is_still_to_come_keeps_all(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    assert run_purge(database, at(means, in_paris(DAY, 8, 0))) == {}
    assert set(all_filled(database, means).values()) == {1}


def test_an_installation_keeps_proofs_for_a_shorter_or_a_longer_time(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    with writing(database, means) as work:
        forgetting.choose_days(work, ADMIN, "purpose.proof", 365)
        forgetting.choose_days(work, ADMIN, "purpose.delivery", 1)
    run_purge(database, at(means, in_paris(DAY + dt.timedelta(days=92), 12, 0)))
    left = all_filled(database, means)
    assert (left["proofs.photo"], left["round_lines.lines"]) == (1, 0)
    with writing(database, means) as work:
        forgetting.choose_days(work, ADMIN, "purpose.proof", 7)
        assert forgetting.chosen_days(work) == {"purpose.proof": 7, "purpose.delivery": 1}
    run_purge(database, at(means, in_paris(DAY + dt.timedelta(days=92), 13, 0)))
    assert all_filled(database, means)["proofs.photo"] == 0


def test_only_who_runs_the_installation_chooses_and_never_above_the_cap(
    database: Database, means: Means
) -> None:
    planner = acting("usr_planner", Role.PLANNER, "twn_1")
    with writing(database, means) as work:
        with pytest.raises(ForbiddenError):
            forgetting.choose_days(work, planner, "purpose.proof", 7)
        with pytest.raises(InputError):
            forgetting.choose_days(work, ADMIN, "purpose.proof", 366)
        assert forgetting.chosen_days(work) == {}


def test_a_purge_that_was_killed_goes_on_with_the_tables_that_are_left(
    database: Database,
    means: Means,
    delivered: tuple[str, Person],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = at(means, LONG_AFTER)
    empty_due, killed_at = forgetting.empty_due, list(personal_columns())[2]

    def killed(work: Work, table: object) -> object:
        emptied = empty_due(work, table)  # type: ignore[arg-type]
        if table is killed_at:
            raise KeyboardInterrupt
        return emptied

    monkeypatch.setattr(forgetting, "empty_due", killed)
    with pytest.raises(KeyboardInterrupt):
        run_purge(database, later)
    left = {name.partition(".")[0] for name, count in all_filled(database, means).items() if count}
    assert left == {table.name for table in list(personal_columns())[2:]}
    monkeypatch.undo()
    run_purge(database, later)
    assert set(all_filled(database, means).values()) == {0}
    with reading(database, means) as work:
        assert purges.emptied_on(work, LONG_AFTER.date()) == {column.name: 1 for column in COLUMNS}


def test_two_purges_at_once_empty_each_value_once(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    later, together = at(means, LONG_AFTER), Barrier(2)

    def purging(_: int) -> dict[str, int]:
        together.wait()
        return run_purge(database, later)

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(purging, range(2))
    assert Counter(one) + Counter(other) == Counter(column.name for column in COLUMNS)
    with reading(database, means) as work:
        assert purges.emptied_on(work, LONG_AFTER.date()) == {column.name: 1 for column in COLUMNS}


def test_orders_people_and_doors_are_read_without_what_was_forgotten(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    town, person = delivered
    planner = acting("usr_planner", Role.PLANNER, town)
    run_purge(database, at(means, LONG_AFTER))
    with reading(database, means) as work:
        order = orders.find(work, planner, person.order)
        assert (order.price, order.parcels[0].code) == (350, "K4T7")
        recipient = people.find_recipient(work, planner, person.recipient)
        assert (recipient.name, recipient.phone) == ("", "")
        assert people.find_door(work, person.door).position is None
        assert people.note_of(work, person.order) == Note()


def test_a_forgotten_recipient_is_nobody_who_orders_again(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    town, person = delivered
    run_purge(database, at(means, LONG_AFTER))
    with reading(database, means) as work:
        planner = acting("usr_planner", Role.PLANNER, town)
        shop = people.find_recipient(work, planner, person.recipient).shop
        assert people.same_recipient(work, shop, "", "") is None
        assert people.same_door(work, town, "", "") is None


def test_what_was_emptied_cannot_be_read_in_the_file_either(tmp_path: Path, means: Means) -> None:
    database = Database.of_file(tmp_path / "chaland.db")
    tables.METADATA.create_all(database.engine)
    with writing(database, at(means, BEFORE)) as work:
        one_person(work)
    secrets = ["Hélène Œillet", "06 12 34 56 78", "rue Grimaldi", "Ginette", "B2407", "of a porch"]
    assert [secret for secret in secrets if not is_in(tmp_path, secret)] == []
    run_purge(database, at(means, LONG_AFTER))
    assert [secret for secret in secrets if is_in(tmp_path, secret)] == []
    database.close()


def is_in(folder: Path, secret: str) -> bool:
    return any(secret.encode() in file.read_bytes() for file in folder.iterdir())


def test_the_log_holds_no_personal_data(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    run_purge(database, at(means, LONG_AFTER))
    with reading(database, means) as work:
        told = repr(work.connection.execute(select(tables.events)).all())
        told += repr(work.connection.execute(select(tables.purges)).all())
    assert "recipients.name" in told
    for secret in ("Œillet", "06 12", "Grimaldi", "B2407"):
        assert secret not in told


def test_an_hourly_purge_empties_in_the_hour_after_two_at_night(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    start = in_paris(dt.date(2026, 11, 3), 12, 40)
    hours = [start + hour * dt.timedelta(seconds=purge.SECONDS) for hour in range(24)]
    emptying = [now for now in hours if run_purge(database, at(means, now))]
    assert emptying == [hours[0], in_paris(dt.date(2026, 11, 4), 2, 40)]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_no_default_is_longer_than_anybody_may_choose(column: PersonalColumn) -> None:
    assert LEAST_DAYS <= column.mark.days <= MOST_DAYS[column.mark.purpose]


def test_one_purpose_has_one_number_of_days() -> None:
    marks = {(column.mark.purpose, column.mark.days) for column in COLUMNS}
    assert len(marks) == len(MOST_DAYS)


@pytest.mark.usefixtures("delivered")
def test_the_rows_of_the_tests_have_a_value_in_each_column(
    database: Database, means: Means
) -> None:
    assert set(all_filled(database, means).values()) == {1}


def test_a_quote_is_deleted_two_weeks_after_it_has_expired(
    database: Database, means: Means, delivered: tuple[str, Person]
) -> None:
    """Until then it is shown with its draft, which may be for a date six days ahead."""
    town, person = delivered
    expired = in_paris(DAY, 8, 0)
    with writing(database, at(means, BEFORE)) as work:
        shop = people.find_recipient(work, ADMIN, person.recipient).shop
        kept_rows.add(
            work, tables.quotes, id=work.new(Kind.QUOTE), town=town, shop=shop, order=person.order,
            pool_version=1, offers=[], expires=expired, created=BEFORE,
        )  # fmt: skip
    gone = expired + quotes.KEPT
    assert "quotes.offers" not in run_purge(database, at(means, gone))
    with reading(database, means) as work:
        assert quotes.latest(work, person.order) is not None
    assert run_purge(database, at(means, gone + dt.timedelta(seconds=1)))["quotes.offers"] == 1
    with reading(database, means) as work:
        assert quotes.latest(work, person.order) is None
        assert purges.emptied_on(work, gone.date())["quotes.offers"] == 1
