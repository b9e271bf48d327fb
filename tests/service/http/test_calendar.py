"""A courier's calendar over HTTP: opened once, read by whoever knows its address, closed."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from api.store.database import Database
from api.store.work import Means
from tests.service.http.ridden import Ridden, ridden


@pytest.fixture
def day(database: Database, means: Means) -> Iterator[Ridden]:
    with ridden(database, means) as one:
        yield one


def path(day: Ridden) -> str:
    return f"/v1/couriers/{day.day.courier.id}/calendar"


def test_a_feed_is_opened_read_and_closed(day: Ridden) -> None:
    opened = day.client("rider").post(path(day))
    assert opened.status_code == 201
    assert opened.json()["url"].startswith("http://127.0.0.1:8000/v1/calendars/")
    feed = urlsplit(opened.json()["url"]).path
    read = day.site.client().get(feed)
    assert read.status_code == 200
    assert read.headers["content-type"].startswith("text/calendar")
    assert "Tournée B" in read.text
    assert "Round B" in day.site.client().get(f"{feed}?language=en").text
    assert day.client("planner").ask("DELETE", path(day)).status_code == 204
    gone = day.site.client().get(feed)
    assert gone.status_code == 404
    assert gone.json()["code"] == "calendar.unknown"
    assert feed.rpartition("/")[2] not in gone.text


def test_an_address_that_was_never_made_opens_nothing(day: Ridden) -> None:
    assert day.site.client().get(f"/v1/calendars/{'0' * 64}.ics").status_code == 404
    assert day.site.client().get("/v1/calendars/guess.ics").status_code == 422


@pytest.mark.parametrize(
    ("who", "status"), [("A", 403), ("other rider", 404), ("other planner", 404)]
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_others_open_and_close_nothing(day: Ridden, who: str, status: int, method: str) -> None:
    assert day.client(who).ask(method, path(day)).status_code == status
