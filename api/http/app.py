"""The service over HTTP, put together."""

from importlib.metadata import version
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.staticfiles import StaticFiles

from api.http import (
    addresses,
    calendar,
    couriers,
    events,
    health,
    imports,
    jobs,
    keys,
    me,
    metrics,
    orders,
    plans,
    pools,
    proofs,
    quotes,
    recipients,
    rounds,
    shifts,
    shops,
    solve,
    standing_orders,
    stream,
    tariffs,
    towns,
    vehicles,
    webhooks,
)
from api.http.documented import document_of
from api.http.field_errors import field_errors
from api.http.idempotency import Flights
from api.http.metrics import Metrics
from api.http.pages import (
    change,
    counter,
    counter_door,
    courier,
    desk,
    home,
    installation,
    recipient,
    sign_in,
)
from api.http.pages.page_route import no_such_page
from api.http.problem import http_problem, problem, status_of
from api.http.rate import Buckets
from api.http.watching import Watching
from api.services.seats import Seats
from api.services.service import Service
from routing.errors import ChalandError

ROUTERS = (
    towns.router,
    shops.router,
    couriers.router,
    vehicles.router,
    shifts.router,
    tariffs.router,
    keys.router,
    orders.router,
    recipients.searching,
    recipients.router,
    quotes.router,
    standing_orders.router,
    addresses.router,
    pools.router,
    rounds.router,
    events.router,
    stream.router,
    proofs.router,
    calendar.router,
    plans.router,
    jobs.router,
    me.router,
    webhooks.router,
    imports.router,
    solve.router,
    sign_in.router,
    home.router,
    counter.router,
    counter_door.router,
    counter_door.looking,
    change.router,
    courier.router,
    desk.router,
    installation.router,
    recipient.router,
    health.router,
    metrics.router,
)
"""One a resource."""

OPENAPI = "/v1/openapi.json"

_NO_SUCH_PAGE, _NO_SUCH_METHOD, _FAULT = 404, 405, 500


def make_app(service: Service) -> FastAPI:
    """The service as an ASGI application."""
    app = FastAPI(
        title="Chaland",
        version=version("chaland"),
        summary="The independent shops of a town deliver together.",
        license_info={"name": "Apache 2.0", "identifier": "Apache-2.0"},
        openapi_url=OPENAPI,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    limits = service.settings.limits
    app.state.service = service
    app.state.metrics = Metrics()
    app.state.flights = Flights()
    app.state.requests = Buckets(limits.requests)
    app.state.unknown_requests = Buckets(limits.unknown_requests)
    app.state.failures = Buckets(limits.unknown_requests)
    app.state.sign_ins = Buckets(limits.sign_ins)
    app.state.streams = Seats(stream.MOST_STREAMS)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", _Styles(packages=[("api.web", "static")]), "static")
    _answer_errors(app)
    app.add_middleware(
        Watching,
        metrics=app.state.metrics,
        is_secure=service.settings.public_url.scheme == "https",
        most_bytes=limits.body_bytes,
    )
    _document(app)
    return app


class _Styles(StaticFiles):
    """Files that browsers keep, and ask about each time whether they have changed."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        """A file, or that it is as it was."""
        answer = super().file_response(*args, **options)
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def _answer_errors(app: FastAPI) -> None:
    async def refused(request: Request, error: Exception) -> Response:
        refusal = cast("ChalandError", error)
        if status_of(refusal) >= _FAULT:
            raise error
        return problem(request, refusal)

    async def malformed(request: Request, error: Exception) -> Response:
        found = cast("RequestValidationError", error).errors()
        return problem(request, field_errors(found))

    async def not_found(request: Request, error: Exception) -> Response:
        answer = cast("HTTPException", error)
        shown = no_such_page(request) if answer.status_code == _NO_SUCH_PAGE else None
        if shown is not None:
            return shown
        if answer.status_code == _NO_SUCH_METHOD:
            allowed = ", ".join(_methods(app, request))
            answer = HTTPException(_NO_SUCH_METHOD, headers={"Allow": allowed})
        return http_problem(request, answer)

    app.add_exception_handler(ChalandError, refused)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, not_found)


def _methods(app: FastAPI, request: Request) -> list[str]:
    """All methods that the path of a request knows."""
    known = set()
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in app.router.routes):
            known.add(method)
    return sorted(known)


def _document(app: FastAPI) -> None:
    kept: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not kept:
            kept.update(document_of(app))
        return kept

    app.openapi = openapi  # type: ignore[method-assign]
