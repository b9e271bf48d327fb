"""What endpoints are given: the work of their transaction, who asks, the town, the service."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Header, Request

from api.domain.actor import Actor
from api.domain.town import ServedTown
from api.http.languages import language_of
from api.services.service import Service
from api.store import towns
from api.store.work import Work
from routing.errors import InputError


@dataclass(frozen=True, slots=True)
class Given:
    """Marks what `api.http.service_route` gives an endpoint, inside its transaction.

    It is no dependency of FastAPI's: those are worked out before the transaction begins.
    """


WorkDep: TypeAlias = Annotated[Work, Given()]
"""The transaction: it reads for GET and HEAD and writes otherwise."""

ActorDep: TypeAlias = Annotated[Actor, Given()]
"""Who asks; an endpoint that has one answers nobody who is not known."""

TownDep: TypeAlias = Annotated[ServedTown, Given()]
"""The town of whoever asks; an admin, who has none, names it by ``?town=``."""


async def _service(request: Request) -> Service:
    return service_of(request)


async def _language(request: Request) -> str:
    return language_of(request)


async def _if_match(
    if_match: Annotated[
        str | None,
        Header(
            max_length=200,
            description="The `ETag` of what is changed, as it was read. Without it: 428.",
            examples=['"1"'],
        ),
    ] = None,
) -> str | None:
    return if_match


ServiceDep: TypeAlias = Annotated[Service, Depends(_service)]
LanguageDep: TypeAlias = Annotated[str, Depends(_language)]
IfMatch: TypeAlias = Annotated[str | None, Depends(_if_match)]


def service_of(request: Request) -> Service:
    """The service that was asked."""
    service: Service = request.app.state.service
    return service


def town_asked(work: Work, actor: Actor, named: str | None) -> ServedTown:
    """The town that a request is about.

    Parameters
    ----------
    named
        By ``?town=``; None: the actor's own.

    Raises
    ------
    MissingError
        When it is not the actor's.
    InputError
        ``town.unnamed``: an admin has to say which.
    """
    town = named or actor.town
    if town is None:
        raise InputError("town.unnamed")
    return towns.find(work, actor, town)
