"""An endpoint as its module has written it, and what FastAPI is shown of it."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from api.domain.actor import Actor
from api.http.dependencies import ActorDep, TownDep, WorkDep, town_asked
from api.http.paging import keep_questions
from api.http.problem import asked
from api.http.schemas.base import PublicId
from api.store.work import Work

NAMED_TOWN = "named_town"
"""The parameter that FastAPI reads ``?town=`` into."""

_EMPTY = 204

_NamedTown = Annotated[
    PublicId | None, Query(alias="town", description="The town, for an admin, who has none.")
]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What a resource's module has written.

    Parameters
    ----------
    status
        Of its answer, unless it says otherwise.
    work, actor, town, request, response
        Names of its parameters that are given those; None where it asks for none.
    adapter
        Writes out what it returns; None where that is an answer already.
    """

    function: Callable[..., Any]
    status: int
    work: str | None
    actor: str | None
    town: str | None
    request: str | None
    response: str | None
    adapter: TypeAdapter[Any] | None

    @classmethod
    def of(cls, function: Callable[..., Any], status: int, model: Any) -> "Endpoint":
        """An endpoint by its signature.

        Parameters
        ----------
        model
            What it returns, where its return annotation tells more than that.
        """
        signature = inspect.signature(function, eval_str=True)

        def named(annotation: Any) -> str | None:
            found = (it.name for it in signature.parameters.values() if it.annotation == annotation)
            return next(found, None)

        returned = signature.return_annotation if model is None else model
        is_answer = inspect.isclass(returned) and issubclass(returned, Response)
        return cls(
            function,
            status,
            named(WorkDep),
            named(ActorDep),
            named(TownDep),
            named(Request),
            named(Response),
            None if is_answer else TypeAdapter(returned),
        )

    @property
    def knows_who_asks(self) -> bool:
        """Whether it answers nobody who is not known."""
        return self.actor is not None or self.town is not None

    @property
    def request_name(self) -> str:
        """The parameter that FastAPI gives the request to."""
        return self.request or "request"

    def shown(self) -> inspect.Signature:
        """Its signature for FastAPI: without what the transaction gives, with the request."""
        signature = inspect.signature(self.function, eval_str=True)
        given = {self.work, self.actor, self.town, self.request}
        left = {
            name: parameter for name, parameter in signature.parameters.items() if name not in given
        }
        only = inspect.Parameter.KEYWORD_ONLY
        parameters = [
            inspect.Parameter(self.request_name, only, annotation=Request),
            *(parameter.replace(kind=only) for parameter in left.values()),
        ]
        if self.town is not None:
            named = inspect.Parameter(NAMED_TOWN, only, annotation=_NamedTown, default=None)
            parameters.append(named)
        return signature.replace(parameters=parameters)

    def answer(
        self, request: Request, work: Work, actor: Actor | None, arguments: Mapping[str, Any]
    ) -> Response:
        """Run it, and write out what it returns."""
        request.state.work = work
        given: dict[str | None, Any] = {
            self.work: work,
            self.actor: actor,
            self.request: request,
        }
        told = {name: value for name, value in arguments.items() if name != NAMED_TOWN}
        if self.town is not None and actor is not None:
            given[self.town] = town_asked(work, actor, arguments[NAMED_TOWN])
        told |= {name: value for name, value in given.items() if name is not None}
        token = asked.set(request)
        try:
            result = self.function(**told)
        finally:
            asked.reset(token)
        prepared = arguments.get(self.response or "")
        response = result if isinstance(result, Response) else self._written(result, prepared)
        if prepared is not None:
            response.headers.raw.extend(prepared.headers.raw)
        keep_questions(request, response)
        return response

    def _written(self, result: Any, prepared: Response | None) -> Response:
        status = (prepared.status_code if prepared is not None else None) or self.status
        if status == _EMPTY or self.adapter is None:
            return Response(status_code=status)
        body = self.adapter.dump_json(result, by_alias=True)
        return Response(body, status, media_type="application/json")
