"""One hand-made plan for every violation code, which triggers that code and no other.

Each is the first day of docs/reference/rules.md with one thing wrong; the times of the changes are
worked out by hand from that day.
"""

import ast
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from routing.check import InvalidPlanError, ViolationCode, require_valid, verify
from routing.errors import CheckError
from routing.model import Plan, Route, TakenBreak, Visit
from routing.sentences import LANGUAGES
from tests.days import WrittenDay, written_day

ALL_LATER = """
9:00:00 hub
9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
9:19:00 haute-12  -bread 9:19:30-9:20:30   -roses 9:20:30-9:21:30
9:23:30 quai-3    -cake 9:24:00-9:25:00    -tulips 9:25:00-9:26:00
9:33:00 hub
"""
"""With a break of ten minutes on the way from the florist to the first door."""

COFFEE = 'vehicle.bike.break.coffee = { start = "9:05-9:20", lasts = 600 }\n'


def with_coffee(written: str, owed: str = COFFEE) -> str:
    florist = "-9:06:00\n"
    return f'{owed}ride.bike = """{ALL_LATER.replace(florist, florist + written + chr(10))}"""'


DAYS = {
    ViolationCode.UNKNOWN: 'unserved.milk = "no_room"',
    ViolationCode.MISSING: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30
        9:06:30 haute-12  -bread 9:07:00-9:08:00
        9:13:00 hub
        \"\"\"
        unserved = { roses = "no_room", tulips = "no_room" }
        """,
    ViolationCode.DOUBLED: 'unserved.bread = "no_room"',
    ViolationCode.PAIRING: """
        [ride]
        bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -roses 9:09:30-9:10:30
        9:12:30 quai-3    -cake 9:13:00-9:14:00    -tulips 9:14:00-9:15:00
        9:22:00 hub
        \"\"\"
        trike = \"\"\"
        9:00:00 hub
        9:05:00 haute-12  -bread 9:05:30-9:06:30   load 0 g 0 l 0
        9:11:30 hub
        \"\"\"
        """,
    ViolationCode.PRECEDENCE: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +cake 9:02:00-9:02:30
        9:03:30 florist   +roses 9:04:30-9:05:00   +tulips 9:05:00-9:05:30
        9:08:30 haute-12  -bread 9:09:00-9:10:00   -roses 9:10:00-9:11:00    load 2400 g 24 l 2
        9:13:00 quai-3    -cake 9:13:30-9:14:30    -tulips 9:14:30-9:15:30
        9:21:30 bakery    +bread 9:22:30-9:23:00   load 0 g 0 l 0
        9:24:00 hub
        \"\"\"
        """,
    ViolationCode.PLACE: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30   -cake 9:11:30-9:12:30
        9:14:30 quai-3    -tulips 9:15:00-9:16:00
        9:23:00 hub
        \"\"\"
        """,
    ViolationCode.UNSERVED: """
        ride.bike = ""
        [unserved]
        bread = "too_large"
        cake = "no_room"
        roses = "no_shift"
        tulips = "no_room"
        """,
    ViolationCode.IDLE: 'ride.trike = """9:00:00 hub\n9:00:00 hub"""',
    ViolationCode.EMPTY: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30
        9:13:30 quai-3    -cake 9:14:00-9:15:00    -tulips 9:15:00-9:16:00
        9:21:00 florist
        9:23:00 hub
        \"\"\"
        """,
    ViolationCode.STOP: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30
        9:13:30 quai-3    -cake 9:14:00-9:15:00
        9:15:00 quai-3    -tulips 9:15:30-9:16:30
        9:23:30 hub
        \"\"\"
        """,
    ViolationCode.UNREACHABLE: """
        place.quai-3.island = true
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:07:00 quai-3    -cake 9:07:30-9:08:30    -tulips 9:08:30-9:09:30
        9:10:00 haute-12  -bread 9:10:30-9:11:30   -roses 9:11:30-9:12:30
        9:17:30 hub
        \"\"\"
        """,
    ViolationCode.ARRIVAL: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30
        9:13:29 quai-3    -cake 9:14:00-9:15:00    -tulips 9:15:00-9:16:00
        9:23:00 hub
        \"\"\"
        """,
    ViolationCode.START: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30
        9:13:30 quai-3    -cake 9:13:59-9:14:59    -tulips 9:14:59-9:15:59
        9:22:59 hub
        \"\"\"
        """,
    ViolationCode.END: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30
        9:13:30 quai-3    -cake 9:14:00-9:15:00    -tulips 9:15:00-9:15:59
        9:22:59 hub
        \"\"\"
        """,
    ViolationCode.DEPARTURE: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30
        9:13:30 quai-3    -cake 9:14:00-9:15:00    -tulips 9:15:00-9:16:00   leaves 9:20:00
        9:27:00 hub
        \"\"\"
        """,
    ViolationCode.ROUTE_END: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30
        9:13:30 quai-3    -cake 9:14:00-9:15:00    -tulips 9:15:00-9:16:00
        9:23:01 hub
        \"\"\"
        """,
    ViolationCode.WINDOW: 'order.bread.pickup = ["8:00-9:01:59", "9:02:01-12:00"]',
    ViolationCode.OPENING_HOURS: 'place.quai-3.open = ["8:00-9:14:59"]',
    ViolationCode.ON_BOARD: "order.tulips.longest = 539",
    ViolationCode.SHIFT: 'vehicle.bike.shift = "9:00:01-12:00"',
    ViolationCode.CAPACITY: "vehicle.bike.takes = [3899, 49, 4]",
    ViolationCode.LOAD: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30
        9:13:30 quai-3    -cake 9:14:00-9:15:00    -tulips 9:15:00-9:16:00   load 0 g 1 l 0
        9:23:00 hub
        \"\"\"
        """,
    ViolationCode.EQUIPMENT: 'order.cake.needs = ["insulated_box"]',
    ViolationCode.BREAK: COFFEE,
    ViolationCode.BREAK_START: with_coffee(
        "9:07:00 break coffee 9:07:00-9:17:00", COFFEE.replace("9:05-", "9:07:01-")
    ),
    ViolationCode.BREAK_END: with_coffee(
        "9:07:00 break coffee 9:07:00-9:17:00", COFFEE.replace("600", "601")
    ),
    ViolationCode.BREAK_CLASH: """
        vehicle.bike.break.coffee = { start = "9:05-9:20", lasts = 60 }
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30
        9:09:30 break     coffee 9:09:30-9:10:30
        9:13:30 quai-3    -cake 9:14:00-9:15:00    -tulips 9:15:00-9:16:00
        9:23:00 hub
        \"\"\"
        """,
    ViolationCode.RELOAD: """
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:09:00 haute-12  -bread 9:09:30-9:10:30   -roses 9:10:30-9:11:30
        9:13:30 quai-3    -cake 9:14:00-9:15:00    -tulips 9:15:00-9:16:00
        9:21:00 florist   reload
        9:23:00 hub
        \"\"\"
        """,
    ViolationCode.RELOAD_LOADED: """
        vehicle.bike.reload = { at = "hub", lasts = 300, range = 9000 }
        ride.bike = \"\"\"
        9:00:00 hub
        9:01:00 bakery    +bread 9:02:00-9:02:30   +cake 9:02:30-9:03:00
        9:04:00 florist   +roses 9:05:00-9:05:30   +tulips 9:05:30-9:06:00
        9:08:00 hub       reload leaves 9:13:00
        9:18:00 haute-12  -bread 9:18:30-9:19:30   -roses 9:19:30-9:20:30
        9:22:30 quai-3    -cake 9:23:00-9:24:00    -tulips 9:24:00-9:25:00
        9:32:00 hub
        \"\"\"
        """,
    ViolationCode.RANGE: 'vehicle.bike.reload = { at = "hub", lasts = 300, range = 4199 }',
    ViolationCode.COMMITTED_SHIFT: 'order.bread.committed = { to = "trike" }',
    ViolationCode.COMMITTED_POSITION: 'order.bread.committed = { to = "bike", position = 3 }',
    ViolationCode.COMMITTED_START: 'order.bread.committed = { to = "bike", start = "9:09:31" }',
    ViolationCode.DISTANCE: "written.bike.distance = 4201",
    ViolationCode.ROUTE_COST: "written.bike.cost = 17262001",
    ViolationCode.COST: "written.cost = 17261999",
}
"""The days; lines of TOML may be indented."""


def codes(day: WrittenDay) -> set[str]:
    return {violation.code for violation in verify(day.problem, day.plan)}


def test_every_code_has_a_plan_of_its_own() -> None:
    assert DAYS.keys() == set(ViolationCode)


@pytest.mark.parametrize("code", DAYS)
def test_the_plan_of_a_code_triggers_that_code_and_no_other(code: ViolationCode) -> None:
    assert codes(written_day(DAYS[code])) == {code}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", DAYS)
def test_every_violation_can_be_said(code: ViolationCode, language: str) -> None:
    day = written_day(DAYS[code])
    for violation in verify(day.problem, day.plan):
        said = violation.sentence(language)
        assert said.wrong
        assert said.mend
        assert "{" not in str(said)


def test_a_violation_says_times_as_on_a_clock() -> None:
    day = written_day(DAYS[ViolationCode.OPENING_HOURS])
    [late, *_] = verify(day.problem, day.plan)
    assert late.sentence("en").wrong == (
        "Shift bike: “tulips” starts at 09:15:00, but quai-3 is open from 08:00:00 to 09:14:59."
    )


def change_route(day: WrittenDay, change: Callable[[Route], Route]) -> Plan:
    [route] = day.plan.routes
    return replace(day.plan, routes=(change(route),))


def test_ids_that_do_not_exist_are_named_and_nothing_is_raised() -> None:
    day = written_day()
    [route] = day.plan.routes
    visit = route.visits[0]
    service = replace(visit.services[0], shipment="milk")
    strange_visit = replace(visit, place="atlantis", services=(service,))
    pause = TakenBreak("siesta", 0, 10)
    strange = replace(route, visits=(strange_visit, *route.visits[1:]), breaks=(pause,))
    plan = replace(day.plan, routes=(strange, replace(route, shift="ghost")))
    found = verify(day.problem, plan)
    unknown = {v.values["id"] for v in found if v.code is ViolationCode.UNKNOWN}
    assert unknown == {"atlantis", "milk", "siesta", "ghost"}


def test_absurd_times_are_violations_and_nothing_is_raised() -> None:
    day = written_day()

    def absurd(route: Route) -> Route:
        visits = tuple(
            Visit(v.place, 10**30, -(10**30), v.services, v.load) for v in reversed(route.visits)
        )
        return replace(route, start=10**40, end=-5, visits=visits)

    found = {v.code for v in verify(day.problem, change_route(day, absurd))}
    assert {ViolationCode.ARRIVAL, ViolationCode.ROUTE_END, ViolationCode.PRECEDENCE} <= found


def test_a_plan_without_anything_misses_every_shipment() -> None:
    day = written_day()
    found = verify(day.problem, Plan((), (), 0))
    assert [v.code for v in found] == [ViolationCode.MISSING] * 4
    assert [v.values["shipment"] for v in found] == ["bread", "cake", "roses", "tulips"]


@pytest.mark.parametrize("reason", ["break", "out_of_range"])
def test_a_rule_that_no_shift_has_keeps_no_order_out(reason: str) -> None:
    day = written_day(DAYS[ViolationCode.UNSERVED].replace("too_large", reason))
    assert [v.code for v in verify(day.problem, day.plan)] == [ViolationCode.UNSERVED]


def test_a_shift_that_rides_twice_is_doubled() -> None:
    day = written_day(DAYS[ViolationCode.UNSERVED].replace("too_large", "no_room"))
    idle = replace(written_day().plan.routes[0], visits=(), distance=0, end=9 * 3600)
    found = verify(day.problem, replace(day.plan, routes=(idle, idle)))
    assert [v.values for v in found if v.code is ViolationCode.DOUBLED] == [{"id": "bike"}]


def test_all_violations_are_found_at_once() -> None:
    day = written_day(
        """
        place.florist.open = ["9:06-12:00"]
        order.cake.needs = ["insulated_box"]
        order.bread.longest = 60
        written.bike.distance = 1
        """
    )
    assert codes(day) == {
        ViolationCode.OPENING_HOURS,
        ViolationCode.EQUIPMENT,
        ViolationCode.ON_BOARD,
        ViolationCode.DISTANCE,
    }


def test_only_a_valid_plan_passes() -> None:
    day = written_day()
    require_valid(day.problem, day.plan)
    late = written_day(DAYS[ViolationCode.WINDOW])
    with pytest.raises(InvalidPlanError) as caught:
        require_valid(late.problem, late.plan)
    assert isinstance(caught.value, CheckError)
    assert [v.code for v in caught.value.violations] == [ViolationCode.WINDOW]


def test_the_verifier_knows_no_solver_and_no_reader() -> None:
    """Independent: it stands on the model, the errors and the sentences alone."""
    folder = Path(str(files("routing.check")))
    imported = {
        node.module
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("routing.")
    }
    assert {name.split(".")[1] for name in imported} == {"check", "errors", "model", "sentences"}
