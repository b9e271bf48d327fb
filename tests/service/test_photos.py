"""Photos: small, upright, telling nothing but what is to be seen; and who may see them."""

import datetime as dt
import random
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from sqlalchemy import null, update

from api.domain.actor import Actor, Role, acting
from api.domain.errors import ForbiddenError, MissingError, RefusedError
from api.domain.event import Deed, Event
from api.domain.order_state import OrderState
from api.domain.proof import Proof
from api.services import person, proofs, telling
from api.services.photo import (
    LONGEST_SIDE,
    MOST_KEPT,
    MOST_PIXELS,
    MOST_UPLOADED,
    kept_photo,
)
from api.services.telling import ToldDeed
from api.store import events, orders
from api.store.database import Database
from api.store.tables import proofs as proofs_table
from api.store.work import Means, Work
from routing.errors import InputError
from tests.service.street_day import Street, street

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825

AT_ONCE = 0.3
"""Seconds for which one waits for the other: who is not held up is done by then."""


def picture(width: int = 60, height: int = 40) -> Image.Image:
    """Red on top, blue below."""
    image = Image.new("RGB", (width, height), "blue")
    ImageDraw.Draw(image).rectangle((0, 0, width, height // 2), fill="red")
    return image


def file_of(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=["JPEG"])


def colour(image: Image.Image, x: int, y: int) -> str:
    red, _, blue = image.convert("RGB").getpixel((x, y))  # type: ignore[misc]
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_phones_send_is_kept_as_a_jpeg(kind: str) -> None:
    kept = opened(kept_photo(file_of(picture(), kind)))
    assert (kept.format, kept.size, kept.mode) == ("JPEG", (60, 40), "RGB")
    assert (colour(kept, 30, 5), colour(kept, 30, 35)) == ("red", "blue")


def test_nothing_but_the_pixels_survives() -> None:
    exif = Image.Exif()
    exif[MAKE] = "PHONE OF MME PETIT"
    exif[GPS] = {1: "N", 2: (43.0, 44.0, 0.0)}
    content = file_of(picture(), exif=exif, comment=b"12 rue Grimaldi", icc_profile=b"PROFILE")
    assert b"MME PETIT" in content
    kept = kept_photo(content)
    for trace in (b"MME PETIT", b"Grimaldi", b"PROFILE", b"Exif"):
        assert trace not in kept
    assert not opened(kept).getexif()
    png = file_of(picture(), "PNG", exif=exif)
    assert b"MME PETIT" in png
    assert b"MME PETIT" not in kept_photo(png)


@pytest.mark.parametrize(
    ("orientation", "size", "top_left", "bottom_right"),
    [
        (1, (60, 40), "red", "blue"),
        (3, (60, 40), "blue", "red"),
        (6, (40, 60), "blue", "red"),
        (8, (40, 60), "red", "blue"),
    ],
)
def test_a_photo_is_turned_upright(
    orientation: int, size: tuple[int, int], top_left: str, bottom_right: str
) -> None:
    """6: turned a quarter to the right, so the red that was on top is on the right."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    kept = opened(kept_photo(file_of(picture(), exif=exif)))
    assert kept.size == size
    assert colour(kept, 2, 2) == top_left
    assert colour(kept, kept.width - 3, kept.height - 3) == bottom_right


def test_a_large_photo_is_made_small_and_keeps_its_shape() -> None:
    kept = opened(kept_photo(file_of(picture(4_000, 3_000))))
    assert kept.size == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


def test_even_a_photo_of_noise_takes_few_bytes() -> None:
    noise = random.Random(1).randbytes(3 * 2_000 * 1_500)  # noqa: S311
    content = file_of(Image.frombytes("RGB", (2_000, 1_500), noise), quality=95)
    kept = kept_photo(content)
    assert len(kept) <= MOST_KEPT
    width, height = opened(kept).size
    assert 1.3 < width / height < 1.37


def test_what_is_transparent_is_white() -> None:
    kept = opened(kept_photo(file_of(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")))
    assert min(kept.getpixel((4, 4))) > 250  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK", "I;16"])
def test_every_kind_of_colour_is_kept(mode: str) -> None:
    image = Image.new("I;16", (8, 8)) if mode == "I;16" else picture(8, 8).convert(mode)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(kept_photo(file_of(image, kind))).mode == "RGB"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 no photo",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        file_of(picture(), "GIF"),
        file_of(picture(), "BMP"),
        file_of(picture(), "TIFF"),
        file_of(picture())[:200],
        file_of(picture(), "PNG")[:60],
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(InputError) as refused:
        kept_photo(content)
    assert refused.value.code == "photo.unreadable"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_small_file_of_very_many_pixels_is_refused(kind: str) -> None:
    bomb = file_of(Image.new("L", (20_000, MOST_PIXELS // 20_000 + 1)), kind)
    assert len(bomb) < MOST_UPLOADED
    with pytest.raises(InputError) as refused:
        kept_photo(bomb)
    assert refused.value.code == "photo.too_many_pixels"


def test_a_bomb_that_the_library_knows_is_refused_alike() -> None:
    """Said to be 60,000 by 60,000, in the head of a tiny file."""
    content = bytearray(file_of(picture()))
    frame = content.index(b"\xff\xc0")
    content[frame + 5 : frame + 9] = (60_000).to_bytes(2, "big") * 2
    with pytest.raises(InputError) as refused:
        kept_photo(bytes(content))
    assert refused.value.code == "photo.too_many_pixels"


def test_a_large_file_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(InputError) as refused:
        kept_photo(bytes(MOST_UPLOADED + 1))
    assert refused.value.code == "photo.too_large"


SMALL = [
    file_of(picture(20, 16)),
    file_of(picture(20, 16), "PNG"),
    file_of(picture(20, 16), "WEBP"),
]


@given(
    st.sampled_from(SMALL),
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, 5_000),
)
def test_a_broken_file_is_kept_as_a_photo_or_refused_and_nothing_else(
    content: bytes, changes: list[tuple[int, int]], cut: int
) -> None:
    broken = bytearray(content)
    for place, value in changes:
        broken[place % len(broken)] = value
    assert outcome(bytes(broken[: max(cut, 30)])) in {"kept", "photo.unreadable"}


def outcome(content: bytes) -> str:
    """What becomes of a file: kept, or the code of its refusal."""
    try:
        kept_photo(content)
    except InputError as error:
        return error.code
    return "kept"


@pytest.fixture
def day(database: Database, means: Means) -> Street:
    made = street(database, means)
    made.now = made.clock("14:12")
    return made


PHOTO = kept_photo(file_of(picture()))
OTHER = kept_photo(file_of(picture(80, 20)))


def added(
    day: Street, actor: Actor | None = None, event: str = "event-01", photo: bytes = PHOTO
) -> Proof:
    with day.work() as one:
        return proofs.add(one, actor or day.rider, day.names["bread"], event, photo)


def looked_at(day: Street, actor: Actor, proof: Proof) -> bytes | None:
    with day.work() as one:
        return proofs.find(one, actor, proof.id)[1]


def test_a_photo_is_kept_with_its_hash_and_told_in_the_log(day: Street) -> None:
    proof = added(day)
    assert (proof.order, proof.event, len(proof.sha256)) == (day.names["bread"], "event-01", 64)
    assert looked_at(day, day.planner, proof) == PHOTO
    with day.work() as one:
        [event] = events.of_order(one, proof.order)
    assert (event.kind, event.round) == ("proof.added", day.round.id)
    assert event.values == {"proof": proof.id, "event": "event-01"}


def test_a_photo_that_is_sent_again_is_the_one_that_is_kept_already(day: Street) -> None:
    first = added(day)
    assert added(day) == first
    assert added(day, photo=OTHER).id != first.id
    with day.work() as one:
        assert len(proofs.of_order(one, day.planner, day.names["bread"])) == 2


def test_a_photo_may_come_before_its_deed_but_not_for_another_orders(day: Street) -> None:
    added(day)
    event = Event("event-02", day.names["roses"], Deed.COLLECTED, day.clock("14:06"))
    with day.work() as one:
        telling.tell(one, day.rider, [ToldDeed(event)])
    with pytest.raises(RefusedError) as refused:
        added(day, event="event-02")
    assert refused.value.code == "photo.other_order"


def test_an_order_has_so_many_photos_and_no_more(day: Street) -> None:
    for number in range(proofs.MOST_OF_ORDER):
        added(day, event=f"event-{number:02}")
    with pytest.raises(RefusedError) as refused:
        added(day, event="event-99")
    assert refused.value.code == "photo.too_many"
    added(day, event="event-00")


def test_planners_the_shop_and_the_courier_on_the_day_see_a_photo_and_nobody_else(
    day: Street, database: Database, means: Means
) -> None:
    other = street(database, replace(means, random_bytes=random.Random(2).randbytes), name="B")  # noqa: S311
    proof = added(day)
    for actor in (day.planner, day.rider, day.keeper("A")):
        assert looked_at(day, actor, proof) == PHOTO
    admin = acting("usr_admin", Role.ADMIN, None)
    for actor in (day.keeper("B"), other.planner, other.rider, other.keeper("A")):
        with pytest.raises(MissingError):
            looked_at(day, actor, proof)
        with pytest.raises(MissingError), day.work() as one:
            proofs.of_order(one, actor, proof.order)
    with pytest.raises(MissingError):
        looked_at(day, admin, proof)
    with day.work() as one:
        assert proofs.of_order(one, admin, proof.order) == []
    recipient = acting("link", Role.RECIPIENT, day.town.id, proof.order)
    with pytest.raises(ForbiddenError):
        looked_at(day, recipient, proof)


def test_at_midnight_the_courier_no_longer_sees_a_photo(day: Street) -> None:
    proof = added(day)
    day.now = day.clock("23:59:59")
    assert looked_at(day, day.rider, proof) == PHOTO
    day.now = day.clock("0:00:00", days=1)
    for actor in (day.planner, day.keeper("A")):
        assert looked_at(day, actor, proof) == PHOTO
    with pytest.raises(MissingError):
        looked_at(day, day.rider, proof)
    with pytest.raises(MissingError), day.work() as one:
        proofs.of_order(one, day.rider, proof.order)


def test_only_who_rides_with_an_order_adds_photos_of_it(
    day: Street, database: Database, means: Means
) -> None:
    other = street(database, replace(means, random_bytes=random.Random(2).randbytes), name="B")  # noqa: S311
    for actor in (other.rider, other.planner):
        with pytest.raises(MissingError):
            added(day, actor)
    with pytest.raises(ForbiddenError):
        added(day, day.keeper("A"))
    assert added(day, day.planner).order == day.names["bread"]


def test_of_a_photo_that_is_forgotten_its_hash_stays(day: Street) -> None:
    proof = added(day)
    with day.work() as one:
        one.connection.execute(update(proofs_table).values(photo=null()))
    with day.work() as one:
        found, photo = proofs.find(one, day.planner, proof.id)
    assert photo is None
    assert found == replace(proof, kept=False)


def test_a_photo_of_a_day_that_is_settled_is_not_kept(day: Street) -> None:
    """As what is told of it; one that was kept in time and is sent again is known."""
    proof = added(day)
    day.now = day.clock("0:00:00", days=8)
    assert added(day, event="event-02").id != proof.id
    day.now += dt.timedelta(seconds=1)
    with pytest.raises(RefusedError) as refused:
        added(day, event="event-03")
    assert refused.value.code == "following.too_late"
    assert added(day) == proof


def forget(one: Work, day: Street) -> None:
    """Forget whom the bread was for, the day after."""
    bread = orders.by_id(one, [day.names["bread"]])[day.names["bread"]]
    orders.change(one, replace(bread, state=OrderState.DELIVERED))
    person.forget(one, day.keeper("A"), bread.recipient or "")


def test_no_photo_is_kept_of_the_door_of_somebody_who_is_forgotten(day: Street) -> None:
    day.now = day.clock("9:00", days=1)
    with day.work() as one:
        forget(one, day)
    with pytest.raises(RefusedError) as refused:
        added(day)
    assert refused.value.code == "photo.of_nobody"


def test_a_photo_that_comes_while_somebody_is_forgotten_is_not_kept(day: Street) -> None:
    day.now = day.clock("9:00", days=1)
    with ThreadPoolExecutor(1) as threads:
        with day.work() as one:
            forget(one, day)
            other: Future[Proof] = threads.submit(added, day)
            wait([other], AT_ONCE)
        with pytest.raises(RefusedError) as refused:
            other.result()
    assert refused.value.code == "photo.of_nobody"
