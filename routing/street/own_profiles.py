"""Own profiles out of a TOML file: like a known one, and what differs.

The file is described in ``docs/reference/profiles.md``.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

from routing.errors import InputError, InputErrors
from routing.formats.toml_lines import TomlLines
from routing.formats.toml_table import Errors, TomlTable
from routing.street.barrier import STOP_TRAILERS, STOP_VANS
from routing.street.delays import Delays
from routing.street.hills import Hills
from routing.street.power import Cyclist
from routing.street.profile import PROFILES
from routing.street.pushing import Pushing
from routing.street.rules import Profile
from routing.street.size import Size
from routing.street.speed import Ground

_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_HIGHWAYS = sorted({highway for profile in PROFILES.values() for highway in profile.speeds})
_SMOOTHNESS = ("excellent", "good", "intermediate", "bad", "very_bad", "horrible", "very_horrible")
_BARRIERS = STOP_VANS | STOP_TRAILERS | {"gate", "lift_gate", "swing_gate", "kerb"}
_ON_STEPS = 1_500

_CODES = {
    "fleet.unknown_key": "profiles.unknown_key",
    "fleet.missing": "profiles.missing",
    "fleet.not_text": "profiles.not_text",
    "fleet.not_texts": "profiles.not_texts",
    "fleet.not_a_number": "profiles.not_a_number",
    "fleet.not_a_list": "profiles.not_a_list",
    "fleet.not_a_table": "profiles.not_a_table",
    "fleet.not_a_flag": "profiles.not_a_flag",
    "fleet.not_hours": "profiles.not_hours",
    "fleet.hours_backwards": "profiles.hours_backwards",
    "fleet.too_long": "profiles.too_long",
    "fleet.out_of_range": "profiles.out_of_range",
}
"""What a `TomlTable` finds wrong, said of a file of profiles."""


def read_profiles(path: Path) -> dict[str, Profile]:
    """The profiles of a file by name, without the built-in ones.

    Raises
    ------
    InputErrors
        All that is wrong, each with its line and its path (``profile[2].speeds.residential``).
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise InputErrors([InputError("profiles.no_file", file=str(path))]) from None
    except UnicodeDecodeError:
        raise InputErrors([InputError("profiles.not_utf8", file=str(path))]) from None
    return parse_profiles(text)


def parse_profiles(text: str) -> dict[str, Profile]:
    """Read the text of a file of profiles; raises as `read_profiles`."""
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where[1]) if where else len(text.splitlines())
        raise InputErrors([InputError("profiles.bad_toml", line=line)]) from None
    errors: Errors = []
    profiles = _profiles(TomlTable(raw, "", errors))
    if errors:
        raise InputErrors(_with_lines(errors, TomlLines(text)))
    return profiles


def _with_lines(errors: Iterable[InputError], lines: TomlLines) -> list[InputError]:
    """The same errors, each said with its line, in the order of the lines."""
    told = [
        InputError(
            _CODES.get(error.code, error.code),
            line=lines.of(str(error.values["path"])),
            **error.values,
        )
        for error in errors
    ]
    return sorted(told, key=lambda error: int(error.values["line"]))


def _profiles(top: TomlTable) -> dict[str, Profile]:
    top.only("profile")
    known = dict(PROFILES)
    for table in top.tables("profile"):
        profile = _profile(table, known)
        if profile.name in known:
            table.wrong("profiles.name_taken", "name", name=profile.name)
        elif profile.name:
            known[profile.name] = profile
    return {name: profile for name, profile in known.items() if name not in PROFILES}


def _profile(table: TomlTable, known: Mapping[str, Profile]) -> Profile:
    table.only(
        *("name", "like", "speeds", "grounds", "smoothness", "delays", "hours", "contraflow"),
        *("width", "height", "length", "weight", "mass", "power", "assistance", "steepest"),
        *("pushing", "steps", "passes", "stopped_by"),
    )
    name = table.text("name", longest=31)
    if name and not _NAME.fullmatch(name):
        table.wrong("profiles.odd_name", "name", name=name)
    like = table.text("like")
    if like and like not in known:
        table.wrong("profiles.unknown_like", "like", name=like, known=", ".join(known))
    base = known.get(like, PROFILES["bike"])
    return replace(
        base,
        name=name,
        speeds=_speeds(table.table("speeds"), base.speeds, _HIGHWAYS),
        ground_speeds=_grounds(table.table("grounds"), base),
        smoothness_speeds=_speeds(table.table("smoothness"), base.smoothness_speeds, _SMOOTHNESS),
        delays=_delays(table.table("delays"), base.delays),
        size=_size(table, base.size),
        stopped_by=_barriers(table, base.stopped_by),
        pushing=_pushing(table, base.pushing),
        contraflow=table.flag("contraflow", default=base.contraflow),
        hours=table.span("hours") if table.has("hours") else base.hours,
        hills=_hills(table, base.hills),
    )


def _metres_per_hour(table: TomlTable, key: str) -> int:
    return int(table.number(key, 0, 130) * 1_000)


def _speeds(
    table: TomlTable, default: Mapping[str, int], known: Iterable[str]
) -> Mapping[str, int]:
    """Kilometres per hour by value of a tag; 0 closes."""
    table.only(*known)
    return {**default, **{key: _metres_per_hour(table, key) for key in known if table.has(key)}}


def _grounds(table: TomlTable, base: Profile) -> Mapping[Ground, int]:
    table.only(*Ground)
    own = {ground: _metres_per_hour(table, ground) for ground in Ground if table.has(ground)}
    return {**base.ground_speeds, **own}


def _delays(table: TomlTable, default: Delays) -> Delays:
    """Seconds."""
    keys = [field.name for field in fields(Delays)]
    table.only(*keys)
    return replace(
        default, **{key: int(table.number(key, 0, 600) * 1_000) for key in keys if table.has(key)}
    )


def _size(table: TomlTable, default: Size) -> Size:
    """Metres, and kilograms."""
    own = {
        key: int(table.number(key, 0, 30) * 1_000)
        for key in ("width", "height", "length")
        if table.has(key)
    }
    if table.has("weight"):
        own["weight"] = table.whole("weight", 50_000)
    return replace(default, **own)


def _barriers(table: TomlTable, default: frozenset[str]) -> frozenset[str]:
    passes, stopped = table.texts("passes"), table.texts("stopped_by")
    for key, kinds in (("passes", passes), ("stopped_by", stopped)):
        for kind in sorted(kinds - _BARRIERS):
            table.wrong("profiles.unknown_barrier", key, found=kind)
    for kind in sorted(passes & stopped):
        table.wrong("profiles.both_ways", "passes", found=kind)
    return (default | stopped) - passes


def _pushing(table: TomlTable, default: Pushing | None) -> Pushing | None:
    """``pushing`` in kilometres per hour, 0: never; ``steps``: also on steps with a ramp."""
    own = default or Pushing(0)
    if table.has("pushing"):
        own = replace(own, speed=int(table.number("pushing", 0, 6) * 1_000))
    if table.has("steps"):
        own = replace(own, on_steps=_ON_STEPS if table.flag("steps", default=False) else 0)
    return own if own.speed else None


def _hills(table: TomlTable, default: Hills | None) -> Hills | None:
    """Only who is like a bike has a rider."""
    if isinstance(default, Cyclist):
        return _cyclist(table, default)
    for key in ("mass", "power", "assistance", "steepest"):
        if table.has(key):
            table.wrong("profiles.no_bike", key)
    return default


def _cyclist(table: TomlTable, default: Cyclist) -> Cyclist:
    """``mass`` in kilograms, ``power`` and ``assistance`` in watts, ``steepest`` in percent."""
    own = default
    if table.has("mass"):
        own = replace(own, mass=int(table.number("mass", 40, 1_000)))
    if table.has("power"):
        own = replace(own, power=int(table.number("power", 30, 500)))
    if table.has("assistance"):
        own = replace(own, assistance=int(table.number("assistance", 0, 2_000)))
    if table.has("steepest"):
        own = replace(own, limit=int(table.number("steepest", 1, 50) * 10))
    return own
