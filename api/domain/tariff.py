"""What a delivery costs the customer: one figure to say at the counter."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from routing.model.units import Cents


@dataclass(frozen=True, slots=True)
class Tariff:
    """A town's prices.

    Parameters
    ----------
    flat
        Where no zone says otherwise.
    zones
        By the zone's name.
    slots
        More, or less where negative, for some slots, by their name.
    free_from
        What was bought for at least so much is delivered for nothing; None: nothing is.
    """

    flat: Cents
    zones: Mapping[str, Cents] = field(default_factory=dict)
    slots: Mapping[str, Cents] = field(default_factory=dict)
    free_from: Cents | None = None

    def price(self, *, zone: str = "", slot: str = "", basket: Cents | None = None) -> Cents:
        """The price to tell the customer; never below nothing.

        Parameters
        ----------
        zone, slot
            Names; empty, or unknown to the tariff: they change nothing.
        basket
            What the customer has bought for; None when the shop did not say.

        Examples
        --------
        >>> Tariff(flat=500, slots={"evening": 100}, free_from=6_000).price(slot="evening")
        600
        """
        if self.free_from is not None and basket is not None and basket >= self.free_from:
            return 0
        return max(0, self.zones.get(zone, self.flat) + self.slots.get(slot, 0))
