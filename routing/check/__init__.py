"""The verifier: it knows the rules of a day and nothing of any solver."""

from routing.check.verify import InvalidPlanError, require_valid, verify
from routing.check.violation import Violation, ViolationCode

__all__ = ["InvalidPlanError", "Violation", "ViolationCode", "require_valid", "verify"]
