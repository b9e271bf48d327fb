"""How a page is run: as every endpoint is, and what is wrong is told as a page."""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.domain.errors import StaleError, UnknownActorError
from api.http.endpoint import Endpoint
from api.http.languages import language_of
from api.http.pages.reading import said
from api.http.problem import headers_of, status_of
from api.http.security import throttle
from api.http.service_route import ServiceRoute, opened_for_reading
from api.store.work import Work
from api.web.page import fault_page
from api.web.words import Words
from routing.errors import ChalandError

_UNREADABLE = 422


class PageRoute(ServiceRoute):
    """An endpoint that people look at."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What is raised becomes a page; whoever is not known signs in."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await told_as_page(answer, request)
            except UnknownActorError:
                return RedirectResponse("/sign-in", status_code=303)

        return handle


class LookingRoute(PageRoute):
    """A page that is asked by a form, since what is asked is nothing for an address.

    It changes nothing: it holds up nobody who writes, and nothing of it is kept for its key.
    """

    def opened(self, request: Request) -> AbstractContextManager[Work]:
        """The transaction of a request: it only reads."""
        return opened_for_reading(request)

    def answered(
        self,
        endpoint: Endpoint,
        request: Request,
        key: str | None,  # noqa: ARG002
        arguments: dict[str, Any],
    ) -> Response:
        """The page, anew each time."""
        return super().answered(endpoint, request, None, arguments)


class SignInRoute(APIRoute):
    """A page of those who are not known yet."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What is raised becomes a page."""
        answer = super().get_route_handler()

        async def throttled(request: Request) -> Response:
            throttle(request, known=False)
            return await answer(request)

        async def handle(request: Request) -> Response:
            return await told_as_page(throttled, request)

        return handle


async def told_as_page(
    answer: Callable[[Request], Awaitable[Response]], request: Request
) -> Response:
    """What an endpoint answers, or a page that says what is wrong and how to mend it.

    Raises
    ------
    UnknownActorError
    ChalandError
        When it is our fault.
    """
    language = language_of(request)
    words = Words("pages", language)
    try:
        return await answer(request)
    except UnknownActorError:
        raise
    except RequestValidationError:
        return HTMLResponse(fault_page(words("unreadable_form"), language), _UNREADABLE)
    except StaleError as error:
        return HTMLResponse(fault_page(words("changed_meanwhile"), language), status_of(error))
    except ChalandError as error:
        status = status_of(error)
        if status >= 500:
            raise
        return HTMLResponse(fault_page(said(error, language), language), status, headers_of(error))


def no_such_page(request: Request) -> Response | None:
    """Whoever mistypes an address in a browser is answered in words; None: a program asks."""
    return _in_words(request, "no_such_page", 404)


def page_of_our_fault(request: Request) -> Response | None:
    """What we have not foreseen, in words, with what finds it in the log; None: a program asks."""
    return _in_words(request, "our_fault", 500, number=request.state.request_id)


def _in_words(request: Request, key: str, status: int, number: str = "") -> Response | None:
    accepted = request.headers.get("accept", "")
    if request.url.path.startswith("/v1/") or "text/html" not in accepted:
        return None
    language = language_of(request)
    sentence = Words("pages", language)(key, number=number)
    return HTMLResponse(fault_page(sentence, language), status)
