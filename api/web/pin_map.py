"""Where a pin is put: a picture that comes nearer, press by press, until its middle is the door.

The picture is the button of a form: a browser tells in which of its pixels it was pressed, without
a script. So it has the same size everywhere.
"""

import base64
from dataclasses import dataclass, replace

import numpy as np

from api.web.drawing import draw_spot
from api.web.frame import Frame, box_of
from api.web.picture import atlas_svg
from routing.town.pack import bounds
from routing.town.town import Town

PIXELS = 320
"""Across the picture, and down: it fits the narrowest phone."""
NEARER = 4.0
"""So much less ground is shown after each press."""
NEAREST, USUAL = 160.0, 600.0
"""Metres across, where it comes no nearer, and around a street that is known."""
STEP = 1 / 20
"""Of the ground that is shown, for those who have no pointer."""

_STEPS = {"north": (0, -1), "south": (0, 1), "west": (-1, 0), "east": (1, 0)}


@dataclass(frozen=True, slots=True)
class PinMap:
    """What is shown of a town.

    Parameters
    ----------
    middle
        (longitude, latitude) in degrees: there the pin is.
    metres
        From edge to edge.
    """

    middle: tuple[float, float]
    metres: float

    def pressed(self, across: float, down: float) -> "PinMap":
        """Nearer, around the place that was pressed.

        Parameters
        ----------
        across, down
            In pixels from the upper left corner. A key presses a picture in that very corner, and
            means its middle.
        """
        nearer = replace(self, metres=min(self.metres, max(self.metres / NEARER, NEAREST)))
        if not across and not down:
            return nearer
        shift = self.metres / PIXELS
        return nearer._shifted((across - PIXELS / 2) * shift, (down - PIXELS / 2) * shift)

    def stepped(self, towards: str, whole: "PinMap") -> "PinMap":
        """A step ``north``, ``south``, ``west`` or ``east``, or ``wider``; else as it is.

        Parameters
        ----------
        whole
            What is shown at most.
        """
        if towards == "wider":
            return replace(self, metres=min(self.metres * NEARER, max(whole.metres, self.metres)))
        east, south = _STEPS.get(towards, (0, 0))
        return self._shifted(east * self.metres * STEP, south * self.metres * STEP)

    def picture(self, town: Town, language: str) -> str:
        """As the address of a picture that holds it whole: where somebody lives is in no URL."""
        drawn = draw_spot(town, self.middle, self.metres, PIXELS)
        svg = atlas_svg(town, drawn, PIXELS, language, is_credited=False)
        return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"

    def _shifted(self, east: float, south: float) -> "PinMap":
        flat = np.array([(east, south)])
        ((longitude, latitude),) = Frame(*self.middle).lonlat(flat).tolist()
        return replace(self, middle=(longitude, latitude))


def whole_town(town: Town) -> PinMap:
    """All streets of a town."""
    west, south, east, north = bounds(town)
    middle = ((west + east) / 2, (south + north) / 2)
    box = box_of(Frame(*middle).flat([(west, south), (east, north)]))
    return PinMap(middle, max(box.width, box.height, NEAREST))
