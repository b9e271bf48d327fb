"""``chaland demo``: a day of the shipped town, from invented orders to rounds on a page."""

import os
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from chaland.invocation import invocation
from chaland.options import DEFAULT_DATE, EngineName, Seconds
from chaland.output import note, show
from chaland.words import say
from routing.solve import Engine

TOWN = "monaco"
SEED = 1
ORDERS, SHOPS = 60, 15

Folder = Annotated[Path, typer.Option("--out", help=say("help.option.out_folder"), metavar="DIR")]
NoOpen = Annotated[bool, typer.Option("--no-open", help=say("help.demo.no_open"), metavar="")]


def demo(
    out: Folder = Path("demo"),
    seconds: Seconds = 10,
    no_open: NoOpen = False,
    engine: EngineName = Engine.SEARCH,
) -> None:
    """Make a day's orders, plan them, show the rounds."""
    from chaland.folders import write_file
    from chaland.planning import plan_day, write_day
    from chaland.summary import day_document, day_shown
    from chaland.towns import open_town
    from data.demand.fleet import default_fleet
    from data.demand.orders import demand
    from routing.day.build import build_day
    from routing.errors import InputErrors
    from routing.formats.orders import write_orders

    town = open_town(TOWN)
    note(say("said.demo", orders=ORDERS, shops=SHOPS, town=town.name))
    drawn = demand(town, seed=SEED, date=DEFAULT_DATE.date(), orders=ORDERS, shops=SHOPS)
    fleet = default_fleet(town, orders=ORDERS, language=invocation().language)
    built = build_day(town, drawn.rows, fleet)
    if built.day is None or built.errors:
        raise InputErrors(built.errors)
    planned = plan_day(built.day, seconds=seconds, seed=SEED, engine=engine)
    write_file(out / "orders.csv", write_orders(drawn.rows))
    files = write_day(planned, out)
    show(day_document(planned, files, ()), *day_shown(planned, files, ()))
    if not no_open and has_display():
        webbrowser.open(files[0].resolve().as_uri())


def has_display() -> bool:
    """Whether a browser would be seen: a desktop, and no browser that takes the terminal."""
    if sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
