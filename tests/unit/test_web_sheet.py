"""A courier's sheet says when, where, what to take and to give, and what to mind."""

from dataclasses import replace

import pytest

from api.web.sheet import Row, Sheet
from api.web.sheet_writer import SheetWriter, heaviest, unbroken_title
from routing import typography
from routing.day.rounds import Round
from routing.model import Load, Window
from tests.ridden_day import HOUR, MINUTE, RiddenDay, ridden_day


@pytest.fixture(scope="module")
def ridden() -> RiddenDay:
    return ridden_day()


def sheet(ridden: RiddenDay, a_round: Round | None = None, language: str = "fr") -> Sheet:
    return SheetWriter(ridden.day, ridden.rounds, language).sheet(a_round or ridden.rounds[0])


def plain(text: str) -> str:
    """Without what typography does to spaces."""
    for space in (typography.SPACE, typography.THIN):
        text = text.replace(space, " ")
    return text.replace("\N{WORD JOINER}", "")


def rows_of(kind: str, of: Sheet) -> list[Row]:
    return [row for row in of.rows if row.kind == kind]


def with_windows(a_round: Round, *windows: Window) -> Round:
    """The round, its last handover with other windows."""
    stop = a_round.stops[-1]
    handover = replace(stop.handovers[-1], windows=windows)
    return replace(a_round, stops=(*a_round.stops[:-1], replace(stop, handovers=(handover,))))


def last_when(ridden: RiddenDay, *windows: Window, language: str = "fr") -> str:
    changed = with_windows(ridden.rounds[0], *windows)
    return plain(rows_of("door", sheet(ridden, changed, language))[-1].hands[0].goods[0].when)


def test_the_list_goes_from_leaving_to_coming_back_in_riding_order(ridden: RiddenDay) -> None:
    rows = sheet(ridden).rows
    kinds = ["leave", "shop", "shop", "door", "pause", "door", "back"]
    assert [row.kind for row in rows] == kinds
    assert [row.number for row in rows] == ["", "1", "2", "3", "", "4", ""]
    assert [plain(row.time) for row in rows] == [
        "9 h 44", "9 h 44", "9 h 48", "9 h 52", "9 h 55", "10 h 01", "10 h 10",
    ]  # fmt: skip


def test_parcels_of_several_shops_for_one_door_are_one_hand(ridden: RiddenDay) -> None:
    (hand,) = rows_of("door", sheet(ridden))[0].hands
    assert hand.person == f"Mme{typography.SPACE}Petit"
    assert plain(hand.total) == "Donner 3 colis de 2 commerces"
    assert [(item.order, item.other) for item in hand.goods] == [
        ("roses", "Fleurs Ondine"),
        ("wine", "Cave <du Port> & fils"),
    ]
    assert hand.instructions == ("Code B2407, 3ᵉ étage",)


def test_a_shop_is_told_by_its_name_and_what_to_take_by_whom_it_is_for(ridden: RiddenDay) -> None:
    cave = rows_of("shop", sheet(ridden))[0]
    (hand,) = cave.hands
    assert cave.title == "Cave <du Port> & fils"
    assert (hand.person, hand.instructions) == ("", ())
    assert [plain(item.other) for item in hand.goods] == ["Mme Petit", "M. <b>Benhaddou</b>"]


def test_a_shop_without_address_is_told_by_its_street(ridden: RiddenDay) -> None:
    cave, fleurs = (row.plate for row in rows_of("shop", sheet(ridden)))
    assert cave is not None
    assert fleurs is not None
    assert (cave.number, cave.type, cave.name) == ("6", "rue du", "Four")
    assert (fleurs.number, fleurs.type, fleurs.name) == ("", "", "Grand_Rue")


def test_one_order_needs_no_sum(ridden: RiddenDay) -> None:
    hands = [row.hands[0] for row in sheet(ridden).rows if row.hands]
    assert [bool(hand.total) for hand in hands] == [True, False, True, False]
    assert {hand.verb for hand in hands} == {"Prendre", "Donner"}


def test_weight_is_told_where_it_is_heavy(ridden: RiddenDay) -> None:
    goods = rows_of("door", sheet(ridden))[0].hands[0].goods
    assert [plain(item.what) for item in goods] == ["2 colis", "1 colis, 9 kg"]


def test_cold_tells_its_limit_once_it_is_on_board(ridden: RiddenDay) -> None:
    cheese = [
        item
        for row in sheet(ridden).rows
        for hand in row.hands
        for item in hand.goods
        if item.order == "cheese"
    ]
    taken = ridden.rounds[0].stops[0].takes[1].end
    limit = typography.clock(typography.instant(ridden.day.origin, taken + 90 * MINUTE), "fr")
    assert [item.cold for item in cheese] == ["froid", f"froid, avant {limit}"]


def test_waiting_is_told_with_its_end_and_a_pause_is_not_waiting(ridden: RiddenDay) -> None:
    waits = {row.number: plain(row.wait) for row in sheet(ridden).rows}
    assert {number: wait for number, wait in waits.items() if wait} == {"4": "Attendre 10 h 10"}


def test_less_than_a_minute_of_waiting_is_not_told(ridden: RiddenDay) -> None:
    a_round = ridden.rounds[1]
    setup = ridden.day.problem.place("far").setup
    for waited, told in ((59, False), (60, True)):
        stop = a_round.stops[-1]
        late = replace(stop, start=stop.arrival + setup + waited)
        row = rows_of("door", sheet(ridden, replace(a_round, stops=(late,))))[0]
        assert bool(row.wait) is told


def test_a_pause_says_how_long_and_where(ridden: RiddenDay) -> None:
    (pause,) = rows_of("pause", sheet(ridden))
    assert plain(pause.detail) == "5 min, 12 bis Rue du Four"
    a_round = ridden.rounds[0]
    on_the_way = replace(a_round.breaks[0], start=a_round.stops[3].arrival - 10)
    (pause,) = rows_of("pause", sheet(ridden, replace(a_round, breaks=(on_the_way,))))
    assert plain(pause.detail).endswith("en route")


def test_a_window_is_told_as_far_as_it_binds(ridden: RiddenDay) -> None:
    start = ridden.rounds[0].stops[-1].start
    noon = 12 * HOUR
    assert last_when(ridden) == ""
    assert last_when(ridden, Window(0, noon)) == ""
    assert last_when(ridden, Window(0, start)) == "avant 10 h 10"
    assert last_when(ridden, Window(start, noon)) == "à partir de 10 h 10"
    assert last_when(ridden, Window(start - 30 * MINUTE, noon)) == ""
    assert last_when(ridden, Window(start - 5 * MINUTE, start + 10)) == "10 h 05 – 10 h 10"
    assert last_when(ridden, Window(0, 1), Window(start, start), language="en") == "10:10–10:10"


def test_the_load_told_is_the_one_that_comes_closest_to_its_limit(ridden: RiddenDay) -> None:
    assert heaviest(ridden.rounds[0]) == Load(11_000, 39, 4)
    facts = dict(sheet(ridden).facts)
    assert plain(facts["Charge au plus"]) == "39 L, sur 200 L"
    assert plain(facts["Arrêts"]) == "2 commerces, 2 portes"


def test_a_pin_without_an_address_is_a_spot_on_the_map(ridden: RiddenDay) -> None:
    a_round = ridden.rounds[1]
    nowhere = replace(a_round.stops[-1], label="", address="", position=(2.5, 48.5))
    (row,) = rows_of("door", sheet(ridden, replace(a_round, stops=(nowhere,))))
    assert (row.plate, row.title) == (None, "Point sur le plan")


def test_the_hands_of_the_clock_turn_with_summer_time(ridden: RiddenDay) -> None:
    origin = ridden.day.origin.replace(month=3, day=29)
    turned = replace(ridden, day=replace(ridden.day, origin=origin))
    assert plain(sheet(turned).rows[0].time) == "10 h 44"


def test_a_title_stays_with_its_name() -> None:
    assert unbroken_title("M. et Mme Petit") == "M.\u00a0et Mme\u00a0Petit"
    assert unbroken_title("Drôle de Mme") == "Drôle de Mme"


def test_each_stop_says_how_one_gets_there(ridden: RiddenDay) -> None:
    rows = sheet(ridden).rows
    told = {row.number or row.kind: [plain(step.said) for step in row.way] for row in rows}
    assert told["leave"] == told["pause"] == []
    assert all(told[number][-1].startswith("Vous arrivez") for number in ("2", "3", "4", "back"))
    ways = [row.way for row in rows if row.way]
    assert all(step.distance for way in ways for step in way[:-1])
    assert all(way[-1].distance == "" for way in ways)


def test_a_stop_where_one_is_already_has_no_way(ridden: RiddenDay) -> None:
    one = ridden.rounds[0]
    there = replace(one.legs[1], metres=0)
    legs = (one.legs[0], there, *one.legs[2:])
    shops = rows_of("shop", sheet(ridden, replace(one, legs=legs)))
    assert shops[1].way == ()


def test_ways_are_told_in_the_language_of_the_page(ridden: RiddenDay) -> None:
    back = sheet(ridden, language="en").rows[-1]
    assert back.way[-1].said.startswith("You have arrived")
