"""``/v1/proofs``: photos, sent as forms are."""

from collections.abc import Iterator, Mapping
from io import BytesIO

import httpx
import pytest
from PIL import Image

from api.store.database import Database
from api.store.work import Means
from tests.service.http.ridden import Ridden, ridden


@pytest.fixture
def day(database: Database, means: Means) -> Iterator[Ridden]:
    with ridden(database, means) as one:
        one.at("14:12")
        yield one


def a_photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", comment=b"12 rue Grimaldi")
    return out.getvalue()


def send(
    day: Ridden,
    who: str = "rider",
    content: bytes | None = None,
    fields: Mapping[str, str] | None = None,
) -> httpx.Response:
    form = {"order": day.day.names["bread"], "event": "event-01", **(fields or {})}
    files = {"photo": ("Mme Petit.jpg", a_photo() if content is None else content, "image/jpeg")}
    return day.client(who).post("/v1/proofs", data=form, files=files)


def test_a_photo_is_kept_and_shown_without_what_the_phone_wrote_in_it(day: Ridden) -> None:
    answer = send(day)
    assert answer.status_code == 201
    proof = answer.json()
    assert answer.headers["Location"] == f"/v1/proofs/{proof['id']}"
    shown = day.client("rider").get(answer.headers["Location"])
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["etag"] == f'"{proof["sha256"]}"'
    assert shown.headers["cache-control"] == "no-store"
    assert b"Grimaldi" not in shown.content
    assert Image.open(BytesIO(shown.content)).size == (40, 30)


def test_a_photo_that_is_sent_again_is_kept_once(day: Ridden) -> None:
    assert send(day).json() == send(day).json()
    order = day.day.names["bread"]
    assert len(day.client("A").get(f"/v1/proofs?order={order}").json()["proofs"]) == 1


def test_who_may_see_a_photo(day: Ridden) -> None:
    path = send(day).headers["Location"]
    statuses = {
        who: day.client(who).get(path).status_code
        for who in (
            "planner",
            "rider",
            "A",
            "B",
            "other planner",
            "other rider",
            "other A",
            "admin",
        )
    }
    assert statuses == {
        "planner": 200, "rider": 200, "A": 200,
        "B": 404, "other planner": 404, "other rider": 404, "other A": 404, "admin": 404,
    }  # fmt: skip
    assert day.site.client().get(path).status_code == 401
    day.at("0:00:00", days=1)
    assert day.client("rider").get(path).status_code == 404
    assert day.client("A").get(path).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [("planner", 201), ("A", 403), ("other rider", 404), ("other planner", 404)],
)
def test_who_may_add_a_photo(day: Ridden, who: str, status: int) -> None:
    assert send(day, who).status_code == status


def test_a_photo_of_somebody_who_may_add_none_is_not_looked_at(day: Ridden) -> None:
    assert send(day, "A", content=b"no photo at all").status_code == 403


def test_what_is_no_photo_is_told_in_words(day: Ridden) -> None:
    answer = send(day, content=b"%PDF-1.7 Mme Petit")
    assert answer.status_code == 422
    assert answer.json()["code"] == "photo.unreadable"
    assert "Petit" not in answer.text


def test_nobody_unknown_has_a_photo_looked_at(day: Ridden) -> None:
    files = {"photo": ("photo.jpg", b"no photo at all", "image/jpeg")}
    form = {"order": day.day.names["bread"], "event": "event-01"}
    assert day.site.client().post("/v1/proofs", data=form, files=files).status_code == 401


@pytest.mark.parametrize("fields", [{"order": "bread"}, {"event": "no"}])
def test_fields_are_checked(day: Ridden, fields: dict[str, str]) -> None:
    assert send(day, fields=fields).status_code == 422


def test_a_form_without_a_photo_is_refused(day: Ridden) -> None:
    form = {"order": day.day.names["bread"], "event": "event-01"}
    assert day.client("rider").post("/v1/proofs", data=form).status_code == 422
