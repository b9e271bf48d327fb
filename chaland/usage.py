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
        case "NoSuchOption" if getattr(error, "option_name", "") == "--lang":
            return UsageError("usage.language", known=", ".join(LANGUAGES))
        case "NoSuchOption":
            option = getattr(error, "option_name", "")
            return UsageError("usage.no_such_option", option=option, command=command)
        case "MissingParameter":
            parameter = _parameter(error)
            return UsageError("usage.missing", parameter=parameter, command=command)
        case "BadParameter":
            parameter, said = _parameter(error), error.message
            return UsageError("usage.bad_value", parameter=parameter, said=said, command=command)
        case _:
            said = error.format_message()
            return UsageError("usage.not_understood", said=said, command=command)


def _parameter(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "param_hint", "") or "")
    return str(parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.metavar)
