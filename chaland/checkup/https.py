"""Whether phones reach the service: its name, its certificate, its answer."""

import datetime as dt
import http.client
import socket
import ssl
from collections.abc import Mapping
from typing import Any

from api.domain.public_url import PublicUrl
from chaland.checkup.finding import Finding, State
from routing.errors import Value

ABOUT = "https"

DAYS_TO_LOOK = 14
"""Caddy renews a certificate thirty days before its end; so late, it has failed several times."""

_SECONDS = 5.0

_WHY = {10: "doctor.certificate_over", 62: "doctor.certificate_of_another"}
"""By OpenSSL's code: ``X509_V_ERR_CERT_HAS_EXPIRED``, ``X509_V_ERR_HOSTNAME_MISMATCH``."""


def check_https(public: PublicUrl, now: dt.datetime) -> Finding:
    """Ask the service as a phone would, certificate and all.

    Certificates are trusted as OpenSSL does: those of the system, or of ``SSL_CERT_FILE``.
    """
    where: dict[str, Value] = {"url": public.origin}
    try:
        certificate, status = _asked(public)
    except ssl.SSLCertVerificationError as error:
        code = _WHY.get(error.verify_code, "doctor.certificate_untrusted")
        return Finding(ABOUT, State.BLOCKING, code, where)
    except socket.gaierror:
        return Finding(ABOUT, State.BLOCKING, "doctor.name_unknown", {"host": public.host})
    except (OSError, http.client.HTTPException) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        return Finding(ABOUT, State.BLOCKING, "doctor.unreachable", {**where, "why": why})
    if status != http.client.OK:
        return Finding(ABOUT, State.BLOCKING, "doctor.other_answer", {**where, "status": status})
    return _certified(certificate, where, now)


def _asked(public: PublicUrl) -> tuple[Mapping[str, Any] | None, int]:
    """The certificate, None where there is none to need, and the status of ``/healthz``."""
    connection = _connection(public)
    try:
        connection.connect()
        encrypted = connection.sock
        certificate = encrypted.getpeercert() if isinstance(encrypted, ssl.SSLSocket) else None
        connection.request("GET", "/healthz")
        return certificate, connection.getresponse().status
    finally:
        connection.close()


def _connection(public: PublicUrl) -> http.client.HTTPConnection:
    if public.scheme == "http":
        return http.client.HTTPConnection(public.host, public.port, timeout=_SECONDS)
    trusting = ssl.create_default_context()
    return http.client.HTTPSConnection(public.host, public.port, timeout=_SECONDS, context=trusting)


def _certified(
    certificate: Mapping[str, Any] | None, where: Mapping[str, Value], now: dt.datetime
) -> Finding:
    if certificate is None:
        return Finding(ABOUT, State.LOOK, "doctor.this_machine_only", where)
    ends = dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), dt.UTC)
    values = {**where, "days": (ends - now).days}
    if ends - now < DAYS_TO_LOOK * dt.timedelta(days=1):
        return Finding(ABOUT, State.LOOK, "doctor.certificate_ends", values)
    return Finding(ABOUT, State.FINE, "doctor.https_fine", values)
