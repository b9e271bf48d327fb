"""How a command ends. Described in ``docs/reference/exit-codes.md``."""

from enum import IntEnum

from routing.errors import ChalandError, CheckError, SolverError


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    """Done; orders that were left out are named with their reasons."""
    VIOLATIONS = 1
    """A plan or a solution breaks a rule; or the doctor has found what does not work."""
    USAGE = 2
    """The command line itself cannot be understood."""
    INPUT = 3
    """A file, a map or a town that was given cannot be used."""
    SOLVER = 4
    """An engine cannot do what it was asked."""
    UNEXPECTED = 70
    """A fault in Chaland."""
    INTERRUPTED = 130
    """Stopped with Ctrl-C, or with SIGTERM."""
    UNREAD = 141
    """Whoever read the output has stopped reading."""


class UsageError(ChalandError):
    """A command line that cannot be understood."""

    kind = "usage"


class InterruptionError(ChalandError):
    """Ctrl-C."""

    kind = "interruption"

    def __init__(self) -> None:
        super().__init__("interruption.asked")


def exit_code_of(error: ChalandError) -> ExitCode:
    """The exit code of an error."""
    match error:
        case UsageError():
            return ExitCode.USAGE
        case InterruptionError():
            return ExitCode.INTERRUPTED
        case CheckError():
            return ExitCode.VIOLATIONS
        case SolverError():
            return ExitCode.SOLVER
        case _:
            return ExitCode.INPUT
