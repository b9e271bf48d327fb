"""Planned days to write: one small and whole, and any that the types allow."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st

from routing.formats.plan_json import Heading, PlanFile
from routing.model import (
    Break,
    Commitment,
    Comparison,
    Costs,
    Lateness,
    Load,
    Matrix,
    Objective,
    Place,
    Plan,
    Problem,
    Reason,
    Reload,
    Route,
    Service,
    Shift,
    Shipment,
    Stage,
    TakenBreak,
    Task,
    TaskKind,
    Totals,
    Unserved,
    Vehicle,
    Visit,
    Window,
)

PARIS = ZoneInfo("Europe/Paris")
DATE = "2023-12-26T21:20:31+00:00"
MIDNIGHT = dt.datetime(2026, 11, 30, tzinfo=PARIS)

integers = st.integers(-(2**63) + 1, 2**63 - 1)
counts = st.integers(0, 2**63 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ids = texts.filter(bool)
windows = st.builds(Window, integers, integers)
several_windows = st.lists(windows, max_size=2).map(tuple)
loads = st.builds(Load, integers, integers, integers)
finite = st.floats(allow_nan=False, allow_infinity=False)
longitudes, latitudes = st.floats(-180, 180), st.floats(-90, 90)
values = st.dictionaries(texts, texts | integers | finite, max_size=2)
some_words = st.frozensets(texts, max_size=2)

PLACES, SHIFTS = ("a", "b", "dépôt"), ("s1", "s2")
place_ids, shift_ids = st.sampled_from(PLACES), st.sampled_from(SHIFTS)

tasks = st.builds(
    Task,
    place=place_ids,
    windows=several_windows,
    service=counts,
    lateness=st.none() | st.builds(Lateness, integers, counts),
)
shipments = st.builds(
    Shipment,
    id=ids,
    pickup=tasks,
    delivery=tasks,
    load=loads,
    owner=st.none() | ids,
    needs=some_words,
    longest_on_board=st.none() | counts,
    penalty=st.none() | counts,
    commitment=st.none()
    | st.builds(
        Commitment,
        shift_ids,
        stage=st.sampled_from(Stage),
        position=st.none() | counts,
        start=st.none() | integers,
    ),
)
costs = st.builds(Costs, counts, counts, counts, counts)
breaks = st.lists(st.builds(Break, ids, windows, counts), max_size=2).map(tuple)
reloads = st.none() | st.builds(Reload, place_ids, counts, counts)
visits = st.builds(
    Visit,
    place=ids,
    arrival=integers,
    departure=integers,
    services=st.lists(
        st.builds(Service, ids, st.sampled_from(TaskKind), integers, integers), max_size=2
    ).map(tuple),
    load=loads,
    reload=st.booleans(),
)
routes = st.builds(
    Route,
    shift=ids,
    start=integers,
    end=integers,
    visits=st.lists(visits, max_size=2).map(tuple),
    breaks=st.lists(st.builds(TakenBreak, ids, integers, integers), max_size=2).map(tuple),
    distance=integers,
    cost=integers,
)
plans = st.builds(
    Plan,
    routes=st.lists(routes, max_size=2).map(tuple),
    unserved=st.lists(st.builds(Unserved, ids, st.sampled_from(Reason), values), max_size=2).map(
        tuple
    ),
    cost=integers,
)
small = st.integers(0, 2**40)
totals = st.builds(Totals, small, small, small, small, small, small)
comparisons = st.none() | st.builds(Comparison, totals, st.dictionaries(texts, totals, max_size=2))
headings = st.builds(
    Heading,
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)).map(  # noqa: DTZ001
        lambda naive: naive.replace(tzinfo=dt.UTC).astimezone(PARIS)
    ),
    st.just("Europe/Paris"),
    texts,
    st.text("0123456789abcdef", min_size=64, max_size=64),
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    places = [
        Place(id_, (draw(longitudes), draw(latitudes)), draw(counts), draw(several_windows))
        for id_ in PLACES
    ]
    shifts = [
        Shift(id_, draw(windows), draw(place_ids), draw(place_ids), draw(breaks), draw(reloads))
        for id_ in SHIFTS
    ]
    vehicles = [
        Vehicle(shift.id, draw(ids), draw(loads), (shift,), draw(costs), equipment=draw(some_words))
        for shift in shifts
    ]
    return Problem(
        name=draw(texts),
        places=tuple(places),
        shipments=tuple(draw(st.lists(shipments, max_size=2, unique_by=lambda s: s.id))),
        vehicles=tuple(vehicles),
        matrices={},
        objective=draw(st.sampled_from(Objective)),
    )


plan_files = st.builds(PlanFile, headings, problems(), plans, comparisons)


def small_day() -> PlanFile:
    """One shop, one door, one bike: the wine leaves at nine and arrives 300 s later, valid."""
    minutes = np.array([[0, 60, 240], [60, 0, 300], [240, 300, 0]])
    problem = Problem(
        name="small",
        places=(
            Place("hub", (7.41, 43.73)),
            Place("shop", (7.42, 43.73), setup=30),
            Place("door", (7.43, 43.74), setup=60, opening=(Window(0, 86_400),)),
        ),
        shipments=(
            Shipment(
                id="wine",
                pickup=Task("shop", (Window(32_400, 36_000),), service=60),
                delivery=Task("door", service=120),
                load=Load(9_000, 20, 1),
                owner="cave",
            ),
            Shipment(
                id="piano",
                pickup=Task("shop"),
                delivery=Task("door"),
                load=Load(300_000, 900, 1),
                owner="cave",
            ),
        ),
        vehicles=(
            Vehicle(
                id="bike",
                profile="bike",
                capacity=Load(80_000, 200, 40),
                shifts=(Shift("early", Window(28_800, 43_200), "hub", "hub"),),
                costs=Costs(per_hour=1_800, per_km=10),
            ),
        ),
        matrices={"bike": Matrix(minutes, minutes * 4)},
    )
    start, end = 32_310, 33_180
    distance = 4 * (60 + 300 + 240)
    cost = 1_800 * (end - start) * 5 + 10 * distance * 18
    visits = (
        Visit(
            "shop",
            32_370,
            32_460,
            (Service("wine", TaskKind.PICKUP, 32_400, 32_460),),
            Load(9_000, 20, 1),
        ),
        Visit(
            "door",
            32_760,
            32_940,
            (Service("wine", TaskKind.DELIVERY, 32_820, 32_940),),
            Load(),
        ),
    )
    route = Route("early", start, end, visits, (), distance, cost)
    unserved = Unserved("piano", Reason.TOO_LARGE, {"grams": 300_000})
    totals = Totals(1, distance, end - start, cost, 1, 1)
    return PlanFile(
        Heading(MIDNIGHT, "Europe/Paris", "Petiteville", "0" * 64, DATE, "© OSM", "ODbL-1.0"),
        problem,
        Plan((route,), (unserved,), cost),
        Comparison(totals, {"cave": totals}),
    )
