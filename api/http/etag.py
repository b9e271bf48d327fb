"""Nobody overwrites what somebody else has written: ``ETag`` and ``If-Match`` (RFC 9110)."""

from api.domain.errors import StaleError
from api.http.errors import PreconditionMissingError

ANY = "*"


def tag(version: int) -> str:
    """The entity tag of a version.

    Examples
    --------
    >>> tag(3)
    '"3"'
    """
    return f'"{version}"'


def require_version(if_match: str | None, version: int) -> None:
    """Go on only if whoever asks has read this very version.

    The row is changed only while it still has it: who is quicker in between is found out there.

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
