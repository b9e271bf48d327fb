"""What the rows of town days say together."""

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import NamedTuple, TypeAlias

from benchmarks.rows import Row
from routing.solve import Engine

Rows: TypeAlias = Mapping[tuple[Engine, float], Row]
"""Of one day, by engine and seconds as they were meant."""
Figures: TypeAlias = dict[str, object]


class Gap(NamedTuple):
    """How far a plan is above another.

    Parameters
    ----------
    more_left_out
        Orders; negative: fewer.
    percent
        Of cost; None unless both leave out as many orders: who serves fewer is cheap for nothing.
    """

    more_left_out: int
    percent: float | None


def worth(row: Row) -> tuple[int, float]:
    """The smaller, the better: orders left out, then cost."""
    return row.answer.unserved, row.answer.cost


def summary(rows: Sequence[Row], short: Sequence[float], long: float, share: float) -> Figures:
    """How far above the best of a minute our plans are, who else is cheaper, what pooling saves.

    Parameters
    ----------
    short, long
        Seconds.
    share
        Only rows of this share of the seconds count.
    """
    days: dict[tuple[str, str], dict[tuple[Engine, float], Row]] = {}
    for row in rows:
        for seconds in (*short, long):
            if row.question.seconds == seconds * share:
                day = days.setdefault((row.question.part, row.question.name), {})
                day[row.question.engine, seconds] = row
    told = {f"{part}, {name}": _day(found, short, long) for (part, name), found in days.items()}
    parts = list(dict.fromkeys(part for part, _ in days))
    return {
        "share_of_time": share,
        "plans_that_break_a_rule": sum(
            r.answer.broken > 0 for d in days.values() for r in d.values()
        ),
        "above_best_of_any_engine": {
            f"{seconds:g} s": {
                "all": _spread(_gaps(days, seconds, long)),
                **{part: _spread(_gaps(days, seconds, long, part)) for part in parts},
            }
            for seconds in (*short, long)
        },
        "or_tools_cheaper_at_equal_time": [
            f"{part}, {name}, {seconds:g} s"
            for (part, name), day in days.items()
            for seconds in (*short, long)
            if _is_cheaper(day, seconds)
        ],
        "days": told,
    }


def _day(rows: Rows, short: Sequence[float], long: float) -> Figures:
    minute = {engine: row for (engine, seconds), row in rows.items() if seconds == long}
    best = min(minute.values(), key=worth, default=None)
    ours = minute.get(Engine.SEARCH)
    gaps = {f"{seconds:g} s": _gap(rows, seconds, long) for seconds in (*short, long)}
    others = {
        engine: _above(row, best)
        for engine, row in minute.items()
        if engine is not Engine.SEARCH and best is not None
    }
    return {
        "best": None if best is None else best.question.engine,
        "above_best_percent": {seconds: gap and gap.percent for seconds, gap in gaps.items()},
        "more_left_out": {
            seconds: gap.more_left_out for seconds, gap in gaps.items() if gap and gap.more_left_out
        },
        "others_above_best_percent": {engine: gap.percent for engine, gap in others.items()},
        "others_more_left_out": {
            engine: gap.more_left_out for engine, gap in others.items() if gap.more_left_out
        },
        "without": {e: list(row.answer.without) for e, row in minute.items() if row.answer.without},
        "pooling_saves_percent": None if ours is None else _saved(ours),
    }


def _gaps(
    days: Mapping[tuple[str, str], Rows], seconds: float, long: float, only: str | None = None
) -> dict[str, Gap]:
    """How far our plans are above the best, by day, of all parts or of one."""
    gaps = {
        f"{part}, {name}": _gap(rows, seconds, long)
        for (part, name), rows in days.items()
        if only in (None, part)
    }
    return {day: gap for day, gap in gaps.items() if gap is not None}


def _gap(rows: Rows, seconds: float, long: float) -> Gap | None:
    """How far our plan is above the best of any engine in the long time; None: not measured."""
    minute = [row for (_, lasted), row in rows.items() if lasted == long]
    ours = rows.get((Engine.SEARCH, seconds))
    return _above(ours, min(minute, key=worth)) if ours and minute else None


def _above(row: Row, best: Row) -> Gap:
    more = row.answer.unserved - best.answer.unserved
    if more:
        return Gap(more, None)
    return Gap(0, round(100 * (row.answer.cost / best.answer.cost - 1), 2))


def _is_cheaper(rows: Rows, seconds: float) -> bool:
    ours, theirs = (rows.get((engine, seconds)) for engine in (Engine.SEARCH, Engine.ORTOOLS))
    return ours is not None and theirs is not None and worth(theirs) < worth(ours)


def _saved(ours: Row) -> float | None:
    alone = ours.answer.alone
    return round(100 * (1 - ours.answer.cost / alone), 1) if alone else None


def _spread(gaps: Mapping[str, Gap]) -> Figures:
    """All days: those that leave out more are worse, whatever they cost, and are named."""
    percents = [gap.percent for gap in gaps.values() if gap.percent is not None]
    return {
        "days": len(gaps),
        "days_worse_by_orders_left_out": {
            day: gap.more_left_out for day, gap in gaps.items() if gap.more_left_out > 0
        },
        "days_better_by_orders_left_out": {
            day: -gap.more_left_out for day, gap in gaps.items() if gap.more_left_out < 0
        },
        "days_that_leave_out_as_many": len(percents),
        "mean_percent_of_these": round(mean(percents), 2) if percents else None,
        "worst_percent_of_these": max(percents, default=None),
    }
