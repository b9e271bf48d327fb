"""What leaving a job out costs: VROOM's priorities, as exactly as numbers allow."""

from routing.formats.vroom import read_vroom
from routing.model.cost import UNITS_PER_CENT
from routing.model.soundness import MOST
from tests.vroom_cases import Document, four_jobs

CENTS = 18
"""In VROOM's unit of cost."""

WEIGHTS = (1, 1, 51, 451)
"""Of priorities 0, 0, 10 and 90 among four tasks: five times as much and one."""


def important_jobs() -> Document:
    document = four_jobs()
    for job, priority in zip(document["jobs"], (0, 0, 10, 90), strict=True):
        job["priority"] = priority
    return document


def all_as_far(document: Document, rows: int = 5) -> Document:
    """The longest ways that are any, between all places."""
    durations = [[9_999_999 * (here != there) for there in range(rows)] for here in range(rows)]
    return {**document, "matrices": {"car": {"durations": durations}}}


def penalties(document: Document) -> list[int | None]:
    return [shipment.penalty for shipment in read_vroom(document).problem.shipments]


def test_a_task_more_is_worth_all_ways_of_two_vans_to_four_jobs() -> None:
    """Four ways to a job and two back, of 400 seconds at most."""
    unit = 6 * 400 * CENTS + 1
    assert penalties(important_jobs()) == [weight * unit for weight in WEIGHTS]


def test_the_longest_ways_to_a_few_jobs_leave_priorities_exact() -> None:
    unit = 6 * 9_999_999 * CENTS + 1
    assert penalties(all_as_far(important_jobs())) == [weight * unit for weight in WEIGHTS]


def test_no_penalty_is_more_than_a_number_may_be() -> None:
    document = all_as_far(important_jobs())
    document["vehicles"][0]["costs"] = {"per_hour": 18_000}
    unit = MOST // 451
    assert unit < 6 * 5 * 9_999_999 * CENTS
    assert penalties(document) == [weight * unit for weight in WEIGHTS]


def test_all_penalties_together_can_be_counted() -> None:
    jobs = [{"id": n, "location_index": 1, "priority": int(n > 0)} for n in range(100)]
    vehicles = [{"id": 1, "start_index": 0, "end_index": 0}]
    document = all_as_far({"vehicles": vehicles, "jobs": jobs}, rows=2)
    weights = 1 + 99 * 102
    room = 2**60 - 101 * 9_999_999 * CENTS * UNITS_PER_CENT
    unit = room // (weights * UNITS_PER_CENT)
    assert unit < MOST // 102
    assert penalties(document) == [unit, *[102 * unit] * 99]
