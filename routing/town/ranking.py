"""What a query may mean: doors, numbers between doors, streets and places, the likeliest first."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from heapq import nsmallest
from itertools import islice

from routing.town.agreement import Agreement, Fit
from routing.town.candidate import Candidate, Kind
from routing.town.gazetteer import Door, Named, figure
from routing.town.interpolation import interpolated
from routing.town.plane import Plane
from routing.town.query import Query, Span

LEAST_SCORE = 0.4
"""A name that agrees less is not like what was typed."""

_IN_RANGE, _BEGUN, _BETWEEN, _OTHER_NUMBER = 0.99, 0.97, 0.93, 0.8
"""What is left of a score where the number is one of a range, begins with what was typed, lies
between known ones, is not known."""
_NO_NUMBER = 0.9
"""The same for a door when no number was typed."""
_NEXT = 0.001
"""By how much less each further door of one street scores."""
_STREET, _STREET_FOR_NUMBER, _PLACE_FOR_NUMBER = 0.98, 0.8, 0.6
"""The same for the street or place itself: when no number was typed, and when one was."""
_DOORS_OF_A_STREET = 6


def ranked(query: Query, agreement: Agreement, plane: Plane) -> list[Candidate]:
    """All that is like a query, the likeliest first."""
    best: dict[tuple[Kind, str, str], Candidate] = {}
    for fit in agreement.fits(query):
        if fit.agreeing >= LEAST_SCORE * fit.weight:
            for candidate in _candidates(fit, query, agreement, plane):
                key = candidate.kind, candidate.id, candidate.full_label
                known = best.get(key)
                if known is None or known.score < candidate.score:
                    best[key] = candidate
    return sorted(best.values(), key=_likeliest)


def door_candidate(door: Door, score: float, *, confident: bool = False) -> Candidate:
    """A door as a candidate."""
    address = door.address
    return Candidate(
        Kind.DOOR, address.id, address.label, address.full_label, address.position, score,
        confident, address,
    )  # fmt: skip


def _likeliest(one: Candidate) -> tuple[float, bool]:
    """Of equally good doors those first of which the map tells the city."""
    return -round(one.score, 9), not (one.door and one.door.city)


def _candidates(fit: Fit, query: Query, agreement: Agreement, plane: Plane) -> Iterator[Candidate]:
    """Everything of one name: what is in one city has one agreement."""
    named = fit.named
    number = _house_number(fit, query, agreement)
    agreed = cache(partial(_agreed, agreement, fit, query, number))
    for door, share in _likely_doors(named, query, number):
        if agreed(door.localities) >= LEAST_SCORE:
            yield door_candidate(door, share * agreed(door.localities))
    if agreed(named.localities) < LEAST_SCORE:
        return
    if number and (between := _between(named, number, agreed(named.localities), plane)):
        yield between
    score = _share_of_name(named, number) * agreed(named.localities)
    yield Candidate(named.kind, named.id, named.names[0], named.full_label, named.position, score)


def _agreed(
    agreement: Agreement, fit: Fit, query: Query, number: Span | None, localities: frozenset[str]
) -> float:
    return agreement.score(fit, query, localities, number)


def _share_of_name(named: Named, number: Span | None) -> float:
    if number is None:
        return _STREET
    return _PLACE_FOR_NUMBER if named.kind is Kind.PLACE else _STREET_FOR_NUMBER


def _house_number(fit: Fit, query: Query, agreement: Agreement) -> Span | None:
    """Which of the words beside the name is the house number: one that the street has, if any."""
    left = set(fit.rest)
    free = [one for one in query.numbers if left.issuperset(range(one.start, one.end))]
    known = (one for one in free if one.key in fit.named.by_number)
    no_postcodes = (one for one in free if not agreement.is_locality(query.tokens[one.start]))
    likely = min(no_postcodes, key=lambda one: (one.start, -one.end), default=None)
    return next(known, likely)


def _between(named: Named, number: Span, agreed: float, plane: Plane) -> Candidate | None:
    """The number at a reckoned position, when the map has it not but its neighbours."""
    wanted = figure(number.key)
    if wanted is None or number.key in named.by_number:
        return None
    position = interpolated(named, wanted, plane)
    if position is None:
        return None
    label, full_label = f"{number.key} {named.names[0]}", f"{number.key} {named.full_label}"
    return Candidate(Kind.INTERPOLATED, "", label, full_label, position, _BETWEEN * agreed)


def _likely_doors(named: Named, query: Query, number: Span | None) -> Iterator[tuple[Door, float]]:
    """Doors of a street with what their number leaves of the score."""
    if number is None:
        yield from _falling(named.doors, _NO_NUMBER)
        return
    same = [named.doors[index] for index in named.by_number.get(number.key, ())]
    for door in same:
        yield door, 1.0 if door.number == number.key else _IN_RANGE
    if query.unfinished and number.end == len(query.tokens):
        begun = (door for door in named.doors if door.number.startswith(number.key))
        yield from _falling((door for door in begun if door not in same), _BEGUN)
    elif not same:
        nearest = nsmallest(_DOORS_OF_A_STREET, named.doors, key=_distance_from(number.key))
        yield from _falling(nearest, _OTHER_NUMBER)


def _falling(doors: Iterable[Door], share: float) -> Iterator[tuple[Door, float]]:
    """The first doors, each a little behind the one before."""
    for nth, door in enumerate(islice(doors, _DOORS_OF_A_STREET)):
        yield door, share - nth * _NEXT


def _distance_from(key: str) -> Callable[[Door], tuple[int, int, str]]:
    """Order of doors by how near their number is, the same side of the street first."""
    wanted = figure(key)

    def distance(door: Door) -> tuple[int, int, str]:
        if wanted is None or door.figure is None:
            return door.figure or 0, 0, door.number
        return abs(door.figure - wanted), (door.figure - wanted) % 2, door.number

    return distance
