"""What `chaland deploy` writes for a machine, and what it says."""

import json
import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from chaland.app import app
from chaland.deploy import ascii_domain, steps_of
from chaland.deployment import OTHERS, TIMER, UNITS, deployment_files
from chaland.exits import ExitCode, UsageError
from chaland.public import public_url, trusted_proxies
from tests.integration.command import chaland, document

COMMAND = Path("/opt/chaland/.venv/bin/chaland")
FILES = deployment_files("livraison.example.fr", 8123, COMMAND)


def unit(name: str, files: dict[str, str] | None = None) -> ConfigParser:
    """A unit as systemd reads it: names keep their case, values are taken as they are."""
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read_string((files or dict(FILES))[name])
    return parser


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_as_its_own_user_who_may_write_its_data_only(name: str) -> None:
    service = unit(name)["Service"]
    assert service["User"] == service["StateDirectory"] == "chaland"
    assert service["StateDirectoryMode"] == "0700"
    assert service["ProtectSystem"] == "strict"
    assert service["ProtectHome"] == "yes"
    assert service["CapabilityBoundingSet"] == ""
    for shut in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "RestrictSUIDSGID"):
        assert service[shut] == "yes", shut


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_starts_chaland_where_it_lies(name: str) -> None:
    assert str(COMMAND) in unit(name)["Service"]["ExecStart"]
    assert "$command" not in FILES[name]


def test_the_service_listens_on_the_machine_only_and_caddy_asks_there() -> None:
    started = shlex.split(unit("chaland.service")["Service"]["ExecStart"])
    assert started == [str(COMMAND), "serve", "--host", "127.0.0.1", "--port", "8123"]
    assert "reverse_proxy 127.0.0.1:8123\n" in FILES["Caddyfile"]
    assert "\nlivraison.example.fr {\n" in FILES["Caddyfile"]


def test_caddy_writes_no_addresses_and_no_secret_links_into_its_log() -> None:
    """Of what goes wrong it would tell the address that was asked for, and who asked."""
    assert "exclude http.log.error http.handlers.reverse_proxy\n" in FILES["Caddyfile"]


def test_a_backup_is_written_over_after_a_week() -> None:
    """systemd makes one dollar of two and one per cent sign of two, then the shell its weekday."""
    started = unit("chaland-backup.service")["Service"]["ExecStart"]
    assert "/backups/chaland-$$(date -u +%%u).backup'" in started
    assert unit(TIMER)["Timer"]["OnCalendar"] == "*-*-* 04:30:00"


def test_the_settings_are_those_that_the_service_reads() -> None:
    lines = dict(line.split("=", 1) for line in FILES["chaland.env"].splitlines())
    public = public_url(lines)
    assert public is not None
    assert public.origin == "https://livraison.example.fr"
    assert trusted_proxies(lines) == ["127.0.0.1"]
    assert lines["CHALAND_HOME"] == unit("chaland.service")["Service"]["WorkingDirectory"]


@pytest.mark.parametrize("folder", ["/home/ines/chaland", "/root/chaland"])
def test_what_lies_in_a_home_stays_readable(folder: str) -> None:
    files = deployment_files("example.fr", 8000, Path(folder) / "chaland")
    assert unit("chaland.service", dict(files))["Service"]["ProtectHome"] == "read-only"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("livraison.example.fr", "livraison.example.fr"),
        (" Livraison.Example.FR. ", "livraison.example.fr"),
        ("évreux.example", "xn--vreux-9ra.example"),
    ],
)
def test_a_domain_is_written_as_the_network_knows_it(written: str, name: str) -> None:
    assert ascii_domain(written) == name


@pytest.mark.parametrize(
    "written",
    [
        "", "localhost", "https://example.fr", "example.fr/", "example..fr", "-a.fr", "a_b.fr",
        "203.0.113.9", "a b.fr", "x" * 64 + ".fr", ("x" * 60 + ".") * 5 + "fr", "a.fr {\n}",
    ],
)  # fmt: skip
def test_what_is_no_domain_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        ascii_domain(written)


def test_the_command_writes_all_and_says_what_to_open_and_to_type(tmp_path: Path) -> None:
    said = document("deploy", "--domain", "livraison.example.fr", "--out", tmp_path, "--lang", "en")
    assert said["files"] == sorted((*UNITS, TIMER, *OTHERS))
    assert {file.name for file in tmp_path.iterdir()} == set(said["files"])
    assert said["ports"] == [80, 443]
    commands = [command for step in said["steps"] for command in step["commands"]]
    copied = " ".join(command for command in commands if " install " in command)
    for file in (*UNITS, TIMER, *OTHERS):
        assert str(tmp_path / file) in copied
    for run in ("upgrade", "user add admin --role admin", "user link admin", "doctor"):
        assert any(command.endswith(f"chaland {run}'") for command in commands), run
    assert "443 (UDP)" in json.dumps(said["steps"])


def run_by_units_and_steps() -> list[str]:
    """What follows ``chaland`` wherever a unit or a step runs it."""
    steps = steps_of("livraison.example.fr", 8123, Path("/srv/deploy"), COMMAND)
    typed = [command for step in steps for command in step.commands]
    lines = [unit(name)["Service"]["ExecStart"] for name in UNITS] + typed
    lines = [re.sub(r"\$\$\([^)]*\)", "4", line) for line in lines]  # the shell's own part
    found = [re.search(rf"{re.escape(str(COMMAND))} ([^']+)", line) for line in lines]
    return [one[1] for one in found if one]


@pytest.mark.parametrize("line", run_by_units_and_steps())
def test_a_command_that_is_run_is_understood(line: str) -> None:
    words, command = line.split(), get_command(app)
    while isinstance(command, TyperGroup):
        command = command.commands[words.pop(0)]
    command.make_context(command.name or "", words)


def test_commands_are_run() -> None:
    run = {line.split()[0] for line in run_by_units_and_steps()}
    assert run == {"serve", "worker", "backup", "upgrade", "user", "doctor"}


@pytest.mark.parametrize(("language", "word"), [("fr", "ouvrez les ports"), ("en", "open ports")])
def test_the_steps_are_said_in_the_readers_language_and_commands_stay_whole(
    tmp_path: Path, language: str, word: str
) -> None:
    done = chaland("deploy", "--domain", "a.example", "--out", tmp_path, "--lang", language)
    assert done.returncode == ExitCode.DONE
    assert word in " ".join(done.stdout.split())
    units = " ".join(f"{tmp_path}/{name}" for name in (*UNITS, TIMER))
    assert f"    sudo install -m 644 {units} /etc/systemd/system/\n" in done.stdout


def test_a_domain_that_is_none_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "deploy"
    done = chaland("deploy", "--domain", "localhost", "--out", out, "--lang", "en")
    assert done.returncode == ExitCode.USAGE
    assert not out.exists()
