"""Whether mails would go out; none is sent."""

import smtplib

from chaland.checkup.finding import Finding, State, blocked_by
from chaland.mail import connected, read_mail_server
from routing.errors import InputError, Value

ABOUT = "mail"


def check_mail(url: str) -> Finding:
    """Sign in at the mail server.

    Parameters
    ----------
    url
        As it is set; empty: no mails are meant to go out.
    """
    if not url:
        return Finding(ABOUT, State.LOOK, "doctor.no_mail")
    try:
        server = read_mail_server(url)
    except InputError as error:
        return blocked_by(ABOUT, error)
    where: dict[str, Value] = {"host": server.host, "port": server.port}
    try:
        with connected(server):
            pass
    except smtplib.SMTPAuthenticationError:
        return Finding(ABOUT, State.BLOCKING, "doctor.mail_refused", where)
    except (smtplib.SMTPException, OSError) as error:
        values = {**where, "why": type(error).__name__}
        return Finding(ABOUT, State.BLOCKING, "doctor.mail_unreachable", values)
    return Finding(ABOUT, State.FINE, "doctor.mail_fine", where)
