"""Posting to receivers that fail, are slow, send on, or are not what they seem."""

from collections.abc import Iterator, Sequence

import pytest

from api.domain.targets import Address, as_address, read_allow_list
from api.domain.webhook import Failure
from api.jobs.post import Answer, Poster
from tests.receiver import Answering, Receiver, drip, hang_up, receiving, silence, status

LOOPBACK = read_allow_list("127.0.0.1")
HEADERS = {"webhook-id": "msg_1"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


class Names:
    """Resolves all names to one address, and counts how often it was asked."""

    def __init__(self, address: str) -> None:
        self.address, self.asked = address, 0

    def __call__(self, *_: object) -> Sequence[Address]:
        self.asked += 1
        address = as_address(self.address)
        assert address is not None
        return [address]


def test_a_message_that_is_answered_with_success_has_arrived(receiver: Receiver) -> None:
    receiver.next = [status(204)]
    assert Poster(LOOPBACK)(receiver.url, HEADERS, b"{}") == Answer()
    (received,) = receiver.received
    assert received.body == b"{}"
    assert received.headers["webhook-id"] == "msg_1"
    assert received.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("answering", "failure"),
    [
        (status(400), Failure.REFUSED),
        (status(500), Failure.REFUSED),
        (status(410), Failure.GONE),
        (status(304), Failure.REDIRECTED),
        (hang_up, Failure.UNANSWERED),
    ],
)
def test_all_else_is_a_failure(receiver: Receiver, answering: Answering, failure: Failure) -> None:
    receiver.next = [answering]
    assert Poster(LOOPBACK)(receiver.url, HEADERS, b"{}").failure is failure


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_nobody_is_followed_elsewhere(receiver: Receiver, code: int) -> None:
    receiver.next = [status(code, location="/elsewhere")]
    assert Poster(LOOPBACK)(receiver.url, HEADERS, b"{}").failure is Failure.REDIRECTED
    assert [one.path for one in receiver.received] == ["/hook"]


@pytest.mark.parametrize("answering", [silence, drip])
def test_who_takes_too_long_is_not_waited_for(receiver: Receiver, answering: Answering) -> None:
    receiver.next = [answering]
    posted = Poster(LOOPBACK, seconds=0.3)(receiver.url, HEADERS, b"{}")
    assert posted.failure is Failure.UNANSWERED
    assert len(receiver.received) == 1


def test_who_asks_to_be_left_alone_is_heard(receiver: Receiver) -> None:
    receiver.next = [status(503, retry_after="120"), status(429, retry_after="tomorrow")]
    poster = Poster(LOOPBACK)
    assert poster(receiver.url, HEADERS, b"{}").retry_after.total_seconds() == 120
    assert poster(receiver.url, HEADERS, b"{}").retry_after.total_seconds() == 0


def test_nobody_is_there() -> None:
    with receiving() as receiver:
        url = receiver.url
    assert Poster(LOOPBACK)(url, HEADERS, b"{}").failure is Failure.UNANSWERED


def test_this_machine_is_not_called_unless_allowed(receiver: Receiver) -> None:
    assert Poster(read_allow_list(""))(receiver.url, HEADERS, b"{}").failure is Failure.FORBIDDEN
    assert receiver.received == []


def test_a_public_name_that_resolves_to_a_private_address_is_not_called(
    receiver: Receiver,
) -> None:
    names = Names("127.0.0.1")
    url = f"https://hooks.example.org:{receiver.port}/hook"
    posted = Poster(read_allow_list(""), names)(url, HEADERS, b"{}")
    assert posted.failure is Failure.FORBIDDEN
    assert receiver.received == []


def test_the_connection_is_made_to_the_address_that_was_looked_at(receiver: Receiver) -> None:
    names = Names("127.0.0.1")
    url = f"http://relay.example:{receiver.port}/hook?till=1"
    posted = Poster(read_allow_list("relay.example"), names)(url, HEADERS, b"{}")
    assert posted == Answer()
    (received,) = receiver.received
    assert received.path == "/hook?till=1"
    assert received.headers["host"] == f"relay.example:{receiver.port}"
    assert names.asked == 1


def test_a_name_without_an_address_is_a_failure() -> None:
    def nowhere(host: str, port: int) -> Sequence[Address]:
        raise OSError(host)

    posted = Poster(LOOPBACK, nowhere)("https://hooks.example.org/", HEADERS, b"{}")
    assert posted.failure is Failure.UNRESOLVED
