"""What the documents promise exists: the pages they lead to, the commands they show."""

import re
import shlex
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from chaland.app import app
from tests.architecture.sources import ROOT, shown

PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
COMMAND = re.compile(r"^(?: {4})?chaland (.+)$", re.MULTILINE)
COMMANDS = sorted({line for page in PAGES for line in COMMAND.findall(page.read_text("utf-8"))})
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
TARGET = re.compile(r"`make ([a-z-]+)|^make ([a-z-]+)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_page_leads_to_pages_that_exist(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_that_is_shown_is_understood(line: str) -> None:
    words = shlex.split(line, comments=True)
    command = get_command(app)
    while isinstance(command, TyperGroup):
        command = command.commands[words.pop(0)]
    command.make_context(command.name or "", words)


def test_commands_are_shown() -> None:
    assert {line.split()[0] for line in COMMANDS} >= {"town", "orders", "plan", "check", "solve"}


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {one or other for one, other in TARGET.findall(page.read_text("utf-8"))}
    assert named - targets == set()
