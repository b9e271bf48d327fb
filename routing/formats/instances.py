"""Instances of the literature, whichever format they are in."""

import gzip
import zlib
from pathlib import Path

from routing.errors import InputError
from routing.formats.lilim import read_lilim
from routing.formats.nodes import Lines
from routing.formats.sartori_buriol import read_sartori_buriol
from routing.model import Problem

GZIP = b"\x1f\x8b"


def read_instance(path: Path) -> Problem:
    """A Li & Lim or a Sartori & Buriol file, also compressed with gzip.

    Raises
    ------
    InputError
        With file and line; `InputErrors` when there are several.
    """
    lines = Lines(path.name, _read_text(path).splitlines())
    name = path.name.removesuffix(".gz").removesuffix(".txt")
    if not lines.text or not lines.text[0].strip():
        raise InputError("instance.format", file=lines.file)
    if lines.text[0].startswith("NAME"):
        return read_sartori_buriol(name, lines)
    return read_lilim(name, lines)


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if content.startswith(GZIP):
            content = gzip.decompress(content)
        return content.decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError("instance.unreadable", file=str(path), why=why) from error
