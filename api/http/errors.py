"""What is refused for its manners alone: how it was asked, not what was asked."""

from typing import ClassVar

from routing.errors import ChalandError


class MannersError(ChalandError):
    """A request that no service need look at."""

    kind = "manners"
    status: ClassVar[int] = 400


class PreconditionMissingError(MannersError):
    """It would overwrite what somebody else may have written meanwhile."""

    status = 428


class TooLargeError(MannersError):
    """Its body is larger than anything that is asked for here."""

    status = 413


class TooManyError(MannersError):
    """Whoever asks has asked too often.

    Parameters
    ----------
    seconds
        After which the next request is answered.
    """

    status = 429

    def __init__(self, code: str, /, *, seconds: int) -> None:
        super().__init__(code, seconds=seconds)
        self.seconds = seconds
