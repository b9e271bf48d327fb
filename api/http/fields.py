"""Fields that several resources have: ids, names, positions, times on the wall clock."""

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from api.domain.ids import Kind

MOST_CENTS = 1_000_000
MOST_NAME = 120

_LETTERS = "[0-9a-hjkmnp-tv-z]"
_LINE = r"^[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$"
"""No control characters, and no space at either end."""


class Model(BaseModel):
    """What is sent or answered: nothing unknown in it, and nothing that changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def id_field(kind: Kind) -> Any:
    """An id of a kind."""
    return Field(
        pattern=f"^{kind}_{_LETTERS}{{26}}$", examples=[f"{kind}_01kb03v3g07000800000000000"]
    )


TownId: TypeAlias = Annotated[str, id_field(Kind.TOWN)]
ShopId: TypeAlias = Annotated[str, id_field(Kind.SHOP)]
CourierId: TypeAlias = Annotated[str, id_field(Kind.COURIER)]
VehicleId: TypeAlias = Annotated[str, id_field(Kind.VEHICLE)]
ShiftId: TypeAlias = Annotated[str, id_field(Kind.SHIFT)]
TariffId: TypeAlias = Annotated[str, id_field(Kind.TARIFF)]
KeyId: TypeAlias = Annotated[str, id_field(Kind.KEY)]
UserId: TypeAlias = Annotated[str, id_field(Kind.USER)]

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=MOST_NAME, pattern=_LINE)]
"""One line of text."""

Code: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=40, pattern="^[a-z0-9][a-z0-9_.-]*$", examples=["morning"])
]
"""A word for programs."""

ClockTime: TypeAlias = Annotated[
    str,
    Field(
        pattern="^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$",
        examples=["09:30"],
        description="On the town's wall clock.",
    ),
]

Cents: TypeAlias = Annotated[int, Field(ge=0, le=MOST_CENTS, examples=[490])]
Version: TypeAlias = Annotated[int, Field(ge=1, description="As in the ETag.", examples=[1])]


class Place(Model):
    """A place on the ground, in degrees (WGS 84)."""

    lon: float = Field(ge=-180, le=180, examples=[7.4189])
    lat: float = Field(ge=-90, le=90, examples=[43.7325])

    @property
    def position(self) -> tuple[float, float]:
        """Longitude, latitude."""
        return self.lon, self.lat
