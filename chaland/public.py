"""Where people reach the service, whom it believes about who they are, and whom it may call."""

import ipaddress
from collections.abc import Mapping

from api.domain.public_url import PublicUrl, read_public_url
from api.domain.targets import AllowList, read_allow_list
from routing.errors import InputError

URL = "CHALAND_PUBLIC_URL"
PROXIES = "CHALAND_TRUSTED_PROXIES"
TARGETS = "CHALAND_WEBHOOK_TARGETS"


def public_url(environment: Mapping[str, str]) -> PublicUrl | None:
    """The public URL that is set; None: nobody has set one.

    Raises
    ------
    InputError
        When it cannot be one.
    """
    text = environment.get(URL, "").strip()
    return read_public_url(text) if text else None


def trusted_proxies(environment: Mapping[str, str]) -> list[str]:
    """Addresses and networks of the proxies whose forwarded headers are believed; none unless set.

    They go to uvicorn as ``forwarded_allow_ips``, which believes nobody else: otherwise whoever
    writes such a header would choose the address that limits and logs know them by.

    Raises
    ------
    InputError
        ``proxies.malformed``; everybody (``*``) is no proxy.

    Examples
    --------
    >>> trusted_proxies({"CHALAND_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"})
    ['127.0.0.1', '10.0.0.0/8']
    """
    texts = [text.strip() for text in environment.get(PROXIES, "").split(",") if text.strip()]
    for text in texts:
        try:
            network = ipaddress.ip_network(text)
        except ValueError:
            raise InputError("proxies.malformed", found=text) from None
        if network.prefixlen == 0:
            raise InputError("proxies.malformed", found=text)
    return texts


def webhook_targets(environment: Mapping[str, str]) -> AllowList:
    """Where webhooks may lead though it is not the open internet; nowhere unless set.

    Examples
    --------
    >>> webhook_targets({"CHALAND_WEBHOOK_TARGETS": "10.0.0.0/8"}).has_name("10.1.2.3")
    True
    """
    return read_allow_list(environment.get(TARGETS, ""))
