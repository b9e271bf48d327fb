"""Help in the reader's language, where Typer has English words of its own."""

from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from chaland.exits import UsageError
from chaland.words import say

rich_utils.ARGUMENTS_PANEL_TITLE = say("help.word.arguments")
rich_utils.OPTIONS_PANEL_TITLE = say("help.word.options")
rich_utils.REQUIRED_LONG_STRING = say("help.word.required")
rich_utils.DEFAULT_STRING = say("help.word.default", value="{}")


def _usage(typers: str) -> str:
    """Typer's line of usage, which begins with an English word."""
    return typers.replace("Usage:", say("help.word.usage"), 1)


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help = say("help.word.help")
    return option


class Command(TyperCommand):
    """A command."""

    def get_usage(self, ctx: Any) -> str:
        """How it is called."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """``--help``."""
        return _help_option(super().get_help_option(ctx))


class Group(TyperGroup):
    """Several commands under one name."""

    def get_usage(self, ctx: Any) -> str:
        """How it is called."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """``--help``."""
        return _help_option(super().get_help_option(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is asked for."""
        known = list(self.commands)
        if not args[0].startswith("-") and args[0] not in known:
            found, path = args[0], ctx.command_path
            known_names = ", ".join(known)
            raise UsageError("usage.no_such_command", name=found, command=path, known=known_names)
        return super().resolve_command(ctx, args)
