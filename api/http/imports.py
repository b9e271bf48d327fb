"""``/v1/orders/import``: a shop's orders out of a file (``docs/reference/orders-csv.md``)."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile

from api.http.dependencies import ActorDep, LanguageDep, ServiceDep, WorkDep
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.imports import ImportOut
from api.http.service_route import ServiceRoute
from api.services.importing import Upload, import_orders
from routing.errors import InputError

router = APIRouter(
    prefix="/v1/orders", tags=["orders"], route_class=ServiceRoute, responses=PROBLEMS
)

LONGEST_COLUMN = 80

Orders = Annotated[UploadFile, File(description="CSV in any usual encoding and separator.")]
Columns = Annotated[
    str,
    Form(
        max_length=4_000,
        description="How the file calls our columns, as a JSON object; remembered for the shop. "
        "Empty: as its last file did.",
        examples=['{"order": "Ticket", "recipient": "Nom du client"}'],
    ),
]


def _sent(
    file: Orders,
    columns: Columns = "",
    dry_run: Annotated[
        bool, Form(description="Tell what would be promised, keep nothing.")
    ] = False,
    keep_alike: Annotated[
        bool, Form(description="Make orders too that are like one the shop has that day.")
    ] = False,
) -> Upload:
    """Read the file before the transaction begins: one that is tried again finds it whole."""
    return Upload(file.file.read(), _columns(columns), dry_run, keep_alike)


@router.post("/import")
def import_file(  # noqa: PLR0913, PLR0917  # one keyword for each question that can be asked
    shop: Annotated[PublicId, Query(description="Whose orders they are.")],
    upload: Annotated[Upload, Depends(_sent)],
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    language: LanguageDep,
) -> ImportOut:
    """Make the orders of a file. What does not fit stays a draft, and its line says what does."""
    return ImportOut.of(import_orders(work, actor, shop, upload, service.live_pools), language)


def _columns(text: str) -> dict[str, str] | None:
    """Our columns with the file's names for them; None: as its last file called them."""
    if not text.strip():
        return None
    try:
        named = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("import.columns") from None
    is_named = isinstance(named, dict) and all(
        isinstance(name, str) and 0 < len(name) <= LONGEST_COLUMN for name in named.values()
    )
    if not is_named:
        raise InputError("import.columns")
    return dict(named)
