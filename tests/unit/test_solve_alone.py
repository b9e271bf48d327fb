"""Alone, a shop rides from its own door, as often as it likes, and shares no way."""

from dataclasses import replace

from routing.model import Problem, Reload, Shift, Totals, Window
from routing.solve.alone import alone, compare, day_alone
from tests.unit.plan_files import small_day

ONE_WAY = 300  # seconds from the shop to the door, and back
SET_UPS_AND_SERVICES = 30 + 60 + 60 + 120


def with_second_wine(*, owner: str, hour: int) -> Problem:
    """The small day with another wine for the same door, in an hour of its own."""
    problem = small_day().problem
    wine = problem.shipments[0]
    window = (Window(hour * 3_600, hour * 3_600 + 600),)
    other = replace(
        wine,
        id="more wine",
        owner=owner,
        pickup=replace(wine.pickup, windows=()),
        delivery=replace(wine.delivery, windows=window),
    )
    long_day = Shift("early", Window(28_800, 72_000), "hub", "hub")
    vehicles = (replace(problem.vehicles[0], shifts=(long_day,)),)
    return replace(problem, shipments=(wine, other), vehicles=vehicles)


def test_a_shop_alone_rides_from_its_own_door_and_back() -> None:
    seconds, metres = 2 * ONE_WAY + SET_UPS_AND_SERVICES, 4 * 2 * ONE_WAY
    cost = 1_800 * seconds * 5 + 10 * metres * 18
    assert alone(small_day().problem) == {"cave": Totals(1, metres, seconds, cost, 1, 1)}


def test_two_shops_with_one_door_ride_there_twice() -> None:
    totals = alone(with_second_wine(owner="bistrot", hour=9))
    assert list(totals) == ["cave", "bistrot"]
    assert [total.routes for total in totals.values()] == [1, 1]


def test_one_shop_takes_both_in_one_outing_when_the_hours_allow() -> None:
    totals = alone(with_second_wine(owner="cave", hour=9))
    assert totals["cave"].routes == 1
    assert totals["cave"].distance == 4 * 2 * ONE_WAY


def test_a_shop_goes_home_between_two_slots_rather_than_be_paid_for_waiting() -> None:
    totals = alone(with_second_wine(owner="cave", hour=16))
    assert totals["cave"].routes == 2
    assert totals["cave"].duration == 2 * (2 * ONE_WAY + SET_UPS_AND_SERVICES)


def test_a_shop_reloads_at_its_own_door() -> None:
    problem = small_day().problem
    (shift,) = problem.vehicles[0].shifts
    reloading = replace(shift, reload=Reload("hub", 60, 100_000))
    vehicles = (replace(problem.vehicles[0], shifts=(reloading,)),)
    assert alone(replace(problem, vehicles=vehicles)) == alone(problem)


def test_the_home_of_a_shop_with_returns_only_is_the_place_that_they_share() -> None:
    problem = small_day().problem
    wine = problem.shipments[0]
    back = replace(
        wine,
        pickup=replace(wine.delivery, windows=()),
        delivery=replace(wine.pickup, windows=()),
    )
    other = replace(back, id="other", pickup=replace(back.pickup, place="hub"))
    (vehicle,) = day_alone(problem, [back, other]).vehicles
    assert {shift.start_place for shift in vehicle.shifts} == {"shop"}


def test_the_comparison_sets_the_plan_beside_the_shops() -> None:
    day = small_day()
    comparison = compare(day.problem, day.plan)
    assert comparison.pooled.distance == day.plan.routes[0].distance
    assert comparison.alone == alone(day.problem)["cave"]


def test_without_any_time_each_shop_still_has_a_whole_day() -> None:
    totals = alone(with_second_wine(owner="bistrot", hour=9), seconds=0.0)
    assert [(total.served, total.unserved) for total in totals.values()] == [(1, 0), (1, 0)]


def test_progress_is_told_by_the_share_of_the_shipments_done() -> None:
    told: list[float] = []
    alone(with_second_wine(owner="bistrot", hour=9), progress=told.append)
    assert told == [0.0, 0.5, 1.0]
