"""Where a vehicle may be already when it comes to a task."""

from routing.formats.vroom import read_vroom
from routing.formats.vroom.arcs import shared_rows
from tests.vroom_cases import four_jobs


def test_where_set_up_may_be_waived_is_where_one_comes_twice_or_starts() -> None:
    document = four_jobs()
    document["jobs"][1]["location_index"] = document["jobs"][3]["location_index"]
    document["jobs"][2]["location_index"] = 0
    known = read_vroom(document).document
    assert shared_rows(known.vehicles, known.tasks) == {4, 0}
