"""``chaland route``: the way from one point to another, in words and on the ground."""

import re
from typing import Annotated, Any

import typer

from chaland.exits import UsageError
from chaland.help import Command
from chaland.options import OwnProfiles, ProfileName, TownName
from chaland.output import show
from chaland.words import say
from routing.errors import InputError, InputErrors

POINT = re.compile(r"[+-]?[\d.]+,[+-]?[\d.]+")

From = Annotated[
    str, typer.Argument(help=say("help.route.from"), metavar="LON,LAT", show_default=False)
]
To = Annotated[
    str, typer.Argument(help=say("help.route.to"), metavar="LON,LAT", show_default=False)
]


class RouteCommand(Command):
    """A command of points, which may begin with a minus and are no options then."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the points last, behind ``--``."""
        if "--" in args:
            return super().parse_args(ctx, args)
        points = [argument for argument in args if POINT.fullmatch(argument)]
        others = [argument for argument in args if not POINT.fullmatch(argument)]
        return super().parse_args(ctx, [*others, *(["--", *points] if points else [])])


def route(
    origin: From,
    destination: To,
    town: TownName,
    profile: ProfileName,
    profiles: OwnProfiles = None,
) -> None:
    """Find the fastest way and tell it."""
    from chaland.directions import end_document, path_document, path_summary, steps_table
    from chaland.streets import MOST_METRES, far_points, graph_for, in_the_way
    from chaland.towns import open_town
    from routing.street.directions import Guide

    asked = [_position(origin), _position(destination)]
    the_town = open_town(town)
    graph = graph_for(the_town, profile, profiles)
    snaps = graph.snap(asked)
    errors = [
        in_the_way(graph, asked[far.index], (origin, destination)[far.index], metres=far.metres)
        or InputError(
            "route.too_far",
            point=(origin, destination)[far.index],
            metres=far.metres,
            most=MOST_METRES,
            profile=profile,
        )
        for far in far_points(snaps)
    ]
    if errors:
        raise InputErrors(errors)
    path = graph.path(*snaps)
    steps = Guide(the_town.network).steps(path, asked[1])
    document = {
        "town": the_town.name,
        "profile": profile,
        "from": end_document(asked[0], snaps[0]),
        "to": end_document(asked[1], snaps[1]),
        **path_document(path, steps),
        "attribution": the_town.attribution,
        "licence": the_town.licence,
    }
    map_of = say("said.map_of", holder=the_town.attribution, licence=the_town.licence)
    show(document, path_summary(path), steps_table(steps), map_of)


def _position(text: str) -> tuple[float, float]:
    """Longitude and latitude.

    Raises
    ------
    UsageError
        When they are none.
    """
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError("usage.point", found=text) from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise UsageError("usage.point", found=text)
    return lon, lat
