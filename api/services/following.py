"""Following a round: what a courier, a planner or a shop may see of it now.

Doors, that is addresses, names, phones, codes, instructions and lines on the ground, are shown to
planners, and to the round's own courier on its date: at midnight they are gone.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from api.domain.actor import Actor, Role, Scope, acting
from api.domain.errors import MissingError
from api.domain.event import Deed, Event
from api.domain.order import Order
from api.domain.progress import Stage, progress
from api.domain.round import Round, StopKind, current_round
from api.domain.town import ServedTown
from api.services.etas import Windows, expected
from api.services.problem_parts import window_of
from api.services.round_view import Followed, RoundView, Seen
from api.services.showing import view
from api.store import deeds, fleet, orders, people, rounds, shops, towns
from api.store.work import Work
from routing.day.clock import DayClock
from routing.typography import instant


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a recipient may know of the courier's coming.

    Parameters
    ----------
    stage
        Of the handover at the door.
    at
        When it was settled; None while it is open, and where its goods never came on board.
    earliest, latest
        Between when and when the courier is expected, in the town's zone; None once it is settled,
        or the day is over.
    stops_before
        How many halts come before; None where nobody is expected.
    deed
        What was done at the door; None while it is open.
    """

    stage: Stage
    at: dt.datetime | None = None
    earliest: dt.datetime | None = None
    latest: dt.datetime | None = None
    stops_before: int | None = None
    deed: Deed | None = None


def require_following(actor: Actor) -> None:
    """Go on only if the actor may follow rounds: couriers and planners theirs, shops their part.

    Raises
    ------
    ForbiddenError
    """
    actor.require(Scope.READ_ORDERS if actor.role is Role.SHOP else Scope.READ_ROUNDS)


def find(work: Work, actor: Actor, round_id: str) -> RoundView:
    """A round as the actor may see it now.

    Raises
    ------
    MissingError
        ``missing.row``: there is none, or nothing in it is the actor's.
    """
    require_following(actor)
    a_round = rounds.find(work, actor, round_id)
    served = towns.find(work, actor, a_round.town)
    if not _concerns(work, actor, a_round):
        raise MissingError("missing.row", id=round_id)
    doors = shows_doors(actor, a_round, served, work.now)
    return view(_followed(work, actor, a_round, served, doors=doors), _seen(actor, doors=doors))


def of_date(work: Work, actor: Actor, served: ServedTown, date: dt.date) -> list[RoundView]:
    """The rounds of a date as the actor may see them now, without doors, by their letters."""
    require_following(actor)
    mine = [
        a_round
        for a_round in rounds.on_date(work, actor, date)
        if a_round.town == served.id and _concerns(work, actor, a_round)
    ]
    return without_doors(work, actor, mine)


def without_doors(work: Work, actor: Actor, found: Iterable[Round]) -> list[RoundView]:
    """Rounds that the actor may see, as they stand now."""
    seen = _seen(actor, doors=False)
    return [
        view(_followed(work, actor, one, towns.find(work, actor, one.town), doors=False), seen)
        for one in found
    ]


def shows_doors(actor: Actor, a_round: Round, served: ServedTown, now: dt.datetime) -> bool:
    """Whether somebody may see who lives where: planners, and its courier on the round's date."""
    if actor.role is Role.COURIER:
        today = now.astimezone(DayClock(a_round.date, served.zone).origin.tzinfo).date()
        return actor.courier == a_round.courier and today == a_round.date
    return actor.role is Role.PLANNER


def arrival(work: Work, served: ServedTown, order: Order) -> Arrival | None:
    """When the recipient of an order may expect the courier; None while it is in no round."""
    everybody = acting("", Role.PLANNER, order.town)
    a_round = current_round(rounds.on_date(work, everybody, order.date), order.id)
    if a_round is None:
        return None
    found = _followed(work, everybody, a_round, served, doors=False)
    told = next(
        one
        for one in found.progress.told
        if one.handover.order == order.id and one.stop.kind is StopKind.DOOR
    )
    if found.etas.of_stop(told.stop.number) is None or told.outcome.stage is not Stage.OPEN:
        return Arrival(told.outcome.stage, told.outcome.at, deed=told.outcome.deed)
    slot = 0 if order.promised is None else window_of(order.promised, found.clock).start
    between = found.etas.interval(told.stop.number, slot)
    earliest, latest = (instant(found.clock.origin, seconds) for seconds in between)
    return Arrival(Stage.OPEN, None, earliest, latest, found.etas.before(told.stop.number))


def _seen(actor: Actor, *, doors: bool) -> Seen:
    return Seen(doors, actor.shop, discreetly=actor.role is Role.COURIER)


def _concerns(work: Work, actor: Actor, a_round: Round) -> bool:
    """Whether a round that is the actor's by town and courier carries anything of their shop."""
    if actor.shop is None:
        return True
    carried = orders.by_id(work, a_round.orders).values()
    return any(order.shop == actor.shop for order in carried)


def _followed(
    work: Work, actor: Actor, a_round: Round, served: ServedTown, *, doors: bool
) -> Followed:
    clock = DayClock(a_round.date, served.zone)
    carried = orders.by_id(work, a_round.orders)
    told: list[Event] = deeds.of_rounds(work, [a_round.id]).get(a_round.id, [])
    done = progress(a_round, told)
    at_doors = {stop.place for stop in a_round.stops if stop.kind is StopKind.DOOR}
    return Followed(
        round=a_round,
        courier_name=fleet.find_courier(work, actor, a_round.courier).name,
        clock=clock,
        progress=done,
        etas=expected(a_round, done, clock, work.now, _windows(a_round, carried, clock)),
        orders=carried,
        shops=shops.of_town_by_id(work, a_round.town),
        doors=people.doors_by_id(work, at_doors) if doors else {},
        at_doors=deeds.at_doors(work, a_round.orders) if doors else {},
        lines=rounds.lines_of(work, a_round.id) if doors else None,
    )


def _windows(a_round: Round, carried: dict[str, Order], clock: DayClock) -> Windows:
    """The promised slot binds whoever is at the door; when goods may be fetched, at the counter."""
    found = {}
    for stop, handover in a_round.handovers():
        order = carried[handover.order]
        if stop.kind is StopKind.SHOP:
            found[order.id, handover.kind] = order.collect
        elif order.promised is not None:
            found[order.id, handover.kind] = (window_of(order.promised, clock),)
    return found
