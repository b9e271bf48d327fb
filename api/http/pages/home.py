"""``/``: everybody goes to what is theirs."""

from fastapi import APIRouter
from starlette.responses import Response

from api.domain.actor import Role
from api.http.dependencies import ActorDep
from api.http.pages.page_route import PageRoute
from api.http.pages.reading import gone_to

router = APIRouter(route_class=PageRoute, include_in_schema=False)

HOMES = {
    Role.SHOP: "/counter",
    Role.COURIER: "/courier",
    Role.PLANNER: "/desk",
    Role.ADMIN: "/installation",
}


@router.get("/")
def go_home(actor: ActorDep) -> Response:
    """To the counter, the round, the desk or the installation."""
    return gone_to(HOMES.get(actor.role, "/sign-in"))
