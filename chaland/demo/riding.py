"""Couriers ride their rounds on the demo's day, and tell what they do when they do it."""

from collections.abc import Iterator, Sequence
from functools import partial

from api.domain.event import Deed, Event
from api.domain.ids import Kind
from api.domain.order import Mark, NotAtHome
from api.services import following, telling
from api.services.round_view import RoundView, StopView
from api.services.telling import ToldDeed
from chaland.demo.members import Members
from chaland.demo.scene import Scene
from routing.model import TaskKind

WISHES = {
    Deed.LEFT_WITH_NEIGHBOUR: NotAtHome.NEIGHBOUR,
    Deed.NOBODY_THERE: NotAtHome.BRING_BACK,
}
"""What recipients want with whom a courier, before a door that stays shut, does so."""


class Riding:
    """All couriers."""

    def __init__(self, scene: Scene, members: Members) -> None:
        self._scene, self._members = scene, members

    def set_out(self, rounds: Sequence[str], at_shut_door: Deed) -> None:
        """Put down what will be done on rounds, stop after stop, as they are planned.

        Parameters
        ----------
        at_shut_door
            What is done at the one door of all rounds that nobody opens.
        """
        views = [self._view(name) for name in rounds]
        shut = shut_order(views, WISHES[at_shut_door])
        for view in views:
            for stop in view.stops:
                deeds = list(deeds_at(stop, shut, at_shut_door))
                act = partial(self._tell, view.courier, deeds)
                self._scene.agenda.at(stop.planned.departure, act)

    def _view(self, name: str) -> RoundView:
        with self._scene.work() as work:
            return following.find(work, self._members.planner.acting(), name)

    def _tell(self, courier: str, deeds: Sequence[tuple[str, Deed]]) -> None:
        rider = self._members.riders[courier].acting()
        with self._scene.work() as work:
            told = [
                ToldDeed(Event(work.new(Kind.EVENT), order, deed, work.now))
                for order, deed in deeds
            ]
            for answer in telling.tell(work, rider, told).answers:
                if answer.problem is not None:
                    raise answer.problem


def shut_order(views: Sequence[RoundView], wish: NotAtHome) -> str:
    """The first order on the way to somebody with a wish; where nobody has it, the first of all."""
    doors = [
        one
        for view in views
        for stop in view.stops
        for one in stop.handovers
        if one.kind is TaskKind.DELIVERY and Mark.IN_PERSON not in one.marks
    ]
    wishing = [one for one in doors if one.not_at_home is wish]
    return next(iter([*wishing, *doors])).order


def deeds_at(stop: StopView, shut: str, at_shut_door: Deed) -> Iterator[tuple[str, Deed]]:
    """What is done at a stop, by order."""
    for one in stop.handovers:
        if one.kind is TaskKind.PICKUP:
            yield one.order, Deed.COLLECTED
        else:
            yield one.order, at_shut_door if one.order == shut else Deed.DELIVERED
