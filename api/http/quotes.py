"""``/v1/quotes``: which slots an order may be promised, and at which price."""

from fastapi import APIRouter, Response

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, ServiceDep, WorkDep
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.quotes import QuoteIn, QuoteOut
from api.http.service_route import ServiceRoute
from api.services import quoting
from api.store import orders, quotes

router = APIRouter(
    prefix="/v1/quotes", tags=["quotes"], route_class=ServiceRoute, responses=PROBLEMS
)


@router.post("", status_code=201)
def ask_quote(
    told: QuoteIn, work: WorkDep, actor: ActorDep, service: ServiceDep, response: Response
) -> QuoteOut:
    """Ask which slots of its date fit a draft."""
    order = orders.find(work, actor, told.order)
    quote = quoting.quote(work, actor, order, service.live_pools)
    response.headers["Location"] = f"/v1/quotes/{quote.id}"
    return QuoteOut.of(quote)


@router.get("/{quote_id}")
def get_quote(quote_id: PublicId, work: WorkDep, actor: ActorDep) -> QuoteOut:
    """A quote as it was told."""
    actor.require(Scope.QUOTE)
    return QuoteOut.of(quotes.find(work, actor, quote_id))
