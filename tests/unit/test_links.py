"""A token opens what it was signed for, as long as it was signed for, and nothing else."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.domain.errors import MissingError
from api.domain.links import LinkPurpose, read, recipient_until, sign

SECRET, OTHER_SECRET = "5ec" * 20, "0dd" * 20
ORDER = "ord_01kb03v3g07000800000000000"
NOW = dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)
FOR_RECIPIENT, FOR_SIGN_IN = LinkPurpose.RECIPIENT, LinkPurpose.SIGN_IN
TOKEN = sign(SECRET, FOR_RECIPIENT, ORDER)


def opens(token: str, purpose: LinkPurpose = FOR_RECIPIENT, now: dt.datetime = NOW) -> bool:
    try:
        return bool(read(SECRET, purpose, token, now))
    except MissingError:
        return False


def test_a_token_tells_its_subject() -> None:
    assert read(SECRET, FOR_RECIPIENT, TOKEN, NOW) == ORDER


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_a_token_opens_one_purpose_only(purpose: LinkPurpose) -> None:
    assert opens(TOKEN, purpose) is (purpose is FOR_RECIPIENT)


def test_a_token_of_another_installation_opens_nothing() -> None:
    assert not opens(sign(OTHER_SECRET, FOR_RECIPIENT, ORDER))


def test_a_token_expires_at_its_second() -> None:
    token = sign(SECRET, FOR_SIGN_IN, "usr_1", NOW + dt.timedelta(minutes=30))
    assert opens(token, FOR_SIGN_IN, NOW + dt.timedelta(minutes=30, seconds=-1))
    assert not opens(token, FOR_SIGN_IN, NOW + dt.timedelta(minutes=30))


def test_an_expiry_cannot_be_taken_off() -> None:
    token = sign(SECRET, FOR_SIGN_IN, "usr_1", NOW)
    subject, _, signature = token.split(".")
    assert not opens(f"{subject}.{signature}", FOR_SIGN_IN, NOW)


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="utf-8"))
def test_a_token_with_one_other_sign_opens_nothing(place: int, sign_instead: str) -> None:
    changed = TOKEN[:place] + sign_instead + TOKEN[place + 1 :]
    assert opens(changed) is (changed == TOKEN)


@given(st.text() | st.from_regex(r"[\w.-]*", fullmatch=True))
def test_whatever_else_is_written_opens_nothing(text: str) -> None:
    assert not opens(text)
    assert not opens(f"{TOKEN}.{text}")


def test_a_token_needs_no_escaping_and_holds_nothing_but_the_id() -> None:
    subject, signature = TOKEN.split(".")
    assert subject == ORDER
    assert set(signature) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    assert len(signature) == 43  # 256 bits


@pytest.mark.parametrize(
    ("date", "until"),
    [
        (dt.date(2026, 11, 27), "2026-11-28T23:00:00+00:00"),
        (dt.date(2026, 3, 28), "2026-03-29T22:00:00+00:00"),  # clocks change on the day after
        (dt.date(2026, 12, 31), "2027-01-01T23:00:00+00:00"),
    ],
)
def test_a_recipients_link_opens_until_the_end_of_the_day_after(date: dt.date, until: str) -> None:
    assert recipient_until(date, ZoneInfo("Europe/Paris")).isoformat() == until
