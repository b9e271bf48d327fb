"""``plan.json``: a day's problem, its plan, and what pooling saved (``chaland.plan/1``).

The matrices lie beside it in ``matrices.npz``. Neither file holds a name, an address or an
instruction of a recipient. Described in ``docs/reference/plan-json.md``.
"""

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from routing.errors import InputError, ModelErrors
from routing.formats.atomic import write_text
from routing.formats.json_value import JsonValue, read_json
from routing.formats.matrices import read_matrices, write_matrices
from routing.formats.plan_document import (
    Document,
    comparison_document,
    plan_document,
    problem_document,
)
from routing.formats.plan_reading import comparison_in, plan_in, problem_in
from routing.model import Comparison, Plan, Problem
from routing.model.soundness import find_errors

FORMAT = "chaland.plan/1"
PLAN = "plan.json"
MATRICES = "matrices.npz"


@dataclass(frozen=True, slots=True)
class Heading:
    """When and where a plan takes place.

    Parameters
    ----------
    origin
        Aware; the plan's times are seconds after it.
    zone
        IANA name.
    town, town_sha256
        The town's name and the hash of its pack.
    town_date
        Instant of its map data as the town tells it; None when it does not.
    attribution, licence
        Whose map it is.
    """

    origin: dt.datetime
    zone: str
    town: str
    town_sha256: str
    town_date: str | None
    attribution: str
    licence: str


@dataclass(frozen=True)
class PlanFile:
    """What the two files of a planned day hold.

    Parameters
    ----------
    problem
        Without matrices when none lie beside the plan.
    comparison
        None when the day was not compared.
    """

    heading: Heading
    problem: Problem
    plan: Plan
    comparison: Comparison | None = None


def plan_text(file: PlanFile) -> str:
    """The text of ``plan.json``, the same for the same values.

    Raises
    ------
    InputError
        ``plan_file.not_a_town_day``: the problem counts in other steps than seconds and metres.
    """
    if file.problem.ticks_per_unit != 1:
        raise InputError("plan_file.not_a_town_day", problem=file.problem.name)
    heading, comparison = file.heading, file.comparison
    document: Document = {
        "format": FORMAT,
        "origin": heading.origin.astimezone(ZoneInfo(heading.zone)).isoformat(),
        "zone": heading.zone,
        "town": {
            "name": heading.town,
            "sha256": heading.town_sha256,
            "date": heading.town_date,
            "attribution": heading.attribution,
            "licence": heading.licence,
        },
        "problem": problem_document(file.problem),
        "plan": plan_document(file.plan),
        "comparison": None if comparison is None else comparison_document(comparison),
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def write_plan(folder: Path, file: PlanFile) -> None:
    """Write ``plan.json`` and ``matrices.npz`` into a folder, each whole or not at all."""
    text = plan_text(file)
    write_matrices(folder / MATRICES, file.problem.matrices)
    write_text(folder / PLAN, text)


def read_plan(folder: Path) -> PlanFile:
    """The planned day in a folder.

    Raises
    ------
    InputError
        ``plan_file.*``, ``matrices.*``: not readable, or not what the format asks for; the error
        names the place in the document.
    ModelErrors
        The problem contradicts itself.
    """
    file = plan_file_in(read_json(folder / PLAN))
    problem, matrices = file.problem, folder / MATRICES
    if matrices.exists():
        profiles = sorted({vehicle.profile for vehicle in problem.vehicles})
        by_profile = read_matrices(matrices, profiles, len(problem.places))
        problem = replace(problem, matrices=by_profile)
    _require_sound(problem)
    return replace(file, problem=problem)


def plan_file_in(document: JsonValue) -> PlanFile:
    """The planned day in a document, its problem without matrices."""
    if isinstance(document.raw, dict) and document.raw.get("format") != FORMAT:
        found = document.raw.get("format", "")
        raise InputError("plan_file.format", file=document.file, found=str(found), known=FORMAT)
    keys = document.fields("format", "origin", "zone", "town", "problem", "plan", "comparison")
    return PlanFile(
        _heading(keys["origin"], keys["zone"], keys["town"]),
        problem_in(keys["problem"]),
        plan_in(keys["plan"]),
        keys["comparison"].optional(comparison_in),
    )


def _heading(origin: JsonValue, zone: JsonValue, town: JsonValue) -> Heading:
    told = town.fields("name", "sha256", "date", "attribution", "licence")
    return Heading(
        origin=_origin(origin, zone.text()),
        zone=zone.text(),
        town=told["name"].text(),
        town_sha256=_sha256(told["sha256"]),
        town_date=told["date"].optional(JsonValue.text),
        attribution=told["attribution"].text(),
        licence=told["licence"].text(),
    )


def _require_sound(problem: Problem) -> None:
    errors = list(find_errors(problem))
    if not problem.matrices:
        errors = [error for error in errors if error.code != "model.no_matrix"]
    if errors:
        raise ModelErrors(errors)


def _origin(value: JsonValue, zone: str) -> dt.datetime:
    try:
        local = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise InputError("plan_file.zone", file=value.file, zone=zone) from error
    text = value.text()
    try:
        origin = dt.datetime.fromisoformat(text).astimezone(local)
    except (ValueError, OverflowError):
        origin = None
    # Only the one spelling that is written is read: an offset of its own, and that of the zone.
    if origin is None or origin.isoformat() != text:
        raise InputError("plan_file.origin", file=value.file, found=text, zone=zone)
    return origin


def _sha256(value: JsonValue) -> str:
    text = value.text()
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise InputError("plan_file.sha256", file=value.file, where=value.where, found=text[:70])
    return text
