"""Streets drawn in text, as routing engines test their profiles.

A letter is a node, a digit a door; a character is ten metres wide and a line is ten metres high.
Everything else is drawing. Below, one line for each way or tagged node: its letters, then its tags;
a word without ``=`` is the value of ``highway``::

    draw('''
        a----b----c
             1
    ''', '''
        abc  residential oneway=yes
        b    barrier=bollard
    ''')

A turn relation is a line as well: the letters of the way it comes from, of the node or the way that
it leads over, and of the way it goes to, with arrows between::

    abc>c>cd  no_left_turn except=bicycle
"""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent

import numpy as np

from routing.street.graph import Path, StreetGraph, build_graph
from routing.street.network import Network, Restriction
from routing.street.profile import PROFILES

METRES_A_CHARACTER = 10
ORIGIN = (2.0, 48.0)
METRES_A_DEGREE = 111_195.08


@dataclass(frozen=True)
class AsciiTown:
    """A network with named points."""

    network: Network
    points: Mapping[str, tuple[float, float]]

    def graph(self, profile: str) -> StreetGraph:
        return build_graph(self.network, PROFILES[profile])

    def path(self, profile: str, origin: str, destination: str) -> Path:
        """From one named point to another."""
        graph = self.graph(profile)
        return graph.path(*graph.snap([self.points[origin], self.points[destination]]))

    def way(self, profile: str, origin: str, destination: str) -> str:
        """The letters that the fastest path passes."""
        letters = {point: name for name, point in self.points.items() if name.isalpha()}
        lonlat = self.path(profile, origin, destination).lonlat
        passed = [letters.get((point[0], point[1]), "") for point in lonlat.tolist()]
        return "".join(a for a, b in zip(passed, [*passed[1:], ""], strict=True) if a != b)

    def metres_to_street(self, profile: str, point: str) -> float:
        """How far a named point is from where it is snapped to."""
        return self.graph(profile).snap([self.points[point]])[0].distance


def draw(picture: str, table: str) -> AsciiTown:
    """The town of a picture and its tags."""
    points = {
        sign: _lonlat(column, row)
        for row, line in enumerate(dedent(picture).strip("\n").splitlines())
        for column, sign in enumerate(line)
        if sign.isalnum()
    }
    letters = sorted(sign for sign in points if sign.isalpha())
    index = {letter: number for number, letter in enumerate(letters)}
    rows = [line.split() for line in table.strip().splitlines()]
    relations = [row for row in rows if ">" in row[0]]
    rows = [row for row in rows if ">" not in row[0]]
    ways = [(row[0], _tags(row[1:])) for row in rows if len(row[0]) > 1]
    numbers = {nodes: number for number, (nodes, _) in enumerate(ways, 1)}
    node_ids = {letter: number + 1 for letter, number in index.items()}
    return AsciiTown(
        Network(
            node_ids=np.arange(1, len(letters) + 1),
            node_lonlat=np.rint(np.array([points[letter] for letter in letters]) * 1e7).astype(
                np.int32
            ),
            node_tags={index[row[0]]: _tags(row[1:]) for row in rows if len(row[0]) == 1},
            way_ids=np.arange(1, len(ways) + 1),
            way_offsets=np.cumsum([0, *(len(nodes) for nodes, _ in ways)]),
            way_nodes=np.array([index[node] for nodes, _ in ways for node in nodes], np.int32),
            way_tags=tuple(tags for _, tags in ways),
            restrictions=tuple(_relation(row, numbers, node_ids) for row in relations),
        ),
        points,
    )


def _relation(row: list[str], ways: Mapping[str, int], nodes: Mapping[str, int]) -> Restriction:
    origin, via, destination = row[0].split(">")
    value, *others = row[1:]
    return Restriction(
        id=1,
        from_ways=(ways[origin],),
        via_nodes=(nodes[via],) if len(via) == 1 else (),
        via_ways=(ways[via],) if len(via) > 1 else (),
        to_ways=(ways[destination],),
        tags={"type": "restriction", "restriction": value}
        | dict(word.split("=", 1) for word in others),
    )


def _lonlat(column: int, row: int) -> tuple[float, float]:
    """Rounded as OpenStreetMap does."""
    degrees = METRES_A_CHARACTER / METRES_A_DEGREE
    longitude = ORIGIN[0] + column * degrees / np.cos(np.radians(ORIGIN[1]))
    return round(float(longitude), 7), round(ORIGIN[1] - row * degrees, 7)


def _tags(words: list[str]) -> dict[str, str]:
    pairs = (word if "=" in word else f"highway={word}" for word in words)
    return {key: value for key, _, value in (pair.partition("=") for pair in pairs)}
