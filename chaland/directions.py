"""A way told: for programs as a document, for people as a table."""

from collections.abc import Sequence

from rich.table import Table

from chaland.invocation import invocation
from chaland.output import Document, Wrapped, table
from chaland.words import say
from routing.street.directions import Step, spoken_distance, spoken_duration, tell
from routing.street.graph import Path
from routing.street.snap import Snap


def path_document(path: Path, steps: Sequence[Step]) -> Document:
    """Time, length, line and steps of a path."""
    return {
        "seconds": path.seconds,
        "metres": path.metres,
        "geometry": _line(path.lonlat.tolist()),
        "steps": [_step_document(step) for step in steps],
    }


def end_document(asked: tuple[float, float], snap: Snap) -> Document:
    """A point that was asked for, where it is on the street, and how far that is."""
    return {"asked": asked, "street": snap.lonlat, "metres": round(snap.distance, 1)}


def _step_document(step: Step) -> Document:
    return {
        "kind": step.kind,
        "modifier": step.modifier,
        "heading": step.heading,
        "exit": step.exit,
        "name": step.street.name,
        "ref": step.street.ref,
        "street": step.street.kind,
        "stays": step.stays,
        "pushed": step.pushed,
        "seconds": step.seconds,
        "metres": step.metres,
        "lonlat": step.lonlat,
        "geometry": _line(step.geometry.tolist()),
        "said": tell(step, invocation().language),
    }


def _line(points: list[list[float]]) -> Document:
    """A line of GeoJSON, which has two points at least."""
    return {"type": "LineString", "coordinates": points if len(points) > 1 else points * 2}


def path_summary(path: Path) -> str:
    """How long and how far it is."""
    language = invocation().language
    return say(
        "said.route",
        duration=spoken_duration(path.seconds, language),
        distance=spoken_distance(path.metres, language),
    )


def steps_table(steps: Sequence[Step]) -> Table:
    """What to do, and how far it is until the next thing to do."""
    language = invocation().language
    rows = table("", say("said.directions"), say("said.distance"), right=(0, 2))
    for number, step in enumerate(steps, 1):
        length = spoken_distance(step.metres, language) if step.metres else ""
        rows.add_row(str(number), Wrapped(tell(step, language)), length)
    return rows
