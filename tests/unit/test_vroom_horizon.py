"""A VROOM problem is about no more time than it needs, whatever its clock counts from."""

import copy

import pytest

from routing.formats.vroom import read_vroom
from tests.vroom_cases import four_jobs, solved


def test_seconds_since_1970_and_windows_that_never_close_change_nothing() -> None:
    """A search counts from the problem's own beginning, in numbers that it has exactly."""
    relative = four_jobs()
    relative["jobs"][0]["time_windows"] = [[1_001, 1_003]]
    relative["jobs"][3]["time_windows"] = [[2_003, 2_007]]
    absolute = copy.deepcopy(relative)
    for job, window in ((0, [1_600_001_001, 1_600_001_003]), (3, [1_600_002_003, 1_600_002_007])):
        absolute["jobs"][job]["time_windows"] = [window]
    absolute["jobs"][1]["time_windows"] = [[0, 4_294_967_295]]
    first, second = solved(relative), solved(absolute)
    assert first["summary"] == second["summary"]
    windows = [shift.window for _, shift in read_vroom(absolute).problem.shifts.values()]
    assert max(window.end for window in windows) < 10_000


@pytest.mark.parametrize("closes", [461, 3_600, 50_000, 4_294_967_295])
def test_windows_that_are_open_from_the_start_leave_time_for_all(closes: int) -> None:
    document = four_jobs()
    for job in document["jobs"]:
        job["time_windows"] = [[0, closes]]
    assert solved(document)["summary"]["unassigned"] == 0
