"""``chaland town``: building towns and looking at them."""

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from chaland.exits import UsageError
from chaland.invocation import invocation
from chaland.output import Document, show, table
from chaland.words import say
from routing.town.town import Town
from routing.typography import day, number

app = typer.Typer(name="town", help=say("help.towns"))

NAME = re.compile(r"[\w.-]{1,64}")

_TAGS = "tags"
"""Instead of a tile: heights of the map's own tags."""

Name = Annotated[str, typer.Argument(help=say("help.town.name"), metavar="NAME")]
TownArgument = Annotated[str, typer.Argument(help=say("help.option.town_name"), metavar="TOWN")]
Files = Annotated[
    list[Path] | None, typer.Option("--file", help=say("help.town.file"), metavar="MAP")
]
Place = Annotated[str | None, typer.Option("--place", help=say("help.town.place"), metavar="TEXT")]
Box = Annotated[str | None, typer.Option("--bbox", help=say("help.town.bbox"), metavar="W,S,E,N")]
GraphMl = Annotated[
    Path | None, typer.Option("--graphml", help=say("help.town.graphml"), metavar="FILE")
]
Ban = Annotated[list[Path] | None, typer.Option("--ban", help=say("help.town.ban"), metavar="FILE")]
Text = Annotated[str, typer.Argument(help=say("help.town.text"), metavar="TEXT")]
Pin = Annotated[str | None, typer.Option("--pin", help=say("help.town.pin"), metavar="LON,LAT")]
Unfinished = Annotated[bool, typer.Option("--unfinished", help=say("help.town.unfinished"))]
Elevation = Annotated[
    list[Path] | None,
    typer.Option("--elevation", help=say("help.town.elevation"), metavar="TILE.hgt.zip"),
]
Zone = Annotated[str | None, typer.Option("--zone", help=say("help.town.zone"), metavar="ZONE")]
Picture = Annotated[
    Path | None, typer.Option("--picture", help=say("help.town.picture"), metavar="FILE.svg")
]
GraphMlOut = Annotated[
    Path | None, typer.Option("--graphml", help=say("help.town.graphml_out"), metavar="FILE")
]
GeoJsonOut = Annotated[
    Path | None, typer.Option("--geojson", help=say("help.town.geojson"), metavar="FILE[.gz]")
]
Out = Annotated[Path | None, typer.Option("--out", help=say("help.town.out"), metavar="FILE")]


@app.command(help=say("help.town.build"), epilog=say("help.everywhere"))
def build(
    name: Name,
    file: Files = None,
    place: Place = None,
    bbox: Box = None,
    graphml: GraphMl = None,
    ban: Ban = None,
    elevation: Elevation = None,
    zone: Zone = None,
    out: Out = None,
) -> None:
    """Make a town out of a map and keep it."""
    from chaland.folders import make_folder, writing
    from chaland.home import own_towns
    from routing.town.pack import save_town

    if NAME.fullmatch(name) is None or name.startswith("."):
        raise UsageError("usage.town_name", name=name, proposed=_proposed(name))
    if sum(source is not None for source in (file or None, place, bbox, graphml)) != 1:
        raise UsageError("usage.one_source")
    pack = out or own_towns() / f"{name}.town"
    town = _from_source(name, file, place, bbox, graphml, zone)
    if ban:
        from routing.town.ban import with_ban

        town = with_ban(town, ban)
    if elevation:
        town = _raised(town, elevation)
    make_folder(pack.parent)
    with writing(pack):
        save_town(town, pack)
    show({"file": str(pack), **_facts(town)}, say("said.town_built", file=str(pack)), _shown(town))


def _proposed(name: str) -> str:
    """A name that would do, close to one that does not."""
    return re.sub(r"[^\w.]+", "-", name).strip("-.")[:64] or "Ma-ville"


def _from_source(
    name: str,
    files: list[Path] | None,
    place: str | None,
    bbox: str | None,
    graphml: Path | None,
    zone: str | None,
) -> Town:
    """Only OSMnx's own sources load it: it takes seconds."""
    if files:
        from routing.town.osm import read_osm

        return read_osm(files, name=name, zone=zone)
    if graphml:
        from routing.town.graphml import town_from_graphml

        return town_from_graphml(graphml, name=name, zone=zone)
    from routing.town.online import town_from_bbox, town_from_place

    if place:
        return town_from_place(place, name=name, zone=zone)
    return town_from_bbox(_box(bbox or ""), name=name, zone=zone)


def _raised(town: Town, tiles: list[Path]) -> Town:
    """The town with heights: of tiles, or, for the word ``tags``, of its own tags alone."""
    from routing.town.elevation import read_tile, with_heights

    return with_heights(town, [read_tile(tile) for tile in tiles if str(tile) != _TAGS])


def _box(text: str) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError("usage.bbox", found=text) from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise UsageError("usage.bbox", found=text)
    return west, south, east, north


@app.command(help=say("help.town.info"), epilog=say("help.everywhere"))
def info(town: TownArgument, picture: Picture = None) -> None:
    """Tell what a town holds, and draw it."""
    from chaland.towns import open_town

    if picture is None:
        the_town = open_town(town)
        show(_facts(the_town), _shown(the_town))
        return
    if picture.suffix.lower() != ".svg":
        raise UsageError("usage.picture", file=str(picture))
    the_town = open_town(town)
    _draw(the_town, picture)
    drawn = say("said.drawn", file=str(picture))
    show({**_facts(the_town), "picture": str(picture)}, _shown(the_town), drawn)


def _draw(town: Town, picture: Path) -> None:
    from api.web.picture import town_svg
    from chaland.folders import write_file

    write_file(picture, town_svg(town, invocation().language))


@app.command(help=say("help.town.export"), epilog=say("help.everywhere"))
def export(town: TownArgument, graphml: GraphMlOut = None, geojson: GeoJsonOut = None) -> None:
    """Write a town for other programs."""
    from chaland.towns import open_town
    from routing.town.notice import notice

    files = [file for file in (graphml, geojson) if file is not None]
    if not files:
        raise UsageError("usage.export_what")
    the_town = open_town(town)
    if graphml is not None:
        _write_graphml(the_town, graphml)
    if geojson is not None:
        _write_geojson(the_town, geojson)
    document = {"files": [str(file) for file in files], **notice(the_town)}
    whose = say("said.exported_map", attribution=the_town.attribution, licence=the_town.licence)
    show(document, *(say("said.exported", file=str(file)) for file in files), whose)


def _write_graphml(town: Town, file: Path) -> None:
    from chaland.folders import make_folder, writing
    from routing.town.graphml_writing import write_graphml

    make_folder(file.parent)
    with writing(file):
        write_graphml(town, file)


def _write_geojson(town: Town, file: Path) -> None:
    from api.web.basemap import basemap_geojson
    from chaland.folders import write_packed

    write_packed(file, basemap_geojson(town))


@app.command(help=say("help.town.find"), epilog=say("help.everywhere"))
def find(
    town: TownArgument, text: Text = "", pin: Pin = None, unfinished: Unfinished = False
) -> None:
    """Tell what an address may mean, or what is near a pin."""
    from chaland.finding import pin_of, show_candidates, show_near
    from chaland.towns import open_town
    from routing.town.addresses import AddressIndex

    if bool(text.strip()) == (pin is not None):
        raise UsageError("usage.text_or_pin")
    position = None if pin is None else pin_of(pin)
    index = AddressIndex(open_town(town))
    if position is not None:
        show_near(index.near(position))
    else:
        show_candidates(index.search(text, unfinished=unfinished))


@app.command("list", help=say("help.town.list"), epilog=say("help.everywhere"))
def list_towns() -> None:
    """Tell which towns are at hand."""
    from chaland.home import town_folders
    from chaland.towns import town_packs

    packs = list(town_packs())
    rows = table(say("said.town_name"), say("said.file"))
    for pack in packs:
        rows.add_row(pack.stem, str(pack))
    document = {"towns": [{"name": pack.stem, "file": str(pack)} for pack in packs]}
    none = say("said.no_town", folder=str(town_folders()[0]))
    show(document, rows if packs else none)


def _facts(town: Town) -> Document:
    from routing.town.pack import bounds, counts

    return {
        "name": town.name,
        "zone": town.zone,
        "date": town.date.isoformat() if town.date else None,
        "attribution": town.attribution,
        "licence": town.licence,
        "sha256": town.sha256,
        "bbox": list(bounds(town)),
        "heights": _heights(town),
        "counts": counts(town),
    }


def _heights(town: Town) -> list[int] | None:
    """Metres above the sea of the lowest and the highest street; None where none is known."""
    heights = town.network.node_heights
    return None if heights is None else [int(heights.min()) // 1_000, int(heights.max()) // 1_000]


def _shown(town: Town) -> Table:
    from routing.town.pack import bounds, counts

    language, counted = invocation().language, counts(town)
    rows = table(say("said.town_name"), town.name)
    rows.add_row(say("said.zone"), town.zone)
    if town.date:
        rows.add_row(say("said.map_date"), day(town.date, language, year=True))
    rows.add_row(say("said.bbox"), ", ".join(f"{side:.5f}" for side in bounds(town)))
    if heights := _heights(town):
        low, high = (number(metres, language) for metres in heights)
        rows.add_row(say("said.heights"), say("said.heights_between", low=low, high=high))
    rows.add_row(say("said.streets"), number(counted["ways"], language))
    rows.add_row(say("said.addresses"), number(counted["addresses"], language))
    rows.add_row(say("said.shops"), number(counted["shops"], language))
    rows.add_row(say("said.places"), number(counted["places"], language))
    rows.add_row(say("said.buildings"), number(counted.get("building", 0), language))
    rows.add_row(say("said.map_by"), f"{town.attribution}, {town.licence}")
    rows.add_row("sha256", town.sha256)
    return rows
