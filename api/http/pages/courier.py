"""``/courier``: a courier's round, stop by stop, with one thumb."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.domain.actor import Actor, Scope
from api.domain.event import Deed, Event, standing
from api.domain.ids import Kind
from api.domain.order import Mark
from api.domain.progress import Stage
from api.domain.round import StopKind
from api.domain.town import ServedTown
from api.http.dependencies import ActorDep, TownDep, WorkDep
from api.http.pages.page_route import PageRoute
from api.http.pages.reading import gone_to, reader_of, shown
from api.http.schemas.base import PublicId
from api.services import following, telling
from api.services.round_view import HandoverView, RoundView, StopView
from api.services.telling import Outcome, ToldDeed
from api.store import deeds, fleet, towns
from api.store.work import Work
from routing.model import TaskKind

router = APIRouter(prefix="/courier", route_class=PageRoute, include_in_schema=False)

AT_PICKUP = (Deed.COLLECTED, Deed.NOT_READY)
AT_DELIVERY = (Deed.DELIVERED, Deed.LEFT_WITH_NEIGHBOUR, Deed.NOBODY_THERE, Deed.REFUSED)

EventId = Annotated[str, Field(max_length=64)]


@router.get("")
def show_rounds(request: Request, work: WorkDep, actor: ActorDep, town: TownDep) -> Response:
    """The courier's rounds of today; the only one at once."""
    actor.require(Scope.WRITE_EVENTS)
    reader = reader_of(request, work, town, _name(work, actor, town))
    found = following.of_date(work, actor, town, reader.today)
    if len(found) == 1:
        return gone_to(f"/courier/rounds/{found[0].id}#now")
    return shown("courier_rounds", reader, rounds=found)


@router.get("/rounds/{round_id}")
def show_round(round_id: PublicId, request: Request, work: WorkDep, actor: ActorDep) -> Response:
    """Every stop, and at the next one what to do."""
    actor.require(Scope.WRITE_EVENTS)
    view = following.find(work, actor, round_id)
    town = towns.find(work, actor, view.town)
    last = _last_tap(standing(deeds.of_rounds(work, [round_id]).get(round_id, [])))
    return shown(
        "courier_round",
        reader_of(request, work, town, view.courier_name),
        round=view,
        now=_now(view),
        last=last,
        numbers=_numbers(view, last),
        tap=work.new(Kind.EVENT),
        choices=_choices,
        kinds=StopKind,
        kinds_of_task=tuple(TaskKind),
        back="/courier" if actor.courier else f"/desk?date={view.date}&town={view.town}",
        stages=Stage,
    )


@router.post("/rounds/{round_id}/deeds")
def tell_deed(  # noqa: PLR0913, PLR0917  # the fields of a form
    round_id: PublicId,
    work: WorkDep,
    actor: ActorDep,
    tap: Annotated[PublicId, Form()],
    order: Annotated[list[PublicId], Form()],
    deed: Annotated[Deed, Form()],
    undoes: Annotated[list[EventId] | None, Form()] = None,
) -> Response:
    """Tell what was done for one order, or for all at a stop; a form sent twice is one act."""
    batch = [
        ToldDeed(Event(_tap(tap, nth), one, deed, work.now, undone))
        for nth, (one, undone) in enumerate(zip_longest(order, undoes or (), fillvalue=""))
    ]
    for answer in telling.tell(work, actor, batch).answers:
        if answer.outcome is Outcome.REFUSED and answer.problem is not None:
            raise answer.problem
    return gone_to(f"/courier/rounds/{round_id}#now")


def _tap(tap: str, nth: int) -> str:
    """One event for each order of a form."""
    return tap if nth == 0 else f"{tap}.{nth}"


def _last_tap(told: Sequence[Event]) -> list[Event]:
    """All that counts of what was told with the last tap, to be taken back with one."""

    def tap_of(one: Event) -> tuple[object, ...]:
        return one.id.partition(".")[0], one.at, one.deed

    return [one for one in told if tap_of(one) == tap_of(told[-1])]


def _numbers(view: RoundView, told: Sequence[Event]) -> str:
    """What is written on what was told of."""
    ids = {one.order for one in told}
    found = {one.number for stop in view.stops for one in stop.handovers if one.order in ids}
    return ", ".join(str(number) for number in sorted(filter(None, found)))


def _now(view: RoundView) -> StopView | None:
    """The first stop at which something is open."""
    return next(
        (stop for stop in view.stops if any(one.stage is Stage.OPEN for one in stop.handovers)),
        None,
    )


def _choices(kind: TaskKind, some: Sequence[HandoverView]) -> list[Deed]:
    """What a courier may tell of some handovers at once, the usual first."""
    in_person = any(Mark.IN_PERSON in one.marks for one in some)
    deeds = AT_PICKUP if kind is TaskKind.PICKUP else AT_DELIVERY
    return [deed for deed in deeds if not (in_person and deed is Deed.LEFT_WITH_NEIGHBOUR)]


def _name(work: Work, actor: Actor, town: ServedTown) -> str:
    if actor.courier is None:
        return town.name
    return fleet.find_courier(work, actor, actor.courier).name
