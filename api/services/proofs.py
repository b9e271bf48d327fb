"""Photos as proofs of delivery: who may add one, and who may see it.

Seen by planners, by the shop whose order it is, and by the courier on the day.
"""

import hashlib

from api.domain.actor import Actor, Role, Scope, acting
from api.domain.errors import MissingError, RefusedError
from api.domain.ids import Kind
from api.domain.order import Order
from api.domain.proof import Proof
from api.domain.round import Round, current_round
from api.services.following import require_following, shows_doors
from api.services.telling import require_unsettled
from api.store import deeds, events, orders, people, proofs, rounds, towns
from api.store.work import Work

MOST_OF_ORDER = 6
"""Photos of one order."""


def add(work: Work, actor: Actor, order_id: str, event: str, photo: bytes) -> Proof:
    """Keep a photo of a deed. The same one sent again is the one that is kept already.

    Parameters
    ----------
    event
        The phone's own id of the deed, which may be told later than its photo.
    photo
        As `api.services.photo.kept_photo` gives it.

    Raises
    ------
    MissingError
        ``missing.row``: there is no such order in a round of the actor's.
    RefusedError
        ``photo.other_order``, or ``photo.too_many``; ``following.too_late``: its day is settled;
        ``photo.of_nobody``: whom the order went to is forgotten.
    """
    actor.require(Scope.WRITE_EVENTS)
    order, a_round = _carried(work, actor, order_id)
    people.take_turns(work, order.town)  # they are forgotten before it or with it
    told = deeds.known(work, [event]).get(event)
    if told is not None and told.order != order.id:
        raise RefusedError("photo.other_order", event=event)
    proof = Proof(
        id=work.new(Kind.PROOF),
        town=order.town,
        order=order.id,
        event=event,
        sha256=hashlib.sha256(photo).hexdigest(),
        created=work.now,
    )
    taken = proofs.of_order(work, _planner(order), order.id)
    for one in taken:
        if (one.event, one.sha256) == (proof.event, proof.sha256):
            return one
    _require_wanted(work, actor, order, event)
    if len(taken) >= MOST_OF_ORDER:
        raise RefusedError("photo.too_many", most=MOST_OF_ORDER)
    proofs.add(work, proof, photo)
    events.append(
        work,
        "proof.added",
        town=order.town,
        actor=actor,
        date=order.date,
        order=order.id,
        round=a_round.id,
        values={"proof": proof.id, "event": event},
    )
    return proof


def find(work: Work, actor: Actor, proof_id: str) -> tuple[Proof, bytes | None]:
    """A proof with its photo; None once that is forgotten.

    Raises
    ------
    MissingError
        ``missing.row``: there is none, or not for who asks, or not any more.
    """
    require_following(actor)
    proof = proofs.find(work, actor, proof_id)
    _require_the_day(work, actor, proof.order, proof_id)
    return proof, proofs.photo_of(work, proof.id)


def of_order(work: Work, actor: Actor, order_id: str) -> list[Proof]:
    """The proofs of an order that the actor may see.

    Raises
    ------
    MissingError
        ``missing.row``: there is no such order, or not for who asks, or not any more.
    """
    require_following(actor)
    if actor.role is Role.COURIER:
        _require_the_day(work, actor, order_id, order_id)
    else:
        orders.find(work, actor, order_id)
    return proofs.of_order(work, actor, order_id)


def _carried(work: Work, actor: Actor, order_id: str) -> tuple[Order, Round]:
    """An order and the last round of the actor's that it is in."""
    order = orders.by_id(work, [order_id]).get(order_id)
    if order is not None and actor.town in {None, order.town}:
        a_round = current_round(rounds.on_date(work, actor, order.date), order_id)
        if a_round is not None:
            return order, a_round
    raise MissingError("missing.row", id=order_id)


def _require_wanted(work: Work, actor: Actor, order: Order, event: str) -> None:
    """A photo that comes when it proves nothing to anybody any more is not kept."""
    served = towns.find(work, actor, order.town)
    require_unsettled(event, order.date, served.zone, work.now)
    if order.recipient is not None and people.recipient(work, order.recipient).is_forgotten:
        raise RefusedError("photo.of_nobody", order=order.id)


def _require_the_day(work: Work, actor: Actor, order_id: str, asked: str) -> None:
    """Of a courier it must be the day of their round with the order; others may look later."""
    if actor.role is Role.COURIER:
        order, a_round = _carried(work, actor, order_id)
        served = towns.find(work, actor, order.town)
        if not shows_doors(actor, a_round, served, work.now):
            raise MissingError("missing.row", id=asked)


def _planner(order: Order) -> Actor:
    """Whoever sees all proofs of an order."""
    return acting("", Role.PLANNER, order.town)
