"""Own profiles of a fleet, and the copy of them that a planned day keeps to be checked by."""

from collections.abc import Mapping
from pathlib import Path

from routing.formats.fleet import Fleet
from routing.street.rules import Profile

KEPT = "plan-profiles.toml"
"""In the folder of a plan."""


def profiles_file(fleet: Fleet, file: Path | None) -> Path | None:
    """The file of own profiles that a fleet names, beside the fleet's own file."""
    return file.parent / fleet.profiles if file is not None and fleet.profiles else None


def profiles_of(file: Path | None) -> Mapping[str, Profile]:
    """The built-in profiles and those of a file, by name.

    Raises
    ------
    InputErrors
        What is wrong in the file.
    """
    from routing.street.own_profiles import read_profiles
    from routing.street.profile import PROFILES

    return PROFILES if file is None else {**PROFILES, **read_profiles(file)}


def kept_in(folder: Path) -> Path | None:
    """The own profiles that a plan was made with, if any."""
    return folder / KEPT if (folder / KEPT).is_file() else None


def keep(file: Path | None, folder: Path) -> tuple[Path, ...]:
    """Copy own profiles beside the plan; those of an earlier plan are taken away."""
    from chaland.folders import write_file, writing

    kept = folder / KEPT
    if file is None:
        with writing(folder):
            kept.unlink(missing_ok=True)
        return ()
    write_file(kept, file.read_text("utf-8-sig"))
    return (kept,)
