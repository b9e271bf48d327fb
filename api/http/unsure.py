"""How an address is asked back about where something stands already: nothing has changed."""

from collections.abc import Sequence

from starlette.responses import Response

from api.http.problem import problem_response
from api.http.schemas.orders import CandidateOut
from routing.town.candidate import Candidate


def unsure_response(candidates: Sequence[Candidate]) -> Response:
    """A conflict with the doors, streets and places that the address may mean."""
    doors = [CandidateOut.of(one).model_dump(mode="json") for one in candidates]
    return problem_response("address.unsure", {"count": len(doors)}, 409, candidates=doors)
