"""The command line explains itself, in French first, to people and to programs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from chaland.app import app
from chaland.exits import ExitCode
from tests.integration.command import chaland, document, succeed

DOCS = Path(__file__).parents[2] / "docs/reference"
COMMANDS = (
    "demo", "orders", "plan", "check", "solve", "matrix", "route", "serve", "backup", "restore",
    "upgrade", "worker", "deploy", "doctor", "forget", "export-person", "retention", "town", "shop",
    "courier", "user", "key", "bench",
)  # fmt: skip


def all_commands(command: Any, name: str = "chaland") -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its full name."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for inner_name, inner_command in inner.items():
        yield from all_commands(inner_command, f"{name} {inner_name}")


def sections() -> dict[str, str]:
    """The page of the command line, by the commands that its headings name."""
    found: dict[str, str] = {}
    for section in (DOCS / "cli.md").read_text("utf-8").split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        for name in re.findall(r"`([^`]+)`", heading):
            found[re.match(r"[a-z -]*[a-z]", name)[0]] = heading + body  # type: ignore[index]
    return found


def test_the_help_names_every_command() -> None:
    told = succeed("--help")
    assert [name for name in COMMANDS if f"│ {name} " not in told] == []
    assert succeed() == told


def test_every_command_and_option_stands_in_the_reference() -> None:
    documented = sections()
    commands = dict(all_commands(get_command(app)))
    assert commands.keys() == documented.keys()
    missing = [
        f"{name} {option}"
        for name, command in commands.items()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
        if f"`{option}" not in documented[name]
    ]
    assert missing == []


def test_the_reference_names_no_option_that_does_not_exist() -> None:
    commands = dict(all_commands(get_command(app)))
    unknown = [
        f"{name} {option}"
        for name, section in sections().items()
        for option in re.findall(r"^\| `(--[a-z-]+)", section, re.MULTILINE)
        if not any(option in parameter.opts for parameter in commands[name].params)
    ]
    assert unknown == []


def test_every_exit_code_stands_in_the_reference() -> None:
    rows = re.findall(
        r"^\| (\d+) \| (\w+) \|", (DOCS / "exit-codes.md").read_text("utf-8"), re.MULTILINE
    )
    assert rows == [(str(int(code)), code.name.lower()) for code in ExitCode]


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        ((), {}, "Il manque"),
        ((), {"LANG": "de_DE.UTF-8"}, "Il manque"),
        ((), {"LANG": "en_GB.UTF-8"}, "is missing"),
        ((), {"LANG": "en_GB.UTF-8", "CHALAND_LANG": "fr"}, "Il manque"),
        (("--lang", "en"), {"CHALAND_LANG": "fr"}, "is missing"),
        (("--lang=fr",), {"LANG": "en_GB.UTF-8"}, "Il manque"),
    ],
)
def test_the_language_is_that_of_the_option_then_of_the_environment_then_french(
    arguments: tuple[str, ...], given: dict[str, str], said: str
) -> None:
    assert said in chaland("plan", *arguments, env=given).stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nothing",), "usage.no_such_command"),
        (("town",), "usage.no_command"),
        (("check", "a", "b", "c"), "usage.not_understood"),
        (("orders", "--seed"), "usage.option_value"),
        (("orders", "--date", "12/3"), "usage.date"),
        (("orders", "--seed", "x"), "usage.whole"),
        (("plan",), "usage.missing"),
        (("plan", "--colour"), "usage.no_such_option"),
        (("plan", "a.csv", "--town", "monaco", "--out", "o", "--seconds", "0"), "usage.decimal"),
        (("plan", "--lang", "nl"), "usage.language"),
        (("check", "/nowhere"), "usage.check_what"),
        (("solve", "a.txt", "--town", "monaco", "--out", "o"), "usage.town_of_instance"),
        (("town", "build", "a/b"), "usage.town_name"),
        (("town", "build", "ab"), "usage.one_source"),
        (("town", "build", "ab", "--place", "x", "--file", "y"), "usage.one_source"),
        (("town", "build", "ab", "--bbox", "7,43,6,44"), "usage.bbox"),
    ],
)
def test_a_command_line_that_is_not_understood_says_why_and_ends_with_2(
    arguments: tuple[str, ...], code: str
) -> None:
    (error,) = document(*arguments, code=ExitCode.USAGE)["error"]
    assert error["code"] == code
    assert error["wrong"]
    assert error["mend"]


ENGLISH = re.compile(r"Usage:|Show this|required|default:|No such|Missing|Input|does not|Got ")


@pytest.mark.parametrize("name", dict(all_commands(get_command(app))))
def test_french_help_has_no_english_words(name: str) -> None:
    assert ENGLISH.findall(succeed(*name.split()[1:], "--help", env={"CHALAND_LANG": "fr"})) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_help_of_solve_names_all_that_it_reads(language: str) -> None:
    told = succeed("solve", "--help", "--lang", language)
    assert [
        word for word in ("Li & Lim", "Sartori & Buriol", "VROOM", ".json") if word not in told
    ] == []


def test_a_town_name_with_spaces_is_answered_with_one_that_does() -> None:
    (error,) = document("town", "build", "Saint Germain", code=ExitCode.USAGE)["error"]
    assert "Saint-Germain" in error["mend"]


def test_people_are_told_on_the_standard_error_only() -> None:
    done = chaland("plan")
    assert done.stdout == ""
    assert done.stderr == "Il manque ORDERS.csv.\nVoyez «\u202fchaland plan --help\u202f».\n"


def test_what_is_wrong_fits_into_80_columns_without_colours() -> None:
    done = chaland("town", "build", "a/b")
    assert "\x1b" not in done.stderr
    assert max(map(len, done.stderr.splitlines())) <= 80
