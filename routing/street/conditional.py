"""Access by hour: what the tags of a street say at each time of a day.

A clause is a value and its condition, ``delivery @ (06:00-11:00 AND weight<7.5)``; of the clauses
in force the last one decides, and takes the place of the plain value. Hours are read by the
`opening-hours-py` library; a condition that cannot be read is taken for the worse: it keeps out
and never lets in.

https://wiki.openstreetmap.org/wiki/Conditional_restrictions
"""

import datetime as dt
import itertools
import operator
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from opening_hours import OpeningHours, State, validate

from routing.formats.clock import MIDNIGHT, ClockMinutes, ClockSpan
from routing.street.access import ENDING, OPENING
from routing.street.size import Size, kilograms, millimetres

Tags = Mapping[str, str]

SUFFIX = ":conditional"
HOURS = "opening_hours"

_CLAUSE = re.compile(r"([^@;]+)@\s*(\([^)]*\)|[^;(]+)")
_COMPARISON = re.compile(r"(weight|weightrating|height|width|length)\s*(<=|>=|<|>|=)\s*(\S.*)")
_OPERATORS = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
}
_LENIENT = OPENING | {"none"}
"""Values that let in: one whose condition cannot be read is not counted on."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A value, and when it is in force.

    Parameters
    ----------
    parts
        Conditions that must all hold.
    """

    value: str
    parts: tuple[str, ...]


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a ``:conditional`` value, in order; what is no clause is passed over.

    Examples
    --------
    >>> clauses("no @ (Mo-Fr 07:00-09:00; Sa 10:00-12:00); delivery @ (wet AND weight<3.5)")[1]
    Clause(value='delivery', parts=('wet', 'weight<3.5'))
    """
    return tuple(
        Clause(
            match[1].strip(),
            tuple(part.strip() for part in re.split(r"(?i)\sand\s", match[2].strip("() "))),
        )
        for match in _CLAUSE.finditer(text)
    )


def is_conditional(tags: Tags, keys: Collection[str]) -> bool:
    """Whether a key that matters may change by the hour or with the vehicle."""
    return HOURS in tags or any(
        tag.endswith(SUFFIX) and tag.removesuffix(SUFFIX) in keys for tag in tags
    )


def not_understood(tags: Tags, keys: Collection[str]) -> tuple[str, ...]:
    """Conditions that cannot be read, in the order of the tags."""
    parts = [part for _, clause in _all_clauses(tags, keys) for part in clause.parts]
    hours = [tags[HOURS]] if HOURS in tags else []
    return tuple(
        part
        for part in (*parts, *hours)
        if part not in ENDING and not _COMPARISON.fullmatch(part) and not _is_hours(part)
    )


def pieces(
    tags: Tags, keys: Collection[str], size: Size, date: dt.date
) -> Iterator[tuple[ClockSpan, Tags]]:
    """The day cut where the tags change, with the tags in force in each piece.

    Parameters
    ----------
    keys
        Keys whose ``:conditional`` matters.
    size
        Of the vehicle, for conditions such as ``weight>3.5``.

    Yields
    ------
    Spans from 00:00 to 24:00 without gap, and tags without any ``:conditional``; none at all while
    ``opening_hours`` say closed.
    """
    written = [
        (key, clause.value, _times(clause, size, date)) for key, clause in _all_clauses(tags, keys)
    ]
    open_times = _hours(tags[HOURS], date) if HOURS in tags else _ALWAYS
    every = [*(times for _, _, times in written), open_times or ()]
    edges = {0, MIDNIGHT, *(edge for times in every for s in times for edge in (s.start, s.end))}
    cuts = sorted(edges)
    plain = {tag: value for tag, value in tags.items() if not tag.endswith(SUFFIX) and tag != HOURS}
    for start, end in itertools.pairwise(cuts):
        now = {key: value for key, value, times in written if _holds(times, start)}
        is_open = open_times is not None and _holds(open_times, start)
        yield ClockSpan(start, end), {**plain, **now} if is_open else {}


Times = tuple[ClockSpan, ...]
_ALWAYS: Times = (ClockSpan(0, MIDNIGHT),)


def _all_clauses(tags: Tags, keys: Collection[str]) -> Iterator[tuple[str, Clause]]:
    for tag, text in tags.items():
        key = tag.removesuffix(SUFFIX)
        if key != tag and key in keys:
            yield from ((key, clause) for clause in clauses(text))


def _holds(times: Times, minute: ClockMinutes) -> bool:
    return any(span.start <= minute < span.end for span in times)


def _times(clause: Clause, size: Size, date: dt.date) -> Times:
    """When a clause is in force on a date."""
    times = _ALWAYS
    for part in clause.parts:
        holds = _part_times(part, size, date)
        if holds is None:
            holds = () if clause.value in _LENIENT else _ALWAYS
        times = _both(times, holds)
    return times


def _part_times(part: str, size: Size, date: dt.date) -> Times | None:
    """When one condition holds; None when it cannot be read."""
    if part in ENDING:
        return _ALWAYS
    if compared := _COMPARISON.fullmatch(part):
        what, sign, text = compared.groups()
        limit = kilograms(text) if what.startswith("weight") else millimetres(text)
        if limit is None:
            return None
        own = size.weight if what.startswith("weight") else getattr(size, what)
        return _ALWAYS if _OPERATORS[sign](own, limit) else ()
    return _hours(part, date)


def _both(some: Times, others: Times) -> Times:
    common = (
        ClockSpan(max(one.start, other.start), min(one.end, other.end))
        for one in some
        for other in others
    )
    return tuple(span for span in common if span.start < span.end)


@lru_cache(maxsize=4096)
def _is_hours(text: str) -> bool:
    """Whether it is a rule of hours alone: a comment in quotes stands for what no clock tells."""
    return '"' not in text and validate(text)


@lru_cache(maxsize=4096)
def _hours(text: str, date: dt.date) -> Times | None:
    """When hours are in force on a date, on the wall clock; None when they cannot be read.

    Public holidays are not known here, and sunrise and sunset are 07:00 and 19:00.
    """
    if not _is_hours(text):
        return None
    midnight = dt.datetime.combine(date, dt.time())
    found = OpeningHours(text).intervals(midnight, midnight + dt.timedelta(days=1))
    return tuple(
        ClockSpan(_minutes(start - midnight), _minutes(end - midnight))
        for start, end, state, _ in found
        if state is not State.CLOSED
    )


def _minutes(since: dt.timedelta) -> ClockMinutes:
    return min(round(since.total_seconds() / 60), MIDNIGHT)
