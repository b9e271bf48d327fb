"""What a generated day tells about itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from routing.errors import Value


@dataclass(frozen=True, slots=True)
class Note:
    """A code with its values; the sentence is rendered with ``package="data"``."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
