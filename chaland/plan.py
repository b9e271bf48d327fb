"""``chaland plan``: a file of orders made into rounds."""

from pathlib import Path
from typing import Annotated

import typer

from chaland.options import OutFolder, Seconds, Seed, TownName
from chaland.output import show
from chaland.words import say
from routing.errors import InputError, InputErrors

Orders = Annotated[
    Path, typer.Argument(help=say("help.plan.orders"), metavar="ORDERS.csv", show_default=False)
]
FleetFile = Annotated[
    Path | None, typer.Option("--fleet", help=say("help.plan.fleet"), metavar="FLEET.toml")
]
KeepGoing = Annotated[
    bool, typer.Option("--keep-going", help=say("help.plan.keep_going"), metavar="")
]


def plan(
    orders: Orders,
    town: TownName,
    out: OutFolder,
    fleet: FleetFile = None,
    seconds: Seconds = 10,
    seed: Seed = 1,
    keep_going: KeepGoing = False,
) -> None:
    """Read orders and fleet, plan the day, write it into a folder."""
    from chaland.planning import plan_day, write_day
    from chaland.summary import day_document, day_shown
    from chaland.towns import open_town
    from data.demand.fleet import default_fleet
    from routing.day.build import build_day
    from routing.formats.fleet import read_fleet
    from routing.formats.orders import read_orders

    the_town = open_town(town)
    read = read_orders(orders)
    try:
        the_fleet = read_fleet(fleet) if fleet else default_fleet(the_town)
    except InputErrors as wrong:
        raise InputErrors([*wrong.errors, *read.errors]) from wrong
    built = build_day(the_town, read.rows, the_fleet, spoilt=read.spoilt)
    errors = tuple(sorted((*read.errors, *built.errors), key=line_of))
    if built.day is None or (errors and not keep_going):
        raise InputErrors(errors)
    planned = plan_day(built.day, seconds=seconds, seed=seed)
    files = write_day(planned, out)
    show(day_document(planned, files, errors), *day_shown(planned, files, errors))


def line_of(error: InputError) -> int:
    """The line that an error is about; 0 for the whole file."""
    return int(error.values.get("line", 0))
