"""Saying what went wrong: every error with what is wrong, where, and how to mend it."""

import platform
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from rich.console import RenderableType

from chaland.exits import ExitCode, exit_code_of
from chaland.invocation import invocation
from chaland.output import Document, Wrapped, note, print_json, table
from chaland.words import say, sentence
from routing.check.verify import InvalidPlanError
from routing.check.violation import Violation
from routing.errors import ChalandError, InputErrors, ModelErrors, Value
from routing.sentences import Sentence


class Fault(Protocol):
    """Anything with a code and values: an error, a violation."""

    @property
    def code(self) -> str:
        """Which sentence says it."""

    @property
    def values(self) -> Mapping[str, Value]:
        """What the sentence names."""


def fail(error: ChalandError) -> ExitCode:
    """Say an error, and all those in it, to people or to a program."""
    faults = faults_in(error)
    if invocation().json:
        print_json({"error": documents(faults)})
    else:
        note(explained(faults))
    return exit_code_of(error)


def faults_in(error: ChalandError) -> Sequence[Fault]:
    """The error, or the errors and violations that it carries."""
    if isinstance(error, InputErrors | ModelErrors):
        return error.errors
    if isinstance(error, InvalidPlanError):
        return error.violations
    return (error,)


def _said(fault: Fault) -> Sentence:
    if isinstance(fault, Violation):
        return fault.sentence(invocation().language)
    return sentence(fault.code, fault.values)


def documents(faults: Sequence[Fault]) -> list[Document]:
    """Faults for programs."""
    return [_document(fault) for fault in faults]


def _document(fault: Fault) -> Document:
    said = _said(fault)
    return {
        "code": str(fault.code),
        "values": dict(fault.values),
        "wrong": said.wrong,
        "mend": said.mend,
    }


def explained(faults: Sequence[Fault]) -> RenderableType:
    """Faults for people: one as two lines, several as a table."""
    if len(faults) == 1:
        said = _said(faults[0])
        return f"{said.wrong}\n{said.mend}".rstrip()
    rows = table(say("said.wrong"), say("said.mend"))
    rows.show_lines = True
    for fault in faults:
        said = _said(fault)
        rows.add_row(Wrapped(said.wrong), Wrapped(said.mend))
    return rows


def fail_unexpectedly(error: Exception) -> ExitCode:
    """Say that Chaland itself is at fault, and keep the details where they can be sent from."""
    details = "".join(traceback.format_exception(error))
    if invocation().debug:
        note(details)
    values = {"kind": type(error).__name__, "log": str(_log(details))}
    said = sentence("unexpected.fault", values)
    if invocation().json:
        code = {"code": "unexpected.fault", "values": values}
        print_json({"error": [{**code, "wrong": said.wrong, "mend": said.mend}]})
    else:
        note(str(said))
    return ExitCode.UNEXPECTED


def _log(details: str) -> Path:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="chaland-", suffix=".log", delete=False
    ) as log:
        arguments = " ".join(invocation().arguments)
        log.write(f"chaland {arguments}\n{platform.platform()}\n{platform.python_version()}\n\n")
        log.write(details)
    return Path(log.name)
