"""What is wrong, as RFC 9457 has it, in the language of whoever asked.

Sentences name codes, ids, limits and numbers; never what was sent, which may be somebody's name.
"""

import json
from collections.abc import Mapping
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.domain.errors import (
    ForbiddenError,
    MissingError,
    RefusedError,
    StaleError,
    UnknownActorError,
)
from api.http.errors import MannersError, TooManyError
from api.http.languages import language_of
from routing.errors import ChalandError, InputError, InputErrors, Value
from routing.sentences import Sentence, catalogue, render

MEDIA_TYPE = "application/problem+json"

TYPES = "https://chaland.example/problems/"
"""What the address of every kind of problem begins with; its code follows."""

asked: ContextVar[Request] = ContextVar("asked")
"""The request that an endpoint is answering."""

_STATUSES: Mapping[type[ChalandError], int] = {
    InputError: 422,
    RefusedError: 409,
    MissingError: 404,
    UnknownActorError: 401,
    ForbiddenError: 403,
    StaleError: 412,
}

_TITLES: Mapping[int, str] = {
    400: "title.malformed",
    401: "title.unknown_actor",
    403: "title.forbidden",
    404: "title.missing",
    405: "title.method",
    409: "title.refused",
    412: "title.stale",
    413: "title.too_large",
    422: "title.input",
    428: "title.precondition",
    429: "title.too_many",
    500: "title.fault",
}

_HTTP_CODES: Mapping[int, str] = {
    404: "request.no_such_page",
    405: "request.no_such_method",
}


def documented(status: int) -> dict[str, Any]:
    """How the OpenAPI document tells of a problem."""
    reference = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": reference}},
    }


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: documented(status) for status in (400, 404, 422, 429)
}
"""What every endpoint may answer; `ServiceRoute` adds what its method and its actor bring."""


def status_of(error: ChalandError) -> int:
    """The status that an error is answered with; 500 where whoever asks could not avoid it."""
    if isinstance(error, MannersError):
        return error.status
    for kind, status in _STATUSES.items():
        if isinstance(error, kind):
            return status
    return 500


def headers_of(error: ChalandError) -> dict[str, str]:
    """What programs and browsers read of an error, however it is told to people."""
    return {"Retry-After": str(error.seconds)} if isinstance(error, TooManyError) else {}


def said(code: str, values: Mapping[str, Value], language: str) -> Sentence:
    """The sentence of a code, whichever room raised it."""
    package = "api" if code in catalogue("api", language) else "routing"
    return render(code, values, language, package)


def problem(request: Request, error: ChalandError) -> Response:
    """The answer to what an error has ended."""
    headers = headers_of(error)
    if isinstance(error, UnknownActorError):
        headers["WWW-Authenticate"] = "Bearer"
    extra: dict[str, Any] = {}
    if isinstance(error, InputError):
        errors = error.errors if isinstance(error, InputErrors) else (error,)
        extra["errors"] = [_entry(one, language_of(request)) for one in errors]
    return _answer(request, status_of(error), error.code, error.values, headers, extra)


def problem_response(code: str, values: Mapping[str, Value], status: int, **extra: Any) -> Response:
    """A problem that an endpoint answers by itself, so that what it did stays done.

    Parameters
    ----------
    extra
        Members beside those of every problem.
    """
    return _answer(asked.get(), status, code, values, {}, extra)


def http_problem(request: Request, error: HTTPException) -> Response:
    """The answer where no endpoint was found, or the body could not be read."""
    code = _HTTP_CODES.get(error.status_code, "request.malformed")
    return _answer(request, error.status_code, code, {}, error.headers or {}, {})


def fault(request: Request) -> Response:
    """The answer to what we have not foreseen. What it was is told by the log only."""
    return _answer(request, 500, "service.fault", {}, {}, {})


def _answer(  # noqa: PLR0913, PLR0917  # one parameter for each thing that it tells
    request: Request,
    status: int,
    code: str,
    values: Mapping[str, Value],
    headers: Mapping[str, str],
    extra: Mapping[str, Any],
) -> Response:
    language = language_of(request)
    title = _TITLES.get(status)
    document = {
        "type": f"{TYPES}{code}",
        "title": said(title, {}, language).wrong if title else HTTPStatus(status).phrase,
        "status": status,
        "detail": str(said(code, values, language)),
        "instance": f"urn:uuid:{request.state.request_id}",
        "code": code,
        "values": _without_pointer(values),
        **extra,
    }
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, {**headers, "Content-Language": language}, MEDIA_TYPE)


def _entry(error: InputError, language: str) -> dict[str, Any]:
    """One of the errors of an input; the value ``pointer`` tells where it is."""
    entry = {
        "code": error.code,
        "detail": str(said(error.code, error.values, language)),
        "values": _without_pointer(error.values),
    }
    pointer = error.values.get("pointer")
    return entry if pointer is None else {"pointer": f"#{pointer}", **entry}


def _without_pointer(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if name != "pointer"}
