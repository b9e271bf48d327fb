"""What is wrong with a plan's file beside its plan: figures that do not belong to it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from chaland.words import say
from routing import typography
from routing.check.violation import Violation, ViolationCode
from routing.errors import Value
from routing.formats.plan_json import Heading, PlanFile
from routing.model import Totals, totals
from routing.model.cost import shown_cents
from routing.model.units import Instant
from routing.sentences import Sentence


@dataclass(frozen=True, slots=True)
class FileFault:
    """Something in the folder that does not belong to the plan."""

    code: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class CostViolation(Violation):
    """A wrong cost of a plan that costs money: said in money, and exactly."""

    def sentence(self, language: str, clock: Callable[[Instant], str] | None = None) -> Sentence:
        """Say it to a person."""
        values = {**self.values}
        for name in ("cost", "expected"):
            units = int(values[name])
            money = typography.money(shown_cents(units), language)
            values[name] = say("said.money_exactly", money=money, units=units)
        return Violation(self.code, values).sentence(language, clock)


def in_money(violation: Violation) -> Violation:
    """The violation, wrong costs said in money too."""
    if violation.code in {ViolationCode.COST, ViolationCode.ROUTE_COST}:
        return CostViolation(violation.code, violation.values)
    return violation


def file_faults(file: PlanFile) -> Iterator[FileFault]:
    """An origin that is no midnight; a comparison whose pooled side is not the plan."""
    yield from _origin_faults(file.heading)
    if file.comparison is not None:
        yield from _pooled_faults(file.comparison.pooled, totals(file.plan))


def _origin_faults(heading: Heading) -> Iterator[FileFault]:
    zone = ZoneInfo(heading.zone)
    date = heading.origin.astimezone(zone).date()
    midnight = dt.datetime.combine(date, dt.time(), zone)
    # Compared as instants: where clocks turn at midnight, it has two spellings.
    if midnight.astimezone(dt.UTC) != heading.origin.astimezone(dt.UTC):
        yield FileFault(
            "check.origin",
            {
                "found": heading.origin.isoformat(),
                "zone": heading.zone,
                "right": midnight.isoformat(),
            },
        )


def _pooled_faults(written: Totals, right: Totals) -> Iterator[FileFault]:
    for name in Totals.__slots__:
        found, expected = getattr(written, name), getattr(right, name)
        if found != expected:
            yield FileFault("check.pooled", {"figure": name, "found": found, "expected": expected})
