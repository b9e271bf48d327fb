"""What endpoints are given: the work of their transaction, who asks, the service, the language."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from api.domain.actor import Actor
from api.http.languages import language_of
from api.services.service import Service
from api.store.work import Work


@dataclass(frozen=True, slots=True)
class Given:
    """Marks what `api.http.service_route` gives an endpoint, inside its transaction.

    It is no dependency of FastAPI's: those are worked out before the transaction begins.
    """


WorkDep: TypeAlias = Annotated[Work, Given()]
"""The transaction: it reads for GET and HEAD and writes otherwise."""

ActorDep: TypeAlias = Annotated[Actor, Given()]
"""Who asks; an endpoint that has one answers nobody who is not known."""


async def _service(request: Request) -> Service:
    return service_of(request)


async def _language(request: Request) -> str:
    return language_of(request)


ServiceDep: TypeAlias = Annotated[Service, Depends(_service)]
LanguageDep: TypeAlias = Annotated[str, Depends(_language)]


def service_of(request: Request) -> Service:
    """The service that was asked."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service
