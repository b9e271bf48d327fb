"""VROOM's JSON: its problems read, its solutions written [1]_, so that its users can switch.

VROOM's integer ids exist here and nowhere else. A problem is read whole (`document`), put into the
terms of our rules (`problem`), solved by whichever engine, and its plan told in VROOM's words
(`solution`). What our rules cannot say is refused by its JSON pointer, never passed over.
``docs/reference/vroom.md`` says what is what.

References
----------
.. [1] VROOM's API, https://github.com/VROOM-Project/vroom/blob/master/docs/API.md
"""

from routing.formats.vroom.matrices import Ways
from routing.formats.vroom.problem import VroomProblem, read_vroom, read_vroom_file
from routing.formats.vroom.solution import COST_UNIT

__all__ = ["COST_UNIT", "VroomProblem", "Ways", "read_vroom", "read_vroom_file"]
