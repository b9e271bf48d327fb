"""Where webhooks may go: to the open internet, and nowhere else unless somebody has allowed it.

Whoever registers a webhook lets this service call an address of their choice. So the address is
looked at when it is registered, as far as it can be told then, and again at each delivery, when its
name has been resolved: the connection is made to the very address that was looked at. Private
networks, this machine itself and the metadata services of hosting companies are refused.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from routing.errors import InputError

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST_URL = 500

_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
"""A hosting company's own service under an address that looks like any other (Azure)."""

_LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "home.arpa", "corp")
"""Names that no public server has, and what ends with them."""

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses behind a translator (RFC 6052)."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where one webhook goes.

    Parameters
    ----------
    host
        As it stands in the URL, in lower case.
    """

    host: str
    port: int
    is_https: bool


@dataclass(frozen=True, slots=True)
class AllowList:
    """Targets that are allowed though they are not public, or not encrypted.

    Parameters
    ----------
    names
        Hosts, in lower case; whatever address they resolve to.
    networks
        Addresses.
    """

    names: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def has_name(self, host: str) -> bool:
        """Whether a host stands in the list, as a name or as the address that it is."""
        address = as_address(host)
        return host in self.names or (address is not None and self.has_address(address))

    def has_address(self, address: Address) -> bool:
        """Whether an address lies in one of the networks."""
        return any(address in network for network in self.networks)


NOTHING_ALLOWED = AllowList()


def read_allow_list(text: str) -> AllowList:
    """A list of hosts, addresses and networks, divided by commas or blanks.

    Examples
    --------
    >>> read_allow_list("10.0.0.0/8, hooks.lan").has_name("10.1.2.3")
    True
    """
    names, networks = set(), []
    for entry in text.replace(",", " ").split():
        network = _as_network(entry)
        if network is None:
            names.add(entry.lower())
        else:
            networks.append(network)
    return AllowList(frozenset(names), tuple(networks))


def read_target(url: str, allowed: AllowList = NOTHING_ALLOWED) -> Target:
    """The target of a URL, refused as far as the URL alone shows what it is.

    Raises
    ------
    InputError
        ``webhook.url``: it cannot be read; ``webhook.not_https``; ``webhook.private_target``.
    """
    parts = _split(url)
    host = (parts.hostname or "").rstrip(".")
    is_allowed = allowed.has_name(host)
    if parts.scheme != "https" and not is_allowed:
        raise InputError("webhook.not_https", pointer="/url")
    address = as_address(host)
    is_local = _is_local(host) if address is None else not is_public(address)
    if is_local and not is_allowed:
        raise InputError("webhook.private_target", pointer="/url")
    is_https = parts.scheme == "https"
    return Target(host, parts.port or (443 if is_https else 80), is_https)


def reachable(
    target: Target, addresses: Iterable[Address], allowed: AllowList = NOTHING_ALLOWED
) -> Address | None:
    """The first address of a target's name that may be connected to; None: none may."""
    is_allowed = allowed.has_name(target.host)
    for address in addresses:
        if is_allowed or allowed.has_address(address):
            return address
        if target.is_https and is_public(address):
            return address
    return None


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, whatever it is wrapped in."""
    inner = _inner(address)
    return (
        inner.is_global
        and not inner.is_multicast
        and not inner.is_reserved
        and inner not in _METADATA
    )


def as_address(host: str) -> Address | None:
    """The address that a host is written as; None when it is a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _inner(address: Address) -> Address:
    """The IPv4 address inside an IPv6 address that only stands for one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _as_network(entry: str) -> Network | None:
    try:
        return ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return None


def _is_local(host: str) -> bool:
    """Whether a name is none of the open internet: of one word, or under a local ending."""
    return "." not in host or any(host.endswith(f".{ending}") for ending in _LOCAL_NAMES)


def _split(url: str) -> SplitResult:
    parts = _parts(url)
    known = parts is not None and parts.scheme in {"https", "http"} and "@" not in parts.netloc
    if parts is None or not known or len(url) > LONGEST_URL:
        raise InputError("webhook.url", pointer="/url", longest=LONGEST_URL)
    return parts


def _parts(url: str) -> SplitResult | None:
    """The parts of a URL; None when it is written as none."""
    if not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        is_complete = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    else:
        return parts if is_complete else None
