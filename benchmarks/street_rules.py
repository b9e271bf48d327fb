"""What each rule of the streets changes on a real map.

The same doors, with a rule and without: it is taken out of the map, out of the profile, or the
doors are moved. Each time all cells of the matrix between them are compared.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.machine import kept, machine
from routing.model import Matrix
from routing.street.access import CLOSING, ENDING
from routing.street.delays import Delays
from routing.street.engine import FARTHEST_METRES
from routing.street.graph import StreetGraph, build_graph
from routing.street.measure import Flags
from routing.street.nearest import Floats
from routing.street.network import Network
from routing.street.profile import PROFILES, Profile
from routing.street.size import ANY_SIZE
from routing.town.town import Town

RESULTS = Path(__file__).parent / "results"

Tags = Mapping[str, str]

_ENDING_AT = re.compile(rf"\b({'|'.join(sorted(ENDING))})\b(?=\s*@)")


@dataclass(frozen=True, eq=False)
class Ground:
    """What matrices are made of.

    Parameters
    ----------
    doors
        Shape (doors, 2): longitude, latitude in degrees.
    """

    network: Network
    profile: Profile
    doors: Floats

    def retagged(self, change: Callable[[Tags], Tags]) -> "Ground":
        """With other tags on all ways."""
        ways = tuple(change(tags) for tags in self.network.way_tags)
        return replace(self, network=replace(self.network, way_tags=ways))

    def delayed(self, *kinds: str) -> "Ground":
        """With nothing lost by delays of some kinds."""
        delays: Delays = replace(self.profile.delays, **dict.fromkeys(kinds, 0))
        return replace(self, profile=replace(self.profile, delays=delays))


def _untagged(is_read: Callable[[str], bool]) -> Callable[[Ground], Ground]:
    """Ways without some keys."""

    def change(tags: Tags) -> Tags:
        return {key: value for key, value in tags.items() if not is_read(key)}

    return lambda ground: ground.retagged(change)


def _without_access(ground: Ground) -> Ground:
    """What is closed is as if nothing were said; what is opened stays open."""
    keys = {*ground.profile.modes, "access", "foot"}

    def change(tags: Tags) -> Tags:
        return {
            key: value
            for key, value in tags.items()
            if key.partition(":")[0] not in keys
            or (value not in CLOSING and not key.endswith(":conditional"))
        }

    return ground.retagged(change)


def _through_everywhere(ground: Ground) -> Ground:
    def open_to_all(key: str, value: str) -> str:
        if key.endswith(":conditional"):
            return _ENDING_AT.sub("yes", value)
        return "yes" if value in ENDING else value

    return ground.retagged(lambda tags: {key: open_to_all(key, tags[key]) for key in tags})


def _without_barriers(ground: Ground) -> Ground:
    nodes = {
        node: {key: value for key, value in tags.items() if key != "barrier"}
        for node, tags in ground.network.node_tags.items()
    }
    return replace(ground, network=replace(ground.network, node_tags=nodes))


def _without_contraflow(ground: Ground) -> Ground:
    plain = _untagged(lambda key: key.startswith("oneway:"))(ground)
    return replace(plain, profile=replace(plain.profile, contraflow=False))


def _at_junctions(ground: Ground) -> Ground:
    """Doors moved to the nearest end of a street, as graphs of nodes and edges have it."""
    edges = build_graph(ground.network, ground.profile).topology.edges
    ends = ground.network.way_nodes[np.unique(np.concatenate([edges.firsts, edges.lasts]))]
    lonlat = ground.network.node_lonlat[ends] / 1e7
    squeeze = np.array([np.cos(np.radians(ground.doors[:, 1].mean())), 1.0])
    away = ((lonlat[None] - ground.doors[:, None]) * squeeze) ** 2
    nearest = away.sum(axis=2).argmin(axis=1)
    return replace(ground, doors=lonlat[nearest])


RULES: Mapping[str, Callable[[Ground], Ground]] = {
    "access": _without_access,
    "destination": _through_everywhere,
    "barriers": _without_barriers,
    "sizes": lambda ground: replace(ground, profile=replace(ground.profile, size=ANY_SIZE)),
    "one_way": _untagged(lambda key: key in {"oneway", "junction"}),
    "contraflow": _without_contraflow,
    "pushing": lambda ground: replace(ground, profile=replace(ground.profile, pushing=None)),
    "restrictions": lambda ground: replace(
        ground, network=replace(ground.network, restrictions=())
    ),
    "turns": lambda ground: ground.delayed("left", "right", "u_turn"),
    "dismounting": lambda ground: ground.delayed("dismount"),
    "lights": lambda ground: ground.delayed(
        "traffic_signals", "crossing", "stop", "give_way", "mini_roundabout"
    ),
    "surfaces": _untagged(lambda key: key in {"surface", "tracktype", "smoothness"}),
    "limits": _untagged(lambda key: "maxspeed" in key),
    "hills": lambda ground: replace(ground, network=replace(ground.network, node_heights=None)),
    "snapping": _at_junctions,
}
"""By name: the same ground without the rule."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a rule changes between the doors that are near a street with and without it.

    Parameters
    ----------
    changed
        Share of the pairs whose seconds differ.
    slower
        Seconds of all pairs together, with the rule over without it, less one.
    most
        Seconds by which a pair differs at most.
    doors_with, doors_without
        How many doors are near a street.
    """

    rule: str
    changed: float
    slower: float
    most: int
    doors_with: int
    doors_without: int


@dataclass(frozen=True, slots=True)
class Result:
    """All rules, and the document that stands in the file."""

    differences: tuple[Difference, ...]
    document: dict[str, object]


def run(
    town: Town, out: Path = RESULTS, *, profile: str, points: int = 300, seed: int = 1
) -> Result:
    """Compare on random doors and write the result to a file, which is named in the document.

    Parameters
    ----------
    out
        Folder for ``rules-TOWN-PROFILE.json``.
    points
        So many doors out of the town's addresses; what these lack is drawn near street nodes.
    """
    rng = np.random.default_rng(seed)
    ground = Ground(town.network, PROFILES[profile], _doors(town, points, rng))
    differences = tuple(differences_of(ground))
    document: dict[str, object] = {
        "town": {"name": town.name, "sha256": town.sha256, "date": str(town.date)},
        "profile": profile,
        "points": points,
        "seed": seed,
        "rules": [asdict(one) for one in differences],
        **machine(["chaland", "numpy"]),
    }
    return Result(differences, kept(document, out, "rules", town.name, profile))


def differences_of(ground: Ground, rules: Collection[str] = tuple(RULES)) -> list[Difference]:
    """What some rules change, one by one."""
    whole = _Answer(ground)
    return [_difference(name, whole, _Answer(RULES[name](ground))) for name in rules]


class _Answer:
    """Which doors are near a street, and the matrix between these."""

    def __init__(self, ground: Ground) -> None:
        graph: StreetGraph = build_graph(ground.network, ground.profile)
        snaps = graph.snap(ground.doors)
        self.near: Flags = np.array([snap.distance <= FARTHEST_METRES for snap in snaps])
        self._matrix: Matrix = graph.matrix(snaps)

    def seconds(self, doors: Flags) -> Floats:
        """Between some of the doors."""
        return self._matrix.durations[np.ix_(doors, doors)].astype(np.float64)


def _difference(rule: str, whole: _Answer, without: _Answer) -> Difference:
    both = whole.near & without.near
    one, other = whole.seconds(both), without.seconds(both)
    return Difference(
        rule,
        round(float((one != other).mean()), 4) if one.size else 0.0,
        round(float(one.sum() / other.sum() - 1), 4) if other.sum() else 0.0,
        int(np.abs(one - other).max(initial=0)),
        int(whole.near.sum()),
        int(without.near.sum()),
    )


def _doors(town: Town, points: int, rng: np.random.Generator) -> Floats:
    known = min(points, len(town.addresses))
    chosen = rng.choice(len(town.addresses), known, replace=False) if known else ()
    doors = [town.addresses[index].position for index in chosen]
    nodes = town.network.node_lonlat
    near = nodes[rng.integers(0, len(nodes), points - known)] / 1e7
    near = near + rng.normal(0, 3e-4, near.shape)
    return np.concatenate([np.array(doors, np.float64).reshape(-1, 2), near])
