"""``/v1/events``: batches from phones, the log, and its stream."""

from collections.abc import Iterator

import pytest

from api.services.telling import MOST_TOLD
from api.store.database import Database
from api.store.work import Means
from tests.service.http.ridden import Ridden, Watcher, data_of, ridden


@pytest.fixture
def day(database: Database, means: Means) -> Iterator[Ridden]:
    with ridden(database, means) as one:
        one.at("14:14:05")
        yield one


def both_at_a(day: Ridden) -> list[dict[str, object]]:
    return [
        day.deed("event-01", "bread", "collected", "14:13:30"),
        day.deed("event-02", "gift", "collected", "14:14:00", values={"minutes": 10}),
    ]


def test_a_batch_is_answered_one_by_one_with_what_is_expected_now(day: Ridden) -> None:
    wrong = day.deed("event-03", "roses", "collected", "14:45")
    answer = day.tell(*both_at_a(day), wrong, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    heard = answer.json()
    assert [(one["id"], one["outcome"], one["state"]) for one in heard["answers"]] == [
        ("event-01", "accepted", "collected"),
        ("event-02", "accepted", "collected"),
        ("event-03", "refused", None),
    ]
    refusal = heard["answers"][2]["problem"]
    assert refusal["code"] == "following.in_future"
    assert "still to come" in refusal["detail"]
    [etas] = heard["rounds"]
    assert (etas["round"], etas["delay_seconds"]) == (day.day.round.id, 600)
    assert etas["back"] == "2026-11-27T14:41:00+01:00"
    assert {one["number"]: one["expected"]["start"] for one in etas["stops"]} == {
        2: "2026-11-27T14:16:00+01:00",
        3: "2026-11-27T14:20:00+01:00",
        4: "2026-11-27T14:30:00+01:00",
    }


def test_a_batch_that_is_sent_again_is_known(day: Ridden) -> None:
    day.tell(*both_at_a(day))
    again = day.tell(*both_at_a(day)).json()
    assert [one["outcome"] for one in again["answers"]] == ["known", "known"]
    assert again["rounds"] == []


def test_with_an_idempotency_key_the_first_answer_is_given_again(day: Ridden) -> None:
    key = {"Idempotency-Key": "batch-1"}
    first = day.tell(*both_at_a(day), headers=key)
    assert day.tell(*both_at_a(day), headers=key).json() == first.json()


def test_a_batch_has_five_hundred_deeds_at_most(day: Ridden) -> None:
    many = [
        day.deed(f"event-{number:04}", "bread", "collected", "14:13:30")
        for number in range(MOST_TOLD + 1)
    ]
    answer = day.tell(*many)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/events"
    assert len(day.tell(*many[:-1]).json()["answers"]) == MOST_TOLD
    assert day.tell().status_code == 422


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "short"),
        ("id", "evt 0000001"),
        ("kind", "stolen"),
        ("at", "2026-11-27T14:13:30"),
        ("order", "bread"),
        ("values", {"note": "Mme Petit, 12 rue Grimaldi"}),
        ("values", {"price": 1.5}),
        ("name", "Mme Petit"),
    ],
)
def test_what_is_malformed_is_told_with_its_place(day: Ridden, field: str, value: object) -> None:
    deed = {**day.deed("event-01", "bread", "collected", "14:13:30"), field: value}
    answer = day.tell(deed)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(f"#/events/0/{field}")
    assert "Petit" not in answer.text


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_clock_that_is_altogether_wrong_is_refused(day: Ridden, time: str) -> None:
    deed = {**day.deed("event-01", "bread", "collected", "14:13:30"), "at": time}
    [answer] = day.tell(deed).json()["answers"]
    assert answer["outcome"] == "refused"


@pytest.mark.parametrize(
    ("who", "status"), [("planner", 200), ("admin", 200), ("A", 403), ("B", 403)]
)
def test_couriers_planners_and_admins_tell(day: Ridden, who: str, status: int) -> None:
    told = day.deed("event-01", "bread", "collected", "14:13:30")
    assert day.tell(told, who=who).status_code == status


@pytest.mark.parametrize("who", ["other rider", "other planner"])
def test_of_another_towns_orders_nothing_is_told(day: Ridden, who: str) -> None:
    told = day.deed("event-01", "bread", "collected", "14:13:30")
    [answer] = day.tell(told, who=who).json()["answers"]
    assert answer["problem"]["code"] == "following.not_in_round"


def kinds(day: Ridden, who: str, query: str = "") -> list[str]:
    answer = day.client(who).get(f"/v1/events{query}")
    assert answer.status_code == 200
    return [one["kind"] for one in answer.json()["events"]]


def test_everybody_reads_their_own_lines_of_the_log(day: Ridden) -> None:
    day.tell(*both_at_a(day), day.deed("event-03", "roses", "collected", "14:14"))
    assert kinds(day, "planner") == ["deed.collected"] * 3
    assert kinds(day, "rider") == ["deed.collected"] * 3
    assert kinds(day, "A") == ["deed.collected"] * 2
    assert kinds(day, "B") == ["deed.collected"]
    assert kinds(day, "other planner") == kinds(day, "other rider") == kinds(day, "other A") == []
    order = day.day.names["gift"]
    assert kinds(day, "planner", f"?order={order}") == ["deed.collected"]
    assert kinds(day, "B", f"?order={order}") == []
    assert kinds(day, "planner", "?date=2026-11-28") == []
    [event] = day.client("planner").get(f"/v1/events?order={order}").json()["events"]
    assert (event["id"], event["values"], event["undoes"]) == ("event-02", {"minutes": 10}, None)
    assert event["at"] == "2026-11-27T13:14:00Z"
    assert event["received"] == "2026-11-27T13:14:05Z"


def test_the_log_is_read_page_by_page(day: Ridden) -> None:
    day.tell(*both_at_a(day), day.deed("event-03", "roses", "collected", "14:14"))
    first = day.client("planner").get("/v1/events?limit=2&date=2026-11-27")
    assert [one["id"] for one in first.json()["events"]] == ["event-01", "event-02"]
    link = first.headers["Link"].partition(">")[0].removeprefix("<")
    assert "date=2026-11-27" in link
    second = day.client("planner").get(link).json()
    assert ([one["id"] for one in second["events"]], second["next"]) == (["event-03"], None)
    assert day.client("planner").get("/v1/events?cursor=b3JkXzAx").status_code == 422


def test_a_stream_carries_on_where_a_watcher_was(day: Ridden) -> None:
    day.tell(*both_at_a(day))
    watcher = Watcher(day.client("planner"), "/v1/events/stream", {"Last-Event-ID": "0"}, events=2)
    seen = watcher.seen()
    assert watcher.status == 200
    assert watcher.text.startswith("retry: 3000\n\n")
    assert [one["event"] for one in seen] == ["deed.collected", "deed.collected"]
    assert [data_of(one)["id"] for one in seen] == ["event-01", "event-02"]
    day.tell(day.deed("event-03", "roses", "collected", "14:14"))
    again = Watcher(
        day.client("planner"), "/v1/events/stream", {"Last-Event-ID": seen[-1]["id"]}, events=1
    )
    assert [data_of(one)["id"] for one in again.seen()] == ["event-03"]


def test_a_stream_begins_now_and_carries_what_comes(day: Ridden) -> None:
    day.tell(*both_at_a(day))
    watcher = Watcher(day.client("B"), "/v1/events/stream?date=2026-11-27", events=1)
    assert watcher.began.wait(60)
    day.tell(day.deed("event-03", "bread", "undone", "14:14", undoes="event-01"))
    day.tell(day.deed("event-04", "roses", "collected", "14:14"))
    assert [data_of(one)["id"] for one in watcher.seen()] == ["event-04"]


def test_a_stream_is_for_whom_we_know(day: Ridden) -> None:
    answer = day.site.client().get("/v1/events/stream")
    assert answer.status_code == 401
    answer = day.client("planner").get(
        "/v1/events/stream", headers={"Last-Event-ID": "the last one"}
    )
    assert answer.status_code == 422
