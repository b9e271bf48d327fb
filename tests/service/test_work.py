"""Work: whole or not at all, with its own instant and dice, and what follows once it stands."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select

from api.domain.ids import Kind
from api.store import pools
from api.store.database import Database
from api.store.tables import blobs, installation, towns
from api.store.trial import trying
from api.store.work import Means, reading, writing
from tests.service.conftest import Clock
from tests.service.filled import MIDNIGHT_IN_PARIS, row_of

TIMES = 25


def noted(database: Database, means: Means) -> int:
    with reading(database, means) as work:
        return work.connection.scalars(select(func.count()).select_from(installation)).one()


def test_what_waits_for_the_transaction_to_stand_finds_it_standing(
    database: Database, means: Means
) -> None:
    found = []
    with writing(database, means) as work:
        work.connection.execute(insert(installation).values(name="one", value="-"))
        work.afterwards(lambda: found.append(noted(database, means)))
        assert found == []
    assert found == [1]


def test_what_waits_is_done_once_each_in_the_order_it_was_asked_for(
    database: Database, means: Means
) -> None:
    done: list[str] = []
    with writing(database, means) as work:
        work.afterwards(lambda: done.append("first"))
        work.afterwards(lambda: done.append("second"))
    assert done == ["first", "second"]


def write_and_fail(database: Database, means: Means, done: list[str]) -> None:
    with writing(database, means) as work:
        work.connection.execute(insert(installation).values(name="one", value="-"))
        work.afterwards(lambda: done.append("done"))
        raise KeyError


def test_a_transaction_that_falls_leaves_no_row_and_nothing_done(
    database: Database, means: Means
) -> None:
    done: list[str] = []
    with pytest.raises(KeyError):
        write_and_fail(database, means, done)
    assert done == []
    assert noted(database, means) == 0


def test_work_has_one_instant_and_the_next_has_its_own(
    database: Database, means: Means, clock: Clock
) -> None:
    began = clock.now
    with writing(database, means) as work:
        clock.forward(minutes=5)
        assert work.now == began
        first = work.new(Kind.ORDER)
    with writing(database, means) as work:
        assert work.now == clock.now
        assert first < work.new(Kind.ORDER)


def test_ids_of_one_instant_differ(database: Database, means: Means) -> None:
    with writing(database, means) as work:
        made = {work.new(Kind.ORDER) for _ in range(1_000)}
    assert len(made) == 1_000


def test_two_writers_of_one_pool_take_turns(database: Database, means: Means) -> None:
    date, town = MIDNIGHT_IN_PARIS.date(), row_of(towns, 0)["id"]
    with writing(database, means) as work:
        for table in (blobs, towns):
            work.connection.execute(insert(table), row_of(table, 0))

    def count_up() -> None:
        for _ in range(TIMES):
            with writing(database, means) as work:
                pool = pools.locked(work, town, date)
                pools.save(work, replace(pool, version=pool.version + 1))

    with ThreadPoolExecutor(2) as threads:
        for writer in [threads.submit(count_up) for _ in range(2)]:
            writer.result()
    with reading(database, means) as work:
        assert pools.read(work, town, date).version == 2 * TIMES


def test_ids_sort_as_they_were_made_in_whatever_part_of_a_work(
    database: Database, means: Means
) -> None:
    with writing(database, means) as work:
        made = []
        for _ in range(20):
            with trying(work) as trial:
                made.append(trial.work.new(Kind.ORDER))
            made.append(work.new(Kind.ORDER))
    assert made == sorted(made)
