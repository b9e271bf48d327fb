"""Shops over the wire."""

from dataclasses import replace
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.domain.shop_settings import ShopSettings
from api.domain.town import MemberShop
from api.http.schemas.base import Lonlat, Model, Name, PublicId
from api.http.schemas.changes import Change

OpeningHours = Annotated[
    str,
    Field(
        max_length=1_000,
        description="In OpenStreetMap's syntax; empty: unknown, and then no hindrance.",
        examples=["Mo-Sa 09:00-12:30,14:00-19:00; PH off"],
    ),
]
EarlierMinutes = Annotated[
    int, Field(ge=0, le=10_080, description="Its own cut-off lies so much before the town's.")
]
PreparationMinutes = Annotated[
    int, Field(ge=0, le=10_080, description="Until goods are ready, where the order is silent.")
]


class ShopChange(Change):
    """What changes in a shop."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"preparation_minutes": 30}]})

    name: Name | None = None
    position: Lonlat | None = None
    opening_hours: OpeningHours | None = None
    cut_off_minutes_earlier: EarlierMinutes | None = None
    preparation_minutes: PreparationMinutes | None = None
    active: bool | None = None

    def changed(self, shop: MemberShop) -> MemberShop:
        """The shop with what changes in it."""
        told = self.told()
        own = {
            name: told.pop(name)
            for name in ("cut_off_minutes_earlier", "preparation_minutes")
            if name in told
        }
        return replace(shop, **told, settings=replace(shop.settings, **own))


class ShopIn(ShopChange):
    """A new shop."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Librairie du Port",
                    "position": [7.4189, 43.7331],
                    "opening_hours": "Mo-Sa 09:00-19:00",
                }
            ]
        }
    )

    name: Name
    position: Lonlat

    def shop(self) -> MemberShop:
        """For the services."""
        return self.changed(MemberShop("", "", self.name, self.position, settings=ShopSettings()))


class ShopOut(Model):
    """A shop that delivers with the others."""

    id: PublicId
    town: PublicId
    name: str
    position: Lonlat
    opening_hours: str
    cut_off_minutes_earlier: int
    preparation_minutes: int
    active: bool
    version: int

    @classmethod
    def of(cls, shop: MemberShop) -> Self:
        """From the store."""
        return cls(
            id=shop.id,
            town=shop.town,
            name=shop.name,
            position=shop.position,
            opening_hours=shop.opening_hours,
            cut_off_minutes_earlier=shop.settings.cut_off_minutes_earlier,
            preparation_minutes=shop.settings.preparation_minutes,
            active=shop.active,
            version=shop.version,
        )


class ShopsOut(Model):
    """A page of shops."""

    shops: list[ShopOut]
    next: str | None
