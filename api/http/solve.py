"""``/v1/solve``: a problem in VROOM's format in, its solution out (``docs/reference/vroom.md``)."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, ServiceDep, WorkDep, town_asked
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.service_route import AskingRoute
from api.services.solving import AskedProblem, solve_vroom, town_ways


class SolveRoute(AskingRoute):
    """An endpoint that is sent matrices."""

    most_json = 10_000_000


router = APIRouter(prefix="/v1/solve", tags=["solve"], route_class=SolveRoute, responses=PROBLEMS)

EXAMPLE = {
    "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "capacity": [4]}],
    "jobs": [
        {"id": 1, "location_index": 1, "delivery": [1], "service": 120},
        {"id": 2, "location_index": 2, "delivery": [2], "time_windows": [[0, 3600]]},
    ],
    "matrices": {"car": {"durations": [[0, 300, 420], [310, 0, 240], [400, 250, 0]]}},
}

Problem = Annotated[
    dict[str, Any],
    Body(
        description="A problem as VROOM's API.md describes it, beside `vroom.md` of these docs.",
        examples=[EXAMPLE],
    ),
]
Seconds = Annotated[
    float, Query(gt=0, le=3_600, description="Of search; a key may ask for so many at most.")
]


@router.post("")
def solve(  # noqa: PLR0913, PLR0917  # one keyword for each thing that is needed
    problem: Problem,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    request: Request,
    seconds: Seconds = 5.0,
    town: Annotated[PublicId | None, Query(description="Whose streets, for an admin.")] = None,
) -> dict[str, Any]:
    """Solve a problem. Without matrices, its coordinates are ridden on the town's streets."""
    actor.require(Scope.SOLVE)
    asked = AskedProblem(problem, seconds, request.state.caller)
    ways = None
    if asked.needs_streets:
        ways = town_ways(work, town_asked(work, actor, town), service.live_pools.packs)
    return solve_vroom(actor, asked, service.solving, ways)
