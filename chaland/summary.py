"""A planned day in a few lines, for people and for programs."""

from collections import defaultdict
from pathlib import Path

from rich.console import RenderableType
from rich.table import Table

from chaland.failure import documents, explained
from chaland.invocation import invocation
from chaland.output import Document, Wrapped, table
from chaland.planning import PlannedDay
from chaland.searching import proof_document, proof_shown
from chaland.words import say
from routing import typography
from routing.day.rounds import Round
from routing.day.unreached import why
from routing.errors import InputError
from routing.formats.plan_document import comparison_document
from routing.model import Comparison, Totals, Unserved
from routing.model.cost import shown_cents
from routing.sentences import Sentence


def day_document(
    planned: PlannedDay, files: tuple[Path, ...], errors: tuple[InputError, ...]
) -> Document:
    """What was planned and written, and which lines were left out."""
    comparison, plan = planned.comparison, planned.plan
    shifts = planned.day.problem.shifts
    return {
        "town": planned.day.town.name,
        "date": planned.day.date.isoformat(),
        "files": [str(file) for file in files],
        "orders": len(planned.day.problem.shipments),
        "served": comparison.pooled.served,
        "vehicles": len({shifts[route.shift][0].id for route in plan.routes}),
        "cost": {"units": plan.cost, "cents": shown_cents(plan.cost)},
        "rounds": [_round_document(planned, round_) for round_ in planned.rounds],
        "unserved": [_unserved_document(planned, left_out) for left_out in plan.unserved],
        "proof": proof_document(planned.proof),
        "comparison": comparison_document(planned.compared) if planned.compared else None,
        "skipped": documents(errors),
    }


def _round_document(planned: PlannedDay, round_: Round) -> Document:
    cost = next(route.cost for route in planned.plan.routes if route.shift == round_.shift)
    return {
        "round": round_.letter,
        "shift": round_.shift,
        "start": round_.start,
        "end": round_.end,
        "stops": len(round_.stops),
        "metres": round_.metres,
        "cost": {"units": cost, "cents": shown_cents(cost)},
    }


def _unserved_document(planned: PlannedDay, left_out: Unserved) -> Document:
    said = why(planned.day, left_out, invocation().language)
    return {
        "shipment": left_out.shipment,
        "reason": str(left_out.reason),
        "values": dict(left_out.values),
        "wrong": said.wrong,
        "mend": said.mend,
    }


def day_shown(
    planned: PlannedDay, files: tuple[Path, ...], errors: tuple[InputError, ...]
) -> list[RenderableType]:
    """What was planned, as tables; last the page to open."""
    language = invocation().language
    day, pooled = planned.day, planned.comparison.pooled
    shown: list[RenderableType] = [
        say(
            "said.day",
            town=day.town.name,
            day=typography.day(day.date, language, year=True),
            served=pooled.served,
            orders=len(day.problem.shipments),
        ),
        _rounds_table(planned),
        *proof_shown(planned.proof),
        comparison_table(planned.comparison),
    ]
    if planned.compared:
        shown.append(say("said.how_alone"))
    if planned.plan.unserved:
        shown.append(_unserved_table(planned))
    if errors:
        shown += [say("said.skipped"), explained(errors)]
    return [*shown, say("said.written", folder=str(files[0].parent), page=files[0].name)]


def _rounds_table(planned: PlannedDay) -> Table:
    language, origin = invocation().language, planned.day.origin
    rows = table(
        say("said.round"),
        say("said.courier"),
        say("said.from_to"),
        say("said.stops"),
        say("said.distance"),
        say("said.time"),
        say("said.cost"),
        right=(3, 4, 5, 6),
    )
    for round_ in planned.rounds:
        cost = next(route.cost for route in planned.plan.routes if route.shift == round_.shift)
        start, end = (typography.instant(origin, at) for at in (round_.start, round_.end))
        rows.add_row(
            round_.letter,
            round_.courier,
            typography.span(start, end, language),
            typography.number(len(round_.stops), language),
            typography.distance(round_.metres, language),
            typography.duration(round_.duration, language),
            typography.money(shown_cents(cost), language),
        )
    return rows


def comparison_table(comparison: Comparison) -> Table:
    """What pooling saves; without the shops alone where that was broken off."""
    rows = table(
        say("said.compared"),
        say("said.served"),
        say("said.distance"),
        say("said.time"),
        say("said.cost"),
        right=(1, 2, 3, 4),
    )
    rows.add_row(say("said.together"), *_totals(comparison.pooled))
    if comparison.alone_by_owner:
        rows.add_row(say("said.each_alone"), *_totals(comparison.alone))
    return rows


def _totals(totals: Totals) -> tuple[str, ...]:
    language = invocation().language
    return (
        typography.number(totals.served, language),
        typography.distance(totals.distance, language),
        typography.duration(totals.duration, language),
        typography.money(shown_cents(totals.cost), language),
    )


def _unserved_table(planned: PlannedDay) -> Table:
    """One row a reason, with all orders that it holds for."""
    orders: dict[Sentence, list[str]] = defaultdict(list)
    for left_out in planned.plan.unserved:
        said = why(planned.day, left_out, invocation().language)
        orders[said].append(left_out.shipment)
    rows = table(say("said.unserved"), say("said.why"), say("said.mend"))
    for said, shipments in orders.items():
        rows.add_row(Wrapped(", ".join(shipments)), Wrapped(said.wrong), Wrapped(said.mend))
    return rows
