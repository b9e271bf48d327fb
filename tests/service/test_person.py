"""What a person may ask of a shop: to be told all that is kept about them, and to be forgotten."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, update

from api.domain.actor import Actor, Role, acting
from api.domain.errors import ForbiddenError, MissingError, RefusedError
from api.domain.order_state import OrderState
from api.services import person
from api.store import belongings, events, people, tables
from api.store.belongings import Belongings
from api.store.database import Database
from api.store.personal import personal_columns
from api.store.work import Means, Work, reading, writing
from tests.service import kept_rows
from tests.service.kept_rows import Person, all_filled, at, everything_else

DAY = dt.date(2026, 11, 20)
NAME, PHONE = "Hélène Œillet", "06 12 34 56 78"


@dataclass(frozen=True)
class Book:
    """A town with two shops, and who has ordered at the first."""

    town: str
    shop: str
    other_shop: str
    person: Person

    @property
    def keeper(self) -> Actor:
        return acting("usr_keeper", Role.SHOP, self.town, self.shop)

    @property
    def other_keeper(self) -> Actor:
        return acting("usr_other", Role.SHOP, self.town, self.other_shop)


@pytest.fixture
def book(database: Database, means: Means) -> Book:
    with writing(database, means) as work:
        town = kept_rows.town(work)
        shop, other = kept_rows.shop(work, town), kept_rows.shop(work, town)
        return Book(town, shop, other, kept_rows.person(work, town, shop, DAY))


def forget(database: Database, means: Means, book: Book) -> dict[str, int]:
    with writing(database, means) as work:
        return person.forget(work, book.keeper, book.person.recipient)


def value(work: Work, table: Any, column: str, **where: str) -> Any:
    statement = select(table.c[column])
    for name, found in where.items():
        statement = statement.where(table.c[name] == found)
    return work.connection.execute(statement).scalar_one()


@pytest.mark.parametrize(
    "who",
    [
        "helene oeillet",
        " Hélène  ŒILLET ",
        PHONE,
        "0612345678",
        "+33 6 12 34 56 78",
        "0033612345678",
    ],
)
def test_a_person_is_found_by_name_or_phone_however_it_is_written(
    database: Database, means: Means, book: Book, who: str
) -> None:
    with reading(database, means) as work:
        found = person.find_person(work, book.keeper, book.shop, who)
    assert found.id == book.person.recipient


@pytest.mark.parametrize("who", ["Œillet", "", "Hélène", "06 12 34 56 79", "06", "!"])
def test_a_part_of_a_name_or_of_a_phone_finds_nobody(
    database: Database, means: Means, book: Book, who: str
) -> None:
    with reading(database, means) as work, pytest.raises(MissingError, match=r"forget\.nobody"):
        person.find_person(work, book.keeper, book.shop, who)


def test_a_person_is_found_by_id(database: Database, means: Means, book: Book) -> None:
    with reading(database, means) as work:
        found = person.find_person(work, book.keeper, book.shop, book.person.recipient)
    assert found.name == NAME


def test_two_of_one_phone_are_told_apart_by_their_ids_only(
    database: Database, means: Means, book: Book
) -> None:
    with writing(database, means) as work:
        twin = kept_rows.recipient(work, book.town, book.shop, DAY, name="Paul")
        with pytest.raises(RefusedError, match=r"forget\.several") as refused:
            person.find_person(work, book.keeper, book.shop, PHONE)
    assert refused.value.values["ids"] == ", ".join(sorted([book.person.recipient, twin]))
    assert "Paul" not in str(refused.value)


def test_another_shops_people_are_not_seen(database: Database, means: Means, book: Book) -> None:
    with writing(database, means) as work:
        for shop in (book.shop, book.other_shop):
            with pytest.raises(MissingError):
                person.find_person(work, book.other_keeper, shop, NAME)
        for act in (person.forget, person.export_person):
            with pytest.raises(MissingError):
                act(work, book.other_keeper, book.person.recipient)
    assert set(all_filled(database, means).values()) == {1}


def test_who_may_not_write_orders_forgets_nobody(
    database: Database, means: Means, book: Book
) -> None:
    courier = acting("usr_courier", Role.COURIER, book.town, "cou_1")
    with writing(database, means) as work:
        for act in (person.forget, person.export_person):
            with pytest.raises(ForbiddenError):
                act(work, courier, book.person.recipient)
        with pytest.raises(ForbiddenError):
            person.find_person(work, courier, book.shop, NAME)


def test_forgetting_empties_every_column_of_personal_data(
    database: Database, means: Means, book: Book
) -> None:
    before = everything_else(database, means)
    emptied = forget(database, means, book)
    assert emptied == dict.fromkeys(all_filled(database, means), 1)
    assert set(all_filled(database, means).values()) == {0}
    after = everything_else(database, means)
    for row in before["recipients"]:
        row["door"] = None  # where they live is not kept either
        row["version"] += 1  # who has read them before does not write them again
    for row in before["standing_orders"]:
        row["active"] = False
    after["pools"] = [row for row in after["pools"] if row["version"]]  # held while it was done
    assert after == before


def test_every_table_of_personal_data_is_reached_by_forgetting() -> None:
    rows = belongings.rows_of(Belongings("rec_1", frozenset(), frozenset()))
    in_other_ways = {tables.round_lines, tables.answers}
    assert rows.keys() | in_other_ways == personal_columns().keys()


def test_others_lose_nothing(database: Database, means: Means, book: Book) -> None:
    with writing(database, means) as work:
        for shop in (book.shop, book.other_shop):
            kept_rows.person(work, book.town, shop, DAY)
    assert set(all_filled(database, means).values()) == {3}
    forget(database, means, book)
    assert set(all_filled(database, means).values()) == {2}


@pytest.mark.parametrize("through", ["an order", "an address book"])
def test_a_door_that_somebody_else_uses_stays(
    database: Database, means: Means, book: Book, through: str
) -> None:
    door = book.person.door
    with writing(database, means) as work:
        kept = door if through == "an address book" else None
        neighbour = kept_rows.recipient(
            work, book.town, book.other_shop, DAY, name="Paul", phone="1", door_id=kept
        )
        if through == "an order":
            kept_rows.order(
                work, book.town, book.other_shop, DAY, recipient_id=neighbour, door_id=door
            )
    forget(database, means, book)
    with reading(database, means) as work:
        assert people.find_door(work, door).label == "12 rue Grimaldi"
        assert value(work, tables.recipients, "door", id=book.person.recipient) is None


def test_a_door_goes_with_the_last_of_those_who_shared_it(
    database: Database, means: Means, book: Book
) -> None:
    door = book.person.door
    with writing(database, means) as work:
        neighbour = kept_rows.recipient(
            work, book.town, book.shop, DAY, name="Paul", phone="1", door_id=door
        )
        kept_rows.order(work, book.town, book.shop, DAY, recipient_id=neighbour, door_id=door)
    forget(database, means, book)
    with writing(database, means) as work:
        assert people.find_door(work, door).label
        person.forget(work, book.keeper, neighbour)
        assert not people.find_door(work, door).label


def test_of_a_round_for_several_only_the_legs_to_their_own_door_go(
    database: Database, means: Means, book: Book
) -> None:
    with writing(database, means) as work:
        other = kept_rows.person(work, book.town, book.other_shop, DAY)
        stops = {
            other.door: [other.order],
            "dor_3": ["ord_3"],
            book.person.door: [book.person.order],
        }
        shared = kept_rows.round_of(work, book.town, DAY, stops)
        together = kept_rows.round_of(
            work, book.town, DAY, {book.person.door: [book.person.order, other.order]}
        )
    forget(database, means, book)
    with reading(database, means) as work:
        legs = value(work, tables.round_lines, "lines", round=shared)
        assert [bool(leg) for leg in legs] == [True, True, False, False]
        legs = value(work, tables.round_lines, "lines", round=together)
        assert [bool(leg) for leg in legs] == [True, True]
        assert value(work, tables.round_lines, "lines", round=book.person.round) is None
    assert forget(database, means, book) == {}


@pytest.mark.parametrize("state", OrderState)
def test_somebody_who_waits_for_a_promise_is_not_forgotten(
    database: Database, means: Means, book: Book, state: OrderState
) -> None:
    with writing(database, means) as work:
        here = tables.orders.c.id == book.person.order
        work.connection.execute(update(tables.orders).where(here).values(state=state))
    if state in {"accepted", "planned", "collected"}:
        with pytest.raises(RefusedError, match=r"forget\.still_to_come"):
            forget(database, means, book)
        assert set(all_filled(database, means).values()) == {1}
    else:
        forget(database, means, book)
        assert set(all_filled(database, means).values()) == {0}


@pytest.mark.parametrize("state", ["accepted", "planned", "collected"])
def test_what_was_left_unsettled_keeps_nobody_from_being_forgotten_for_ever(
    database: Database, means: Means, book: Book, state: str
) -> None:
    """A courier forgot to tell; a week after the day nobody may tell of it any more."""
    settled = dt.datetime(2026, 11, 27, 23, tzinfo=dt.UTC)  # midnight in Paris
    with writing(database, means) as work:
        here = tables.orders.c.id == book.person.order
        work.connection.execute(update(tables.orders).where(here).values(state=state))
    with pytest.raises(RefusedError, match=r"forget\.still_to_come"):
        forget(database, at(means, settled), book)
    forget(database, at(means, settled + dt.timedelta(seconds=1)), book)
    assert set(all_filled(database, means).values()) == {0}


def test_forgetting_somebody_twice_empties_nothing_more(
    database: Database, means: Means, book: Book
) -> None:
    forget(database, means, book)
    assert forget(database, means, book) == {}


def test_an_export_holds_every_value_that_is_kept_and_nothing_of_others(
    database: Database, means: Means, book: Book
) -> None:
    with writing(database, means) as work:
        kept_rows.recipient(work, book.town, book.shop, DAY, name="Paul", phone="07 00 00 00 00")
        document = person.export_person(work, book.keeper, book.person.recipient)
    text = json.dumps(document, ensure_ascii=False)
    for kept in (
        NAME,
        PHONE,
        "12 rue Grimaldi",
        "7.4301",
        "43.7402",
        "node/4711",
        "fond de cour",
        "sonnez chez Ginette",
        "B2407",
        "rebord",
        "A1789",
        "YSBwaG90byBvZiBhIHBvcmNo",  # the photo in base 64
        "[[7.42, 43.73], [7.43, 43.74]]",
        book.person.order,
    ):
        assert kept in text, kept
    assert "Paul" not in text
    assert "07 00" not in text


def test_an_export_after_forgetting_holds_no_personal_data(
    database: Database, means: Means, book: Book
) -> None:
    forget(database, means, book)
    with writing(database, means) as work:
        document = person.export_person(work, book.keeper, book.person.recipient)
    text = json.dumps(document, ensure_ascii=False)
    assert book.person.order in text
    for gone in (NAME, "06 12", "Grimaldi", "7.43", "Ginette", "B2407", "YSBw"):
        assert gone not in text


def test_both_are_written_down_without_anything_personal(
    database: Database, means: Means, book: Book
) -> None:
    with writing(database, means) as work:
        person.export_person(work, book.keeper, book.person.recipient)
    forget(database, means, book)
    with reading(database, means) as work:
        told = events.since(work, acting("usr_planner", Role.PLANNER, book.town), book.town, 0)
    assert [(event.kind, event.actor) for event in told] == [
        ("personal.exported", "usr_keeper"),
        ("personal.forgotten", "usr_keeper"),
    ]
    assert told[1].values["recipients.name"] == 1
    for gone in ("Œillet", "06 12", "Grimaldi", "B2407"):
        assert gone not in repr(told)
