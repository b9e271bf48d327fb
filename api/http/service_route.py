"""How an endpoint is run: in one transaction, in one thread, and once for each idempotency key.

FastAPI reads and checks the request before anything begins. Then, in one thread of the pool, the
transaction begins, whoever asks is found out, the endpoint runs, its answer is written out and
kept for its key, and all of it is committed. So no transaction ever waits for a thread, the turn
to write is held for as short as can be, and whatever is raised takes everything back.
"""

import inspect
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import Response

from api.domain.actor import Actor
from api.http import idempotency
from api.http.dependencies import ActorDep, WorkDep, service_of
from api.http.documented import extra_of, problems_of
from api.http.rate import hidden
from api.http.security import SAFE, authenticated, cookie_name, read_csrf, throttle
from api.store.database import Database
from api.store.work import Means, Work, reading, writing

TRIES = 4
"""How often a transaction is begun that PostgreSQL ends for the sake of another."""

_CONTENDED = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization failure and deadlock."""

_EMPTY = 204


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What a resource's module has written.

    Parameters
    ----------
    work, actor, request, response
        Names of the parameters that are given those; None where it asks for none.
    adapter
        Writes out what it returns; None where that is an answer already.
    """

    function: Callable[..., Any]
    status: int
    work: str | None
    actor: str | None
    request: str | None
    response: str | None
    adapter: TypeAdapter[Any] | None

    @classmethod
    def of(cls, function: Callable[..., Any], status: int) -> "Endpoint":
        """An endpoint by its signature."""
        signature = inspect.signature(function, eval_str=True)

        def named(annotation: Any) -> str | None:
            found = (it.name for it in signature.parameters.values() if it.annotation == annotation)
            return next(found, None)

        returned = signature.return_annotation
        is_answer = inspect.isclass(returned) and issubclass(returned, Response)
        return cls(
            function,
            status,
            named(WorkDep),
            named(ActorDep),
            named(Request),
            named(Response),
            None if is_answer else TypeAdapter(returned),
        )

    def asked(self) -> inspect.Signature:
        """What FastAPI finds for it: its parameters without the transaction's, and the request."""
        signature = inspect.signature(self.function, eval_str=True)
        given = {self.work, self.actor, self.request}
        parameters = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for parameter in signature.parameters.values()
            if parameter.name not in given
        ]
        request = inspect.Parameter(
            self.request or "request", inspect.Parameter.KEYWORD_ONLY, annotation=Request
        )
        return signature.replace(parameters=[request, *parameters])

    def answer(
        self, request: Request, work: Work, actor: Actor | None, arguments: dict[str, Any]
    ) -> Response:
        """Run it, and write out what it returns."""
        given = {self.work: work, self.actor: actor, self.request: request}
        request.state.work = work
        result = self.function(
            **arguments, **{name: value for name, value in given.items() if name is not None}
        )
        prepared = arguments.get(self.response or "")
        response = result if isinstance(result, Response) else self._written(result, prepared)
        if prepared is not None:
            response.headers.raw.extend(prepared.headers.raw)
        return response

    def _written(self, result: Any, prepared: Response | None) -> Response:
        status = (prepared.status_code if prepared is not None else None) or self.status
        if status == _EMPTY:
            return Response(status_code=status)
        assert self.adapter is not None
        body = self.adapter.dump_json(result, by_alias=True)
        return Response(body, status, media_type="application/json")


class ServiceRoute(APIRoute):
    """An endpoint of the service. It is a plain function, and asks for `WorkDep` and `ActorDep`.

    What it returns is written out by its return annotation; what it raises of `ChalandError` is
    answered as a problem.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        ours = Endpoint.of(endpoint, options.get("status_code") or 200)
        method = next(iter(options.get("methods") or ["GET"])).upper()
        known = ours.actor is not None
        options["responses"] = {**problems_of(method, known), **(options.get("responses") or {})}
        options["openapi_extra"] = extra_of(method, known, options.get("openapi_extra"))
        super().__init__(path, self._serving(ours), **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What is done before a thread is taken."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            throttle(request)
            if request.method not in SAFE:
                await request.body()
            await idempotency.read_fingerprint(request)
            await read_csrf(request)
            return await answer(request)

        return handle

    def opened(self, request: Request) -> AbstractContextManager[Work]:
        """The transaction of a request."""
        opening = reading if request.method in SAFE else writing
        return _opened(opening, request)

    def answered(
        self, endpoint: Endpoint, request: Request, key: str | None, arguments: dict[str, Any]
    ) -> Response:
        """The answer to a request, out of one transaction."""
        with self.opened(request) as work:
            actor = authenticated(work, request) if endpoint.actor else None
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
        name = endpoint.request or "request"

        def serve(**arguments: Any) -> Response:
            request: Request = arguments.pop(name)
            key = idempotency.key_of(request)
            if key is None:
                return self._tried(endpoint, request, key, arguments)
            with request.app.state.flights.alone(_caller(request), key):
                return self._tried(endpoint, request, key, arguments)

        function = endpoint.function
        serve.__name__, serve.__qualname__ = function.__name__, function.__qualname__
        serve.__doc__, serve.__module__ = function.__doc__, function.__module__
        serve.__signature__ = endpoint.asked()  # type: ignore[attr-defined]
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
        return _opened(reading, request)

    def answered(
        self, endpoint: Endpoint, request: Request, key: str | None, arguments: dict[str, Any]
    ) -> Response:
        """The answer to a request; what is kept for its key is written when it is known."""
        with self.opened(request) as work:
            actor = authenticated(work, request) if endpoint.actor else None
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


def _opened(
    opening: Callable[[Database, Means], AbstractContextManager[Work]], request: Request
) -> AbstractContextManager[Work]:
    service = service_of(request)
    return opening(service.database, service.means)


def _caller(request: Request) -> str:
    shown = request.headers.get("authorization") or request.cookies.get(cookie_name(request))
    return hidden(shown or "")
