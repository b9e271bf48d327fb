"""The real maps that tests read where they lie."""

from pathlib import Path

COUNTRIES = frozenset({"andorra", "liechtenstein"})
"""The largest: asked at length among the tests that take minutes."""

MAPS = {
    "andorra": 1,
    "bindlach": 1,
    "liechtenstein": 1,
    "monaco": 1,
    "monaco-riviera": 2,
    "rouen-centre": 1,
    "saint-germain-en-laye": 1,
}
"""Their folders, and how many files each one has."""


def map_files(folder: Path) -> list[Path]:
    """The files of one map, all of them."""
    files = sorted(file for file in folder.iterdir() if ".osm" in file.suffixes)
    assert len(files) == MAPS[folder.name]
    return files
