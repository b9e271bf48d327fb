"""All commands, and how each of them ends."""

import os
import sys

import typer
from typer.exceptions import TyperException

from chaland import (
    check,
    matrix,
    orders,
    plan,
    route,
    solve,
    store,
    town,
    town_serving,
    worker,
)
from chaland.bench.app import app as bench_app
from chaland.demo.command import demo
from chaland.deploy import deploy
from chaland.doctor import doctor
from chaland.exits import ExitCode, InterruptionError
from chaland.failure import fail, fail_unexpectedly
from chaland.forget import export_person, forget
from chaland.help import Command, Group
from chaland.invocation import invocation
from chaland.members import couriers_app, shops_app
from chaland.people import keys_app, users_app
from chaland.retention import retention
from chaland.serve import serve
from chaland.usage import usage_error
from chaland.words import say
from routing.errors import ChalandError

app = typer.Typer(
    name="chaland",
    cls=Group,
    help=say("help.chaland"),
    epilog=say("help.everywhere"),
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command, told, cls in (
    (demo, "help.demo", Command),
    (orders.orders, "help.orders", Command),
    (plan.plan, "help.plan", Command),
    (check.check, "help.check", Command),
    (deploy, "help.deploy", Command),
    (doctor, "help.doctor", Command),
    (forget, "help.forget", Command),
    (export_person, "help.export_person", Command),
    (retention, "help.retention", Command),
    (solve.solve, "help.solve", Command),
    (matrix.matrix, "help.matrix", Command),
    (route.route, "help.route", route.RouteCommand),
    (store.backup, "help.backup", Command),
    (store.restore, "help.restore", Command),
    (store.upgrade, "help.upgrade", Command),
    (serve, "help.serve", Command),
    (worker.worker, "help.worker", Command),
):
    app.command(
        cls=cls,
        help=say(told),
        epilog=say("help.everywhere"),
        rich_help_panel=say("said.commands"),
    )(command)
for inner_command, name, told in (
    (town_serving.add, "add", "help.town.add"),
    (town_serving.list_served, "served", "help.town.served"),
):
    town.app.command(name, help=say(told), epilog=say("help.everywhere"))(inner_command)
for group in (town.app, shops_app, couriers_app, users_app, keys_app, bench_app):
    for inner in group.registered_commands:
        inner.cls = Command
    app.add_typer(group, cls=Group, rich_help_panel=say("said.commands"))


@app.callback()
def chaland() -> None:
    """Only groups the commands."""


def outcome() -> int:
    """Run the command that the process was called with; gives the code to end with."""
    try:
        code = _outcome()
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # rich and Typer make the one the other
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return ExitCode.UNREAD
    return code


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
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 (the last line of defence: no traceback for people)
        return fail_unexpectedly(error)
