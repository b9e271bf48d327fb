"""``--streets``: who measures the ways, if not the town's own streets."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from chaland.exits import UsageError
from chaland.words import say

if TYPE_CHECKING:
    from routing.day.engines import Engines
    from routing.street.engine import StreetEngine
    from routing.street.network import Network
    from routing.street.rules import Profile

OWN = "own"

Streets: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--streets", help=say("help.option.streets"), metavar="SOURCE"),
]


def engines_of(
    network: "Network", named: list[str] | None, profiles: "Mapping[str, Profile] | None" = None
) -> "Engines":
    """The engines that a command line names; the town's own streets for all other profiles.

    Parameters
    ----------
    named
        ``osrm:http://host:5000``, ``matrix:FILE`` or ``own``, each for one profile when that
        stands before it with an equals sign.
    profiles
        All that the town's own streets know, by name; None: the built-in ones.

    Raises
    ------
    UsageError
        ``usage.streets`` when one is none of these, ``usage.streets_twice`` when a profile has two.
    InputError
        ``osrm.address``.
    """
    from routing.day.engines import Engines, OwnEngine
    from routing.street.profile import PROFILES

    found: dict[str, StreetEngine | None] = {}
    for text in named or []:
        profile, source = _split(text)
        if profile in found:
            raise UsageError("usage.streets_twice", profile=profile or "–")
        found[profile] = None if source == OWN else _engine(source)
    usual = found.pop("", None)
    return Engines(OwnEngine(network, profiles or PROFILES), usual, found)


def _split(text: str) -> tuple[str, str]:
    """Profile, empty for all, and source; an equals sign may also stand in an address or a path."""
    profile, equals, source = text.partition("=")
    return (profile, source) if equals and ":" not in profile else ("", text)


def _engine(source: str) -> "StreetEngine":
    from routing.street.matrix_file import MatrixFile
    from routing.street.osrm import osrm_engine

    kind, _, where = source.partition(":")
    if kind == "osrm" and where:
        return osrm_engine(where)
    if kind == "matrix" and where:
        return MatrixFile(Path(where))
    raise UsageError("usage.streets", found=source)
