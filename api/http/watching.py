"""What is done for every request: its id, its headers, its line in the log, its count.

And the answer to what nobody has foreseen.
"""

import time
import uuid
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.errors import TooLargeError
from api.http.logs import log_fault, log_request
from api.http.metrics import Metrics
from api.http.pages.page_route import page_of_our_fault
from api.http.problem import fault, problem

UNMATCHED = "unmatched"
"""Instead of a route, where there is none: a path may hold anything, even a secret."""

GONE = 499
"""Counted where whoever asked did not wait; nobody is answered with it."""

PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Nobody else learns our addresses. With less, browsers keep a form's origin from us too.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_TWO_YEARS = "max-age=63072000"


class Watching:
    """The outermost layer of the service.

    Parameters
    ----------
    is_secure
        Whether people reach the service by https, and by nothing else from now on.
    most_bytes
        Of a request's body.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, is_secure: bool, most_bytes: int) -> None:
        self.app = app
        self.metrics = metrics
        self.is_secure = is_secure
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state: MutableMapping[str, Any] = scope.setdefault("state", {})
        state["request_id"] = str(uuid.uuid4())
        began, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(MutableHeaders(scope=message), state["request_id"])
            await send(message)

        request = Request(scope)
        try:
            _require_less(_told_length(request), self.most_bytes)
            await self.app(scope, _limited(receive, self.most_bytes), sending)
        except ClientDisconnect:
            status = GONE
        except TooLargeError as error:
            if status:
                raise
            await problem(request, error)(scope, receive, sending)
        except Exception as error:
            log_fault(error, state["request_id"])
            if not status:
                told = page_of_our_fault(request) or fault(request)
                await told(scope, receive, sending)
            status = 500
            raise
        finally:
            seconds = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", UNMATCHED)
            self.metrics.count(request.method, route, status, seconds)
            log_request(request.method, route, status, seconds, state)

    def _add_headers(self, headers: MutableHeaders, request_id: str) -> None:
        is_page = headers.get("content-type", "").startswith("text/html")
        for name, text in _ALWAYS.items():
            headers[name] = text
        headers["X-Request-Id"] = request_id
        headers.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else DATA_POLICY)
        headers.setdefault("Cache-Control", "no-store")
        if self.is_secure:
            headers["Strict-Transport-Security"] = _TWO_YEARS


def _told_length(request: Request) -> int:
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() else 0


def _require_less(found: int, most: int) -> None:
    if found > most:
        raise TooLargeError("request.too_large", most=most)


def _limited(receive: Receive, most: int) -> Receive:
    """Receive no more than so many bytes of a body, whatever its length was said to be."""
    so_far = 0

    async def receiving() -> Message:
        nonlocal so_far
        message = await receive()
        so_far += len(message.get("body", b""))
        _require_less(so_far, most)
        return message

    return receiving
