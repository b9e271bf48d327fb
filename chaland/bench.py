"""``chaland bench``: how fast the streets are, how good the plans."""

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from chaland.exits import UsageError
from chaland.invocation import invocation
from chaland.output import note, show, table
from chaland.words import say
from routing.errors import InputError
from routing.model.cost import shown_cents
from routing.solve import Engine
from routing.typography import SPACE, money, number

if TYPE_CHECKING:
    from benchmarks.addresses import Result
    from benchmarks.rows import Row

app = typer.Typer(name="bench", help=say("help.bench"))

RESULTS = Path("benchmarks/results")

Out = Annotated[Path, typer.Option("--out", help=say("help.option.out_folder"), metavar="DIR")]
Instances = Annotated[
    Path,
    typer.Option(
        "--instances",
        help=say("help.bench.instances"),
        metavar="DIR",
        envvar="CHALAND_INSTANCES",
        exists=True,
        file_okay=False,
    ),
]
Engines = Annotated[
    str, typer.Option("--engines", help=say("help.bench.engines"), metavar="NAME,NAME")
]
Seeds = Annotated[str, typer.Option("--seeds", help=say("help.bench.seeds"), metavar="N,N")]
Orders = Annotated[str, typer.Option("--orders", help=say("help.bench.orders"), metavar="N,N")]
Parts = Annotated[str, typer.Option("--part", help=say("help.bench.part"), metavar="PART,PART")]
Only = Annotated[str, typer.Option("--only", help=say("help.bench.only"), metavar="NAME,NAME")]
Towns = Annotated[
    list[Path] | None, typer.Option("--town", help=say("help.bench.town"), metavar="PACK.town")
]
Share = Annotated[
    float,
    typer.Option("--share", min=0.001, max=1.0, help=say("help.bench.share"), metavar="S"),
]
AnyInstances = Annotated[
    Path | None,
    typer.Option(
        "--instances",
        help=say("help.bench.any_instances"),
        metavar="DIR",
        envvar="CHALAND_INSTANCES",
        exists=True,
        file_okay=False,
    ),
]
Without = Annotated[
    str, typer.Option("--without", help=say("help.bench.without"), metavar="NAME,NAME")
]
OnlyProblems = Annotated[
    str, typer.Option("--only", help=say("help.bench.only_problems"), metavar="NAME,NAME")
]
ShareOfSteps = Annotated[
    float,
    typer.Option("--share", min=0.001, max=1.0, help=say("help.bench.share_of_steps"), metavar="S"),
]
SecondsInstead = Annotated[
    float | None,
    typer.Option("--seconds", min=0.1, help=say("help.bench.seconds_instead"), metavar="S"),
]

OneTown = Annotated[
    str | None, typer.Option("--town", help=say("help.bench.one_town"), metavar="TOWN")
]
StreetsTown = Annotated[
    str | None, typer.Option("--town", help=say("help.bench.streets_town"), metavar="TOWN")
]
BenchProfile = Annotated[
    str, typer.Option("--profile", help=say("help.option.profile"), metavar="PROFILE")
]
Points = Annotated[
    int, typer.Option("--points", min=10, help=say("help.bench.points"), metavar="N")
]
Tiles = Annotated[int, typer.Option("--tiles", min=1, help=say("help.bench.tiles"), metavar="N")]
Rivals = Annotated[
    str, typer.Option("--rivals", help=say("help.bench.rivals"), metavar="NAME,NAME")
]
Invented = Annotated[
    int | None,
    typer.Option("--invented", min=20, help=say("help.bench.invented"), metavar="DOORS"),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=say("help.bench.seed"), metavar="N")]
Queries = Annotated[
    int, typer.Option("--queries", min=1, help=say("help.bench.queries"), metavar="N")
]

ALL = ",".join(Engine)
TYPED = {
    "as written": "said.typed.as_written",
    "plain": "said.typed.plain",
    "abbreviated": "said.typed.abbreviated",
    "one edit": "said.typed.one_edit",
    "swapped": "said.typed.swapped",
    "nonsense": "said.typed.nonsense",
}

Read = TypeVar("Read")


@app.command(help=say("help.bench.streets"), epilog=say("help.everywhere"))
def streets(  # one parameter for each option
    town: StreetsTown = None,
    profile: BenchProfile = "bike",
    points: Points = 1_000,
    tiles: Tiles = 1,
    rivals: Rivals = "networkx,scipy",
    out: Out = RESULTS,
) -> None:
    """Measure matrices against plain libraries."""
    from benchmarks.streets import RIVALS, run
    from chaland.home import town_folders
    from routing.street.profile import PROFILES
    from routing.town.pack import find_town

    if town and not Path(town).is_dir():
        source: Path | None = find_town(town, town_folders())
    else:
        source = Path(town) if town else None
    if profile not in PROFILES:
        raise UsageError("usage.bad_value", parameter="--profile", command="chaland bench streets")
    asked = _listed("--rivals", rivals, _one_of(RIVALS), "streets")
    _show(run(source, out, profile=profile, points=points, tiles=tiles, rivals=asked))


@app.command(help=say("help.bench.pdptw"), epilog=say("help.everywhere"))
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
    from benchmarks.panel import read_panel
    from benchmarks.pdptw import PARTS, run

    def write_distance(cost: float) -> str:
        return number(cost, invocation().language, 2)

    names = {name for part in read_panel().values() for name in part.instances}
    _show(
        run(
            instances,
            out,
            engines=_listed("--engines", engines, Engine, "pdptw"),
            seeds=_listed("--seeds", seeds, int, "pdptw"),
            parts=_listed("--part", part, _one_of(PARTS), "pdptw"),
            only=_listed("--only", only, _one_of(names), "pdptw"),
            share=share,
            told=lambda row: _tell(row, write_distance),
        )
    )


@app.command(help=say("help.bench.days"), epilog=say("help.everywhere"))
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

    _show(
        run(
            town or [SHIPPED],
            out,
            engines=_listed("--engines", engines, Engine, "days"),
            seeds=_listed("--seeds", seeds, int, "days"),
            orders=_listed("--orders", orders, int, "days"),
            share=share,
            told=lambda row: _tell(row, write_money),
        )
    )


@app.command(help=say("help.bench.ablation"), epilog=say("help.everywhere"))
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
        parts=_listed("--without", without, _one_of(PARTS), "ablation") or PARTS,
        seeds=_listed("--seeds", seeds, int, "ablation"),
        only=_listed("--only", only, _one_of(STEPS), "ablation"),
        share=share,
        seconds=seconds,
        told=_tell_without,
    )
    heading, *lines = result.table
    shown = table(*heading, right=range(1, len(heading)))
    for line in lines:
        shown.add_row(*line)
    show(result.document, shown)


@app.command(help=say("help.bench.addresses"), epilog=say("help.everywhere"))
def addresses(
    town: OneTown = None,
    invented: Invented = None,
    out: Out = RESULTS,
    seed: Seed = 1,
    queries: Queries = 1_000,
) -> None:
    """Measure how a town's own addresses are found."""
    from benchmarks.addresses import run
    from benchmarks.ban_town import invented_town
    from chaland.towns import open_town

    if town and invented:
        raise UsageError("usage.town_or_invented")
    chosen = invented_town(invented, seed) if invented else open_town(town or "monaco")
    if not chosen.addresses:
        raise InputError("bench.no_doors", town=chosen.name)
    _show_addresses(run(chosen, out, seed=seed, queries=queries))


def _percent(share: float) -> str:
    return f"{number(100 * share, invocation().language, 1)}{SPACE}%"


def _show_addresses(result: "Result") -> None:
    from benchmarks.address_queries import NONSENSE

    language = invocation().language
    shown = table(
        say("said.typed"),
        say("said.queries"),
        say("said.first"),
        say("said.sure"),
        say("said.wrongly_sure"),
        say("said.waited"),
        say("said.worked"),
        right=range(1, 7),
    )
    for row in result.answers:
        shown.add_row(
            say(TYPED[row.kind]),
            number(row.queries, language),
            "–" if row.kind == NONSENSE else _percent(row.first),
            _percent(row.confident),
            number(row.wrongly_confident, language),
            number(row.milliseconds.p99, language, 1),
            number(row.processor_milliseconds.p99, language, 1),
        )
    typing = result.typing
    typed = say(
        "said.typing",
        letters=number(typing.letters, language),
        waited=number(typing.milliseconds.p99, language, 1),
        worked=number(typing.processor_milliseconds.p99, language, 1),
        file=str(result.document["file"]),
    )
    show(result.document, shown, typed)


def _listed(option: str, text: str, read: Callable[[str], Read], command: str) -> list[Read]:
    """The values of an option, between commas."""
    try:
        return [read(word) for word in text.split(",") if word]
    except ValueError:
        path = f"chaland bench {command}"
        raise UsageError("usage.bad_value", parameter=option, command=path) from None


def _one_of(known: Collection[str]) -> Callable[[str], str]:
    """Reads a word that must be known."""

    def read(word: str) -> str:
        if word not in known:
            raise ValueError(word)
        return word

    return read


def _tell(row: "Row", write_cost: Callable[[float], str]) -> None:
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


@app.command(help=say("help.bench.quote"), epilog=say("help.everywhere"))
def quote(out: Out = RESULTS) -> None:
    """Measure the answers of a live plan."""
    from benchmarks.quote import run

    _show(run(out=out))


def _show(result: dict[str, object]) -> None:
    """All of it for programs; for people without the rows, which stand in the file."""
    told = {name: value for name, value in result.items() if name != "rows"}
    show(result, json.dumps(told, indent=1, ensure_ascii=False))
