"""What the measuring commands are asked by, and how their answers are shown."""

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from chaland.exits import UsageError
from chaland.output import show
from chaland.words import say
from routing.solve import Engine

RESULTS = Path("benchmarks/results")
ALL = ",".join(Engine)

Read = TypeVar("Read")

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
MoreInstances = Annotated[
    Path | None,
    typer.Option(
        "--instances",
        help=say("help.bench.more_instances"),
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
ShareOfLoad = Annotated[
    float,
    typer.Option("--share", min=0.001, max=1.0, help=say("help.bench.share_of_load"), metavar="S"),
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
SeedOfDoors = Annotated[
    int, typer.Option("--seed", min=0, help=say("help.bench.seed_of_doors"), metavar="N")
]
Queries = Annotated[
    int, typer.Option("--queries", min=1, help=say("help.bench.queries"), metavar="N")
]


def pack_of(town: str | None) -> Path:
    """The pack of a town that is named; Monaco's unless one is."""
    from chaland.home import town_folders
    from routing.town.pack import find_town

    return find_town(town or "monaco", town_folders())


def listed(option: str, text: str, read: Callable[[str], Read], command: str) -> list[Read]:
    """The values of an option, between commas."""
    try:
        return [read(word) for word in text.split(",") if word]
    except ValueError:
        path = f"chaland bench {command}"
        raise UsageError("usage.bad_value", parameter=option, command=path) from None


def one_of(known: Collection[str]) -> Callable[[str], str]:
    """Reads a word that must be known."""

    def read(word: str) -> str:
        if word not in known:
            raise ValueError(word)
        return word

    return read


def show_all(result: dict[str, object]) -> None:
    """All of it for programs; for people without the rows, which stand in the file."""
    told = {name: value for name, value in result.items() if name != "rows"}
    show(result, json.dumps(told, indent=1, ensure_ascii=False))
