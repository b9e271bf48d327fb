"""What is sent to change a thing: only what changes."""

from typing import Any

from api.http.schemas.base import Model


class Change(Model):
    """Some fields of a thing; those that are not sent, or null, stay as they are."""

    def told(self) -> dict[str, Any]:
        """The fields that change, by name."""
        return {name: value for name, value in self if value is not None}
