"""What the rows of town days say together."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import mean
from typing import TypeAlias

from benchmarks.rows import Row
from routing.solve import Engine

Rows: TypeAlias = Mapping[tuple[Engine, float], Row]
"""Of one day, by engine and seconds as they were meant."""
Figures: TypeAlias = dict[str, object]


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
                "all": _spread(_gap(day, seconds, long) for day in days.values()),
                **{
                    part: _spread(_gap(d, seconds, long) for (p, _), d in days.items() if p == part)
                    for part in parts
                },
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
    return {
        "best": None if best is None else best.question.engine,
        "above_best_percent": {
            f"{seconds:g} s": _gap(rows, seconds, long) for seconds in (*short, long)
        },
        "others_above_best_percent": {
            engine: _above(row, best)
            for engine, row in minute.items()
            if engine is not Engine.SEARCH and best is not None
        },
        "without": {e: list(row.answer.without) for e, row in minute.items() if row.answer.without},
        "pooling_saves_percent": None if ours is None else _saved(ours),
    }


def _gap(rows: Rows, seconds: float, long: float) -> float | None:
    """How far our plan is above the best of any engine in the long time."""
    minute = [row for (_, lasted), row in rows.items() if lasted == long]
    ours = rows.get((Engine.SEARCH, seconds))
    return _above(ours, min(minute, key=worth)) if ours and minute else None


def _above(row: Row, best: Row) -> float | None:
    """In percent; None when it leaves out more."""
    if row.answer.unserved > best.answer.unserved:
        return None
    return round(100 * (row.answer.cost / best.answer.cost - 1), 2)


def _is_cheaper(rows: Rows, seconds: float) -> bool:
    ours, theirs = (rows.get((engine, seconds)) for engine in (Engine.SEARCH, Engine.ORTOOLS))
    return ours is not None and theirs is not None and worth(theirs) < worth(ours)


def _saved(ours: Row) -> float | None:
    alone = ours.answer.alone
    return round(100 * (1 - ours.answer.cost / alone), 1) if alone else None


def _spread(gaps: Iterable[float | None]) -> Figures:
    some = list(gaps)
    known = [gap for gap in some if gap is not None]
    return {
        "days": len(some),
        "mean_percent": round(mean(known), 2) if known else None,
        "worst_percent": max(known, default=None),
        "left_out_more": len(some) - len(known),
    }
