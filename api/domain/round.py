"""A round: a route published to a courier, as it is kept when all names are forgotten.

It holds ids, seconds after the date's local midnight, parcel codes, the ways between its own places
and the prices of its vehicle, so that what it cost can be computed again at any time.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from routing.model import Costs, TaskKind
from routing.model.cost import (
    UNITS_PER_CENT,
    UNITS_PER_CENT_PER_HOUR_SECOND,
    UNITS_PER_CENT_PER_KM_METRE,
)
from routing.model.units import CostUnits

Seconds: TypeAlias = int
"""A duration; or an instant: real seconds after the date's local midnight, so that 14:00 is
thirteen or fifteen hours on the days on which the clocks change (`routing.day.clock`)."""
Metres: TypeAlias = int
Table: TypeAlias = tuple[tuple[int, ...], ...]
"""From each place (row) to each place (column)."""


class StopKind(StrEnum):
    """Where a courier halts."""

    SHOP = "shop"
    DOOR = "door"
    HUB = "hub"
    """To reload: nothing changes hands."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One order changing hands at a stop.

    Parameters
    ----------
    kind
        A pickup comes on board, a delivery leaves the vehicle. Of a return, the door is the pickup.
    start, end
        As planned.
    parcels
        Their codes.
    wait
        Seconds before `start` in which the courier stands and waits, as for a slot that has not
        begun: what a delay uses up first.
    rest
        Seconds of breaks between the handover before and this one.
    """

    order: str
    kind: TaskKind
    start: Seconds
    end: Seconds
    parcels: tuple[str, ...]
    wait: Seconds = 0
    rest: Seconds = 0


@dataclass(frozen=True, slots=True)
class RoundStop:
    """A halt.

    Parameters
    ----------
    number
        From 1, in riding order.
    place
        Id of the shop or of the door, or the hub.
    start
        Of the first handover.
    passed
        Nobody rides there: what was to change hands there was dropped before. The handovers stay,
        for that may be undone.
    """

    number: int
    place: str
    kind: StopKind
    arrival: Seconds
    start: Seconds
    departure: Seconds
    handovers: tuple[Handover, ...]
    passed: bool = False


@dataclass(frozen=True, slots=True)
class RoundMatrix:
    """The ways between a round's own places.

    Parameters
    ----------
    places
        The first is where the round begins and ends.
    seconds, metres
        Rows and columns in the order of `places`.
    """

    places: tuple[str, ...]
    seconds: Table
    metres: Table

    def seconds_between(self, origin: str, destination: str) -> Seconds:
        """How long the way takes."""
        return self.seconds[self.places.index(origin)][self.places.index(destination)]

    def metres_between(self, origin: str, destination: str) -> Metres:
        """How long the way is."""
        return self.metres[self.places.index(origin)][self.places.index(destination)]


@dataclass(frozen=True, slots=True)
class Round:
    """What one courier rides on one shift.

    Parameters
    ----------
    letter
        A, B, ...: the same on every map, page and sheet of its day.
    starts, ends
        Leaving the hub, coming back to it: aware, in UTC.
    cost
        In 1/18,000 cent (`routing.model.cost`).
    version
        Counts its changes: its ETag.
    """

    id: str
    town: str
    date: dt.date
    plan: str
    shift: str
    courier: str
    letter: str
    starts: dt.datetime
    ends: dt.datetime
    stops: tuple[RoundStop, ...]
    matrix: RoundMatrix
    costs: Costs
    metres: Metres
    cost: CostUnits
    version: int = 1

    @property
    def hub(self) -> str:
        """The place where it begins and ends."""
        return self.matrix.places[0]

    @property
    def orders(self) -> tuple[str, ...]:
        """All orders that change hands in it, each once, in the order of the stops."""
        return tuple(dict.fromkeys(handover.order for _, handover in self.handovers()))

    def legs(self) -> Iterator[tuple[str, str] | None]:
        """From where to where each stop is ridden to, then home; None to one that is passed."""
        here = self.hub
        for stop in self.stops:
            if stop.passed:
                yield None
            else:
                yield here, stop.place
                here = stop.place
        yield here, self.hub

    def handovers(self) -> Iterator[tuple[RoundStop, Handover]]:
        """Every handover with its stop, in riding order."""
        for stop in self.stops:
            for handover in stop.handovers:
                yield stop, handover


def current_round(rounds: Iterable[Round], order: str) -> Round | None:
    """The round that an order is in now: the last one made, for ids grow."""
    carrying = (a_round for a_round in rounds if order in a_round.orders)
    return max(carrying, key=lambda a_round: a_round.id, default=None)


def metres_again(round_: Round) -> Metres:
    """The length of the round, added up from its own matrix."""
    return sum(round_.matrix.metres_between(*leg) for leg in round_.legs() if leg is not None)


def cost_again(round_: Round) -> CostUnits:
    """What the round costs by rule 9 (``docs/reference/rules.md``), from what is kept of it."""
    costs = round_.costs
    duration = int((round_.ends - round_.starts).total_seconds())
    return (
        costs.fixed * UNITS_PER_CENT
        + costs.per_hour * max(costs.minimum_paid, duration) * UNITS_PER_CENT_PER_HOUR_SECOND
        + costs.per_km * metres_again(round_) * UNITS_PER_CENT_PER_KM_METRE
    )


def written_stops(stops: Sequence[RoundStop]) -> list[dict[str, Any]]:
    """Stops as JSON."""
    return [
        {**asdict(stop), "handovers": [_written_handover(one) for one in stop.handovers]}
        for stop in stops
    ]


def read_stops(document: Sequence[Mapping[str, Any]]) -> tuple[RoundStop, ...]:
    """Stops as they are stored: what `written_stops` wrote."""
    return tuple(
        RoundStop(
            **{
                **stop,
                "kind": StopKind(stop["kind"]),
                "handovers": tuple(map(_read_handover, stop["handovers"])),
            }
        )
        for stop in document
    )


def written_matrix(matrix: RoundMatrix) -> dict[str, Any]:
    """A matrix as JSON."""
    return {
        "places": list(matrix.places),
        "seconds": [list(row) for row in matrix.seconds],
        "metres": [list(row) for row in matrix.metres],
    }


def read_matrix(document: Mapping[str, Any]) -> RoundMatrix:
    """A matrix as it is stored: what `written_matrix` wrote."""
    return RoundMatrix(
        places=tuple(document["places"]),
        seconds=tuple(map(tuple, document["seconds"])),
        metres=tuple(map(tuple, document["metres"])),
    )


def written_costs(costs: Costs) -> dict[str, int]:
    """A vehicle's prices as JSON."""
    return asdict(costs)


def read_costs(document: Mapping[str, int]) -> Costs:
    """Prices as they are stored: what `written_costs` wrote."""
    return Costs(**document)


def _written_handover(handover: Handover) -> dict[str, Any]:
    return {**asdict(handover), "parcels": list(handover.parcels)}


def _read_handover(document: Mapping[str, Any]) -> Handover:
    return Handover(
        **{
            **document,
            "kind": TaskKind(document["kind"]),
            "parcels": tuple(document["parcels"]),
        }
    )
