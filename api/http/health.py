"""``/healthz``: the process answers. ``/readyz``: it can do its work."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.http.dependencies import ServiceDep
from api.store.schema import require_current

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Whether the process answers at all; it asks nothing of anybody else."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(service: ServiceDep) -> JSONResponse:
    """Whether the database answers and has the tables that this version needs."""
    try:
        require_current(service.database)
    except Exception as error:  # noqa: BLE001 (whatever it is: it is not ready)
        found = getattr(error, "code", type(error).__name__)
        return JSONResponse({"status": "not ready", "database": found}, status_code=503)
    return JSONResponse({"status": "ok", "database": "ok"})
