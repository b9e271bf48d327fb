"""Why an order is out of reach: which of its places, for which profile, and on which street."""

from collections.abc import Iterator

from routing.day.day import Day
from routing.day.streets import Streets
from routing.errors import Value
from routing.model import Place, Reason, Unserved
from routing.sentences import Sentence, render
from routing.street.engine import FARTHEST_METRES
from routing.street.reach import Obstacle, Unreached, unreached

_NAMED = {"shop": "obstacle.shop", "door": "obstacle.door"}


def why(day: Day, left_out: Unserved, language: str) -> Sentence:
    """Why an order was left out, with what stands in the way on the streets."""
    said = render(left_out.reason, left_out.values, language)
    if left_out.reason is not Reason.UNREACHABLE:
        return said
    details = list(_details(day, left_out.shipment, language))
    if not details:
        return said
    mends = dict.fromkeys(one.mend for one in details)
    return Sentence(" ".join([said.wrong, *(one.wrong for one in details)]), " ".join(mends))


def _details(day: Day, shipment: str, language: str) -> Iterator[Sentence]:
    asked = day.problem.shipment_by_id[shipment]
    for name in dict.fromkeys((asked.pickup.place, asked.delivery.place)):
        place, row = day.problem.place(name), day.problem.place_index[name]
        for profile, ways in day.streets.items():
            if isinstance(ways, Streets) and ways.snaps[row] is None:
                found = _unreached(day, ways, place)
                if found is not None:
                    called = render(_NAMED[day.places[name].kind], {}, language).wrong
                    yield _said(found, called, profile, language)


def _unreached(day: Day, ways: Streets, place: Place) -> Unreached | None:
    graph = ways.graph
    (snap,) = graph.snap([place.position])
    if snap.distance <= FARTHEST_METRES:
        way, row = int(graph.topology.edges.ways[snap.edge]), day.problem.place_index[place.id]
        others = [one for one in day.streets.values() if isinstance(one, Streets)]
        left = any(one.snaps[row] is not None for one in others)
        return Unreached.on(Obstacle.OTHERS if left else Obstacle.HOURS, graph.network, way)
    return unreached(graph.network, graph.profile, place.position)


def _said(found: Unreached, place: str, profile: str, language: str) -> Sentence:
    values: dict[str, Value] = {"place": place, "profile": profile}
    nameless = render("obstacle.nameless", {}, language).wrong
    values |= {"street": found.street or nameless, "way": found.way}
    return render(found.obstacle, values, language)
