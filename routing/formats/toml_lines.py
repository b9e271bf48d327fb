"""On which line of a TOML file a key stands: the parser of the standard library does not tell."""

import re
from collections import Counter

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"))*)\s*=""")


class TomlLines:
    """The lines of the keys of a file, by their paths: ``profile[2].speeds.residential``.

    Keys inside tables written on one line stand on that line.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[str, int] = {}
        counts: Counter[str] = Counter()
        table = ""
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.fullmatch(line):
                table = _numbered(header[2], counts, begins=header[1] == "[[")
                self._lines.setdefault(table, number)
            elif key := _KEY.match(line):
                self._lines.setdefault(".".join(filter(None, (table, _plain(key[1])))), number)

    def of(self, path: str) -> int:
        """The line of a key, else that of what it stands in, else 1."""
        while path and path not in self._lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self._lines.get(path, 1)


def _plain(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _numbered(header: str, counts: Counter[str], *, begins: bool) -> str:
    """The path of a table, lists counted from 1: the latest of each is meant."""
    path, plain = "", ""
    parts = _plain(header).split(".")
    for depth, part in enumerate(parts, 1):
        plain = f"{plain}.{part}" if plain else part
        if begins and depth == len(parts):
            counts[plain] += 1
        number = f"[{counts[plain]}]" if counts[plain] else ""
        path = f"{path}.{part}{number}" if path else f"{part}{number}"
    return path
