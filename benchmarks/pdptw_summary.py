"""What the rows of the literature's instances say together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import mean
from typing import TypeAlias

from benchmarks.panel import CITIES, CLASSES, Instance, read_panel
from benchmarks.rows import Row
from routing.solve import Engine

DISTANCE = "distance"
"""The part in which distance alone counts and the fleet is free, against PyVRP, which is tuned for
it: the instances of the part `DISTANCE_OF` with at least `DISTANCE_FROM` tasks."""
DISTANCE_OF = "60s"
DISTANCE_FROM = 200
DISTANCE_ENGINES = frozenset({Engine.SEARCH, Engine.PYVRP})

EQUAL = 1e-3
"""Costs that differ by less are the same: the tables of the best known have four decimals."""

Results: TypeAlias = Mapping[tuple[str, str], Mapping[Engine, Row]]
"""By part and name, each engine's row: the median of its seeds."""
Figures: TypeAlias = dict[str, object]


def rank(row: Row) -> tuple[int, int, float]:
    """The smaller, the better: orders left out, vehicles unless only distance counts, cost."""
    routes = 0 if row.question.part == DISTANCE else row.answer.routes
    return row.answer.unserved, routes, row.answer.cost


def summary(rows: Sequence[Row], known: Mapping[str, Instance], share: float) -> Figures:
    """Everything that is asked of the panel.

    Parameters
    ----------
    share
        Only rows of this share of the panel's seconds count.
    """
    seconds = {name: part.seconds * share for name, part in read_panel().items()}
    seconds[DISTANCE] = seconds[DISTANCE_OF]
    counted = [
        row
        for row in rows
        if row.question.seconds == seconds.get(row.question.part) and row.question.name in known
    ]
    results = _medians(counted)
    panel = {key: found for key, found in results.items() if key[0] != DISTANCE}
    free = {key: found for key, found in results.items() if key[0] == DISTANCE}
    return {
        "share_of_time": share,
        "plans_that_break_a_rule": sum(row.answer.broken > 0 for row in counted),
        "against": {rival: _duel(panel, rival) for rival in _rivals(panel)},
        "vehicles": {
            kind: _vehicles(some, known)
            for kind in (*CLASSES, *CITIES)
            if (some := {key: f for key, f in panel.items() if known[key[1]].kind == kind})
        },
        "above_best_known": {
            line: {engine: _above(some, engine, known) for engine in _engines(some)}
            for line, some in _lines(panel, known)
        },
        "distance_only": {rival: _distance(free, rival) for rival in _rivals(free)},
    }


def _medians(rows: Iterable[Row]) -> Results:
    by_engine: dict[tuple[str, str], dict[Engine, list[Row]]] = {}
    for row in rows:
        asked = row.question
        found = by_engine.setdefault((asked.part, asked.name), {})
        found.setdefault(asked.engine, []).append(row)
    return {
        key: {engine: sorted(some, key=rank)[len(some) // 2] for engine, some in found.items()}
        for key, found in by_engine.items()
    }


def _engines(results: Results) -> list[Engine]:
    """Those that have answered anything."""
    answered = {engine for found in results.values() for engine in found}
    return [engine for engine in Engine if engine in answered]


def _rivals(results: Results) -> list[Engine]:
    return [engine for engine in _engines(results) if engine is not Engine.SEARCH]


def _pairs(results: Results, rival: Engine) -> list[tuple[Row, Row]]:
    """Our row and the rival's, where there are both."""
    both = {Engine.SEARCH, rival}
    return [
        (found[Engine.SEARCH], found[rival]) for found in results.values() if both <= set(found)
    ]


def _duel(results: Results, rival: Engine) -> Figures:
    """How often ours is better, as good and worse, by orders left out, then vehicles, then cost."""
    pairs = _pairs(results, rival)
    signs = {ours.question: _sign(rank(ours), rank(theirs)) for ours, theirs in pairs}
    worse = [f"{asked.part} {asked.name}" for asked, sign in signs.items() if sign > 0]
    return {
        "instances": len(pairs),
        "better": sum(sign < 0 for sign in signs.values()),
        "equal": sum(sign == 0 for sign in signs.values()),
        "worse": worse,
        "better_or_equal_percent": _percent(1 - len(worse) / len(pairs)) if pairs else None,
    }


def _sign(ours: tuple[int, int, float], theirs: tuple[int, int, float]) -> int:
    if ours[:2] == theirs[:2] and abs(ours[2] - theirs[2]) < EQUAL:
        return 0
    return -1 if ours < theirs else 1


def _vehicles(results: Results, known: Mapping[str, Instance]) -> Figures:
    """Vehicles of each engine, over the instances that all engines have answered."""
    engines = _engines(results)
    full = {key: found for key, found in results.items() if set(engines) <= set(found)}
    return {
        "instances": len(full),
        "best_known": sum(known[name].best_vehicles for _, name in full),
        **{e: sum(found[e].answer.routes for found in full.values()) for e in engines},
    }


def _lines(results: Results, known: Mapping[str, Instance]) -> Iterator[tuple[str, Results]]:
    """By part and size, then classes with long routes once more by themselves."""
    lines: dict[str, Callable[[Instance], bool]] = {
        "100": lambda one: one.size == 100 and one.kind in CLASSES,
        "n100": lambda one: one.size == 100 and one.kind in CITIES,
        "200-400": lambda one: 200 <= one.size <= 400,
        "600-1000": lambda one: one.size >= 600,
        "lc2": lambda one: one.kind == "lc2",
        "lr2": lambda one: one.kind == "lr2",
        "lrc2": lambda one: one.kind == "lrc2",
    }
    for part in read_panel():
        for line, holds in lines.items():
            some = {
                key: found
                for key, found in results.items()
                if key[0] == part and holds(known[key[1]])
            }
            if some:
                yield f"{part} {line}", some


def _above(results: Results, engine: Engine, known: Mapping[str, Instance]) -> Figures:
    """How far an engine is from the best known.

    ``weighed`` is the gap of vehicles times the best known's mean cost of a route, plus cost.
    """
    pairs = [
        (found[engine].answer, known[name])
        for (_, name), found in results.items()
        if engine in found
    ]
    best = sum(one.best_vehicles for _, one in pairs)
    as_few = [(answer, one) for answer, one in pairs if answer.routes == one.best_vehicles]
    return {
        "instances": len(pairs),
        "vehicles_percent": _percent(sum(answer.routes for answer, _ in pairs) / best - 1),
        "equal_vehicles": len(as_few),
        "cost_percent": _mean_percent(answer.cost / one.best_cost - 1 for answer, one in as_few),
        "weighed_percent": _mean_percent(
            (answer.routes / one.best_vehicles + answer.cost / one.best_cost) / 2 - 1
            for answer, one in pairs
        ),
    }


def _distance(results: Results, rival: Engine) -> Figures:
    """Mean costs, ours and the rival's, and the mean of how much less ours is."""
    pairs = [(ours.answer.cost, theirs.answer.cost) for ours, theirs in _pairs(results, rival)]
    return {
        "instances": len(pairs),
        "ours": round(mean(ours for ours, _ in pairs), 2) if pairs else None,
        "theirs": round(mean(theirs for _, theirs in pairs), 2) if pairs else None,
        "less_percent": _percent(mean(1 - ours / theirs for ours, theirs in pairs))
        if pairs
        else None,
    }


def _mean_percent(shares: Iterable[float]) -> float | None:
    some = list(shares)
    return _percent(mean(some)) if some else None


def _percent(share: float) -> float:
    return round(100 * share, 2)
