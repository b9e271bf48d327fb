"""What the rows of an ablation say together: each part by what the search is worse without it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import mean
from typing import TypeAlias

from benchmarks.rows import Answer, Row
from routing.typography import number

NOTHING = "nothing"
"""What is left out of a whole search."""

Figures: TypeAlias = dict[str, object]
Answers: TypeAlias = Mapping[int, Answer]
"""By seed."""
Limits: TypeAlias = Mapping[str, tuple[float, int | None]]
"""Seconds and steps of each problem: rows of others do not count."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a search without a part has more than the whole one, on average over the same seeds.

    Parameters
    ----------
    seeds
        How many.
    time
        Its processor time, as a multiple.
    same
        Whether every seed came out as with everything.
    """

    seeds: int
    unserved: float
    vehicles: float
    cost_percent: float
    time: float
    same: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole search on a problem, on average over its seeds.

    Parameters
    ----------
    cost_spread_percent
        How far the worst seed is above the best: what is less says little.
    without
        By the part left out.
    """

    seconds: float
    steps: int | None
    seeds: int
    unserved: float
    vehicles: float
    cost: float
    cost_spread_percent: float
    processor_seconds: float
    without: Mapping[str, Difference]


def summary(rows: Sequence[Row], limits: Limits) -> Figures:
    """All that the rows say, ready for JSON."""
    return {
        "plans_that_break_a_rule": sum(row.answer.broken > 0 for row in _counted(rows, limits)),
        "problems": {name: asdict(whole) for name, whole in problems_of(rows, limits).items()},
    }


def problems_of(rows: Sequence[Row], limits: Limits) -> Mapping[str, Whole]:
    """The whole search on each problem, and what is different without each part."""
    found: dict[str, dict[str, dict[int, Answer]]] = {}
    for row in _counted(rows, limits):
        parts = found.setdefault(row.question.name, {})
        parts.setdefault(row.question.part, {})[row.question.seed] = row.answer
    return {
        name: _whole(found[name], seconds, steps)
        for name, (seconds, steps) in limits.items()
        if NOTHING in found.get(name, {})
    }


def _counted(rows: Sequence[Row], limits: Limits) -> list[Row]:
    return [
        row
        for row in rows
        if limits.get(row.question.name) == (row.question.seconds, row.question.iterations)
    ]


def table(problems: Mapping[str, Whole]) -> list[list[str]]:
    """A column for each problem, a row for each part left out.

    A cell says how many vehicles and how much cost a search without the part has more, and its
    processor time as a multiple; ``=`` stands where every seed came out the same.
    """
    parts = list(dict.fromkeys(part for whole in problems.values() for part in whole.without))
    lines: dict[str, Callable[[Whole], str]] = {
        "seeds": lambda whole: str(whole.seeds),
        "limit": lambda whole: f"{whole.steps:,} steps" if whole.steps else f"{whole.seconds:g} s",
        "vehicles": lambda whole: f"{whole.vehicles:.2f}",
        "cost": lambda whole: f"{whole.cost:,.0f}",
        "worst above best seed": lambda whole: f"{whole.cost_spread_percent:.1f} %",
        "processor time": lambda whole: f"{whole.processor_seconds:.1f} s",
    }
    return [
        ["problem", *problems],
        *([name, *(line(whole) for whole in problems.values())] for name, line in lines.items()),
        *(
            [
                f"without {part}",
                *(_cell(whole.without.get(part)) for whole in problems.values()),
            ]
            for part in parts
        ),
    ]


def _cell(found: Difference | None) -> str:
    if found is None:
        return ""
    if found.same:
        return f"=, x {found.time:.2f}"
    left_out = f"{_more(found.unserved, 2)} left out, " if found.unserved else ""
    vehicles = f"{_more(found.vehicles, 2)} / " if found.vehicles else ""
    return f"{left_out}{vehicles}{_more(found.cost_percent, 1)} %, x {found.time:.2f}"


def _more(value: float, decimals: int) -> str:
    return ("+" if value >= 0 else "") + number(value, "en", decimals)


def _whole(parts: Mapping[str, Answers], seconds: float, steps: int | None) -> Whole:
    whole = parts[NOTHING]
    costs = [answer.cost for answer in whole.values()]
    return Whole(
        seconds=seconds,
        steps=steps,
        seeds=len(whole),
        unserved=_mean(answer.unserved for answer in whole.values()),
        vehicles=_mean(answer.routes for answer in whole.values()),
        cost=_mean(costs),
        cost_spread_percent=_percent(max(costs), min(costs)),
        processor_seconds=_mean(answer.spent for answer in whole.values()),
        without={
            part: difference(answers, whole)
            for part, answers in parts.items()
            if part != NOTHING and answers.keys() & whole.keys()
        },
    )


def difference(part: Answers, whole: Answers) -> Difference:
    """Between searches without a part and whole ones, over the seeds that both have."""
    seeds = sorted(part.keys() & whole.keys())
    pairs = [(part[seed], whole[seed]) for seed in seeds]
    return Difference(
        seeds=len(seeds),
        unserved=_mean(less.unserved - more.unserved for less, more in pairs),
        vehicles=_mean(less.routes - more.routes for less, more in pairs),
        cost_percent=_mean(_percent(less.cost, more.cost) for less, more in pairs),
        time=round(
            sum(less.spent for less, _ in pairs) / max(0.01, sum(more.spent for _, more in pairs)),
            2,
        ),
        same=all(
            (less.unserved, less.routes, less.cost) == (more.unserved, more.routes, more.cost)
            for less, more in pairs
        ),
    )


def _mean(values: Iterable[float]) -> float:
    return round(mean(values), 2)


def _percent(more: float, less: float) -> float:
    return round(100 * (more / less - 1), 2) if less else 0.0
