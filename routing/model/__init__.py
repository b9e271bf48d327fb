"""Pure frozen values: a day's problem and its plan. Units are in the types and in the names."""

from routing.model.comparison import Comparison, Totals, totals
from routing.model.load import Load
from routing.model.matrix import UNREACHABLE, Matrix
from routing.model.place import Place, Window
from routing.model.plan import (
    Plan,
    Reason,
    Route,
    Service,
    TakenBreak,
    Unserved,
    Visit,
)
from routing.model.problem import Objective, Problem
from routing.model.shipment import Commitment, Lateness, Shipment, Stage, Task, TaskKind
from routing.model.vehicle import Break, Costs, Reload, Shift, Vehicle

__all__ = [
    "UNREACHABLE",
    "Break",
    "Commitment",
    "Comparison",
    "Costs",
    "Lateness",
    "Load",
    "Matrix",
    "Objective",
    "Place",
    "Plan",
    "Problem",
    "Reason",
    "Reload",
    "Route",
    "Service",
    "Shift",
    "Shipment",
    "Stage",
    "TakenBreak",
    "Task",
    "TaskKind",
    "Totals",
    "Unserved",
    "Vehicle",
    "Visit",
    "Window",
    "totals",
]
