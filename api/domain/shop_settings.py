"""What a shop decides for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """A shop's own ways.

    Parameters
    ----------
    cut_off_minutes_earlier
        By how much its own cut-off lies before the town's.
    preparation_minutes
        From the acceptance until the goods are ready, where the order does not say.
    csv_columns
        How its files call our columns, by our name.
    """

    cut_off_minutes_earlier: int = 0
    preparation_minutes: int = 0
    csv_columns: Mapping[str, str] = field(default_factory=dict)


def read_shop_settings(document: Mapping[str, Any]) -> ShopSettings:
    """Settings as they are stored."""
    return ShopSettings(
        cut_off_minutes_earlier=document.get("cut_off_minutes_earlier", 0),
        preparation_minutes=document.get("preparation_minutes", 0),
        csv_columns=dict(document.get("csv_columns", {})),
    )


def written_shop_settings(settings: ShopSettings) -> dict[str, Any]:
    """Settings as JSON."""
    return {
        "cut_off_minutes_earlier": settings.cut_off_minutes_earlier,
        "preparation_minutes": settings.preparation_minutes,
        "csv_columns": dict(settings.csv_columns),
    }
