"""Nobody overwrites what somebody else has written: ``ETag`` and ``If-Match`` (RFC 9110)."""

from typing import Annotated, TypeAlias

from fastapi import Header, Response

from api.domain.errors import StaleError
from api.http.errors import PreconditionMissingError

IfMatch: TypeAlias = Annotated[
    str | None,
    Header(
        max_length=200,
        description="The `ETag` of what is changed, as it was read. Without it: 428.",
        examples=['"1"'],
    ),
]

ANY = "*"


def tag(version: int) -> str:
    """The entity tag of a version.

    Examples
    --------
    >>> tag(3)
    '"3"'
    """
    return f'"{version}"'


def show_tag(response: Response, version: int) -> None:
    """Tell whoever reads a thing its entity tag."""
    response.headers["ETag"] = tag(version)


def require_match(if_match: str | None, version: int) -> None:
    """Go on only if whoever asks has read this very version.

    Raises
    ------
    PreconditionMissingError
        ``precondition.missing``: they do not say which one they have read.
    StaleError
        ``precondition.stale``.
    """
    if if_match is None:
        raise PreconditionMissingError("precondition.missing")
    read = {one.strip() for one in if_match.split(",")}
    if ANY not in read and tag(version) not in read:
        raise StaleError("precondition.stale")
