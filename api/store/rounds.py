"""Rounds and their lines on the ground, in and out of the database."""

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, select, true, update

from api.domain.actor import Actor
from api.domain.round import (
    Round,
    read_costs,
    read_matrix,
    read_stops,
    written_costs,
    written_matrix,
    written_stops,
)
from api.store.rows import change as change_row
from api.store.rows import found, of_town
from api.store.tables import round_lines, rounds
from api.store.work import Work

Lines = list[list[list[float]]]
"""For each leg its points, [longitude, latitude] in degrees."""


def find(work: Work, actor: Actor, round_id: str) -> Round:
    """A round, if the actor sees it: a courier their own only.

    Raises
    ------
    MissingError
    """
    return _round(found(work, rounds, _seen(actor), round_id))


def on_date(work: Work, actor: Actor, date: dt.date) -> list[Round]:
    """All rounds of a date that the actor sees, in the order of their letters."""
    seen = and_(_seen(actor), rounds.c.date == date)
    found_rounds = [_round(row) for row in work.connection.execute(select(rounds).where(seen))]
    return sorted(found_rounds, key=lambda one: (one.town, len(one.letter), one.letter))


def of_pool(work: Work, town: str, date: dt.date) -> list[Round]:
    """All rounds of a pool, whoever rides them: for its plans."""
    here = and_(rounds.c.town == town, rounds.c.date == date)
    found_rounds = work.connection.execute(select(rounds).where(here).order_by(rounds.c.id))
    return [_round(row) for row in found_rounds]


def letters_of(work: Work, town: str, date: dt.date) -> frozenset[str]:
    """The letters that a pool's rounds have already, for who has locked the pool."""
    here = and_(rounds.c.town == town, rounds.c.date == date)
    return frozenset(work.connection.scalars(select(rounds.c.letter).where(here)))


def add(work: Work, a_round: Round, lines: Lines) -> None:
    """Add a round, and how it lies on the ground."""
    work.connection.execute(
        insert(rounds).values(
            id=a_round.id,
            town=a_round.town,
            date=a_round.date,
            plan=a_round.plan,
            shift=a_round.shift,
            courier=a_round.courier,
            letter=a_round.letter,
            starts=a_round.starts,
            ends=a_round.ends,
            stops=written_stops(a_round.stops),
            matrix=written_matrix(a_round.matrix),
            costs=written_costs(a_round.costs),
            metres=a_round.metres,
            cost=a_round.cost,
            version=a_round.version,
            created=work.now,
        )
    )
    work.connection.execute(insert(round_lines).values(round=a_round.id, lines=lines))


def change(work: Work, a_round: Round, lines: Lines) -> Round:
    """Write a round that was of this version anew; gives it as it is then.

    Raises
    ------
    StaleError
    """
    change_row(
        work,
        rounds,
        a_round.id,
        a_round.version,
        {
            "plan": a_round.plan,
            "starts": a_round.starts,
            "ends": a_round.ends,
            "stops": written_stops(a_round.stops),
            "matrix": written_matrix(a_round.matrix),
            "metres": a_round.metres,
            "cost": a_round.cost,
        },
    )
    here = round_lines.c.round == a_round.id
    work.connection.execute(update(round_lines).where(here).values(lines=lines))
    return replace(a_round, version=a_round.version + 1)


def lines_of(work: Work, round_id: str) -> Lines | None:
    """How a round lies on the ground; None once that is forgotten."""
    here = round_lines.c.round == round_id
    lines: Lines | None = work.connection.scalar(select(round_lines.c.lines).where(here))
    return lines


def _seen(actor: Actor) -> ColumnElement[bool]:
    own = true() if actor.courier is None else rounds.c.courier == actor.courier
    return and_(of_town(rounds, actor), own)


def _round(row: Row[Any]) -> Round:
    return Round(
        id=row.id,
        town=row.town,
        date=row.date,
        plan=row.plan,
        shift=row.shift,
        courier=row.courier,
        letter=row.letter,
        starts=row.starts,
        ends=row.ends,
        stops=read_stops(row.stops),
        matrix=read_matrix(row.matrix),
        costs=read_costs(row.costs),
        metres=row.metres,
        cost=row.cost,
        version=row.version,
    )
