"""Long lists, page by page: ``limit``, an opaque ``cursor``, and ``Link: rel="next"``.

A page begins after the last item of the one before, by an order that never changes (ids, which
sort as they were made; positions of the log). So what is added meanwhile moves nothing.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeAlias, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from routing.errors import InputError

Item = TypeVar("Item")
Shown = TypeVar("Shown")

MOST = 200

Limit: TypeAlias = Annotated[
    int, Query(ge=1, le=MOST, description="How many at most.", examples=[50])
]
Cursor: TypeAlias = Annotated[
    str | None,
    Query(max_length=200, description="Where to go on: `next` of the page before, as it is."),
]


class Page(BaseModel, Generic[Shown]):
    """Some of a list, in its order."""

    model_config = ConfigDict(frozen=True)

    items: list[Shown]
    next: str | None = Field(
        default=None, description="The `cursor` of the next page; null: there is none."
    )


def after(cursor: str | None) -> str:
    """The last key of the page before; empty: from the beginning.

    Raises
    ------
    InputError
        ``paging.cursor`` when it is none of ours.
    """
    if cursor is None:
        return ""
    try:
        key = base64.urlsafe_b64decode(cursor.encode("ascii") + b"==").decode("ascii")
    except (binascii.Error, UnicodeError, ValueError):
        raise InputError("paging.cursor") from None
    if not key.isprintable():
        raise InputError("paging.cursor")
    return key


def page(
    request: Request,
    response: Response,
    found: Sequence[Item],
    limit: int,
    key: Callable[[Item], str],
    show: Callable[[Item], Shown],
) -> Page[Shown]:
    """A page out of what was found: one item more than the page holds tells that there is a next.

    Parameters
    ----------
    key
        What the list is sorted by.
    """
    shown, more = found[:limit], len(found) > limit
    following = cursor_of(key(shown[-1])) if more else None
    if following is not None:
        query = urlencode({**dict(request.query_params), "cursor": following})
        response.headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'
    return Page(items=[show(item) for item in shown], next=following)


def page_of_all(
    request: Request,
    response: Response,
    every: Sequence[Item],
    cursor: str | None,
    limit: int,
    key: Callable[[Item], str],
    show: Callable[[Item], Shown],
) -> Page[Shown]:
    """A page out of a list that is short enough to be read whole; it is sorted by `key`."""
    last = after(cursor)
    found = [item for item in every if key(item) > last]
    return page(request, response, found, limit, key, show)


def cursor_of(key: str) -> str:
    """A key as a cursor.

    Examples
    --------
    >>> after(cursor_of("ord_01"))
    'ord_01'
    """
    return base64.urlsafe_b64encode(key.encode("ascii")).decode("ascii").rstrip("=")
