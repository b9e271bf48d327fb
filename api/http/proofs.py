"""``/v1/proofs``: photos of what was handed over."""

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Form, Query, Request, Response, UploadFile

from api.domain.errors import MissingError
from api.http.dependencies import ActorDep, WorkDep
from api.http.schemas.base import PublicId
from api.http.schemas.events import EventId
from api.http.schemas.proofs import ProofOut, ProofsOut
from api.http.security import asking
from api.http.service_route import ServiceRoute
from api.services import proofs
from api.services.photo import MOST_UPLOADED, kept_photo

JPEG = "image/jpeg"

router = APIRouter(prefix="/v1/proofs", tags=["proofs"], route_class=ServiceRoute)


def _photo(request: Request, photo: UploadFile) -> bytes:
    """A photo as it is kept, made before the transaction begins: nobody waits for it to be read."""
    asking(request)
    return kept_photo(photo.file.read(MOST_UPLOADED + 1))


PhotoDep: TypeAlias = Annotated[bytes, Depends(_photo)]


@router.post("", status_code=201)
def add_proof(  # noqa: PLR0913, PLR0917  # one parameter for each field of the form
    order: Annotated[PublicId, Form()],
    event: Annotated[EventId, Form()],
    photo: PhotoDep,
    work: WorkDep,
    actor: ActorDep,
    response: Response,
) -> ProofOut:
    """Add a photo to a deed: JPEG, PNG or WebP. It is made small, and loses all but its pixels."""
    proof = proofs.add(work, actor, order, event, photo)
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
