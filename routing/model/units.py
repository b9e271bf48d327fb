"""Units, written in types and names.

All are integers. A *tick* is the smallest step of time or of distance that a problem counts: one
second or one metre in a town (`Problem.ticks_per_unit` is 1), a millionth of the file's unit in a
Li & Lim instance.
"""

from typing import TypeAlias

Ticks: TypeAlias = int
"""Time or distance in the problem's smallest step."""
Instant: TypeAlias = int
"""Time in ticks after the problem's origin."""
Grams: TypeAlias = int
Litres: TypeAlias = int
Cents: TypeAlias = int
CostUnits: TypeAlias = int
"""Money, exactly: 1/18,000 cent. See `routing.model.cost`."""
