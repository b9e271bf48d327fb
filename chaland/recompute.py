"""A plan's matrices, computed again from the streets of its town."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from chaland.file_faults import FileFault
from chaland.street_engines import engines_of
from routing.day.engines import Engines
from routing.errors import InputError
from routing.formats.plan_json import PlanFile
from routing.model import Matrix, Problem
from routing.street.profile import PROFILES, Profile
from routing.town.town import Town


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The matrices to check a plan with.

    Parameters
    ----------
    matrices
        By profile: of the streets where the town is at hand, else those beside the plan.
    town
        The town's name; empty when it is not at hand.
    """

    matrices: Mapping[str, Matrix]
    town: str
    faults: tuple[FileFault, ...] = ()


def recompute(
    file: PlanFile,
    town_name: str | None,
    streets: list[str] | None = None,
    profiles: Mapping[str, Profile] = PROFILES,
) -> Recomputed:
    """Compute the matrices of a plan from its town, if that is at hand.

    Parameters
    ----------
    town_name
        A town's name or path; None: look for the plan's town among all at hand.
    streets
        The engines that the plan was made with, as `chaland.street_engines.engines_of` reads them.
    profiles
        All that the town's own streets know, by name.

    Raises
    ------
    InputError
        ``check.other_town`` when the named town is not the plan's; ``check.no_matrices`` when
        neither the town nor ``matrices.npz`` is there.
    """
    town = _named(file, town_name) if town_name else _at_hand(file)
    if town is None:
        if not file.problem.matrices:
            raise InputError("check.no_matrices", town=file.heading.town)
        return Recomputed(file.problem.matrices, "")
    matrices = _matrices(file, engines_of(town.network, streets, profiles))
    return Recomputed(matrices, town.name, tuple(_differences(file.problem, matrices)))


def _named(file: PlanFile, name: str) -> Town:
    from chaland.towns import open_town

    town = open_town(name)
    if town.sha256 != file.heading.town_sha256:
        raise InputError("check.other_town", given=name, town=file.heading.town)
    return town


def _at_hand(file: PlanFile) -> Town | None:
    from chaland.towns import sha256_of_pack, town_packs
    from routing.town.pack import load_town

    for pack in town_packs():
        if sha256_of_pack(pack) == file.heading.town_sha256:
            return load_town(pack)
    return None


def _matrices(file: PlanFile, engines: Engines) -> dict[str, Matrix]:
    from routing.day.by_hour import by_hour

    problem = file.problem
    profiles = sorted({vehicle.profile for vehicle in problem.vehicles})
    for profile in profiles:
        if not engines.knows(profile):
            known = ", ".join(engines.own.profiles)
            raise InputError("check.unknown_profile", profile=profile, known=known)
    ways = {profile: engines.of(profile).ways(profile, problem.places) for profile in profiles}
    date = file.heading.origin.astimezone(ZoneInfo(file.heading.zone)).date()
    return {profile: one.matrix() for profile, one in by_hour(ways, date).ways.items()}


def _differences(problem: Problem, matrices: Mapping[str, Matrix]) -> Iterator[FileFault]:
    """One fault a profile, naming the first pair of places that differs and how many do."""
    for profile, right in matrices.items():
        written = problem.matrices.get(profile)
        if written is None or written == right:
            continue
        differs = (written.durations != right.durations) | (written.distances != right.distances)
        origin, destination = np.argwhere(differs)[0]
        yield FileFault(
            "check.matrix",
            {
                "profile": profile,
                "count": int(differs.sum()),
                "origin": problem.places[origin].id,
                "destination": problem.places[destination].id,
                "seconds": int(written.durations[origin, destination]),
                "right_seconds": int(right.durations[origin, destination]),
            },
        )
