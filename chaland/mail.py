"""Where the service's mails go out: ``CHALAND_MAIL_URL``, ``smtps://user:password@host:465``."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from routing.errors import InputError

URL = "CHALAND_MAIL_URL"

_PORTS = {"smtps": 465, "smtp": 587}
_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mails.

    Parameters
    ----------
    is_tls
        Whether the connection is encrypted from its first byte on (``smtps``); else it becomes so
        (STARTTLS) before anybody signs in.
    user
        Empty: nobody signs in.
    """

    host: str
    port: int
    is_tls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def read_mail_server(url: str) -> MailServer:
    """A server as it is written. The password is never part of an error.

    Raises
    ------
    InputError
        ``mail.malformed``.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise InputError("mail.malformed") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise InputError("mail.malformed")
    return MailServer(
        parts.hostname,
        port or _PORTS[parts.scheme],
        parts.scheme == "smtps",
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A session with a server, encrypted and signed in.

    Raises
    ------
    smtplib.SMTPException
    OSError
    """
    trusting = ssl.create_default_context()
    if server.is_tls:
        session: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=_SECONDS, context=trusting
        )
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    with session:
        if not server.is_tls:
            session.starttls(context=trusting)
        if server.user:
            session.login(server.user, server.password)
        yield session
