"""The log: one line of JSON for what happened, without anything about persons.

A request is known by its method, its route's template, its status, its milliseconds, who asked (an
id) and its own id; never by its path, its query or its body. A fault is known by its kind and by
where it happened; its message may hold whatever was sent, and is left out.
"""

import datetime as dt
import json
import logging
import sys
import traceback
from collections.abc import Mapping
from typing import IO, Any

_LOG = logging.getLogger("chaland.http")
_UVICORN = logging.getLogger("uvicorn.error")


class JsonLines(logging.Formatter):
    """Writes records as lines of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat("T", "milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= where_it_happened(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class _NoFaults(logging.Filter):
    """Leaves out what the server writes about a fault: its message too; we have written ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "Exception in ASGI application" not in str(record.msg)


def write_logs(stream: IO[str] | None = None) -> None:
    """Let this process write its log to a stream; None: the standard error."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("alembic", "dbos", "httpx"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if not any(isinstance(known, _NoFaults) for known in _UVICORN.filters):
        _UVICORN.addFilter(_NoFaults())


def log_request(
    method: str, route: str, status: int, seconds: float, state: Mapping[str, Any]
) -> None:
    """Write that a request was answered.

    Parameters
    ----------
    route
        Its template.
    state
        Of the request: ``request_id``, and ``actor`` where that is known.
    """
    fields = {
        "method": method,
        "route": route,
        "status": status,
        "ms": round(seconds * 1_000, 1),
        "actor": state.get("actor"),
        "request_id": state["request_id"],
    }
    _LOG.info("answered", extra={"fields": fields})


def log_fault(error: BaseException, request_id: str) -> None:
    """Write that something happened that nobody had foreseen."""
    fields = {"request_id": request_id, **where_it_happened(error)}
    _LOG.error("fault", extra={"fields": fields})


def where_it_happened(error: BaseException) -> dict[str, Any]:
    """The kind of an error, of those it came from, and the lines of the code it went through."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "kinds": kinds,
        "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
