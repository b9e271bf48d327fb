"""``/sign-in``: how people come in with a browser, by password or by a link that works once.

A link is opened by a button, not by being looked at: programs that fetch links to show what is
behind them would use it up.
"""

import datetime as dt
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.domain.errors import ForbiddenError, MissingError, UnknownActorError
from api.http.dependencies import LanguageDep, ServiceDep, service_of
from api.http.languages import language_of
from api.http.pages.page_route import SignInRoute
from api.http.pages.reading import said
from api.http.rate import address_of, hidden
from api.http.security import cookie_name
from api.services import signing_in
from api.services.passwords import LONGEST
from api.services.signing_in import SESSION_LASTS, SignedIn
from api.store.work import writing
from api.web.page import Reader, page
from routing.errors import ChalandError

router = APIRouter(prefix="/sign-in", route_class=SignInRoute, include_in_schema=False)

_LONGEST_TOKEN = 300
_SEE_OTHER = 303

LocalPath = Annotated[str, Form(max_length=500)]


@router.get("")
def show_sign_in(language: LanguageDep, to: str = "/") -> HTMLResponse:
    """The form for login and password."""
    return _page(language, to)


@router.get("/{token}")
def show_link(token: str, language: LanguageDep, to: str = "/") -> HTMLResponse:
    """The button that opens a link."""
    return _page(language, to, token=token[:_LONGEST_TOKEN])


@router.post("")
def sign_in(  # noqa: PLR0913, PLR0917  # one parameter for each field of the form
    request: Request,
    service: ServiceDep,
    login: Annotated[str, Form(max_length=LONGEST, pattern=r"^[^\x00]*$")] = "",
    password: Annotated[str, Form(max_length=LONGEST)] = "",
    token: Annotated[str, Form(max_length=_LONGEST_TOKEN)] = "",
    to: LocalPath = "/",
) -> Response:
    """Begin a session, and go where one wanted to."""
    require_same_origin(request)
    slow_down(request, login)
    before = request.cookies.get(cookie_name(request))
    try:
        if token:
            with writing(service.database, service.means) as work:
                signed_in = signing_in.by_link(work, token, before)
        else:
            signed_in = signing_in.by_password(
                service.database, service.means, login, password, before
            )
    except (MissingError, UnknownActorError) as error:
        return _refused(request, error, local(to))
    response = RedirectResponse(local(to), _SEE_OTHER)
    set_cookie(request, response, signed_in)
    return response


@router.post("/out")
def sign_out(request: Request, service: ServiceDep) -> Response:
    """End the session of this browser."""
    require_same_origin(request)
    response = RedirectResponse("/sign-in", _SEE_OTHER)
    with writing(service.database, service.means) as work:
        signing_in.leave(work, request.cookies.get(cookie_name(request)))
    response.delete_cookie(cookie_name(request), path="/", secure=_is_secure(request))
    return response


def set_cookie(request: Request, response: Response, signed_in: SignedIn) -> None:
    """Give the browser its session."""
    response.set_cookie(
        cookie_name(request),
        signed_in.secret,
        max_age=int(SESSION_LASTS.total_seconds()),
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
    )


def require_same_origin(request: Request) -> None:
    """Refuse forms of other sites: they could sign somebody in as somebody else.

    Raises
    ------
    ForbiddenError
        ``auth.other_site``.
    """
    origin = request.headers.get("origin")
    ours = {service_of(request).settings.public_url.origin, str(request.base_url).rstrip("/")}
    if origin is not None and origin not in ours:
        raise ForbiddenError("auth.other_site")


def slow_down(request: Request, login: str) -> None:
    """Let nobody guess passwords: neither from one address nor for one login.

    Raises
    ------
    TooManyError
        ``rate.too_many``.
    """
    buckets, now = request.app.state.sign_ins, service_of(request).means.now()
    buckets.take(address_of(request), now)
    if login:
        buckets.take(hidden(signing_in.tidy_login(login)), now)


def local(path: str) -> str:
    """A path of this service; anything else leads to its first page.

    Examples
    --------
    >>> local("/orders?date=1"), local("https://elsewhere.example"), local("//elsewhere.example")
    ('/orders?date=1', '/', '/')
    """
    is_local = path.startswith("/") and not path.startswith(("//", "/\\"))
    parts = urlsplit(path) if is_local and path.isprintable() else None
    return path if parts is not None and not parts.scheme and not parts.netloc else "/"


def _refused(request: Request, error: ChalandError, to: str) -> Response:
    language = language_of(request)
    status = 401 if isinstance(error, UnknownActorError) else 404
    return _page(language, to, wrong=said(error, language), status=status)


def _page(
    language: str, to: str, *, token: str = "", wrong: str = "", status: int = 200
) -> HTMLResponse:
    reader = Reader(language, "UTC", "", dt.date.min)
    shown = page("sign_in", reader, to=local(to), token=token, wrong=wrong)
    return HTMLResponse(shown, status)


def _is_secure(request: Request) -> bool:
    return service_of(request).settings.public_url.scheme == "https"
