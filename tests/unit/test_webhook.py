"""What a webhook is told, under which id, and how long it is left alone after failures."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from api.domain.webhook import MOST_KINDS, Webhook, pause_after, read_kinds, wants
from api.jobs.message import message_body, message_id
from api.store.events import LoggedEvent
from routing.errors import InputError

HOOK = Webhook("whk_01kb03v3g07000800000000000", "twn_x", None, "https://x.org", (), (), 0)
EVENT = LoggedEvent(
    position=41,
    id="a phone's own id",
    town="twn_x",
    kind="deed.delivered",
    actor="usr_x",
    at=dt.datetime(2026, 11, 26, 9, 30, 0, 250_000, tzinfo=dt.timezone(dt.timedelta(hours=1))),
    received=dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC),
    date=dt.date(2026, 11, 26),
    order="ord_x",
    values={"minutes": 3},
)


def test_a_message_holds_ids_and_codes_and_when_it_happened() -> None:
    assert json.loads(message_body(EVENT)) == {
        "type": "deed.delivered",
        "timestamp": "2026-11-26T08:30:00.250000Z",
        "data": {
            "id": "a phone's own id",
            "position": 41,
            "town": "twn_x",
            "date": "2026-11-26",
            "order": "ord_x",
        },
    }


def test_the_id_of_a_message_is_its_own_and_fits_into_a_header_and_a_signature() -> None:
    told = message_id(HOOK, EVENT)
    assert told == "msg_01kb03v3g07000800000000000_41_7f01509e"
    assert "." not in told
    assert told != message_id(HOOK, replace(EVENT, position=42))
    assert told != message_id(replace(HOOK, id="whk_01kb03v3g07000800000000001"), EVENT)


def test_another_event_at_a_position_that_a_restored_log_gives_anew_has_another_id() -> None:
    assert message_id(HOOK, replace(EVENT, id="another")) != message_id(HOOK, EVENT)


def test_pauses_double_and_end_at_six_hours_and_up_to_half_is_left_to_chance() -> None:
    longest = [pause_after(failures, (0).__mul__).total_seconds() for failures in range(1, 40)]
    assert longest[:4] == [5, 10, 20, 40]
    assert set(longest[13:]) == {21_600}
    shortest = [pause_after(n, lambda bound: bound - 1).total_seconds() for n in (1, 2, 39)]
    assert shortest == [3, 5, 10_800]


@pytest.mark.parametrize("kind", ["", "order", "*", "order.", "order.*x", "Order.made", "a.b.c"])
def test_a_kind_that_is_none_is_refused_with_its_place(kind: str) -> None:
    with pytest.raises(InputError, match=r"webhook\.kind") as refused:
        read_kinds(["order.*", kind])
    assert refused.value.values["pointer"] == "/kinds/1"


def test_kinds_are_kept_once_each_and_not_too_many() -> None:
    assert read_kinds(["order.*", "plan.made", "order.*"]) == ("order.*", "plan.made")
    with pytest.raises(InputError, match=r"webhook\.many_kinds"):
        read_kinds([f"order.{'x' * number}" for number in range(1, MOST_KINDS + 2)])


def test_a_webhook_is_told_what_it_asked_for() -> None:
    assert wants(HOOK, "order.accepted")
    picky = replace(HOOK, kinds=("order.*", "plan.made"))
    assert [wants(picky, kind) for kind in ("order.accepted", "plan.made")] == [True, True]
    assert [wants(picky, kind) for kind in ("plan.published", "orders.made")] == [False, False]
