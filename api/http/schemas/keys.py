"""Keys over the wire."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.domain.actor import Scope
from api.domain.user import Key
from api.http.schemas.base import Instant, Model, Name, PublicId
from api.services.keys import WantedKey


class KeyIn(Model):
    """A key that is wanted. Without scopes it may do all that its user and who asks both may."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Till", "scopes": ["orders:write", "quotes:write"]}]
        }
    )

    name: Name
    user: PublicId | None = None
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))] | None = None
    expires: Instant | None = None

    def wanted(self) -> WantedKey:
        """For the services."""
        return WantedKey(self.name, self.user, self.scopes, self.expires)


class KeyOut(Model):
    """A key, without itself: `prefix` is what it begins with."""

    id: PublicId
    user: PublicId
    town: PublicId | None
    name: str
    prefix: str
    scopes: list[Scope]
    created: Instant
    expires: Instant | None
    revoked: Instant | None

    @classmethod
    def of(cls, key: Key) -> Self:
        """From the store."""
        return cls(
            id=key.id,
            user=key.user,
            town=key.town,
            name=key.name,
            prefix=key.prefix,
            scopes=sorted(key.scopes),
            created=key.created,
            expires=key.expires,
            revoked=key.revoked,
        )


class KeyWithSecretOut(KeyOut):
    """A key that was just made, with itself: `Authorization: Bearer` and this."""

    key: str | None = None

    @classmethod
    def of_new(cls, key: Key, secret: str) -> Self:
        """From the services."""
        return cls(**KeyOut.of(key).model_dump(), key=secret)


class KeysOut(Model):
    """A page of keys."""

    keys: list[KeyOut]
    next: str | None
