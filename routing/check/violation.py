"""What can be wrong with a plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from routing.errors import Value
from routing.model.units import Instant
from routing.sentences import Sentence, render


class ViolationCode(StrEnum):
    """One code a rule, with a sentence in every language. The rules: docs/reference/rules.md."""

    UNKNOWN = "violation.unknown"
    """The plan names something that the problem does not have."""
    MISSING = "violation.missing"
    """A shipment is neither served nor named as unserved."""
    DOUBLED = "violation.doubled"
    """A task, a shift, a break or an unserved shipment stands there twice."""
    PAIRING = "violation.pairing"
    """Pickup and delivery are not both in one route."""
    PRECEDENCE = "violation.precedence"
    """The delivery comes before the pickup."""
    PLACE = "violation.place"
    """A task is done at another place than its own."""
    UNSERVED = "violation.unserved"
    """The reason given for leaving a shipment out is not true."""
    IDLE = "violation.idle"
    """A route that serves nothing."""
    EMPTY = "violation.empty"
    """A visit without services that is no reload."""
    STOP = "violation.stop"
    """Two neighbouring visits at one place, which are one stop."""
    UNREACHABLE = "violation.unreachable"
    """A leg where no path exists."""
    ARRIVAL = "violation.arrival"
    """An arrival that does not follow from departure, travel and breaks."""
    START = "violation.start"
    """A service starts before the courier is ready for it."""
    END = "violation.end"
    """A service does not last as long as its task."""
    DEPARTURE = "violation.departure"
    """A departure that is not the end of the last service, or of the reload."""
    ROUTE_END = "violation.route_end"
    """The route's end is not its arrival at the end place."""
    WINDOW = "violation.window"
    """A service starts outside the windows of its task."""
    OPENING_HOURS = "violation.opening_hours"
    """A service starts while the place is closed."""
    ON_BOARD = "violation.on_board"
    """Goods are longer on the way than they may be."""
    SHIFT = "violation.shift"
    """The route leaves the window of its shift."""
    CAPACITY = "violation.capacity"
    """More on board than the vehicle takes."""
    LOAD = "violation.load"
    """The load written at a visit is not what is on board."""
    EQUIPMENT = "violation.equipment"
    """The vehicle lacks equipment that the shipment needs."""
    BREAK = "violation.break"
    """The courier does not get a break that is owed."""
    BREAK_START = "violation.break_start"
    """A break starts outside its window."""
    BREAK_END = "violation.break_end"
    """A break does not last as long as it must."""
    BREAK_CLASH = "violation.break_clash"
    """A break lies in a service, in another break or outside the route."""
    RELOAD = "violation.reload"
    """A reload where the shift has none, or mixed with services."""
    RELOAD_LOADED = "violation.reload_loaded"
    """The vehicle reloads with goods on board."""
    RANGE = "violation.range"
    """A part of the route is longer than the vehicle's range."""
    COMMITTED_SHIFT = "violation.committed_shift"
    """A committed shipment is on another shift."""
    COMMITTED_POSITION = "violation.committed_position"
    """A committed delivery is not at its place in the route."""
    COMMITTED_START = "violation.committed_start"
    """A committed delivery does not start at its time."""
    DISTANCE = "violation.distance"
    """The route's distance is not that of its legs."""
    ROUTE_COST = "violation.route_cost"
    """The route's cost does not add up."""
    COST = "violation.cost"
    """The plan's cost does not add up."""


class SolutionCode(StrEnum):
    """What can be wrong with a solution of a literature instance, which has nodes and no ids."""

    UNKNOWN = "solution.unknown"
    """A node that the instance does not have."""
    MISSING = "solution.missing"
    """A node that no route visits."""
    DOUBLED = "solution.doubled"
    """A node visited twice."""
    PAIRING = "solution.pairing"
    """Pickup and delivery in two routes."""
    PRECEDENCE = "solution.precedence"
    """The delivery before the pickup."""
    WINDOW = "solution.window"
    """A service starts too late."""
    HORIZON = "solution.horizon"
    """A route is back too late."""
    CAPACITY = "solution.capacity"
    """More on board than the vehicle takes."""
    FLEET = "solution.fleet"
    """More routes than vehicles."""


INSTANTS = frozenset({"start", "end", "time", "expected_time", "earliest", "latest"})
"""Which values of a violation are instants, to be shown as a time of the day."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks.

    Parameters
    ----------
    values
        What the sentence names: shift, shipment, place, times (`INSTANTS`, in ticks).
    """

    code: ViolationCode | SolutionCode
    values: Mapping[str, Value]

    def sentence(self, language: str, clock: Callable[[Instant], str] | None = None) -> Sentence:
        """Say it to a person.

        Parameters
        ----------
        clock
            Writes an instant; without it, as hours, minutes and seconds after the origin.

        Examples
        --------
        >>> lost = broken(ViolationCode.MISSING, shipment="wine-12")
        >>> print(lost.sentence("en").wrong)
        The shipment “wine-12” is neither served nor named as unserved.
        """
        write = clock or time_of_day
        shown = {
            name: write(value) if name in INSTANTS and isinstance(value, int) else value
            for name, value in self.values.items()
        }
        return render(self.code, shown, language)


def broken(code: ViolationCode | SolutionCode, /, **values: Value) -> Violation:
    """A violation with its named values."""
    return Violation(code, values)


def time_of_day(instant: Instant) -> str:
    """Seconds after midnight as on a clock.

    Examples
    --------
    >>> time_of_day(8 * 3600 + 57 * 60 + 5), time_of_day(-60)
    ('08:57:05', '-00:01:00')
    """
    minutes, seconds = divmod(abs(instant), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if instant < 0 else ''}{hours:02}:{minutes:02}:{seconds:02}"
