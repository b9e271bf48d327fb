"""``chaland plan``: a file of orders made into rounds."""

from pathlib import Path
from typing import Annotated

import typer

from chaland.invocation import invocation
from chaland.options import EngineName, OutFolder, Seconds, Seed, TownName
from chaland.output import show
from chaland.street_engines import Streets
from chaland.words import say
from routing.errors import InputError, InputErrors
from routing.formats.fleet import Fleet
from routing.formats.orders import OrdersFile
from routing.solve import Engine
from routing.town.town import Town

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
    engine: EngineName = Engine.SEARCH,
    streets: Streets = None,
    keep_going: KeepGoing = False,
) -> None:
    """Read orders and fleet, plan the day, write it into a folder."""
    from chaland.folders import try_folder
    from chaland.planning import keep_plan, plan_day, write_rounds
    from chaland.profiles import keep, profiles_file, profiles_of
    from chaland.street_engines import engines_of
    from chaland.summary import day_document, day_shown
    from chaland.towns import open_town
    from routing.day.build import build_day
    from routing.formats.orders import read_orders

    the_town = open_town(town)
    engines = engines_of(the_town.network, streets)
    read = read_orders(orders)
    try:
        the_fleet = _fleet(fleet, the_town, read)
        own = profiles_file(the_fleet, fleet)
        engines = engines_of(the_town.network, streets, profiles_of(own))
        built = build_day(the_town, read.rows, the_fleet, spoilt=read.spoilt, engines=engines)
    except InputErrors as wrong:
        raise InputErrors(_by_line(*wrong.errors, *read.errors)) from wrong
    errors = _by_line(*read.errors, *built.errors)
    if built.day is None and keep_going:
        raise InputErrors([*errors, InputError("orders.none_left")])
    if built.day is None or (errors and not keep_going):
        raise InputErrors(errors)
    try_folder(out)
    planned = plan_day(built.day, seconds=seconds, seed=seed, engine=engine)
    # Rounds take a while to draw: whatever breaks that off, the plan is there and can be checked.
    kept = (*keep_plan(planned, out), *keep(own, out))
    files = (*write_rounds(planned, out), *kept)
    show(day_document(planned, files, errors), *day_shown(planned, files, errors))


def _fleet(file: Path | None, town: Town, read: OrdersFile) -> Fleet:
    """The fleet of a file, else one that suits the number of orders.

    Raises
    ------
    InputErrors
        What is wrong with the file, and with the places of the orders.
    """
    from data.demand.fleet import default_fleet
    from routing.day.build import find_order_errors
    from routing.formats.fleet import read_fleet

    if file is None:
        return default_fleet(town, orders=len(read.rows), language=invocation().language)
    try:
        return read_fleet(file)
    except InputErrors as wrong:
        unplaced = find_order_errors(town, read.rows, spoilt=read.spoilt)
        raise InputErrors([*wrong.errors, *unplaced]) from wrong


def _by_line(*errors: InputError) -> tuple[InputError, ...]:
    """What is wrong with a whole file comes before what is wrong with its lines."""
    return tuple(sorted(errors, key=_line))


def _line(error: InputError) -> int:
    """The line of the orders that an error is about; 0 when it is about another file."""
    of_orders = error.code.startswith("orders.")
    return int(error.values.get("line", 0)) if of_orders else 0
