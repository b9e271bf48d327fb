"""Options that several commands share."""

import datetime as dt
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from chaland.words import say
from routing.solve import Engine

DEFAULT_DATE = dt.datetime(2026, 11, 27)  # noqa: DTZ001 (a day of the calendar, not an instant)
"""A Friday. Fixed, so that the same command makes the same orders on any day."""

TownName: TypeAlias = Annotated[
    str, typer.Option("--town", help=say("help.option.town_name"), metavar="TOWN")
]
ProfileName: TypeAlias = Annotated[
    str, typer.Option("--profile", help=say("help.option.profile"), metavar="PROFILE")
]
OwnProfiles: TypeAlias = Annotated[
    Path | None,
    typer.Option("--profiles", help=say("help.option.profiles"), metavar="PROFILES.toml"),
]
Seconds: TypeAlias = Annotated[
    float,
    typer.Option("--seconds", min=0.1, max=86_400, help=say("help.option.seconds"), metavar="S"),
]
Seed: TypeAlias = Annotated[
    int,
    typer.Option("--seed", min=0, max=2**31 - 1, help=say("help.option.seed"), metavar="N"),
]
Searches: TypeAlias = Annotated[
    int,
    typer.Option("--searches", min=1, max=100, help=say("help.option.searches"), metavar="N"),
]
EngineName: TypeAlias = Annotated[
    Engine, typer.Option("--engine", help=say("help.option.engine"), metavar="NAME")
]
OutFolder: TypeAlias = Annotated[
    Path, typer.Option("--out", help=say("help.option.out_folder"), metavar="DIR")
]
OutFile: TypeAlias = Annotated[
    Path, typer.Option("--out", help=say("help.option.out_file"), metavar="FILE")
]
Date: TypeAlias = Annotated[
    dt.datetime,
    typer.Option(
        "--date",
        formats=["%Y-%m-%d"],
        help=say("help.option.date"),
        metavar="YYYY-MM-DD",
        show_default=f"{DEFAULT_DATE:%Y-%m-%d}",
    ),
]
DataFolder: TypeAlias = Annotated[
    Path | None, typer.Option("--data", help=say("help.option.data"), metavar="DIR")
]
