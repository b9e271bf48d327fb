"""Batches of deeds: each kept once, each answered for itself, whoever may tell of them."""

import datetime as dt
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from api.domain.actor import Role, acting
from api.domain.errors import ForbiddenError, StaleError
from api.domain.event import Deed, Event
from api.domain.ids import Kind
from api.domain.order_state import OrderState
from api.domain.town import Courier
from api.services import telling
from api.services.telling import Answer, Heard, Outcome, ToldDeed
from api.store import events, fleet, orders, work
from api.store.database import Database
from api.store.work import Means, Work
from routing.model import Costs
from tests.service.street_day import Street, published, street


@pytest.fixture
def day(database: Database, means: Means) -> Street:
    return street(database, means)


def a_deed(
    day: Street,
    name: str,
    order: str,
    what: Deed,
    time: str,
    *,
    undoes: str = "",
    **values: str | int,
) -> ToldDeed:
    event = Event(name, day.names.get(order, order), what, day.clock(time), undoes)
    return ToldDeed(event, values)


def tell(day: Street, *told: ToldDeed, actor: object = None) -> Heard:
    with day.work() as one:
        return telling.tell(one, actor or day.rider, told)  # type: ignore[arg-type]


def codes(heard: Heard) -> list[str]:
    return [
        answer.problem.code if answer.problem else str(answer.outcome) for answer in heard.answers
    ]


def test_deeds_lead_orders_on_and_are_in_the_log(day: Street) -> None:
    day.now = day.clock("14:12")
    heard = tell(
        day,
        a_deed(day, "event-01", "bread", Deed.COLLECTED, "14:03:30"),
        a_deed(day, "event-02", "bread", Deed.DELIVERED, "14:11", minutes=2),
        a_deed(day, "event-03", "roses", Deed.COLLECTED, "14:06:30"),
    )
    assert heard.answers == (
        Answer("event-01", Outcome.ACCEPTED, OrderState.DELIVERED),
        Answer("event-02", Outcome.ACCEPTED, OrderState.DELIVERED),
        Answer("event-03", Outcome.ACCEPTED, OrderState.COLLECTED),
    )
    assert [one.id for one in heard.rounds] == [day.round.id]
    assert (day.order("bread").state, day.order("bread").version) == (OrderState.DELIVERED, 2)
    assert day.order("gift").version == 1
    with day.work() as one:
        log = events.of_round(one, day.round.id)
    assert [(event.id, event.kind) for event in log] == [
        ("event-01", "deed.collected"),
        ("event-02", "deed.delivered"),
        ("event-03", "deed.collected"),
    ]
    delivered = log[1]
    assert (delivered.at, delivered.received) == (day.clock("14:11"), day.clock("14:12"))
    assert (delivered.order, delivered.actor) == (day.names["bread"], "usr_rider")
    assert (delivered.date, delivered.values) == (day.round.date, {"minutes": 2})


def test_what_is_told_again_is_known_and_changes_nothing(day: Street) -> None:
    day.now = day.clock("14:12")
    told = [
        a_deed(day, "event-01", "bread", Deed.COLLECTED, "14:03:30"),
        a_deed(day, "event-02", "bread", Deed.DELIVERED, "14:11"),
    ]
    tell(day, *told)
    before = day.order("bread")
    heard = tell(day, *told, told[0])
    assert {(answer.outcome, answer.state) for answer in heard.answers} == {
        (Outcome.KNOWN, OrderState.DELIVERED)
    }
    assert heard.rounds == ()
    assert day.order("bread") == before
    with day.work() as one:
        assert len(events.of_round(one, day.round.id)) == 2


def test_a_deed_twice_in_one_batch_is_kept_once(day: Street) -> None:
    day.now = day.clock("14:12")
    twice = a_deed(day, "event-01", "bread", Deed.COLLECTED, "14:03:30")
    assert [answer.outcome for answer in tell(day, twice, twice).answers] == [
        Outcome.ACCEPTED,
        Outcome.KNOWN,
    ]


@pytest.mark.parametrize("seed", range(8))
def test_the_order_in_which_deeds_come_does_not_matter(day: Street, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    day.now = day.clock("15:00")
    told = [
        a_deed(day, "event-01", "bread", Deed.COLLECTED, "14:03:30"),
        a_deed(day, "event-02", "bread", Deed.DELIVERED, "14:11"),
        a_deed(day, "event-03", "bread", Deed.UNDONE, "14:12", undoes="event-02"),
        a_deed(day, "event-04", "bread", Deed.NOBODY_THERE, "14:12:30"),
        a_deed(day, "event-05", "bread", Deed.BROUGHT_BACK, "14:40"),
        a_deed(day, "event-06", "roses", Deed.NOT_READY, "14:06:30"),
        a_deed(day, "event-07", "gift", Deed.NOBODY_THERE, "14:31"),
        a_deed(day, "event-08", "gift", Deed.UNDONE, "14:32", undoes="event-07"),
        a_deed(day, "event-09", "gift", Deed.UNDONE, "14:33", undoes="event-08"),
    ]
    chance.shuffle(told)
    while told:
        batch = [told.pop() for _ in range(min(len(told), chance.randint(1, 3)))]
        assert {answer.outcome for answer in tell(day, *batch).answers} == {Outcome.ACCEPTED}
    assert {name: day.order(name).state for name in ("bread", "roses", "gift")} == {
        "bread": OrderState.RETURNED,
        "roses": OrderState.FAILED,
        "gift": OrderState.FAILED,
    }


def test_a_refused_deed_takes_no_other_with_it(day: Street) -> None:
    day.now = day.clock("14:12")
    heard = tell(
        day,
        a_deed(day, "event-01", "ord_nobody", Deed.COLLECTED, "14:03"),
        a_deed(day, "event-02", "bread", Deed.COLLECTED, "14:03"),
        a_deed(day, "event-03", "bread", Deed.DELIVERED, "14:30"),
        a_deed(day, "event-04", "bread", Deed.DELIVERED, "14:11", undoes="event-02"),
        a_deed(day, "event-05", "bread", Deed.UNDONE, "14:11"),
        a_deed(day, "event-06", "roses", Deed.UNDONE, "14:11", undoes="event-02"),
        a_deed(day, "event-02", "bread", Deed.DELIVERED, "14:11"),
        a_deed(day, "event-02", "roses", Deed.COLLECTED, "14:11"),
    )
    assert codes(heard) == [
        "following.not_in_round",
        "accepted",
        "following.in_future",
        "following.undoes_needless",
        "following.undoes_nothing",
        "following.undoes_other",
        "following.other_event",
        "following.other_event",
    ]
    assert heard.answers[0].state is None
    assert day.order("bread").state is OrderState.COLLECTED


def test_only_deeds_can_be_undone(day: Street) -> None:
    day.now = day.clock("14:12")
    with day.work() as one:
        events.append(
            one,
            "order.planned",
            town=day.town.id,
            actor=day.planner,
            order=day.names["bread"],
            round=day.round.id,
            id="event-00",
        )
    heard = tell(day, a_deed(day, "event-01", "bread", Deed.UNDONE, "14:11", undoes="event-00"))
    assert codes(heard) == ["following.undoes_other"]


@pytest.mark.parametrize(
    ("time", "days", "code"),
    [
        ("14:15:00", 0, "accepted"),
        ("14:15:01", 0, "following.in_future"),
        ("0:00:00", 0, "accepted"),
        ("23:59:59", -1, "following.before_day"),
    ],
)
def test_the_time_of_a_deed_is_one_of_its_day_and_not_to_come(
    day: Street, time: str, days: int, code: str
) -> None:
    day.now = day.clock("14:00")
    event = Event("event-01", day.names["bread"], Deed.COLLECTED, day.clock(time, days))
    assert codes(tell(day, ToldDeed(event))) == [code]


@pytest.mark.parametrize(
    ("time", "code"), [("0:00:00", "accepted"), ("0:00:01", "following.too_late")]
)
def test_what_is_told_more_than_a_week_after_the_day_is_settled(
    day: Street, time: str, code: str
) -> None:
    day.now = day.clock(time, days=8)
    told = a_deed(day, "event-01", "bread", Deed.COLLECTED, "14:03")
    assert codes(tell(day, told)) == [code]


@pytest.mark.parametrize("date", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_a_day_of_turned_clocks_begins_and_ends_at_its_midnights(
    database: Database, means: Means, date: dt.date
) -> None:
    day = street(database, means, date=date)
    day.now = day.clock("23:59:59")
    told = [
        a_deed(day, "event-01", "bread", Deed.COLLECTED, "0:00:00"),
        a_deed(day, "event-02", "bread", Deed.DELIVERED, "23:59:59"),
        ToldDeed(
            Event("event-03", day.names["roses"], Deed.COLLECTED, day.clock("23:59:59", days=-1))
        ),
    ]
    assert codes(tell(day, *told)) == ["accepted", "accepted", "following.before_day"]
    for days, code in ((8, "accepted"), (9, "following.too_late")):
        day.now = day.clock("0:00:00", days=days)
        late = a_deed(day, f"event-1{days}", "gift", Deed.COLLECTED, "14:03")
        assert codes(tell(day, late)) == [code]


def test_a_courier_tells_of_own_rounds_only_and_whoever_else_learns_nothing(day: Street) -> None:
    day.now = day.clock("14:12")
    with day.work() as one:
        other = Courier(one.new(Kind.COURIER), day.town.id, "Paul")
        fleet.add_courier(one, other)
    stranger = acting("usr_other", Role.COURIER, day.town.id, other.id)
    told = a_deed(day, "event-01", "bread", Deed.COLLECTED, "14:03")
    assert codes(tell(day, told, actor=stranger)) == ["following.not_in_round"]
    tell(day, told)
    assert codes(tell(day, told, actor=stranger)) == ["following.not_in_round"]
    assert day.order("bread").state is OrderState.COLLECTED


def test_planners_tell_for_couriers_of_their_own_town(
    day: Street, database: Database, means: Means
) -> None:
    other = street(database, replace(means, random_bytes=random.Random(2).randbytes), name="B")  # noqa: S311
    day.now = day.clock("14:12")
    told = a_deed(day, "event-01", "bread", Deed.COLLECTED, "14:03")
    assert codes(tell(day, told, actor=other.planner)) == ["following.not_in_round"]
    assert codes(tell(day, told, actor=day.planner)) == ["accepted"]
    admin = acting("usr_admin", Role.ADMIN, None)
    told = a_deed(day, "event-02", "roses", Deed.COLLECTED, "14:06")
    assert codes(tell(day, told, actor=admin)) == ["accepted"]


def test_shops_and_recipients_tell_nothing(day: Street) -> None:
    told = a_deed(day, "event-01", "bread", Deed.COLLECTED, "14:03")
    recipient = acting("link", Role.RECIPIENT, day.town.id, day.names["bread"])
    for actor in (day.keeper("A"), recipient):
        with pytest.raises(ForbiddenError):
            tell(day, told, actor=actor)


def test_a_deed_of_a_round_that_no_longer_counts_is_kept_and_leads_nothing_on(day: Street) -> None:
    day.now = day.clock("12:00")
    with day.work() as one:
        other = Courier(one.new(Kind.COURIER), day.town.id, "Paul")
        fleet.add_courier(one, other)
        moved = replace(day.round, stops=day.round.stops, costs=Costs())
        again = published(one, day.town, other, moved)
    day.now = day.clock("14:12")
    old = a_deed(day, "event-01", "bread", Deed.COLLECTED, "14:03")
    assert tell(day, old).answers == (Answer("event-01", Outcome.ACCEPTED, OrderState.PLANNED),)
    paul = acting("usr_paul", Role.COURIER, day.town.id, other.id)
    new = a_deed(day, "event-02", "bread", Deed.DELIVERED, "14:11")
    heard = tell(day, new, actor=paul)
    assert heard.answers == (Answer("event-02", Outcome.ACCEPTED, OrderState.DELIVERED),)
    assert [one.id for one in heard.rounds] == [again.id]


def test_what_a_planner_has_decided_otherwise_stays_so(day: Street) -> None:
    cancelled = replace(day.order("bread"), state=OrderState.CANCELLED)
    with day.work() as one:
        orders.change(one, cancelled)
    day.now = day.clock("14:12")
    heard = tell(day, a_deed(day, "event-01", "bread", Deed.DELIVERED, "14:11"))
    assert heard.answers == (Answer("event-01", Outcome.ACCEPTED, OrderState.CANCELLED),)


def test_a_phone_may_send_five_hundred_deeds_at_once(day: Street) -> None:
    day.now = day.clock("14:12")
    told = [
        a_deed(day, f"event-{number}", "bread", Deed.UNDONE, "14:11", undoes=f"event-{number - 1}")
        for number in range(1_001, 1_000 + telling.MOST_TOLD)
    ]
    heard = tell(day, a_deed(day, "event-1000", "bread", Deed.DELIVERED, "14:11"), *told)
    assert len(heard.answers) == 500
    # The last undoing counts, the one before it does not, and so on down to the delivery.
    assert day.order("bread").state is OrderState.PLANNED


def test_phones_that_send_the_same_at_once_are_heard_once(day: Street) -> None:
    day.now = day.clock("14:12")
    told = [
        a_deed(day, f"event-{number:02}", order, Deed.COLLECTED, "14:03")
        for number, order in enumerate(("bread", "roses", "gift") * 4)
    ]

    def send(number: int) -> list[Outcome]:
        mixed = told[:]
        random.Random(number).shuffle(mixed)  # noqa: S311
        return [answer.outcome for answer in tell(day, *mixed).answers]

    with ThreadPoolExecutor(4) as phones:
        outcomes = Counter(one for answers in phones.map(send, range(4)) for one in answers)
    assert outcomes == {Outcome.ACCEPTED: 12, Outcome.KNOWN: 36}
    with day.work() as one:
        assert len(events.of_round(one, day.round.id)) == 12
    assert {day.order(name).state for name in ("bread", "roses", "gift")} == {OrderState.COLLECTED}


def tell_and_fail(one: Work, day: Street, told: ToldDeed) -> None:
    telling.tell(one, day.rider, [told])
    raise StaleError("stale.row", id="another")


def test_only_transactions_that_stand_are_told(day: Street) -> None:
    day.now = day.clock("14:12")
    told = a_deed(day, "event-01", "bread", Deed.COLLECTED, "14:03")
    with pytest.raises(StaleError), day.work() as one:
        tell_and_fail(one, day, told)
    assert day.order("bread").state is OrderState.PLANNED
    with work.reading(day.database, day.means) as one:
        assert events.of_round(one, day.round.id) == []
