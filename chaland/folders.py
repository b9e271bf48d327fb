"""Files and folders that a command writes."""

import errno
import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from routing.errors import InputError
from routing.formats.atomic import write_atomically, write_text


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the disk says while writing into an error for people."""
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError("output.not_writable", path=str(path), why=why) from error


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it; it may be there already."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


def try_folder(folder: Path) -> None:
    """Make a folder and see that it can be written into, before long work that ends there."""
    make_folder(folder)
    with writing(folder), NamedTemporaryFile(dir=folder):
        pass


def try_file(path: Path) -> None:
    """See that a file can be written, before long work that ends in it."""
    make_folder(path.parent)
    with writing(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with NamedTemporaryFile(prefix=f".{path.name}.", dir=path.parent):
            pass


def write_file(path: Path, text: str) -> None:
    """Write a text whole or not at all, and the folders above it."""
    make_folder(path.parent)
    with writing(path):
        write_text(path, text)


def write_packed(path: Path, text: str) -> None:
    """Write a text, compressed if the name ends in ``.gz``: the same text makes the same bytes."""
    if path.suffix.lower() != ".gz":
        write_file(path, text)
        return
    make_folder(path.parent)
    with writing(path), write_atomically(path) as file:
        file.write(gzip.compress(text.encode("utf-8"), mtime=0))
