"""Rounds and plans go on when all that was personal about them is gone."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from api.domain.round import Round, cost_again, metres_again
from api.jobs.purge import run_purge
from api.services import following, person
from api.services.round_geojson import round_geojson
from api.store import belongings, rounds, tables
from api.store.database import Database
from api.store.tables import orders
from api.store.work import Means, writing
from tests.service import kept_rows
from tests.service.kept_rows import all_filled, at
from tests.service.planning_desk import Desk
from tests.service.small_town import DATE

LONG_AFTER = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def desk(database: Database, means: Means) -> Desk:
    """A day whose plan is published."""
    made = Desk(database, means)
    made.full()
    made.publish(made.planned())
    return made


def rounds_of(desk: Desk) -> list[Round]:
    with desk.work() as work:
        return rounds.on_date(work, desk.small.planner, DATE)


def test_what_a_round_cost_is_computed_again_after_the_purge(desk: Desk) -> None:
    before = rounds_of(desk)
    run_purge(desk.database, at(desk.means, LONG_AFTER))
    assert set(all_filled(desk.database, desk.means).values()) == {0}
    after = rounds_of(desk)
    assert after == before
    assert len(after) > 0
    for one in after:
        assert (cost_again(one), metres_again(one)) == (one.cost, one.metres)


def test_the_way_from_a_door_goes_with_it_also_where_the_next_stop_is_passed_over(
    database: Database, means: Means
) -> None:
    """The leg that begins at a door leads to the next stop to which somebody rides."""
    with writing(database, means) as work:
        town = kept_rows.town(work)
        one = kept_rows.person(work, town, kept_rows.shop(work, town), DATE)
        doors = {one.door: [one.order], "dor_2": ["ord_2"], "dor_3": ["ord_3"]}
        made = kept_rows.round_of(work, town, DATE, doors)
        here = tables.rounds.c.id == made
        stops = work.connection.execute(select(tables.rounds.c.stops).where(here)).scalar_one()
        stops[1]["passed"] = True
        work.connection.execute(update(tables.rounds).where(here).values(stops=stops))
        theirs = belongings.belongings_of(work, one.recipient)
        _, own = belongings.legs_of(work, theirs)[made]
    assert own == {0, 2}


def test_plans_and_orders_are_read_after_the_purge(desk: Desk) -> None:
    plans, ordered = desk.plans(), desk.orders()
    run_purge(desk.database, at(desk.means, LONG_AFTER))
    assert (desk.plans(), desk.orders()) == (plans, ordered)


def test_a_round_is_followed_and_drawn_without_doors_and_ways(desk: Desk) -> None:
    run_purge(desk.database, at(desk.means, LONG_AFTER))
    for one in rounds_of(desk):
        with desk.work() as work:
            seen = following.find(work, desk.small.planner, one.id)
        drawn = round_geojson(seen, {})
        kinds = [feature["properties"].get("kind") for feature in drawn["features"]]
        assert kinds == [stop.kind for stop in one.stops]
        doors = [
            feature for feature in drawn["features"] if feature["properties"]["kind"] == "door"
        ]
        assert {feature["geometry"] for feature in doors} == {None}


def test_a_round_is_followed_and_drawn_without_one_who_was_forgotten(desk: Desk) -> None:
    first = next(iter(desk.orders().values()))
    with desk.work() as work:
        theirs = orders.c.recipient == first.recipient
        work.connection.execute(update(orders).where(theirs).values(state="delivered"))
        emptied = person.forget(work, desk.small.planner, first.recipient or "")
    assert emptied["recipients.name"] == 1
    for one in rounds_of(desk):
        with desk.work() as work:
            seen = following.find(work, desk.small.planner, one.id)
        legs = [len(leg) for leg in seen.lines or ()]
        drawn = round_geojson(seen, {})
        lines = [feature for feature in drawn["features"] if "leg" in feature["properties"]]
        assert len(lines) == sum(points > 1 for points in legs)
