"""Long lists, page by page: ``limit``, an opaque ``cursor``, and ``Link: rel="next"``.

A page begins after the last item of the one before, by an order that never changes (ids, which
sort as they were made; positions of the log). So what is added meanwhile moves nothing.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, Query, Request, Response

from routing.errors import InputError

Item = TypeVar("Item")

MOST = 200
LONGEST_CURSOR = 200

PageSize: TypeAlias = Annotated[
    int, Query(ge=1, le=MOST, description="How many at most.", examples=[50])
]


async def _cursor(
    cursor: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=LONGEST_CURSOR,
            pattern="^[A-Za-z0-9_-]+$",
            description="Where to go on: `next` of the page before, as it is.",
        ),
    ] = None,
) -> str | None:
    return None if cursor is None else key_of(cursor)


Cursor: TypeAlias = Annotated[str | None, Depends(_cursor)]
"""The key of the last item of the page before, read from its cursor."""


def next_cursor(keys: Sequence[str], limit: int) -> str | None:
    """The cursor of the next page; None: there is none.

    Parameters
    ----------
    keys
        By which the list is sorted, of all that was found: one more than the page holds tells that
        there is a next.
    """
    return cursor_of(keys[limit - 1]) if len(keys) > limit else None


def link_next(response: Response, following: str | None) -> None:
    """Lead to the next page, if there is one, from the answer's own address."""
    if following is not None:
        response.headers["Link"] = f'<?{urlencode({"cursor": following})}>; rel="next"'


def keep_questions(request: Request, response: Response) -> None:
    """Let the link to the next page ask all that this one was asked."""
    link = response.headers.get("Link", "")
    if link.startswith("<?cursor="):
        (following,) = parse_qsl(link[2 : link.index(">")])
        asked = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
        query = urlencode([*asked, following])
        response.headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'


def page_of(
    every: Sequence[Item], cursor: str | None, limit: int, key: Callable[[Item], str]
) -> list[Item]:
    """A page, and one more, out of a list that is short enough to be read whole.

    Parameters
    ----------
    every
        Sorted by `key`.
    """
    return [item for item in every if key(item) > (cursor or "")][: limit + 1]


def cursor_of(key: str) -> str:
    """A key as a cursor.

    Examples
    --------
    >>> key_of(cursor_of("ord_01"))
    'ord_01'
    """
    return base64.urlsafe_b64encode(key.encode("ascii")).decode("ascii").rstrip("=")


def key_of(cursor: str) -> str:
    """The key in a cursor.

    Raises
    ------
    InputError
        ``paging.cursor`` when it is none of ours.
    """
    try:
        key = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_").decode("ascii")
    except (binascii.Error, UnicodeError):
        raise InputError("paging.cursor") from None
    if not key.isprintable():
        raise InputError("paging.cursor")
    return key
