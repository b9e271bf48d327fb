"""``chaland bench``: how fast the streets are, how good the plans."""

import json
from pathlib import Path
from typing import Annotated

import typer

from chaland.output import show
from chaland.words import say

app = typer.Typer(name="bench", help=say("help.bench"))

RESULTS = Path("benchmarks/results")

Out = Annotated[Path, typer.Option("--out", help=say("help.option.out_folder"), metavar="DIR")]


@app.command(help=say("help.bench.streets"), epilog=say("help.everywhere"))
def streets(out: Out = RESULTS) -> None:
    """Measure matrices against plain libraries."""
    from benchmarks.streets import run

    _show(run(out=out))


@app.command(help=say("help.bench.days"), epilog=say("help.everywhere"))
def days(out: Out = RESULTS) -> None:
    """Measure plans of town days against another engine."""
    from benchmarks.days import run

    _show(run(out=out))


@app.command(help=say("help.bench.quote"), epilog=say("help.everywhere"))
def quote(out: Out = RESULTS) -> None:
    """Measure the answers of a live plan."""
    from benchmarks.quote import run

    _show(run(out=out))


def _show(result: dict[str, object]) -> None:
    show(result, json.dumps(result, indent=1, ensure_ascii=False))
