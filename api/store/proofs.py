"""Photos that prove a delivery, in and out of the database."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, insert, select, true

from api.domain.actor import Actor, Role
from api.domain.errors import MissingError
from api.domain.proof import Proof
from api.store.rows import of_town
from api.store.tables import orders, proofs
from api.store.work import Work


def find(work: Work, actor: Actor, proof: str) -> Proof:
    """A proof of the actor's town, a shop's of its own orders; none for admins and recipients.

    Of a courier the town is asked only: whether it is in one of their rounds is told by these.

    Raises
    ------
    MissingError
        ``missing.row``.
    """
    row = work.connection.execute(_proofs().where(proofs.c.id == proof, _seen(actor))).first()
    if row is None:
        raise MissingError("missing.row", id=proof)
    return _proof(row)


def of_order(work: Work, actor: Actor, order: str) -> list[Proof]:
    """All proofs of an order, as `find` gives them, the first one first."""
    statement = _proofs().where(proofs.c.order == order, _seen(actor)).order_by(proofs.c.id)
    return [_proof(row) for row in work.connection.execute(statement)]


def add(work: Work, proof: Proof, photo: bytes) -> None:
    """Add a proof with its photo."""
    work.connection.execute(
        insert(proofs).values(
            id=proof.id,
            town=proof.town,
            order=proof.order,
            event=proof.event,
            sha256=proof.sha256,
            photo=photo,
            created=proof.created,
        )
    )


def photo_of(work: Work, proof: str) -> bytes | None:
    """The photo of a proof that the actor sees; None once it is forgotten."""
    photo = work.connection.scalar(select(proofs.c.photo).where(proofs.c.id == proof))
    return None if photo is None else bytes(photo)


def _proofs() -> Select[Any]:
    """All columns but the photo, which is large."""
    told = [column for column in proofs.c if column is not proofs.c.photo]
    return select(*told, proofs.c.photo.is_not(None).label("kept"))


def _seen(actor: Actor) -> ColumnElement[bool]:
    own: ColumnElement[bool]
    match actor.role:
        case Role.SHOP:
            own = proofs.c.order.in_(select(orders.c.id).where(orders.c.shop == actor.subject))
        case Role.PLANNER | Role.COURIER:
            own = true()
        case _:
            own = false()
    return and_(of_town(proofs, actor), own)


def _proof(row: Row[Any]) -> Proof:
    return Proof(
        row.id, row.town, row.order, row.event, row.sha256, row.created, kept=bool(row.kept)
    )
