"""What is near a pin: the nearest door, the nearest street, the nearest place."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

import shapely

from routing.town.candidate import Kind, Near
from routing.town.gazetteer import Door, Named
from routing.town.plane import Plane, Position

Thing = TypeVar("Thing")


class Nearby:
    """Everything in a town that has a name, by where it is.

    Distances are measured in the town's plane: right to a few metres in a kilometre near the town.
    """

    def __init__(self, named: Sequence[Named], plane: Plane) -> None:
        self._plane = plane
        doors = [door for one in named for door in one.doors]
        streets = [(one, line) for one in named for line in one.lines]
        places = [one for one in named if one.kind is Kind.PLACE]
        self._doors = _Shapes(doors, plane.points([door.address.position for door in doors]))
        self._streets = _Shapes([one for one, _ in streets], [line for _, line in streets])
        self._places = _Shapes(places, plane.points([one.position for one in places]))

    def near(self, pin: Position) -> tuple[Near, ...]:
        """At most one of each kind, the nearest first."""
        (point,) = self._plane.points([pin])
        found = (
            *self._nearest(self._doors, point, _of_door),
            *self._nearest(self._streets, point, _of_named),
            *self._nearest(self._places, point, _of_named),
        )
        return tuple(sorted(found, key=lambda one: one.metres))

    def _nearest(
        self,
        shapes: "_Shapes[Thing]",
        point: shapely.Geometry,
        told: Callable[[Thing], tuple[Kind, str, str, str]],
    ) -> Iterator[Near]:
        nearest = shapes.nearest(point)
        if nearest is not None:
            thing, foot = nearest
            metres = round(float(shapely.distance(point, foot)), 1)
            yield Near(*told(thing), self._plane.degrees(foot.x, foot.y), metres)


class _Shapes(Generic[Thing]):
    """Things with a point or a line each."""

    def __init__(self, things: Sequence[Thing], shapes: Sequence[shapely.Geometry]) -> None:
        self._things = things
        self._tree = shapely.STRtree(shapes)

    def nearest(self, point: shapely.Geometry) -> tuple[Thing, shapely.Point] | None:
        """The nearest thing, and its point that is nearest."""
        if not self._things:
            return None
        index = int(self._tree.nearest(point))
        shape = self._tree.geometries[index]
        foot = shapely.get_point(shapely.shortest_line(shape, point), 0)
        return self._things[index], foot


def _of_door(door: Door) -> tuple[Kind, str, str, str]:
    address = door.address
    return Kind.DOOR, address.id, address.label, address.full_label


def _of_named(named: Named) -> tuple[Kind, str, str, str]:
    return named.kind, named.id, named.names[0], named.full_label
