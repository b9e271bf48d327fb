"""Who does what in which order: a plan without its times."""

from collections.abc import Mapping
from typing import TypeAlias

from routing.model import Plan, TaskKind

TaskId: TypeAlias = tuple[str, TaskKind]
"""A shipment's id, and which half of it."""
Sequence: TypeAlias = tuple[TaskId, ...]
"""The tasks of one shift, in order."""
Sequences: TypeAlias = Mapping[str, Sequence]
"""By shift id; a shift that does nothing may be left out."""


def sequences_of(plan: Plan) -> dict[str, Sequence]:
    """What a plan's routes do, in order."""
    return {
        route.shift: tuple((service.shipment, service.kind) for _, service in route.services())
        for route in plan.routes
    }
