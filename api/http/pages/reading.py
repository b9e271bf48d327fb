"""Who reads a page, and how it is answered."""

from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from api.domain.town import ServedTown
from api.http.languages import language_of
from api.store.work import Work
from api.web.page import Reader, page
from routing.errors import ChalandError, InputErrors
from routing.sentences import catalogue, render


def reader_of(request: Request, work: Work, served: ServedTown, name: str) -> Reader:
    """Whoever has this page of a town before them."""
    return _reader(request, work, served.zone, name)


_PRESS_BYTES = 8


def reader_of_all(request: Request, work: Work) -> Reader:
    """Whoever has a page of all towns before them."""
    return _reader(request, work, "UTC", "")


def _reader(request: Request, work: Work, zone: str, name: str) -> Reader:
    session = getattr(request.state, "session", None)
    return Reader(
        language=language_of(request),
        zone=zone,
        name=name,
        today=work.now.astimezone(ZoneInfo(zone)).date(),
        csrf="" if session is None else session.csrf,
        press=work.means.random_bytes(_PRESS_BYTES).hex(),
    )


def shown(template: str, reader: Reader, /, **values: object) -> HTMLResponse:
    """A page, never kept by anybody on the way."""
    return HTMLResponse(page(template, reader, **values))


def gone_to(path: str) -> RedirectResponse:
    """After a form: what is asked next is asked anew, so that nothing is sent twice."""
    return RedirectResponse(path, status_code=303)


def said(error: ChalandError, language: str) -> str:
    """What is wrong, and how to mend it: all of it, where several things are."""
    if isinstance(error, InputErrors):
        return " ".join(said(one, language) for one in error.errors)
    package = "api" if error.code in catalogue("api", language) else "routing"
    return str(render(error.code, error.values, language, package))
