"""The measuring commands, in the order in which the help names them."""

import typer

from chaland.bench.plans import ablation, days, exact, limits, pdptw, quote
from chaland.bench.service import load
from chaland.bench.streets import addresses, rules, streets
from chaland.words import say

app = typer.Typer(name="bench", help=say("help.bench"))
for command, told in (
    (streets, "help.bench.streets"),
    (rules, "help.bench.rules"),
    (addresses, "help.bench.addresses"),
    (pdptw, "help.bench.pdptw"),
    (days, "help.bench.days"),
    (ablation, "help.bench.ablation"),
    (quote, "help.bench.quote"),
    (exact, "help.bench.exact"),
    (limits, "help.bench.limits"),
    (load, "help.bench.load"),
):
    app.command(help=say(told), epilog=say("help.everywhere"))(command)
