"""A live plan kept in memory, and what each slot would cost a new order."""

from routing.solve.quote.answer import Answer, Effort, Obstacle, Status
from routing.solve.quote.ground import NewPlace, Ways
from routing.solve.quote.live import LivePlan

__all__ = ["Answer", "Effort", "LivePlan", "NewPlace", "Obstacle", "Status", "Ways"]
