"""The panel: which instances of the literature are measured, drawn once by chance.

Drawn before any tuning, from the odd-numbered half of the instances, by `draw`: a seed, and lots in
each class, city and size, nobody's eye. ``panels/pdptw.toml`` keeps the draw; a test repeats it.

H. Li, A. Lim 2003 (classes lc, lr, lrc: clustered, random, both; 1 with short routes, 2 with long)
and C. S. Sartori, L. S. Buriol 2020 (cities); see `routing.formats`.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

PANEL = Path(__file__).parent / "panels" / "pdptw.toml"

CLASSES = ("lc1", "lc2", "lr1", "lr2", "lrc1", "lrc2")
CITIES = ("bar", "ber", "nyc", "poa")
LONG_ROUTES = ("lc2", "lr2", "lrc2")

SEED = 2026


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of the literature, and the best that anybody is known to have found.

    Parameters
    ----------
    kind
        Class of Li & Lim, or city of Sartori & Buriol.
    size
        Tasks, about.
    best_cost
        In units of the file.
    """

    name: str
    kind: str
    size: int
    file: Path
    best_vehicles: int
    best_cost: float

    @property
    def is_long(self) -> bool:
        """Whether its routes have many stops."""
        return self.kind in LONG_ROUTES


@dataclass(frozen=True, slots=True)
class Part:
    """Instances measured for the same time.

    Parameters
    ----------
    seconds
        Of search, each.
    """

    seconds: float
    instances: tuple[str, ...]


def read_panel(path: Path = PANEL) -> Mapping[str, Part]:
    """The parts of the panel by name."""
    parts = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Part(float(part["seconds"]), tuple(part["instances"])) for name, part in parts.items()
    }


def read_instances(folder: Path) -> Mapping[str, Instance]:
    """All instances below a folder, by name, with the best known of the ``bks.csv`` beside them."""
    found = {}
    for table in sorted(folder.rglob("bks.csv")):
        with table.open(encoding="utf-8", newline="") as lines:
            best = {row["instance"]: row for row in csv.DictReader(lines)}
        for file in sorted(table.parent.rglob("*.txt*")):
            name = file.name.partition(".")[0]
            if name in best:
                found[name] = _instance(name, file, best[name])
    return found


def _instance(name: str, file: Path, best: Mapping[str, str]) -> Instance:
    kind = re.match(r"l[rc]+[12]|[a-z]+", name)
    assert kind is not None  # noqa: S101  # every name of a table begins so
    size = int(best["size"].lstrip("n"))
    return Instance(name, kind[0], size, file, int(best["vehicles"]), float(best["cost"]))


def draw(instances: Sequence[Instance], seed: int = SEED) -> Mapping[str, Part]:
    """The panel, by lot.

    At 10 s: one of 100 tasks of each class and each city, then one of each class and each city with
    the larger sizes dealt out among them. At 60 s: again one of each class and each city with the
    larger sizes dealt out, and two more of classes with long routes, one up to 400 tasks and one
    from 600 on. No instance is drawn twice.
    """
    lots = Random(seed)  # noqa: S311
    left = sorted(instances, key=lambda one: one.name)

    def pick(kinds: Sequence[str], sizes: Sequence[int]) -> str:
        one = lots.choice([i for i in left if i.kind in kinds and i.size in sizes])
        left.remove(one)
        return one.name

    def dealt() -> Iterator[str]:
        sizes = lots.sample([200, 400, 600, 800, 1000, lots.choice([200, 400])], len(CLASSES))
        yield from (pick([kind], [size]) for kind, size in zip(CLASSES, sizes, strict=True))
        sizes = lots.sample([200, 400, 600, 1000], len(CITIES))
        yield from (pick([city], [size]) for city, size in zip(CITIES, sizes, strict=True))

    short = [*(pick([kind], [100]) for kind in (*CLASSES, *CITIES)), *dealt()]
    long = [*dealt(), pick(LONG_ROUTES, [200, 400]), pick(LONG_ROUTES, [600, 800, 1000])]
    return {"10s": Part(10, tuple(short)), "60s": Part(60, tuple(long))}


def written(panel: Mapping[str, Part]) -> str:
    """The panel as TOML."""
    lines = [
        "# Drawn by benchmarks/panel.py. A test repeats the draw: not to be changed by hand.",
        "",
    ]
    for name, part in panel.items():
        lines += [f"[{name}]", f"seconds = {part.seconds:g}", "instances = ["]
        lines += [f'  "{instance}",' for instance in part.instances]
        lines += ["]", ""]
    return "\n".join(lines)
