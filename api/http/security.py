"""Who asks: a key in ``Authorization``, or the cookie of a session with its CSRF token."""

import hmac

from starlette.requests import Request

from api.domain.actor import Actor
from api.domain.errors import ForbiddenError, UnknownActorError
from api.domain.user import User
from api.http.dependencies import service_of
from api.http.rate import address_of, hidden
from api.services.keys import prefix_of, sha256_of
from api.store import keys, sessions, users
from api.store.work import Work, reading

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""

CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf"

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def cookie_name(request: Request) -> str:
    """What the session's cookie is called; the prefix keeps it to this host and to https."""
    secure = service_of(request).settings.public_url.scheme == "https"
    return "__Host-chaland" if secure else "chaland"


def kind_of(request: Request) -> str:
    """The media type of what is sent."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def shown_by(request: Request) -> str | None:
    """What somebody shows to be let in: a session or a key, however its header is written."""
    authorization = request.headers.get("authorization")
    if authorization is None:
        return request.cookies.get(cookie_name(request)) or None
    return " ".join(_read(authorization)).strip() or None


def throttle(request: Request, *, known: bool) -> None:
    """Let nobody ask too often, before anything is done for them.

    Parameters
    ----------
    known
        Whether they will be found out: else what they show says nothing of who they are.

    Raises
    ------
    TooManyError
        ``rate.too_many``.
    """
    state, now = request.app.state, service_of(request).means.now()
    shown = shown_by(request) if known else None
    if shown is None:
        state.unknown_requests.take(address_of(request), now)
    else:
        state.requests.take(hidden(shown), now)


async def read_csrf(request: Request) -> None:
    """Find the CSRF token of a form, where no header has it, before the endpoint reads the form."""
    request.state.csrf = request.headers.get(CSRF_HEADER, "")
    has_session = cookie_name(request) in request.cookies and request.method not in SAFE
    if has_session and not request.state.csrf and kind_of(request) in FORMS:
        field = (await request.form()).get(CSRF_FIELD)
        request.state.csrf = field if isinstance(field, str) else ""


def authenticated(work: Work, request: Request) -> Actor:
    """Who asks; the request's state then names the `caller`: the key, or the user of a session.

    Raises
    ------
    UnknownActorError
        ``auth.missing``, ``auth.wrong_key`` (unknown, revoked or expired: nobody is told which),
        ``auth.no_session``.
    ForbiddenError
        ``auth.csrf``.
    """
    try:
        actor = _actor(work, request)
    except UnknownActorError as error:
        if error.code != "auth.missing":
            _count_failure(request)
        raise
    request.state.actor = actor.id
    return actor


def asking(request: Request) -> Actor:
    """Who asks, where no transaction is open: a stream, a page.

    Raises
    ------
    UnknownActorError
    ForbiddenError
    """
    service = service_of(request)
    with reading(service.database, service.means) as work:
        return authenticated(work, request)


def _actor(work: Work, request: Request) -> Actor:
    authorization = request.headers.get("authorization")
    if authorization is not None:
        return _by_key(work, request, authorization)
    cookie = request.cookies.get(cookie_name(request))
    if cookie is not None:
        return _by_session(work, request, cookie)
    raise UnknownActorError("auth.missing")


def _read(authorization: str) -> tuple[str, str]:
    """The scheme, which is the same in capitals, and what is shown by it."""
    scheme, _, shown = authorization.strip().partition(" ")
    return scheme.lower(), shown.strip()


def _by_key(work: Work, request: Request, authorization: str) -> Actor:
    scheme, shown = _read(authorization)
    prefix = prefix_of(shown) if scheme == "bearer" else None
    key = keys.of_prefix(work, prefix) if prefix else None
    # Compared in any case, so that a wrong secret takes as long as a prefix that nobody has.
    right = hmac.compare_digest(sha256_of(shown), key.sha256 if key else "0" * 64)
    if key is None or not right or not key.is_good_at(work.now):
        raise UnknownActorError("auth.wrong_key")
    request.state.caller = key.id
    return _active(users.of_id(work, key.user), "auth.wrong_key").acting(key.scopes)


def _by_session(work: Work, request: Request, cookie: str) -> Actor:
    session = sessions.find(work, sha256_of(cookie))
    if session is None:
        raise UnknownActorError("auth.no_session")
    user = _active(users.of_id(work, session.user), "auth.no_session")
    sent = getattr(request.state, "csrf", "")
    if request.method not in SAFE and not hmac.compare_digest(session.csrf.encode(), sent.encode()):
        raise ForbiddenError("auth.csrf")
    request.state.session = session
    request.state.caller = user.id
    return user.acting()


def _active(user: User | None, code: str) -> User:
    if user is None or not user.active:
        raise UnknownActorError(code)
    return user


def _count_failure(request: Request) -> None:
    now = service_of(request).means.now()
    request.app.state.failures.take(address_of(request), now)
