"""Talking to an OSRM server over HTTP.

Plainly over one socket: no proxy of the environment, no redirection followed. Coordinates are where
people live; they go to the host that was named, and to no other.
"""

import http.client
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from routing.errors import InputError

SECONDS_TO_ANSWER = 60.0

TOO_LONG = frozenset({413, 414, 431})
"""What a server in between says of an address that is too long for it."""


class RefusalError(Exception):
    """What a server says when it does not answer: its code and its message."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(f"{code}: {message}")

    @property
    def too_big(self) -> bool:
        """Whether a smaller table might be answered."""
        return self.code == "TooBig"


@dataclass(frozen=True, slots=True)
class OsrmServer:
    """Where a server is.

    Parameters
    ----------
    path
        What stands before the service, such as ``/bikes``; mostly empty.
    profile
        The word for it in the server's addresses. A server has the streets of one profile, and most
        take any word.
    """

    secure: bool
    host: str
    port: int
    path: str
    profile: str

    def ask(
        self, service: str, positions: Sequence[tuple[float, float]], options: Mapping[str, str]
    ) -> dict[str, Any]:
        """The answer to a question.

        Parameters
        ----------
        service
            ``table``, ``route`` or ``nearest``.
        positions
            (longitude, latitude) in degrees.

        Raises
        ------
        RefusalError
            The server's own code, such as ``NoSegment``, ``TooBig``, ``NoRoute``.
        InputError
            ``osrm.unanswered`` or ``osrm.foreign``.
        """
        points = ";".join(f"{longitude:.7f},{latitude:.7f}" for longitude, latitude in positions)
        asked = "&".join(f"{name}={value}" for name, value in options.items())
        status, body = self._get(f"{self.path}/{service}/v1/{self.profile}/{points}?{asked}")
        if status in TOO_LONG:
            raise RefusalError("TooBig", str(status))
        with self.understanding():
            answer: dict[str, Any] = json.loads(body)
            code = str(answer["code"])
        if code != "Ok":
            raise RefusalError(code, str(answer.get("message", "")))
        return answer

    @contextmanager
    def understanding(self) -> Iterator[None]:
        """Turn what cannot be read in an answer into an error for people."""
        try:
            yield
        except (KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
            raise InputError("osrm.foreign", host=self.host, port=self.port) from error

    def refused(self, refusal: RefusalError) -> InputError:
        """The server's refusal as an error for people."""
        return InputError(
            "osrm.refused",
            host=self.host,
            port=self.port,
            refusal=refusal.code,
            message=refusal.message,
        )

    def _get(self, path: str) -> tuple[int, bytes]:
        kind = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
        connection = kind(self.host, self.port, timeout=SECONDS_TO_ANSWER)
        try:
            connection.request("GET", path, headers={"User-Agent": "Chaland"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise InputError("osrm.unanswered", host=self.host, port=self.port, why=why) from error
        finally:
            connection.close()
