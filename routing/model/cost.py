"""Money without rounding.

The unit is 1/18,000 cent: the smallest in which a cent per hour during one second (1/3,600 cent)
and a cent per kilometre over one metre (1/1,000 cent) are both whole. Costs are added in it and
rounded once, when shown.
"""

from routing.model.units import Cents, CostUnits

UNITS_PER_CENT = 18_000
UNITS_PER_CENT_PER_HOUR_SECOND = UNITS_PER_CENT // 3_600
UNITS_PER_CENT_PER_KM_METRE = UNITS_PER_CENT // 1_000


def shown_cents(cost: CostUnits) -> Cents:
    """Cents for people: rounded half up.

    Examples
    --------
    >>> shown_cents(18_000), shown_cents(26_999), shown_cents(27_000)
    (1, 1, 2)
    """
    return (2 * cost + UNITS_PER_CENT) // (2 * UNITS_PER_CENT)
