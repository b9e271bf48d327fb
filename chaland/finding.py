"""Showing what an address search finds."""

from collections.abc import Sequence

from chaland.exits import UsageError
from chaland.invocation import invocation
from chaland.output import show, table
from chaland.words import say
from routing.town.candidate import Candidate, Kind, Near
from routing.typography import distance, number

_SAID = {
    Kind.DOOR: "said.kind.door",
    Kind.INTERPOLATED: "said.kind.interpolated",
    Kind.STREET: "said.kind.street",
    Kind.PLACE: "said.kind.place",
}


def show_candidates(candidates: Sequence[Candidate]) -> None:
    """What a text may mean, the likeliest first."""
    rows = table(say("said.candidate"), say("said.kind"), say("said.score"), right=[2])
    for one in candidates:
        kind = "said.kind.sure" if one.confident else _SAID[one.kind]
        score = number(one.score, invocation().language, 2)
        rows.add_row(one.full_label, say(kind), score)
    document = {
        "candidates": [
            {
                "kind": one.kind.value,
                "id": one.id,
                "label": one.full_label,
                "lon": one.position[0],
                "lat": one.position[1],
                "score": round(one.score, 4),
                "confident": one.confident,
            }
            for one in candidates
        ]
    }
    show(document, rows if candidates else say("said.nothing_found"))


def show_near(near: Sequence[Near]) -> None:
    """What is near a pin, the nearest first."""
    rows = table(say("said.candidate"), say("said.kind"), say("said.metres_off"), right=[2])
    for one in near:
        away = distance(round(one.metres), invocation().language)
        rows.add_row(one.full_label, say(_SAID[one.kind]), away)
    document = {
        "near": [
            {
                "kind": one.kind.value,
                "id": one.id,
                "label": one.full_label,
                "lon": one.position[0],
                "lat": one.position[1],
                "metres": one.metres,
            }
            for one in near
        ]
    }
    show(document, rows if near else say("said.nothing_found"))


def pin_of(text: str) -> tuple[float, float]:
    """Longitude and latitude in degrees."""
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError("usage.pin", found=text) from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise UsageError("usage.pin", found=text)
    return lon, lat
