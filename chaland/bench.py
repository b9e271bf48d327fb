"""``chaland bench``: how fast the streets are, how good the plans."""

import typer

from chaland.words import say

app = typer.Typer(name="bench", help=say("help.bench"))


@app.command(help=say("help.bench.streets"), epilog=say("help.everywhere"))
def streets() -> None:
    """Measure matrices against a plain library."""
    from benchmarks.streets import run

    run()


@app.command(help=say("help.bench.days"), epilog=say("help.everywhere"))
def days() -> None:
    """Measure plans of town days against another engine."""
    from benchmarks.days import run

    run()
