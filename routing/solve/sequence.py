"""Who does what in which order: a plan without its times."""

from collections.abc import Mapping
from typing import TypeAlias

from routing.model import TaskKind

TaskId: TypeAlias = tuple[str, TaskKind]
"""A shipment's id, and which half of it."""
Sequence: TypeAlias = tuple[TaskId, ...]
"""The tasks of one shift, in order."""
Sequences: TypeAlias = Mapping[str, Sequence]
"""By shift id; a shift that does nothing may be left out."""
