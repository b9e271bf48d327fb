"""Where people reach the service: every link and every QR code begins with it.

It is told once, by whoever runs the service, and never taken from what a request says of itself: a
`Host` header is the caller's to write, and would let a stranger choose where our links lead.
"""

import ipaddress
from dataclasses import dataclass
from typing import NewType
from urllib.parse import urlsplit

from routing.errors import InputError

AbsoluteLink = NewType("AbsoluteLink", str)
"""A link that begins with the public URL; only `PublicUrl.link` makes one."""

_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class PublicUrl:
    """The public URL of the installation.

    Parameters
    ----------
    scheme
        ``https``; ``http`` only on the machine itself, where browsers trust it as much.
    port
        As it is reached from outside.
    """

    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and, where it is not the scheme's own, port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    def link(self, path: str) -> AbsoluteLink:
        """The link to a path of the service, which begins with a slash."""
        return AbsoluteLink(f"{self.origin}/{path.removeprefix('/')}")


def read_public_url(text: str) -> PublicUrl:
    """A public URL as it is written.

    Raises
    ------
    InputError
        ``public_url.malformed``, or ``public_url.insecure``: phones keep pages and ask for places
        over HTTPS only.

    Examples
    --------
    >>> read_public_url("https://livraison.example.fr/").link("/s/token")
    'https://livraison.example.fr/s/token'
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise InputError("public_url.malformed", found=text) from None
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in _PORTS or not parts.hostname or not bare:
        raise InputError("public_url.malformed", found=text)
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        raise InputError("public_url.insecure", found=text)
    return PublicUrl(parts.scheme, parts.hostname, port or _PORTS[parts.scheme])


def is_this_machine(host: str) -> bool:
    """Whether a host's name or address is the machine's own.

    Examples
    --------
    >>> [is_this_machine(host) for host in ("localhost", "127.0.0.1", "::1", "example.fr")]
    [True, True, True, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
