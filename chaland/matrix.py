"""``chaland matrix``: how long and how far it is between the points of a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chaland.options import OutFile, OwnProfiles, ProfileName, TownName
from chaland.output import show
from chaland.words import say
from routing.errors import InputError, InputErrors

if TYPE_CHECKING:
    from routing.formats.points import NamedPoint
    from routing.street.graph import StreetGraph

Points = Annotated[
    Path, typer.Argument(help=say("help.matrix.points"), metavar="POINTS.csv", show_default=False)
]


def matrix(
    points: Points, town: TownName, profile: ProfileName, out: OutFile, profiles: OwnProfiles = None
) -> None:
    """Read points, write the seconds and metres between all of them."""
    from chaland.folders import make_folder, writing
    from chaland.streets import far_points, graph_for
    from chaland.towns import open_town
    from routing.formats.points import read_points, write_matrix
    from routing.model import UNREACHABLE

    the_town = open_town(town)
    graph = graph_for(the_town, profile, profiles)
    given = read_points(points)
    snaps = graph.snap([point.position for point in given])
    errors = [_far(graph, given[far.index], far.metres) for far in far_points(snaps)]
    if errors:
        raise InputErrors(errors)
    found = graph.matrix(snaps)
    make_folder(out.parent)
    with writing(out):
        write_matrix(out, [point.id for point in given], found)
    unreachable = int((found.durations == UNREACHABLE).sum())
    document = {
        "file": str(out),
        "town": the_town.name,
        "profile": profile,
        "points": len(given),
        "unreachable": unreachable,
        "attribution": the_town.attribution,
        "licence": the_town.licence,
    }
    shown = [say("said.matrix", points=len(given), file=str(out))]
    if unreachable:
        shown.append(say("said.unreachable", pairs=unreachable))
    show(
        document, *shown, say("said.map_of", holder=the_town.attribution, licence=the_town.licence)
    )


def _far(graph: "StreetGraph", point: "NamedPoint", metres: int) -> InputError:
    """Why a point is refused."""
    from chaland.streets import MOST_METRES, in_the_way

    called = say("said.point_of_line", id=point.id, line=point.line)
    where = {"line": point.line, "metres": metres}
    return in_the_way(graph, point.position, called, **where) or InputError(
        "points.too_far",
        line=point.line,
        id=point.id,
        metres=metres,
        most=MOST_METRES,
        profile=graph.profile.name,
    )
