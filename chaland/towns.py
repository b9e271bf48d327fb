"""Finding towns by their names."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from chaland.home import town_folders
from routing.town.town import Town


def open_town(name_or_path: str) -> Town:
    """The town of that name or path.

    Raises
    ------
    TownError
        When there is none, or its pack cannot be read.
    """
    from routing.town.pack import find_town, load_town

    return load_town(find_town(name_or_path, town_folders()))


def town_packs() -> Iterator[Path]:
    """Every pack at hand; one that is shipped is hidden by the user's own of the same name."""
    seen: set[str] = set()
    for folder in town_folders():
        for pack in sorted(folder.glob("*.town")):
            if pack.stem not in seen:
                seen.add(pack.stem)
                yield pack


def sha256_of_pack(pack: Path) -> str:
    """The hash that a pack says it has, without reading the rest; empty when it says none."""
    try:
        with zipfile.ZipFile(pack) as members:
            return str(json.loads(members.read("manifest.json"))["sha256"])
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError):
        return ""
