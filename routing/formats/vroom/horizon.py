"""How much time a problem is about, so that no number in it is larger than it need be.

VROOM's users write seconds after some midnight, or since 1970, and windows that never close. A
search is exact as long as times fit into 30 bits; so a problem counts from its own beginning.
"""

from dataclasses import dataclass
from math import ceil

from routing.formats.vroom.document import VroomDocument
from routing.model import Window
from routing.model.units import Instant


@dataclass(frozen=True, slots=True)
class Horizon:
    """The time in which all of a problem can be done, if it can be done at all.

    Who does everything as soon as may be is through so long after the last window has opened as
    everything lasts together.

    Parameters
    ----------
    origin, end
        As the document counts.
    """

    origin: Instant
    end: Instant

    def window(self, told: Window) -> Window:
        """A window of the document, counted from the origin."""
        return Window(
            max(told.start, self.origin) - self.origin, min(told.end, self.end) - self.origin
        )


def horizon_of(document: VroomDocument) -> Horizon:
    """The horizon of a problem.

    Until a window opens, or one closes that is open from 0 on, nothing changes: what is done so
    early can be done right before that, one after the other.
    """
    spans = [
        *(window for task in document.tasks for window in task.windows),
        *(vehicle.hours for vehicle in document.vehicles if vehicle.has_hours),
        *(one.window for vehicle in document.vehicles for one in vehicle.breaks if one.window),
    ]
    lasts = _everything(document)
    last_opens = max((span.start for span in spans), default=0)
    first_changes = min((span.start or span.end for span in spans), default=0)
    return Horizon(max(0, min(first_changes, last_opens) - lasts), last_opens + lasts)


def _everything(document: VroomDocument) -> int:
    """No less than all tasks, breaks and ways together last."""
    longest = max(
        (int(one.durations.max(initial=0)) for one in document.matrices.values()), default=0
    )
    slowest = min(vehicle.speed_factor for vehicle in document.vehicles)
    working = sum(task.setup + task.service for task in document.tasks)
    resting = sum(pause.service for vehicle in document.vehicles for pause in vehicle.breaks)
    return working + resting + (len(document.tasks) + 2) * ceil(longest / slowest + 1)
