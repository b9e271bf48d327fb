"""Whatever the document allows, and much that it does not, is answered as it says."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema

from api.domain.actor import Role
from api.http.app import OPENAPI
from api.store.database import Database
from api.store.work import Means
from tests.service.asking import site

FEW = settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples=60)

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
]
"""Rules that no schema tells are answered by 409 and 422: what is well formed may be refused."""

Asked = tuple[OpenApiSchema, dict[Role, str]]


@pytest.fixture
def asked(database: Database, means: Means) -> Iterator[Asked]:
    with site(database, means) as served:
        yield schemathesis.openapi.from_asgi(OPENAPI, served.app), served.keys


def ask_everything(asked: Asked, how: settings) -> int:
    """Ask every endpoint as somebody of every role; count the calls."""
    schema, keys = asked
    count = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        if operation.path != "/v1/events/stream":  # it ends only when its watcher goes
            count += sum(asked_of(operation, key, how) for key in keys.values())
    return count


def asked_of(operation: APIOperation[Any, Any, Any, Any], key: str, how: settings) -> int:
    """Ask one endpoint with one key, and count the calls."""
    schemas = answers_of(operation)
    count = 0

    @how
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case[Any]) -> None:
        nonlocal count
        count += 1
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)
        if answer.content:
            told = schemas.get(str(answer.status_code))
            assert told is not None, answer.status_code
            told.validate(answer.json())

    ask()
    return count


def answers_of(operation: APIOperation[Any, Any, Any, Any]) -> dict[str, Draft202012Validator]:
    """What each status of an endpoint may say, where that is JSON."""
    document = operation.app.openapi()
    told = document["paths"][operation.path][operation.method]["responses"]
    return {
        status: Draft202012Validator(
            {**kind["schema"], "components": document["components"]},
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        for status, answer in told.items()
        for media, kind in answer.get("content", {}).items()
        if media.endswith("json")
    }


def test_every_endpoint_answers_as_the_document_says(asked: Asked) -> None:
    assert ask_everything(asked, FEW) > 300


@pytest.mark.long
def test_every_endpoint_answers_as_the_document_says_at_length(asked: Asked) -> None:
    assert ask_everything(asked, MANY) > 5_000
