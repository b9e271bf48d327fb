"""What all models share."""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

YEARS = range(2000, 2200)
"""Of days and instants; beyond them lie mistakes, and the ends of what calendars can count."""

_LINE = r"^[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$"
"""No control characters, and no space at either end."""


def _within_years(value: dt.date) -> dt.date:
    if value.year not in YEARS:
        raise ValueError(value.year)
    return value


MOST_CENTS = 100_000_000
Cents = Annotated[int, Field(ge=0, le=MOST_CENTS)]
Day = Annotated[dt.date, AfterValidator(_within_years), Field(examples=["2026-11-27"])]
Instant = Annotated[AwareDatetime, AfterValidator(_within_years)]
"""RFC 3339, with its offset."""
ClockTime = Annotated[
    str,
    Field(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", examples=["09:30"]),
]
"""On the town's wall clock."""
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Lonlat = tuple[Longitude, Latitude]
"""Longitude, latitude in degrees."""
PublicId = Annotated[str, Field(pattern=r"^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$")]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=_LINE)]
"""One line of text."""
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
"""A word for programs."""
Version = Annotated[int, Field(ge=1, description="The number in the ETag.")]


class Model(BaseModel):
    """Frozen, and nothing unknown in it: a misspelt field is told, not dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)
