"""Files that a machine needs to serve a town: units of systemd, settings, a Caddyfile."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template

HOME = "/var/lib/chaland"
"""Of the service: its database and its backups."""

SETTINGS = "/etc/chaland.env"

UNITS = ("chaland.service", "chaland-worker.service", "chaland-backup.service")
TIMER = "chaland-backup.timer"
OTHERS = ("chaland.env", "Caddyfile")


def deployment_files(domain: str, port: int, command: Path) -> Mapping[str, str]:
    """All files, by their names.

    Parameters
    ----------
    domain
        Under which the service is reached, in ASCII.
    port
        On which it listens, on this machine only.
    command
        Path of ``chaland``.
    """
    told = {
        "domain": domain,
        "port": str(port),
        "command": str(command),
        "home": HOME,
        "settings": SETTINGS,
        "protect_home": "read-only" if is_in_a_home(command) else "yes",
    }
    told["sandbox"] = _filled("sandbox.conf", told).rstrip()
    return {name: _filled(name, told) for name in (*UNITS, TIMER, *OTHERS)}


def is_in_a_home(path: Path) -> bool:
    """Whether a path lies in somebody's home, which services should not need to read."""
    return any(path.is_relative_to(home) for home in ("/home", "/root"))


def _filled(name: str, told: Mapping[str, str]) -> str:
    text = (files(__name__) / name).read_text(encoding="utf-8")
    return Template(text).substitute(told)
