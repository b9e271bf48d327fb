"""Where towns are kept."""

import os
from pathlib import Path

import data


def home() -> Path:
    """``CHALAND_HOME``, else the user's data folder."""
    given = os.environ.get("CHALAND_HOME")
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("chaland", appauthor=False)


def own_towns() -> Path:
    """The towns that this user has built."""
    return home() / "towns"


def shipped_towns() -> Path:
    """The towns that come with Chaland."""
    return Path(data.__file__).parent / "towns"


def town_folders() -> tuple[Path, Path]:
    """Where a town's name is looked up, in this order."""
    return own_towns(), shipped_towns()
