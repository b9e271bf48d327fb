"""Posting one message to an address that somebody else has chosen, and believing nothing.

The name is resolved here, its addresses are looked at, and the connection is made to the one that
may be reached: a name that resolves otherwise a moment later changes nothing. No redirect is
followed, no proxy of the environment is used, and nothing of the answer's body is read.
"""

import asyncio
import datetime as dt
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx

from api.domain.targets import Address, AllowList, Target, as_address, reachable, read_target
from api.domain.webhook import Failure
from routing.errors import InputError

SECONDS = 15.0
"""Of one attempt, all in all."""

GONE = 410

Resolve = Callable[[str, int], Sequence[Address]]
"""The addresses of a host; raises `OSError` when it has none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt.

    Parameters
    ----------
    failure
        None: it was answered as it should be.
    retry_after
        How long the receiver asks to be left alone.
    """

    failure: Failure | None = None
    retry_after: dt.timedelta = dt.timedelta()


def addresses_of(host: str, port: int) -> list[Address]:
    """The addresses of a host that this machine could connect to, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    addresses = (as_address(str(sockaddr[0])) for *_, sockaddr in found)
    return [address for address in addresses if address is not None]


@dataclass(frozen=True)
class Poster:
    """Posts to targets that may be called.

    Parameters
    ----------
    allowed
        Targets that may be called though they are private.
    context
        Whose certificates are believed.
    """

    allowed: AllowList
    resolve: Resolve = addresses_of
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS

    def __call__(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Post a body. Whatever goes wrong is in the answer."""
        try:
            target = read_target(url, self.allowed)
            addresses = self.resolve(target.host, target.port)
        except InputError:
            return Answer(Failure.FORBIDDEN)
        except (OSError, UnicodeError):  # a name that cannot be asked for is a UnicodeError
            return Answer(Failure.UNRESOLVED)
        address = reachable(target, addresses, self.allowed)
        if address is None:
            return Answer(Failure.FORBIDDEN)
        try:
            return asyncio.run(self._posted(httpx.URL(url), target, address, headers, body))
        except (TimeoutError, OSError, httpx.HTTPError, httpx.InvalidURL):
            return Answer(Failure.UNANSWERED)

    async def _posted(
        self, url: httpx.URL, target: Target, address: Address, headers: dict[str, str], body: bytes
    ) -> Answer:
        """The answer of the very address, which must have the certificate of the name."""
        client = httpx.AsyncClient(
            verify=self.context, trust_env=False, follow_redirects=False, timeout=self.seconds
        )
        async with asyncio.timeout(self.seconds), client:
            request = client.build_request(
                "POST",
                url.copy_with(host=str(address)),
                headers={
                    **headers,
                    "host": url.netloc.decode("ascii"),
                    "content-type": "application/json",
                    "user-agent": "Chaland",
                },
                content=body,
                extensions={"sni_hostname": target.host},
            )
            response = await client.send(request, stream=True)
            await response.aclose()
        return _answer(response)


def _answer(response: httpx.Response) -> Answer:
    if response.is_success:
        return Answer()
    if response.status_code == GONE:
        return Answer(Failure.GONE)
    failure = Failure.REDIRECTED if response.is_redirect else Failure.REFUSED
    return Answer(failure, _retry_after(response))


def _retry_after(response: httpx.Response) -> dt.timedelta:
    """What the receiver asks for, where it says so in seconds."""
    asked = response.headers.get("retry-after", "")
    return dt.timedelta(seconds=int(asked[:9]) if asked.isascii() and asked.isdigit() else 0)
