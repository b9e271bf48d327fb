"""The OpenAPI document: every endpoint says which problems it may answer, and who may ask it."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.idempotency import HEADER, LONGEST
from api.http.problem import PROBLEMS, TYPES, documented
from api.http.schemas.base import Model

_KNOWN = (401, 403)
_BY_METHOD: Mapping[str, tuple[int, ...]] = {
    "GET": (),
    "POST": (409, 413),
    "PUT": (409, 412, 413, 428),
    "PATCH": (409, 412, 413, 428),
    "DELETE": (409, 412, 428),
}

SECURITY_SCHEMES = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key as `POST /v1/keys` shows it once: `chl_` and what follows.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "chaland",
        "description": "Of somebody who has signed in with a browser (`__Host-chaland` by https). "
        "Whatever changes something sends the session's CSRF token too, in `X-CSRF-Token` or in "
        "the field `csrf` of a form.",
    },
}

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "What is wrong (RFC 9457), in French or English by `Accept-Language`.",
    "required": ["type", "title", "status", "detail", "instance", "code", "values"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong, and how to mend it."},
        "instance": {"type": "string", "format": "uri", "description": "This very answer."},
        "code": {"type": "string", "description": "Stable; what programs decide by."},
        "values": {"type": "object", "description": "What `detail` names."},
        "candidates": {
            "type": "array",
            "description": "Of an unsure address: the doors, streets and places it may mean.",
            "items": {"$ref": "#/components/schemas/CandidateOut"},
        },
        "offers": {
            "type": "array",
            "description": "Of a change that does not fit: the slots that would.",
            "items": {"$ref": "#/components/schemas/OfferOut"},
        },
        "quote": {"$ref": "#/components/schemas/QuoteOut"},
        "errors": {
            "type": "array",
            "description": "All that is wrong with what was sent.",
            "items": {
                "type": "object",
                "required": ["code", "detail", "values"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "Where, as a JSON Pointer into the body (RFC 6901).",
                    },
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "values": {"type": "object"},
                },
            },
        },
    },
    "examples": [
        {
            "type": f"{TYPES}order.not_now",
            "title": "Not now",
            "status": 409,
            "detail": "The order is delivered: it cannot be cancelled.",
            "instance": "urn:uuid:0b9c5f4e-6d0f-4a36-9b0f-0d6f3a1e9a55",
            "code": "order.not_now",
            "values": {"state": "delivered", "act": "cancel", "possible": "-"},
        }
    ],
}

_IDEMPOTENCY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Any text that is new for this request: sent again with the same body, it is "
    "answered as it was the first time, and has no second effect.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"},
    "example": "2f1c7a54-9d0e-4f0b-8a44-1c9f0ad0a5a1",
}


def problems_of(
    method: str, known: bool, own: Mapping[int | str, Mapping[str, Any]]
) -> dict[int | str, dict[str, Any]]:
    """The answers of an endpoint beside the one that it is for.

    Parameters
    ----------
    known
        Whether it answers only whom it knows.
    own
        What its module says of it.
    """
    statuses = (*_BY_METHOD.get(method, ()), *(_KNOWN if known else ()))
    problems = {**PROBLEMS, **{status: documented(status) for status in statuses}}
    every = {**problems, **own}
    return {status: {**problems.get(status, {}), **own.get(status, {})} for status in every}


def extra_of(method: str, known: bool, extra: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the document says of an endpoint beside what FastAPI finds out."""
    said: dict[str, Any] = {**(extra or {})}
    if known:
        said["security"] = [{name: []} for name in SECURITY_SCHEMES]
    if known and method == "POST":
        said["parameters"] = [*said.get("parameters", []), _IDEMPOTENCY]
    return said


def document_of(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with what all endpoints share."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        license_info=app.license_info,
        routes=app.routes,
    )
    components = document.setdefault("components", {})
    components["securitySchemes"] = SECURITY_SCHEMES
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = PROBLEM_SCHEMA
    for model in _models(Model):
        examples = model.model_json_schema().get("examples")
        if examples and model.__name__ in schemas:
            schemas[model.__name__]["examples"] = examples
    return document


def _models(model: type[Model]) -> Iterator[type[Model]]:
    """All that descend from a model. FastAPI leaves nulls out of their examples, they do not."""
    for inner in model.__subclasses__():
        yield inner
        yield from _models(inner)
