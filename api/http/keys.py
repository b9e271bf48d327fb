"""``/v1/keys``: what lets programs in."""

from fastapi import APIRouter, Request, Response

from api.domain.actor import Scope
from api.http.dependencies import ActorDep, WorkDep
from api.http.idempotency import keep_without
from api.http.paging import Cursor, PageSize, link_next, next_cursor, page_of
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.keys import KeyIn, KeyOut, KeysOut, KeyWithSecretOut
from api.http.service_route import ServiceRoute
from api.services import keys as key_service
from api.store import keys

router = APIRouter(prefix="/v1/keys", tags=["keys"], route_class=ServiceRoute, responses=PROBLEMS)


@router.post("", status_code=201)
def add_key(
    told: KeyIn, request: Request, work: WorkDep, actor: ActorDep, response: Response
) -> KeyWithSecretOut:
    """Make a key.

    It is shown this once: whoever asks again with the same `Idempotency-Key` is told all but it.
    """
    made = key_service.add(work, actor, told.wanted())
    response.headers["Location"] = f"/v1/keys/{made.key.id}"
    return keep_without(request, KeyWithSecretOut.of_new(made.key, made.secret), "key")


@router.get("")
def list_keys(
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> KeysOut:
    """Keys in the order in which they were made: one's own, a planner's town's."""
    actor.require(Scope.KEYS)
    found = page_of(keys.every(work, actor), cursor, limit, lambda key: key.id)
    following = next_cursor([key.id for key in found], limit)
    link_next(response, following)
    return KeysOut(keys=[KeyOut.of(key) for key in found[:limit]], next=following)


@router.get("/{key_id}")
def get_key(key_id: PublicId, work: WorkDep, actor: ActorDep) -> KeyOut:
    """A key, as far as anybody may see it."""
    actor.require(Scope.KEYS)
    return KeyOut.of(keys.find(work, actor, key_id))


@router.delete("/{key_id}", status_code=204)
def revoke_key(key_id: PublicId, work: WorkDep, actor: ActorDep) -> None:
    """Let a key open nothing any more."""
    key_service.revoke(work, actor, key_id)
