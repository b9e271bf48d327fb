"""How an endpoint is run: in one transaction, in one thread, and once for each idempotency key.

FastAPI reads and checks the request before anything begins. Then, in one thread of the pool, the
transaction begins, whoever asks is found out, the endpoint runs, its answer is written out and
kept for its key, and all of it is committed. So no transaction ever waits for a thread, the turn
to write is held for as short as can be, and whatever is raised takes everything back.
"""

import json
import re
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from fastapi.datastructures import DefaultPlaceholder
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import Response

from api.http import idempotency
from api.http.dependencies import service_of
from api.http.documented import extra_of, problems_of
from api.http.endpoint import Endpoint
from api.http.errors import TooLargeError
from api.http.rate import hidden
from api.http.security import (
    FORMS,
    SAFE,
    authenticated,
    kind_of,
    read_csrf,
    shown_by,
    throttle,
)
from api.store.database import Database
from api.store.work import Means, Work, reading, writing
from routing.errors import InputError

TRIES = 4
"""How often a transaction is begun that PostgreSQL ends for the sake of another."""

_CONTENDED = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization failure and deadlock."""

MOST_JSON = 1_000_000
"""Bytes: far more than any resource needs, and little enough to be looked through for nobody."""

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class ServiceRoute(APIRoute):
    """An endpoint of the service. It is a plain function; `api.http.dependencies` is given to it.

    What it returns is written out by its return annotation; what it raises of `ChalandError` is
    answered as a problem.
    """

    most_json = MOST_JSON

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        model = options.get("response_model")
        ours = Endpoint.of(
            endpoint,
            options.get("status_code") or 200,
            None if isinstance(model, DefaultPlaceholder) else model,
        )
        method = next(iter(options.get("methods") or ["GET"])).upper()
        known = ours.knows_who_asks
        options["responses"] = problems_of(method, known, options.get("responses") or {})
        options["openapi_extra"] = extra_of(method, known, options.get("openapi_extra"))
        self._knows_who_asks = known
        super().__init__(path, self._serving(ours), **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What is done before a thread is taken."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            throttle(request, known=self._knows_who_asks)
            await _read(request, self.most_json)
            await idempotency.read_fingerprint(request)
            await read_csrf(request)
            return await answer(request)

        return handle

    def opened(self, request: Request) -> AbstractContextManager[Work]:
        """The transaction of a request."""
        return _opened(reading if request.method in SAFE else writing, request)

    def answered(
        self, endpoint: Endpoint, request: Request, key: str | None, arguments: dict[str, Any]
    ) -> Response:
        """The answer to a request, out of one transaction."""
        with self.opened(request) as work:
            actor = authenticated(work, request) if endpoint.knows_who_asks else None
            if key is None or actor is None:
                return endpoint.answer(request, work, actor, arguments)
            return idempotency.once(
                request,
                work,
                actor,
                key,
                lambda inner: endpoint.answer(request, inner, actor, arguments),
            )

    def _serving(self, endpoint: Endpoint) -> Callable[..., Response]:
        """What FastAPI calls in the endpoint's stead."""

        def serve(**arguments: Any) -> Response:
            request: Request = arguments.pop(endpoint.request_name)
            key = idempotency.key_of(request)
            if key is None or idempotency.is_pressed(request):
                return self._tried(endpoint, request, key, arguments)
            with request.app.state.flights.alone(_caller(request), key):
                return self._tried(endpoint, request, key, arguments)

        function = endpoint.function
        serve.__name__, serve.__qualname__ = function.__name__, function.__qualname__
        serve.__doc__, serve.__module__ = function.__doc__, function.__module__
        serve.__signature__ = endpoint.shown()  # type: ignore[attr-defined]
        return serve

    def _tried(
        self, endpoint: Endpoint, request: Request, key: str | None, arguments: dict[str, Any]
    ) -> Response:
        for _ in range(TRIES - 1):
            try:
                return self.answered(endpoint, request, key, arguments)
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) not in _CONTENDED:
                    raise
        return self.answered(endpoint, request, key, arguments)


class AskingRoute(ServiceRoute):
    """An endpoint that is asked by POST because its question is long, and changes nothing.

    It reads, and holds up nobody who writes, however long it thinks.
    """

    def opened(self, request: Request) -> AbstractContextManager[Work]:
        """The transaction of a request: it only reads."""
        return opened_for_reading(request)

    def answered(
        self, endpoint: Endpoint, request: Request, key: str | None, arguments: dict[str, Any]
    ) -> Response:
        """The answer to a request; what is kept for its key is written when it is known."""
        with self.opened(request) as work:
            actor = authenticated(work, request) if endpoint.knows_who_asks else None
            if key is None or actor is None:
                return endpoint.answer(request, work, actor, arguments)
            told = idempotency.known(request, work, actor, key)
            if told is not None:
                return told
            response = endpoint.answer(request, work, actor, arguments)
        with _opened(writing, request) as work:
            told = idempotency.known(request, work, actor, key)
            if told is None:
                idempotency.keep(request, work, actor, key, response)
            return told or response


async def _read(request: Request, most_json: int) -> None:
    """Read the body whole, and refuse the one sign that no database keeps.

    Raises
    ------
    TooLargeError
        ``request.too_large``.
    InputError
        ``request.nul``.
    """
    body = b"" if request.method in SAFE else await request.body()
    texts = [*request.query_params.values(), *map(str, request.path_params.values())]
    is_form = body and kind_of(request) in FORMS
    if not is_form and len(body) > most_json:
        raise TooLargeError("request.too_large", most=most_json)
    if is_form:
        fields = (await request.form()).values()
        texts += (field if isinstance(field, str) else field.filename or "" for field in fields)
    if any("\0" in text for text in texts) or (not is_form and _has_nul(body)):
        raise InputError("request.nul")


def _has_nul(json_body: bytes) -> bool:
    """Whether JSON names the sign, in any encoding in which it is read."""
    encoding = json.detect_encoding(json_body)
    is_utf_8 = encoding.startswith("utf-8")
    text = json_body if is_utf_8 else json_body.decode(encoding, "replace").encode()
    return _NUL.search(text) is not None


def opened_for_reading(request: Request) -> AbstractContextManager[Work]:
    """A transaction that only reads, whatever the method of the request."""
    return _opened(reading, request)


@contextmanager
def _opened(
    opening: Callable[[Database, Means], AbstractContextManager[Work]], request: Request
) -> Iterator[Work]:
    service = service_of(request)
    with opening(service.database, service.means) as work:
        if opening is writing:
            work.afterwards(service.bell.ring)
        yield work


def _caller(request: Request) -> str:
    return hidden(shown_by(request) or "")
