"""The command ``chaland``."""

import sys
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from chaland import bench, check, demo, orders, plan, solve, town
from chaland.exits import ExitCode, InterruptionError
from chaland.failure import fail, fail_unexpectedly
from chaland.invocation import invocation
from chaland.usage import usage_error
from chaland.words import say
from routing.errors import ChalandError

app = typer.Typer(
    name="chaland",
    help=say("help.chaland"),
    epilog=say("help.everywhere"),
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command, told in (
    (demo.demo, "help.demo"),
    (orders.orders, "help.orders"),
    (plan.plan, "help.plan"),
    (check.check, "help.check"),
    (solve.solve, "help.solve"),
):
    app.command(
        help=say(told), epilog=say("help.everywhere"), rich_help_panel=say("said.commands")
    )(command)
for group in (town.app, bench.app):
    app.add_typer(group, rich_help_panel=say("said.commands"))


@app.callback()
def chaland() -> None:
    """Only groups the commands."""


def run() -> NoReturn:
    """Run the command line; the process ends with one of `ExitCode`."""
    sys.exit(int(_outcome()))


def _outcome() -> int:
    arguments = list(invocation().arguments) or ["--help"]
    try:
        code = app(arguments, prog_name="chaland", standalone_mode=False) or ExitCode.DONE
        # Typer gives Ctrl-C back as the shell's code for it, and says nothing.
        return fail(InterruptionError()) if code == ExitCode.INTERRUPTED else int(code)
    except TyperException as error:
        return fail(usage_error(error))
    except ChalandError as error:
        return fail(error)
    except KeyboardInterrupt:
        return fail(InterruptionError())
    except Exception as error:  # noqa: BLE001 (the last line of defence: no traceback for people)
        return fail_unexpectedly(error)
