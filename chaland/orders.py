"""``chaland orders``: a day of invented orders for any town."""

from typing import Annotated

import typer

from chaland.options import DEFAULT_DATE, Date, OutFile, Seed, TownName
from chaland.output import show
from chaland.words import say, sentence

MANY = 100_000

OrderCount = Annotated[
    int | None,
    typer.Option("--orders", min=1, max=MANY, help=say("help.orders.orders"), metavar="K"),
]
ShopCount = Annotated[
    int | None,
    typer.Option("--shops", min=1, max=MANY, help=say("help.orders.shops"), metavar="M"),
]


def orders(
    town: TownName,
    seed: Seed,
    out: OutFile,
    date: Date = DEFAULT_DATE,
    count: OrderCount = None,
    shops: ShopCount = None,
) -> None:
    """Draw orders from a seed and write them as CSV."""
    from chaland.folders import write_file
    from chaland.towns import open_town
    from data.demand.orders import demand
    from routing.formats.orders import write_orders
    from routing.town.notice import notice

    the_town = open_town(town)
    drawn = demand(the_town, seed=seed, date=date.date(), orders=count, shops=shops)
    write_file(out, write_orders(drawn.rows))
    senders = len({row.shop for row in drawn.rows})
    notes = [sentence(note.code, note.values) for note in drawn.notes]
    document = {
        "file": str(out),
        "date": date.date().isoformat(),
        "orders": len(drawn.rows),
        "shops": senders,
        "notes": [
            {"code": note.code, "values": dict(note.values), "said": said.wrong}
            for note, said in zip(drawn.notes, notes, strict=True)
        ],
        **notice(the_town),
    }
    written = say("said.orders", orders=len(drawn.rows), shops=senders, file=str(out))
    whose = say("said.exported_map", attribution=the_town.attribution, licence=the_town.licence)
    show(document, written, *(str(said) for said in notes), whose)
