"""``/v1/proofs``: photos of what was handed over."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from api.domain.actor import Scope
from api.domain.errors import MissingError
from api.http.dependencies import ActorDep, WorkDep
from api.http.schemas.base import PublicId
from api.http.schemas.proofs import ProofIn, ProofOut, ProofsOut
from api.http.security import asking
from api.http.service_route import ServiceRoute
from api.services import proofs
from api.services.photo import MOST_UPLOADED, kept_photo

JPEG = "image/jpeg"

router = APIRouter(prefix="/v1/proofs", tags=["proofs"], route_class=ServiceRoute)


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo as it is kept, and what it proves."""

    order: str
    event: str
    photo: bytes


def _sent(
    request: Request, told: Annotated[ProofIn, Form(media_type="multipart/form-data")]
) -> SentPhoto:
    """Make it small before the transaction begins: nobody waits for a photo to be read."""
    asking(request).require(Scope.WRITE_EVENTS)
    return SentPhoto(told.order, told.event, kept_photo(told.photo.file.read(MOST_UPLOADED + 1)))


@router.post("", status_code=201)
def add_proof(
    sent: Annotated[SentPhoto, Depends(_sent)], work: WorkDep, actor: ActorDep, response: Response
) -> ProofOut:
    """Add a photo to a deed: JPEG, PNG or WebP. It is made small, and loses all but its pixels."""
    proof = proofs.add(work, actor, sent.order, sent.event, sent.photo)
    response.headers["Location"] = f"/v1/proofs/{proof.id}"
    return ProofOut.of(proof)


@router.get("")
def list_proofs(work: WorkDep, actor: ActorDep, order: Annotated[PublicId, Query()]) -> ProofsOut:
    """The photos of an order: for planners, for its shop, and for its courier on the day."""
    return ProofsOut(proofs=[ProofOut.of(one) for one in proofs.of_order(work, actor, order)])


@router.get(
    "/{proof_id}",
    responses={200: {"content": {JPEG: {"schema": {"type": "string", "format": "binary"}}}}},
)
def get_proof(proof_id: PublicId, work: WorkDep, actor: ActorDep) -> Response:
    """A photo."""
    proof, photo = proofs.find(work, actor, proof_id)
    if photo is None:
        raise MissingError("photo.forgotten", id=proof.id)
    return Response(photo, media_type=JPEG, headers={"ETag": f'"{proof.sha256}"'})
