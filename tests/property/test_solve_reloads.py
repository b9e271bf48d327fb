"""Choices of reloads against all there are."""

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from routing.solve.legs import Halt, Leg
from routing.solve.reloads import Choice, Trips

short = st.integers(0, 9)


@st.composite
def some_trips(draw: st.DrawFn) -> Trips:
    """Up to five legs, some without a path, some with a reload."""
    numbers = range(draw(st.integers(1, 5)))
    legs = {n: Leg(draw(short), draw(short), 0, draw(short)) for n in numbers}
    halts = {n: Halt(0, draw(short), draw(short)) for n in numbers if draw(st.booleans())}
    detours = {
        n: Leg(legs[n].service, draw(short), 0, halt.toward + halt.onward, halt)
        for n, halt in halts.items()
    }
    ways = [None if draw(short) == 0 else legs[n] for n in numbers]
    return Trips(ways, detours, draw(st.integers(0, 30)), draw(short), draw(short))


def distances(trips: Trips, choice: Choice) -> list[int] | None:
    """Between start, reloads and end; None where there is no path."""
    parts = [0]
    for number, leg in enumerate(trips.legs):
        halt = trips.detours[number].halt if number in choice else None
        if halt is not None:
            parts[-1] += halt.toward
            parts.append(halt.onward)
        elif leg is None:
            return None
        else:
            parts[-1] += leg.distance
    return parts


def cost(trips: Trips, choice: Choice) -> int:
    legs = [trips.detours[n] if n in choice else leg for n, leg in enumerate(trips.legs)]
    known = [leg for leg in legs if leg is not None]
    return sum(trips.tick * leg.ticks + trips.per_distance * leg.distance for leg in known)


def possible(trips: Trips) -> Iterator[Choice]:
    """All choices that keep the range."""
    for count in range(len(trips.detours) + 1):
        for choice in combinations(sorted(trips.detours), count):
            parts = distances(trips, choice)
            if parts is not None and max(parts) <= trips.reach:
                yield choice


def is_no_shorter(trips: Trips, number: int) -> bool:
    """Whether the way over a reload takes as long and is as far as the way without."""
    leg, detour = trips.legs[number], trips.detours[number]
    return leg is not None and detour.ticks >= leg.ticks and detour.distance >= leg.distance


@given(trips=some_trips())
def test_choices_come_cheapest_first_with_their_cost(trips: Trips) -> None:
    found = list(trips.choices())
    assert [at_least for at_least, _ in found] == sorted(at_least for at_least, _ in found)
    assert all(at_least == cost(trips, choice) for at_least, choice in found)


@given(trips=some_trips())
def test_no_choice_is_missing_but_those_with_a_reload_for_nothing(trips: Trips) -> None:
    found = [choice for _, choice in trips.choices()]
    every = set(possible(trips))
    needless = {
        choice
        for choice in every
        for number in choice
        if is_no_shorter(trips, number) and tuple(n for n in choice if n != number) in every
    }
    assert len(found) == len(set(found))
    assert set(found) == every - needless
