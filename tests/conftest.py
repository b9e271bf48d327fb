"""What all tests share: real data in place, a browser, and no silence about what is left out."""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile("long", derandomize=True, deadline=None, max_examples=2_000)
settings.load_profile("default")

STRICT = os.environ.get("CHALAND_STRICT") == "1"
"""Set by `.ci/run`: what is missing is a failure there, elsewhere it is left out and named."""

LONG = "They take minutes. Run them with make test-long."


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
def chromium() -> Path:
    """A Chromium that takes pictures without a screen."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    return left_out("No browser.", "Install Debian's chromium.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless they are asked for by ``-m long``."""
    if not config.getoption("markexpr"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason=LONG))


def reason_of(report: pytest.TestReport) -> str:
    """Why a test was left out."""
    assert isinstance(report.longrepr, tuple)
    return report.longrepr[2].removeprefix("Skipped: ")


def left_out_tests(reporter: pytest.TerminalReporter) -> dict[str, Counter[str]]:
    """Tests by the reason for which they were left out, with the number of their cases."""
    tests: dict[str, Counter[str]] = {}
    for report in reporter.stats.get("skipped", []):
        name, _, _ = report.nodeid.partition("[")
        tests.setdefault(reason_of(report), Counter())[name] += 1
    return tests


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be left out, a test that skips by any other way fails the run too."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if STRICT and reporter and left_out_tests(reporter).keys() - {LONG}:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say last which tests were left out, why, and how to have them."""
    tests = left_out_tests(terminalreporter)
    if tests:
        terminalreporter.section("left out")
    for reason, names in tests.items():
        terminalreporter.line(f"{names.total()} left out: {reason}")
        for name, cases in names.items():
            terminalreporter.line(f"    {name}" + (f" ({cases} cases)" if cases > 1 else ""))
