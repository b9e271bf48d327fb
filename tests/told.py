"""What is told in a town drawn in text, paths over it by hand, and what holds of all steps."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from routing.sentences import LANGUAGES
from routing.street.directions import Guide, Kind, Step, Street, tell
from routing.street.directions.street import is_circle, street_of
from routing.street.graph import Path
from routing.street.measure import segment_lengths
from routing.street.network import Network
from routing.street.ride import Ride
from tests.asciitown import AsciiTown


def steps(town: AsciiTown, origin: str, destination: str, profile: str = "bike") -> list[Step]:
    path = town.path(profile, origin, destination)
    return list(Guide(town.network).steps(path, town.points[destination]))


def said(step: Step) -> str:
    words = (step.kind, step.modifier, step.exit, step.street.called, "stays" * step.stays)
    return " ".join(str(word) for word in words if word)


def told(town: AsciiTown, way: str, profile: str = "bike") -> list[str]:
    """All steps between departure and arrival."""
    return [said(step) for step in steps(town, way[0], way[1], profile)[1:-1]]


def rides(town: AsciiTown, *letters: str, pushed: str = "") -> Path:
    """A path by hand: ways by number and the letters between which each is ridden.

    ``0:ab`` rides the way 0 from a to b; ways named in `pushed` are pushed along.
    """
    made = []
    for leg in letters:
        number, _, ends = leg.partition(":")
        made.append(ride(town, int(number), ends, pushed=number in pushed.split()))
    points = [town.points[letters[0][-2]], town.points[letters[-1][-1]]]
    metres = sum(abs(one.end - one.start) for one in made)
    seconds = sum(one.milliseconds for one in made)
    return Path(-(-seconds // 1000), -(-metres // 1000), np.array(points), tuple(made))


def ride(town: AsciiTown, way: int, ends: str, *, pushed: bool) -> Ride:
    nodes = town.network.nodes_of(way)
    lonlat = town.network.node_lonlat[nodes]
    ruler = [0, *np.cumsum(segment_lengths(lonlat)).tolist()]
    places = [tuple(point) for point in (lonlat / 1e7).tolist()]
    start, end = (places.index(town.points[letter]) for letter in ends)
    length = abs(ruler[end] - ruler[start])
    return Ride(way, ruler[start], ruler[end], length // 4, pushed=pushed)


def told_on(town: AsciiTown, path: Path) -> list[str]:
    """All steps between departure and arrival of a path by hand, whose door is at its end."""
    longitude, latitude = path.lonlat[-1].tolist()
    return [said(step) for step in Guide(town.network).steps(path, (longitude, latitude))[1:-1]]


LONG = 100_000
"""Millimetres from which on a street that is ridden must be told."""


def without_repeats(lonlat: np.typing.NDArray[np.float64]) -> list[list[float]]:
    points = lonlat.tolist()
    return [points[0], *(after for before, after in pairwise(points) if before != after)]


def long_streets(network: Network, path: Path) -> list[tuple[Street, float]]:
    """Streets with a name that are ridden for long at once, with the metres to their middle."""
    runs: list[list[float]] = []
    streets: list[Street | None] = []
    far = 0
    for ride in path.rides:
        tags = network.way_tags[ride.way]
        street = None if is_circle(tags) else street_of(tags)
        length = abs(ride.end - ride.start)
        if runs and street and (last := streets[-1]) and last.goes_on_as(street):
            runs[-1][1] += length
        else:
            runs.append([far, far + length])
            streets.append(street)
        far += length
    return [
        (street, (start + end) / 2_000)
        for street, (start, end) in zip(streets, runs, strict=True)
        if street and street.called and end - start >= LONG
    ]


def assert_told_whole(network: Network, path: Path, all_steps: Sequence[Step]) -> None:
    """Steps add up and join, each has its sentences, and every long street is told."""
    assert sum(step.metres for step in all_steps) == path.metres
    assert sum(step.seconds for step in all_steps) == path.seconds
    assert all(step.metres >= 0 and step.seconds >= 0 for step in all_steps)

    for one, after in pairwise(all_steps):
        assert one.geometry[-1].tolist() == after.geometry[0].tolist() == list(after.lonlat)
    drawn = np.concatenate([step.geometry for step in all_steps])
    assert without_repeats(drawn) == without_repeats(path.lonlat)

    assert [step.kind for step in all_steps].count(Kind.ARRIVE) == 1
    for step in all_steps:
        for language in LANGUAGES:
            assert re.fullmatch(r"[A-Z][^{}]*[^\s{}]\.", tell(step, language))

    ends = np.cumsum([step.metres for step in all_steps])
    for street, middle in long_streets(network, path):
        assert street.goes_on_as(all_steps[int(np.searchsorted(ends, middle))].street)
