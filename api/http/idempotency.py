"""A request sent twice has one effect and one answer: ``Idempotency-Key`` on every POST.

The answer is kept in the transaction of the effect, so no end of the process parts the two. What
is refused by the rules (409, 422) is kept too; what is refused for its manners, or because nobody
known asks, is not: it may be mended and sent again with the same key.

The form of a page has a key of its own: all that it sends, with a word that is drawn anew each time
the page is shown. So a button that is pressed twice does its work once.
"""

import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from api.domain.actor import Actor
from api.domain.errors import RefusedError
from api.http.errors import MannersError
from api.http.problem import problem, status_of
from api.http.schemas.base import Model
from api.http.security import FORMS, kind_of
from api.store import answers
from api.store.answers import KeptAnswer
from api.store.work import Work
from routing.errors import ChalandError, InputError

HEADER = "Idempotency-Key"
LONGEST = 255

PRESS = "press"
"""The field of a form with the word that is drawn anew."""

Answered = TypeVar("Answered", bound=Model)

_KEY = re.compile(rf"[!-~]{{1,{LONGEST}}}")
_BOUNDARY = re.compile(r"boundary=\"?([^\";]+)", re.IGNORECASE)
_KEPT_STATUSES = frozenset({409, 422})
_NOT_KEPT = frozenset({"content-length", "date"})


class Flights:
    """Keys that this process is answering at the moment."""

    def __init__(self) -> None:
        self._keys: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    @contextmanager
    def alone(self, caller: str, key: str) -> Iterator[None]:
        """Answer a caller's key while nobody else here does.

        Raises
        ------
        RefusedError
            ``idempotency.in_flight``.
        """
        with self._lock:
            if (caller, key) in self._keys:
                raise RefusedError("idempotency.in_flight")
            self._keys.add((caller, key))
        try:
            yield
        finally:
            with self._lock:
                self._keys.discard((caller, key))


def key_of(request: Request) -> str | None:
    """The idempotency key of a request; None where it has none, or its method needs none.

    A form's is known once its fingerprint is.

    Raises
    ------
    MannersError
        ``idempotency.malformed``.
    """
    if request.method != "POST":
        return None
    key = request.headers.get(HEADER, getattr(request.state, "pressed", None))
    if key is not None and _KEY.fullmatch(key) is None:
        raise MannersError("idempotency.malformed", longest=LONGEST)
    return key


async def read_fingerprint(request: Request) -> None:
    """Know the request again: its body is read before the endpoint reads it."""
    request.state.fingerprint, request.state.pressed = "", None
    is_form = kind_of(request) in FORMS and PRESS in await request.form()
    if is_form or key_of(request) is not None:
        body = await request.body()
        boundary = _BOUNDARY.search(request.headers.get("content-type", ""))
        if boundary:  # drawn anew each time the same form is sent
            body = body.replace(boundary[1].encode("latin-1"), b"")
        asked = f"{request.url.path}?{request.url.query}\n".encode()
        request.state.fingerprint = hashlib.sha256(asked + body).hexdigest()
    if is_form:
        request.state.pressed = request.state.fingerprint


def is_pressed(request: Request) -> bool:
    """Whether the key is a form's: then the second press waits for the first, and is told by it."""
    pressed = request.state.pressed
    return pressed is not None and key_of(request) == pressed


def once(
    request: Request, work: Work, actor: Actor, key: str, answer: Callable[[Work], Response]
) -> Response:
    """The first answer to a key: made now, or as it was.

    Parameters
    ----------
    answer
        What the endpoint does. It is given a work of its own, so that what it did is taken back
        when it is refused, and its refusal stays.

    Raises
    ------
    InputError
        ``idempotency.other_body``.
    RefusedError
        ``idempotency.in_flight``: another process is answering it.
    ChalandError
        What the endpoint raises and is not kept.
    """
    told = known(request, work, actor, key)
    if told is not None:
        return told
    try:
        with work.connection.begin_nested():
            inner = work.part()
            response = answer(inner)
    except ChalandError as error:
        if is_pressed(request) or status_of(error) not in _KEPT_STATUSES:
            raise
        response = problem(request, error)
    else:
        work.afterwards(inner.stand)
    keep(request, work, actor, key, response)
    return response


def known(request: Request, work: Work, actor: Actor, key: str) -> Response | None:
    """What was answered to a key before; None: nothing, and this work alone may answer it.

    Raises
    ------
    InputError
        ``idempotency.other_body``.
    RefusedError
        ``idempotency.in_flight``.
    """
    if not answers.claim(work, actor.id, key, waits=is_pressed(request)):
        raise RefusedError("idempotency.in_flight")
    told = answers.find(work, actor.id, key)
    if told is None:
        return None
    if told.request_sha256 != request.state.fingerprint:
        raise InputError("idempotency.other_body")
    return Response(told.body, told.status, dict(told.headers))


def keep_without(request: Request, shown: Answered, secret: str) -> Answered:
    """Show an answer with a secret, and keep it with null in its stead for whoever asks again."""
    request.state.kept_body = shown.model_copy(update={secret: None}).model_dump_json().encode()
    return shown


def keep(request: Request, work: Work, actor: Actor, key: str, response: Response) -> None:
    """Keep what is answered; where it holds a secret, the endpoint says what is kept instead."""
    headers = {name: text for name, text in response.headers.items() if name not in _NOT_KEPT}
    body = getattr(request.state, "kept_body", None) or bytes(response.body)
    told = KeptAnswer(request.state.fingerprint, response.status_code, headers, body)
    answers.keep(work, actor.id, key, told)
