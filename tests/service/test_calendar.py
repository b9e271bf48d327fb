"""A courier's calendar: rounds and nobody's name, under a secret that can be taken back."""

import datetime as dt
import random
from dataclasses import replace

import icalendar
import pytest

from api.domain.actor import Role, acting
from api.domain.errors import ForbiddenError, MissingError
from api.services import calendar
from api.store import work
from api.store.database import Database
from api.store.work import Means
from routing.typography import SPACE, THIN
from tests.service.street_day import Street, published, street


@pytest.fixture
def day(database: Database, means: Means) -> Street:
    return street(database, means)


def opened(day: Street) -> str:
    with day.work() as one:
        return calendar.open_feed(one, day.rider, day.courier.id)


def feed(day: Street, secret: str, language: str = "fr") -> bytes:
    with work.reading(day.database, replace(day.means, now=lambda: day.now)) as one:
        return calendar.feed(one, secret, language)


def summaries(content: bytes) -> list[str]:
    found = icalendar.Calendar.from_ical(content)
    return [
        str(event["SUMMARY"]).replace(SPACE, " ").replace(THIN, " ").replace("\u2060", "")
        for event in found.events
    ]


def test_a_feed_says_when_and_how_many_stops_in_two_languages(day: Street) -> None:
    secret = opened(day)
    assert summaries(feed(day, secret)) == ["Tournée B, 14 h – 14 h 41, 4 arrêts"]
    assert summaries(feed(day, secret, "en")) == ["Round B, 14:00–14:41, 4 stops"]
    [event] = icalendar.Calendar.from_ical(feed(day, secret)).events
    assert event.start == day.clock("14:00")
    assert event.end == day.clock("14:41")
    assert event["UID"] == f"{day.round.id}@chaland"


def test_a_feed_names_nobody(day: Street) -> None:
    content = feed(day, opened(day)).decode()
    for trace in ("Mme", "street", "Inès", "Shop", "+33", "code", "ord_", "dor_", "shp_"):
        assert trace not in content


def test_one_stop_is_called_one(day: Street) -> None:
    with day.work() as one:
        later = day.round.starts + dt.timedelta(hours=2)
        short = replace(day.round, stops=day.round.stops[:1], letter="C", starts=later, ends=later)
        published(one, day.town, day.courier, short)
    assert summaries(feed(day, opened(day)))[1] == "Tournée C, 16 h – 16 h, 1 arrêt"


def test_rounds_leave_the_feed_after_a_month(day: Street) -> None:
    secret = opened(day)
    day.now = day.clock("12:00", days=calendar.DAYS_BACK)
    assert len(summaries(feed(day, secret))) == 1
    day.now = day.clock("12:00", days=calendar.DAYS_BACK + 1)
    assert summaries(feed(day, secret)) == []


@pytest.mark.parametrize(
    ("date", "start"),
    [
        (dt.date(2026, 3, 29), "2026-03-29T12:00:00+00:00"),
        (dt.date(2026, 10, 25), "2026-10-25T13:00:00+00:00"),
    ],
)
def test_on_days_of_turned_clocks_a_round_starts_when_the_hands_say_so(
    database: Database, means: Means, date: dt.date, start: str
) -> None:
    day = street(database, means, date=date)
    content = feed(day, opened(day), "en")
    assert summaries(content) == ["Round B, 14:00–14:41, 4 stops"]
    [event] = icalendar.Calendar.from_ical(content).events
    assert event.start == dt.datetime.fromisoformat(start)


def test_a_new_secret_takes_the_old_one_back(day: Street) -> None:
    old = opened(day)
    new = opened(day)
    assert old != new
    assert len(new) == 64
    assert summaries(feed(day, new))
    with pytest.raises(MissingError):
        feed(day, old)


def test_a_secret_that_is_taken_back_opens_nothing(day: Street) -> None:
    secret = opened(day)
    with day.work() as one:
        calendar.close_feed(one, day.planner, day.courier.id)
    with pytest.raises(MissingError) as refused:
        feed(day, secret)
    assert refused.value.values == {}  # no log ever has it


def test_couriers_open_their_own_feed_and_planners_those_of_their_town(
    day: Street, database: Database, means: Means
) -> None:
    other = street(database, replace(means, random_bytes=random.Random(2).randbytes), name="B")  # noqa: S311
    with day.work() as one:
        assert calendar.open_feed(one, day.planner, day.courier.id)
    for actor in (other.rider, other.planner):
        with pytest.raises(MissingError), day.work() as one:
            calendar.open_feed(one, actor, day.courier.id)
        with pytest.raises(MissingError), day.work() as one:
            calendar.close_feed(one, actor, day.courier.id)
    for actor in (day.keeper("A"), acting("link", Role.RECIPIENT, day.town.id, "ord")):
        with pytest.raises(ForbiddenError), day.work() as one:
            calendar.open_feed(one, actor, day.courier.id)


def test_a_feed_has_the_rounds_of_its_courier_only(
    day: Street, database: Database, means: Means
) -> None:
    other = street(database, replace(means, random_bytes=random.Random(2).randbytes), name="B")  # noqa: S311
    assert day.round.id in feed(day, opened(day)).decode()
    assert other.round.id not in feed(day, opened(day)).decode()
