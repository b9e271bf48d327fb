"""What all models share."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Cents = Annotated[int, Field(ge=0, le=100_000_000)]
Instant = AwareDatetime
"""RFC 3339, with its offset."""
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Lonlat = tuple[Longitude, Latitude]
"""Longitude, latitude in degrees."""
PublicId = Annotated[str, Field(pattern=r"^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$")]
Name = Annotated[str, Field(min_length=1, max_length=120)]


class Model(BaseModel):
    """Frozen, and nothing unknown in it: a misspelt field is told, not dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)
