"""``chaland town add`` and ``chaland town served``: towns that the service serves."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chaland.finding import pin_of
from chaland.options import DataFolder
from chaland.output import Document, show, table
from chaland.words import say
from routing.errors import InputError

if TYPE_CHECKING:
    from api.domain.town import ServedTown
    from routing.town.town import Town

DEFAULT_SLOTS = (
    {"name": "morning", "start": "10:00", "end": "12:00", "cut_off": "18:00", "days_before": 1},
    {"name": "afternoon", "start": "14:00", "end": "17:00", "cut_off": "12:00"},
    {"name": "evening", "start": "17:00", "end": "20:00", "cut_off": "12:00"},
)
"""On working days and Saturdays, where nobody says otherwise."""

WORKING_DAYS = ("mo", "tu", "we", "th", "fr", "sa")

Name = Annotated[str, typer.Argument(help=say("help.town.add.name"), metavar="NAME")]
Pack = Annotated[str, typer.Argument(help=say("help.option.town_name"), metavar="TOWN")]
Settings = Annotated[
    Path | None,
    typer.Option("--settings", help=say("help.town.add.settings"), metavar="SETTINGS.toml"),
]
Hub = Annotated[str | None, typer.Option("--hub", help=say("help.town.hub"), metavar="LON,LAT")]
Holidays = Annotated[
    str | None, typer.Option("--holidays", help=say("help.town.holidays"), metavar="CODE")
]


def add(
    name: Name,
    town: Pack,
    settings: Settings = None,
    hub: Hub = None,
    holidays: Holidays = None,
    data: DataFolder = None,
) -> None:
    """Let the service serve a town."""
    from api.services import towns
    from api.services.town_packs import TownPacks
    from api.store import blobs
    from chaland.home import town_folders
    from chaland.served import working
    from chaland.working import commander
    from routing.town.pack import find_town, load_town

    pack = find_town(town, town_folders())
    loaded = load_town(pack)
    told = {"slots": _default_slots(), "hub": _middle(loaded), **_read(settings), "name": name}
    if hub is not None:
        told["hub"] = pin_of(hub)
    if holidays is not None:
        told["holidays"] = holidays
    with working(data) as work:
        sha256 = blobs.keep(work, pack.read_bytes())
        wanted = _town(told, sha256)
        served = towns.add(work, commander(), wanted, TownPacks())
    show(_document(served), say("said.town_served", name=served.name, id=served.id))


def list_served(data: DataFolder = None) -> None:
    """Tell which towns the service serves."""
    from api.store import towns
    from chaland.served import working
    from chaland.working import commander

    with working(data) as work:
        every = towns.every(work, commander())
    rows = table(say("said.town_name"), say("said.id"), say("said.zone"))
    for served in every:
        rows.add_row(served.name, served.id, served.zone)
    document = {"towns": [_document(served) for served in every]}
    show(document, rows if every else say("said.no_town_served"))


def _read(file: Path | None) -> dict[str, Any]:
    """Settings by the names that ``/v1/towns`` gives them."""
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError("served.settings_unreadable", file=str(file), why=why) from error
    except ValueError as error:
        raise InputError("served.settings_no_toml", file=str(file), why=str(error)) from error


def _town(told: dict[str, Any], sha256: str) -> "ServedTown":
    from pydantic import ValidationError

    from api.http.field_errors import field_errors
    from api.http.schemas.towns import TownIn

    try:
        return TownIn.model_validate({**told, "pack": sha256}).town()
    except ValidationError as error:
        found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise field_errors(found) from error


def _default_slots() -> list[dict[str, Any]]:
    return [{**slot, "weekdays": list(WORKING_DAYS)} for slot in DEFAULT_SLOTS]


def _middle(town: "Town") -> tuple[float, float]:
    """The crossing that is nearest to the middle of the town's streets."""
    import numpy as np

    from routing.town.extract import UNITS_PER_DEGREE
    from routing.town.pack import bounds

    west, south, east, north = bounds(town)
    nodes = town.network.node_lonlat / UNITS_PER_DEGREE
    away = np.abs(nodes - ((west + east) / 2, (south + north) / 2)).sum(axis=1)
    lon, lat = nodes[int(away.argmin())].tolist()
    return lon, lat


def _document(served: "ServedTown") -> Document:
    return {"id": served.id, "name": served.name, "zone": served.zone, "pack": served.pack}
