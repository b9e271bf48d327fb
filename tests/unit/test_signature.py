"""Webhooks are signed as Standard Webhooks has it."""

import base64
import datetime as dt

import pytest

from api.domain.signature import (
    Secret,
    is_genuine,
    new_secret,
    signature,
    signed_headers,
)
from routing.errors import InputError

NOW = dt.datetime.fromtimestamp(1_614_265_330, dt.UTC)
SECRET = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
MESSAGE, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
"""Worked out by hand, in a shell: the key in hex, then
``printf '%s' 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}' |
openssl dgst -sha256 -mac HMAC -macopt hexkey:31f2...b0 -binary | base64``;
the same as the test of the reference libraries has it."""

OTHER = new_secret(bytes(range(32)))


def test_a_message_is_signed_as_the_reference_libraries_sign_it() -> None:
    assert signature(SECRET, MESSAGE, "1614265330", BODY) == SIGNED
    assert signed_headers(MESSAGE, NOW, BODY, [SECRET]) == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": "1614265330",
        "webhook-signature": SIGNED,
    }


def test_while_a_secret_is_exchanged_a_message_is_signed_with_both() -> None:
    tomorrow = NOW + dt.timedelta(days=1)
    secrets = [OTHER, Secret(SECRET.text, until=tomorrow)]
    headers = signed_headers(MESSAGE, NOW, BODY, secrets)
    assert headers["webhook-signature"].split()[1] == SIGNED
    assert is_genuine(headers, BODY, SECRET, NOW)
    assert is_genuine(headers, BODY, OTHER, NOW)
    later = signed_headers(MESSAGE, tomorrow, BODY, secrets)
    assert is_genuine(later, BODY, OTHER, tomorrow)
    assert not is_genuine(later, BODY, SECRET, tomorrow)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_message_that_is_not_of_now_is_not_genuine(seconds: int) -> None:
    headers = signed_headers(MESSAGE, NOW, BODY, [SECRET])
    assert is_genuine(headers, BODY, SECRET, NOW + dt.timedelta(seconds=seconds // 301 * 300))
    assert not is_genuine(headers, BODY, SECRET, NOW + dt.timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-id": "msg_other"},
        {"webhook-timestamp": "1614265331"},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "-1614265330"},
        {"webhook-timestamp": ""},
        {"webhook-id": ""},
        {"webhook-signature": ""},
        {"webhook-signature": SIGNED.removeprefix("v1,")},
        {"webhook-signature": SIGNED.replace("v1", "v2")},
        {"webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA="},
        {"webhook-signature": "v1,é"},
    ],
)
def test_what_was_changed_on_the_way_is_not_genuine(changed: dict[str, str]) -> None:
    headers = signed_headers(MESSAGE, NOW, BODY, [SECRET])
    assert not is_genuine({**headers, **changed}, BODY, SECRET, NOW)
    assert not is_genuine(headers, BODY + b" ", SECRET, NOW)


def test_one_of_several_signatures_is_enough() -> None:
    headers = signed_headers(MESSAGE, NOW, BODY, [SECRET])
    among = f"v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v1a,x {SIGNED}"
    assert is_genuine({**headers, "webhook-signature": among}, BODY, SECRET, NOW)


@pytest.mark.parametrize(
    "text", ["", "whsec_", "whsec_?", "whsec_" + base64.b64encode(bytes(23)).decode()]
)
def test_a_secret_that_is_too_short_or_none_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"webhook\.secret"):
        Secret(text)


def test_a_secret_does_not_show_itself() -> None:
    assert "MfKQ" not in repr(SECRET)
    assert "MfKQ" not in str([SECRET])
