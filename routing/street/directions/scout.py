"""What is worth saying where one piece of a path follows another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from routing.street.directions.junctions import Arm, Junctions
from routing.street.directions.step import Kind, Modifier
from routing.street.directions.street import Street
from routing.street.directions.trail import NO_NODE, Piece, Trail
from routing.street.directions.turns import SLIGHT, Point, bearing, modifier, turn

CORNER = 45.0
"""Degrees from which one's own street seems to turn where another leaves it."""

STRAIGHTER = 10.0
"""Degrees by which another street must lead straighter on to be taken by mistake."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to say.

    Parameters
    ----------
    at
        Index of the trail's point.
    leaves
        Index of the point from which `street` is ridden: behind a roundabout, else `at`.
    angle
        Degrees of the turn, to the right above 0.
    street, stays, exit
        As of a `Step`.
    """

    at: int
    leaves: int
    kind: Kind
    angle: float
    street: Street
    stays: bool = False
    exit: int | None = None

    @property
    def modifier(self) -> Modifier:
        """What people call the turn."""
        if self.kind is Kind.U_TURN or self.comes_round:
            return Modifier.BACK
        return modifier(self.angle)

    @property
    def comes_round(self) -> bool:
        """Whether a roundabout is left the way one came."""
        return self.kind is Kind.ROUNDABOUT and self.stays and abs(self.angle) > 180 - SLIGHT


class Scout:
    """Looks along a trail for all that may be worth saying."""

    def __init__(self, trail: Trail, junctions: Junctions) -> None:
        self._trail = trail
        self._junctions = junctions

    def events(self) -> Iterator[Event]:
        """What is met between departure and arrival, in riding order."""
        at, pieces = 0, self._trail.pieces
        while at < len(pieces):
            if self._rides_round(pieces[at]):
                ring = self._ring(at)
                yield from self._roundabout(at, ring)
                at = ring
            elif at and (found := self._junction(at)):
                yield found
            at += 1

    def lead(self, at: int, *, back: bool = False) -> float | None:
        """Where the trail leads from a point, on or back: degrees clockwise from north."""
        return bearing(self._line(range(at, -1, -1) if back else range(at, len(self._trail))))

    def _line(self, indices: Sequence[int]) -> Iterator[Point]:
        """Points of the trail, but none behind a junction: there it may turn again."""
        far = self._trail.millimetres
        for index in indices:
            longitude, latitude = self._trail.points[index].tolist()
            yield longitude, latitude
            if far[index] != far[indices[0]] and self._is_junction(index):
                return

    def _is_junction(self, at: int) -> bool:
        """Whether more than two lines meet at a point of the trail."""
        node = self._trail.nodes[at]
        return node != NO_NODE and self._junctions.is_junction(node)

    def _rides_round(self, piece: Piece) -> bool:
        """Whether it goes round a roundabout; who pushes or walks against it crosses streets."""
        return self._junctions.circles[piece.way] and piece.forward and not piece.pushed

    def _ring(self, at: int) -> int:
        """Where the roundabout ends that is entered at a point; behind the last piece if never."""
        pieces = self._trail.pieces
        behind = (i for i in range(at, len(pieces)) if not self._rides_round(pieces[i]))
        return next(behind, len(pieces))

    def _roundabout(self, at: int, ring: int) -> Iterator[Event]:
        """How a roundabout between two points is entered and left; one also may begin or end in it.

        Nobody pushes round it, but one may have come pushing, or may push on from it.
        """
        pieces = self._trail.pieces
        if at and pieces[at - 1].pushed:
            yield Event(at, at, Kind.RIDE, 0.0, pieces[at].street)
        if ring == len(pieces):
            if at:
                yield Event(at, at, Kind.ROUNDABOUT, 0.0, pieces[at].street)
            return
        street = pieces[ring].street
        yield Event(
            at=at or ring,
            leaves=ring,
            kind=Kind.ROUNDABOUT,
            angle=self.angle(at, ring),
            street=street,
            stays=bool(at) and street.goes_on_as(pieces[at - 1].street),
            exit=sum(self._exits(index) for index in range(at + 1, ring)) + 1,
        )
        if pieces[ring].pushed:
            yield Event(ring, ring, Kind.PUSH, 0.0, street)

    def _exits(self, at: int) -> int:
        """How many streets leave a roundabout at one of its points."""
        return sum(
            arm.entered and arm.street.rank > 1 and not arm.circle
            for arm in self._junctions.arms(self._trail.nodes[at])
        )

    def angle(self, came: int, goes: int) -> float:
        """Degrees between how one comes to a point and how one leaves it, or another behind it."""
        behind, ahead = self.lead(came, back=True), self.lead(goes)
        return 0.0 if behind is None or ahead is None else turn((behind + 180) % 360, ahead)

    def _junction(self, at: int) -> Event | None:
        """What is to be said where no roundabout is."""
        before, after = self._trail.pieces[at - 1 : at + 1]
        turns_round = before.segment == after.segment and before.forward != after.forward
        pushes_on, goes_on = before.pushed == after.pushed, before.way == after.way
        if pushes_on and goes_on and not turns_round and not self._is_junction(at):
            return None
        angle = 180.0 if turns_round else self.angle(at, at)
        stays = after.street.goes_on_as(before.street)
        if not pushes_on:
            kind: Kind | None = Kind.PUSH if after.pushed else Kind.RIDE
        elif turns_round:
            kind = Kind.U_TURN
        else:
            kind = self._choice(at, angle, stays=stays)
        street = self.beyond_crossing(at) if kind is Kind.CONTINUE else after.street
        return Event(at, at, kind, angle, street, stays) if kind else None

    def beyond_crossing(self, at: int) -> Street:
        """The street from a point on; of a footway that begins with a crossing, the footway."""
        street = self._trail.pieces[at].street
        for piece in self._trail.pieces[at:]:
            if not street.is_crossing or not piece.street.goes_on_as(street):
                break
            street = piece.street
        return street

    def _choice(self, at: int, angle: float, *, stays: bool) -> Kind | None:
        others = self._others(at)
        if not stays:
            return Kind.TURN if others and abs(angle) >= SLIGHT else Kind.CONTINUE
        if not others or abs(angle) < SLIGHT:
            return None
        came = self.lead(at, back=True)
        straighter = came is not None and any(
            arm.entered and abs(turn((came + 180) % 360, arm.bearing)) < abs(angle) - STRAIGHTER
            for arm in others
        )
        return Kind.TURN if straighter or abs(angle) >= CORNER else None

    def _others(self, at: int) -> list[Arm]:
        """The streets that one could take by mistake: those no less than the ones ridden."""
        if not self._is_junction(at):
            return []
        before, after = self._trail.pieces[at - 1 : at + 1]
        least = min(before.street.rank, after.street.rank)
        return [
            arm
            for arm in self._junctions.arms(self._trail.nodes[at])
            if arm.segment not in {before.segment, after.segment} and arm.street.rank >= least
        ]
