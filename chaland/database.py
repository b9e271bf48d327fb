"""Which database a command works on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from chaland.folders import make_folder, writing
from chaland.home import home
from routing.errors import InputError

if TYPE_CHECKING:
    from api.store.database import Database

FILE = "chaland.sqlite"
"""In the folder that ``--data`` names, else in `home`."""

URL = "CHALAND_DATABASE_URL"

_OWNER_ONLY = 0o600
"""It holds names and addresses; SQLite gives the files beside it the same mode."""


@contextmanager
def opened(data: Path | None, *, new: bool = False) -> Iterator["Database"]:
    """The database in a folder, else the one that ``CHALAND_DATABASE_URL`` names, else the user's.

    Parameters
    ----------
    data
        The folder that ``--data`` named.
    new
        Whether a file that is not there is made.

    Raises
    ------
    InputError
        ``store.no_database``.
    ServiceError
        ``store.unknown_database``, ``store.unreachable``.
    """
    from api.store.database import Database

    url = os.environ.get(URL)
    if data is None and url:
        database = Database(url)
    else:
        database = Database.of_file(_file(data or home(), new=new))
    try:
        database.reach()
        yield database
    finally:
        database.close()


def _file(folder: Path, *, new: bool) -> Path:
    file = folder.absolute() / FILE
    if new:
        make_folder(folder)
        with writing(file):
            file.touch(mode=_OWNER_ONLY)
    if not file.is_file():
        raise InputError("store.no_database", file=str(file))
    return file
