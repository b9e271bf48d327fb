"""``/v1/me``: who asks, and what they may do."""

from fastapi import APIRouter, Request

from api.domain.actor import Role, Scope
from api.http.dependencies import ActorDep
from api.http.problem import PROBLEMS
from api.http.schemas.base import Model, PublicId
from api.http.service_route import ServiceRoute

router = APIRouter(prefix="/v1/me", tags=["me"], route_class=ServiceRoute, responses=PROBLEMS)


class MeOut(Model):
    """Who asks. With a session: what a page sends in `X-CSRF-Token` with every change."""

    id: PublicId
    role: Role
    town: PublicId | None
    subject: PublicId | None
    scopes: list[Scope]
    csrf: str | None


@router.get("")
def get_me(request: Request, actor: ActorDep) -> MeOut:
    """Who asks."""
    session = getattr(request.state, "session", None)
    return MeOut(
        id=actor.id,
        role=actor.role,
        town=actor.town,
        subject=actor.subject,
        scopes=sorted(actor.scopes),
        csrf=None if session is None else session.csrf,
    )
