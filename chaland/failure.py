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
from chaland.output import Document, note, notes, print_json, table
from chaland.words import say, sentence
from routing.errors import ChalandError, CheckError, InputErrors, ModelErrors, Value


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
        notes().print(explained(faults))
    return exit_code_of(error)


def faults_in(error: ChalandError) -> Sequence[Fault]:
    """The error, or the errors and violations that it carries."""
    if isinstance(error, InputErrors | ModelErrors):
        return error.errors
    if isinstance(error, CheckError):
        from routing.check.verify import InvalidPlanError

        if isinstance(error, InvalidPlanError):
            return error.violations
    return (error,)


def documents(faults: Sequence[Fault]) -> list[Document]:
    """Faults for programs."""
    return [_document(fault) for fault in faults]


def _document(fault: Fault) -> Document:
    said = sentence(fault.code, fault.values)
    return {
        "code": str(fault.code),
        "values": dict(fault.values),
        "wrong": said.wrong,
        "mend": said.mend,
    }


def explained(faults: Sequence[Fault]) -> RenderableType:
    """Faults for people: one as two lines, several as a table."""
    if len(faults) == 1:
        said = sentence(faults[0].code, faults[0].values)
        return f"{said.wrong}\n{said.mend}".rstrip()
    with_places = any("line" in fault.values for fault in faults)
    places = (say("said.line"), say("said.column")) if with_places else ()
    rows = table(*places, say("said.wrong"), say("said.mend"), right=(0,) if with_places else ())
    rows.show_lines = True
    for fault in faults:
        said = sentence(fault.code, fault.values)
        where = [str(fault.values.get(name, "")) for name in ("line", "column")]
        rows.add_row(*(where if with_places else ()), said.wrong, said.mend)
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
