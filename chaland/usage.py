"""What is wrong with a command line, out of what Typer found."""

from typer.exceptions import TyperException

from chaland.exits import UsageError
from chaland.invocation import LANGUAGES


def usage_error(error: TyperException) -> UsageError:
    """Typer's complaint with a code of ours, so that it is said in the reader's language.

    Typer keeps the classes of its complaints to itself; their names and values are told apart here.
    """
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "chaland"
    match type(error).__name__:
        case "NoSuchOption":
            return _no_such_option(getattr(error, "option_name", ""), command)
        case "MissingParameter":
            parameter = _parameter(error)
            return UsageError("usage.missing", parameter=parameter, command=command)
        case "BadParameter":
            return _bad_value(error, command)
        case "BadOptionUsage":
            option = getattr(error, "option_name", "")
            return UsageError("usage.option_value", option=option, command=command)
        case _ if context is None or not hasattr(context.command, "commands"):
            return UsageError("usage.not_understood", command=command)
    return UsageError("usage.no_command", command=command)


def _no_such_option(option: str, command: str) -> UsageError:
    """An option that does not exist, or a language that is not known."""
    if option == "--lang":
        return UsageError("usage.language", known=", ".join(LANGUAGES))
    return UsageError("usage.no_such_option", option=option, command=command)


def _bad_value(error: TyperException, command: str) -> UsageError:
    """A value that is none, or is out of its range."""
    parameter, option = _parameter(error), getattr(error, "param", None)
    if parameter == "--date":
        return UsageError("usage.date", parameter=parameter)
    least, most = (getattr(option, end, None) for end in ("min", "max"))
    if least is None or most is None:
        return UsageError("usage.bad_value", parameter=parameter, command=command)
    if isinstance(least, float):
        return UsageError("usage.decimal", parameter=parameter, least=least, most=most)
    return UsageError("usage.whole", parameter=parameter, least=least, most=most)


def _parameter(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "param_hint", "") or "")
    return str(parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.metavar)
