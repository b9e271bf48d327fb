"""What all tests share: real data in place, a browser, and no silence about what is left out."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile("long", derandomize=True, deadline=None, max_examples=2_000)
settings.load_profile("default")

STRICT = os.environ.get("CHALAND_STRICT") == "1"
"""Set by `.ci/run`: what is missing is a failure there, elsewhere it is left out and named."""


def left_out(what: str, how: str) -> Path:
    """Leave the running test out, or fail it where nothing may be left out."""
    reason = f"{what} {how}"
    if STRICT:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def folder_named_by(variable: str, content: str) -> Path:
    """The folder that an environment variable names."""
    folder = os.environ.get(variable)
    if folder and Path(folder).is_dir():
        return Path(folder)
    return left_out(f"{content} not found.", f"Set {variable} to their folder.")


@pytest.fixture(scope="session")
def maps() -> Path:
    """Folder of real maps, one folder a town."""
    return folder_named_by("CHALAND_TEST_MAPS", "Real maps")


@pytest.fixture(scope="session")
def instances() -> Path:
    """Folder of the literature's instances."""
    return folder_named_by("CHALAND_INSTANCES", "The literature's instances")


@pytest.fixture(scope="session")
def browser() -> Path:
    """A Chromium that takes pictures without a screen."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    return left_out("No browser.", "Install Debian's chromium.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be left out, a test that skips by any other way fails the run too."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if STRICT and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say last which tests were left out, why, and how to have them."""
    tests_by_reason: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        _, _, reason = report.longrepr
        tests_by_reason.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)
    long_tests = terminalreporter.stats.get("deselected", [])
    if long_tests:
        reason = "They take minutes. Run them with make test-long."
        tests_by_reason[reason] = [item.nodeid for item in long_tests]
    if not tests_by_reason:
        return
    terminalreporter.section("left out")
    for reason, tests in tests_by_reason.items():
        terminalreporter.line(f"{len(tests)} left out: {reason}")
        for test in tests:
            terminalreporter.line(f"    {test}")
