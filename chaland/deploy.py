"""``chaland deploy``: what a machine needs to serve a town over HTTPS."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from chaland.exits import UsageError
from chaland.output import Verbatim, show
from chaland.words import say

Domain = Annotated[str, typer.Option("--domain", help=say("help.deploy.domain"), metavar="DOMAIN")]
Out = Annotated[Path, typer.Option("--out", help=say("help.option.out_folder"), metavar="DIR")]
Port = Annotated[
    int,
    typer.Option("--port", min=1024, max=65_535, help=say("help.deploy.port"), metavar="N"),
]

_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})+")
_LONGEST = 253


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do.

    Parameters
    ----------
    told
        In words.
    commands
        To type as they are; none where something is done elsewhere.
    """

    told: str
    commands: tuple[str, ...] = ()


def deploy(domain: Domain, out: Out = Path("deploy"), port: Port = 8000) -> None:
    """Write units, settings and a Caddyfile, and say what to open and to do."""
    from chaland.deployment import deployment_files, is_in_a_home
    from chaland.folders import write_file

    name, command = ascii_domain(domain), Path(sys.executable).with_name("chaland")
    written = deployment_files(name, port, command)
    for file, text in written.items():
        write_file(out / file, text)
    steps = steps_of(name, port, out.absolute(), command)
    document = {
        "domain": name,
        "folder": str(out),
        "files": sorted(written),
        "ports": [80, 443],
        "steps": [{"told": step.told, "commands": list(step.commands)} for step in steps],
    }
    warning = [say("said.deploy.in_a_home", command=str(command))] if is_in_a_home(command) else []
    shown = [line for number, step in enumerate(steps, 1) for line in _lines(number, step)]
    show(document, say("said.deployed", folder=str(out)), *warning, *shown)


def ascii_domain(domain: str) -> str:
    """A domain as the network knows it.

    Raises
    ------
    UsageError
        ``usage.domain``.

    Examples
    --------
    >>> ascii_domain("Livraison.Évreux.example")
    'livraison.xn--vreux-9ra.example'
    """
    try:
        name = domain.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        raise UsageError("usage.domain", found=domain) from None
    is_address = name.rpartition(".")[2].isdigit()
    if len(name) > _LONGEST or is_address or _DOMAIN.fullmatch(name) is None:
        raise UsageError("usage.domain", found=domain)
    return name


def steps_of(domain: str, port: int, folder: Path, command: Path) -> tuple[Step, ...]:
    """What is to be done on a Debian or Ubuntu, in order."""
    from chaland.deployment import HOME, SETTINGS, TIMER, UNITS

    units = " ".join(f"{folder}/{unit}" for unit in (*UNITS, TIMER))
    return (
        Step(say("said.deploy.name", domain=domain)),
        Step(say("said.deploy.ports", port=port)),
        Step(
            say("said.deploy.user", folder=HOME),
            (
                f"sudo useradd --system --home-dir {HOME} --shell /usr/sbin/nologin chaland",
                f"sudo install -d -o chaland -g chaland -m 700 {HOME} {HOME}/backups",
            ),
        ),
        Step(
            say("said.deploy.files", settings=SETTINGS),
            (
                f"sudo install -m 644 {units} /etc/systemd/system/",
                f"sudo install -m 640 -g chaland {folder}/chaland.env {SETTINGS}",
                "sudo systemctl daemon-reload",
            ),
        ),
        Step(say("said.deploy.database"), (_as_chaland(f"{command} upgrade"),)),
        Step(
            say("said.deploy.start"),
            (f"sudo systemctl enable --now chaland chaland-worker {TIMER}",),
        ),
        Step(
            say("said.deploy.caddy"),
            (
                "sudo apt-get install caddy",
                f"sudo install -m 644 {folder}/Caddyfile /etc/caddy/Caddyfile",
                "sudo systemctl reload caddy",
            ),
        ),
        Step(
            say("said.deploy.first"),
            (
                _as_chaland(f"{command} user add admin --role admin"),
                _as_chaland(f"{command} user link admin"),
            ),
        ),
        Step(say("said.deploy.check"), (_as_chaland(f"{command} doctor"),)),
        Step(say("said.deploy.copies", folder=f"{HOME}/backups")),
    )


def _as_chaland(command: str) -> str:
    from chaland.deployment import SETTINGS

    return f"sudo -u chaland sh -c 'set -a; . {SETTINGS}; exec {command}'"


def _lines(number: int, step: Step) -> list[str]:
    told = say("said.deploy.step", number=number, told=step.told)
    return [told, *(Verbatim(f"    {command}") for command in step.commands)]
