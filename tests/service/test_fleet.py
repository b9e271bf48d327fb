"""The fleet: nobody rides two vehicles at once, whoever asks at the same time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from api.domain.errors import ForbiddenError
from api.services import fleet
from api.services.fleet import WantedShift
from api.store.database import Database
from api.store.work import Means, writing
from routing.errors import InputErrors
from tests.service.small_town import DATE, MORNING_BEFORE, live_pools, settle


def test_of_two_who_put_a_courier_on_a_shift_at_once_one_is_told(
    database: Database, means: Means
) -> None:
    means = replace(means, now=lambda: MORNING_BEFORE)
    with writing(database, means) as work:
        small = settle(work)
    shift = small.shifts[0]
    evening = WantedShift(shift.courier, shift.vehicle, DATE, 20 * 60, 22 * 60)
    together = Barrier(2)

    def refused() -> set[str]:
        together.wait(timeout=60)
        try:
            with writing(database, means) as work:
                fleet.add_shift(work, small.planner, small.town, evening, live_pools())
        except InputErrors as errors:
            return {error.code for error in errors.errors}
        return set()

    with ThreadPoolExecutor(2) as threads:
        told = [future.result() for future in [threads.submit(refused) for _ in range(2)]]
    assert sorted(told, key=len) == [set(), {"shift.courier_busy", "shift.vehicle_busy"}]


def test_who_adds_the_shift_must_be_a_planner(database: Database, means: Means) -> None:
    with writing(database, means) as work:
        small = settle(work)
        shift = small.shifts[0]
        wanted = WantedShift(shift.courier, shift.vehicle, DATE, 20 * 60, 22 * 60)
        with pytest.raises(ForbiddenError):
            fleet.add_shift(work, small.rider(0), small.town, wanted, live_pools())
