"""``chaland bench pdptw``, ``days``, ``ablation``, ``quote``, ``exact``, ``limits``: of plans."""

from typing import TYPE_CHECKING

from chaland.bench.options import (
    ALL,
    RESULTS,
    AnyInstances,
    Engines,
    Instances,
    MoreInstances,
    OneTown,
    Only,
    OnlyProblems,
    Orders,
    Out,
    Parts,
    SecondsInstead,
    Seed,
    Seeds,
    Share,
    ShareOfSteps,
    Towns,
    Without,
    listed,
    one_of,
    pack_of,
    show_all,
)
from chaland.invocation import invocation
from chaland.output import note, show, table
from chaland.words import say
from routing.model.cost import shown_cents
from routing.solve import Engine
from routing.typography import money, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.rows import Row


def pdptw(
    instances: Instances,
    out: Out = RESULTS,
    engines: Engines = ALL,
    seeds: Seeds = "1,2,3",
    part: Parts = "10s,60s,distance",
    only: Only = "",
    share: Share = 1.0,
) -> None:
    """Measure plans of the literature's instances against other engines."""
    from benchmarks.panel import read_instances
    from benchmarks.pdptw import PARTS, run

    def write_distance(cost: float) -> str:
        return number(cost, invocation().language, 2)

    names = read_instances(instances)
    show_all(
        run(
            instances,
            out,
            engines=listed("--engines", engines, Engine, "pdptw"),
            seeds=listed("--seeds", seeds, int, "pdptw"),
            parts=listed("--part", part, one_of(PARTS), "pdptw"),
            only=listed("--only", only, one_of(names), "pdptw"),
            share=share,
            told=lambda row: _tell(row, write_distance),
        )
    )


def days(
    town: Towns = None,
    out: Out = RESULTS,
    engines: Engines = ALL,
    seeds: Seeds = "1,2,3",
    orders: Orders = "20,60,200",
    share: Share = 1.0,
) -> None:
    """Measure plans of town days against other engines."""
    from benchmarks.days import SHIPPED, run

    def write_money(cost: float) -> str:
        return money(shown_cents(int(cost)), invocation().language)

    show_all(
        run(
            town or [SHIPPED],
            out,
            engines=listed("--engines", engines, Engine, "days"),
            seeds=listed("--seeds", seeds, int, "days"),
            orders=listed("--orders", orders, int, "days"),
            share=share,
            told=lambda row: _tell(row, write_money),
        )
    )


def ablation(
    instances: AnyInstances = None,
    out: Out = RESULTS,
    without: Without = "",
    seeds: Seeds = "1,2,3",
    only: OnlyProblems = "",
    share: ShareOfSteps = 1.0,
    seconds: SecondsInstead = None,
) -> None:
    """Measure what each part of the native search is worth."""
    from benchmarks.ablation import PARTS, STEPS, run

    result = run(
        instances,
        out,
        parts=listed("--without", without, one_of(PARTS), "ablation") or PARTS,
        seeds=listed("--seeds", seeds, int, "ablation"),
        only=listed("--only", only, one_of(STEPS), "ablation"),
        share=share,
        seconds=seconds,
        told=_tell_without,
    )
    heading, *lines = result.table
    shown = table(*heading, right=range(1, len(heading)))
    for line in lines:
        shown.add_row(*line)
    show(result.document, shown)


def quote(town: OneTown = None, out: Out = RESULTS) -> None:
    """Measure the answers of a live plan."""
    from benchmarks.quote import run

    show_all(run(town=pack_of(town), out=out))


def exact(
    town: OneTown = None,
    instances: MoreInstances = None,
    out: Out = RESULTS,
    seeds: Seeds = "1,2,3",
    orders: Orders = "20,60",
    share: Share = 1.0,
) -> None:
    """Measure what proofs and combinations add to the search."""
    from benchmarks.exact import run

    show_all(
        run(
            pack_of(town),
            out,
            instances=instances,
            seeds=listed("--seeds", seeds, int, "exact"),
            orders=listed("--orders", orders, int, "exact"),
            share=share,
        )
    )


def limits(
    town: OneTown = None, orders: Orders = "60,200,2000", out: Out = RESULTS, seed: Seed = 1
) -> None:
    """Measure what a search may not exceed."""
    from benchmarks.limits import run

    counts = listed("--orders", orders, int, "limits")
    result = run(pack_of(town), out, orders=counts, seed=seed)
    language = invocation().language
    shown = table(
        say("said.orders_count"),
        say("said.routes_count"),
        say("said.unserved_count"),
        say("said.late"),
        say("said.cancelled"),
        say("said.memory"),
        right=range(6),
    )
    for row in result.limits:
        figures = (
            row.orders,
            row.routes,
            row.unserved,
            row.late,
            row.cancelled,
            row.megabytes,
        )
        shown.add_row(*(number(figure, language) for figure in figures))
    show(result.document, shown, say("said.result_file", file=str(result.document["file"])))


def _tell(row: "Row", write_cost: "Callable[[float], str]") -> None:
    """Say what was measured, as soon as it is known."""
    asked, answer, language = row.question, row.answer, invocation().language
    note(
        say(
            "said.measured",
            part=asked.part,
            name=asked.name,
            engine=asked.engine,
            asked=number(asked.seconds, language, 1),
            routes=answer.routes,
            cost=write_cost(answer.cost),
            unserved=answer.unserved,
            seconds=number(answer.spent, language, 1),
        )
    )


def _tell_without(row: "Row") -> None:
    """Say what came of a search without a part."""
    asked, answer, language = row.question, row.answer, invocation().language
    note(
        say(
            "said.measured_without",
            name=asked.name,
            part=asked.part,
            seed=asked.seed,
            routes=answer.routes,
            cost=number(answer.cost, language),
            unserved=answer.unserved,
            seconds=number(answer.spent, language, 1),
        )
    )
