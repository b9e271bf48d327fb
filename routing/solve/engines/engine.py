"""Who may search, and what each has no words for. Light: no engine's own library is loaded here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from types import MappingProxyType

from routing.errors import SolverError
from routing.model import Problem
from routing.solve.engines.feature import Feature, features_of


class Engine(StrEnum):
    """Who searches. What a limit of `Stop` means for each stands there."""

    SEARCH = "search"
    """Our own native search, in the caller's process with the interpreter released."""
    ORTOOLS = "ortools"
    """OR-Tools' routing model with guided local search."""
    PYVRP = "pyvrp"
    """PyVRP's iterated local search."""
    VROOM = "vroom"
    """VROOM's heuristics and local search."""
    COMMIV = "commiv"
    """Commiv's ruin and recreate."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What an engine is made of.

    Parameters
    ----------
    cannot
        Features that it does not know at all.
    module, package
        What it imports, and how the package index calls that.
    tells
        Better plans as it goes, and not its last one only.
    """

    cannot: frozenset[Feature]
    module: str = "routing"
    package: str = "chaland"
    tells: bool = True

    @property
    def installed(self) -> bool:
        """Whether it can be asked on this machine."""
        return find_spec(self.module) is not None


_ONLY_OURS = frozenset({Feature.LATENESS, Feature.RELOAD, Feature.COMMITMENT})

ABILITIES: Mapping[Engine, Abilities] = MappingProxyType(
    {
        Engine.SEARCH: Abilities(frozenset()),
        Engine.ORTOOLS: Abilities(_ONLY_OURS, "ortools", "ortools"),
        Engine.PYVRP: Abilities(
            _ONLY_OURS | {Feature.SEVERAL_WINDOWS, Feature.BREAKS, Feature.TIME_ON_BOARD},
            "pyvrp",
            "pyvrp",
        ),
        Engine.VROOM: Abilities(
            _ONLY_OURS | {Feature.OPTIONAL, Feature.TIME_ON_BOARD, Feature.MINIMUM_PAID},
            "vroom",
            "pyvroom",
            tells=False,
        ),
        Engine.COMMIV: Abilities(
            frozenset(Feature) - {Feature.MERGED_SETUP, Feature.PAID_HOURS},
            "commiv",
            "commiv",
            tells=False,
        ),
    }
)


def require_able(engine: Engine, problem: Problem) -> None:
    """Refuse what an engine has no words for, and an engine that is not there.

    Raises
    ------
    SolverError
        ``solver.not_installed`` with the package that is missing, or ``solver.cannot_model`` with
        all features that the engine does not know.
    """
    abilities = ABILITIES[engine]
    if not abilities.installed:
        raise SolverError("solver.not_installed", engine=engine, package=abilities.package)
    unknown = features_of(problem) & abilities.cannot
    if unknown:
        features = ", ".join(sorted(unknown))
        raise SolverError("solver.cannot_model", engine=engine, feature=features)
