"""Webhooks over the wire."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.domain.signature import Secret
from api.domain.targets import LONGEST_URL
from api.domain.webhook import MOST_KINDS, Webhook
from api.http.schemas.base import Instant, Model, PublicId
from api.services.hooks import Change, Subscription

Url = Annotated[str, Field(min_length=1, max_length=LONGEST_URL)]
Kinds = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=MOST_KINDS)]


class WebhookIn(Model):
    """Who is to be told of which events; no kinds: of all."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"url": "https://till.example.org/chaland", "kinds": ["order.*", "deed.*"]}
            ]
        }
    )

    url: Url
    kinds: Kinds = Field(default_factory=list)
    shop: PublicId | None = None

    def subscription(self) -> Subscription:
        """For the services."""
        return Subscription(self.url, self.kinds, self.shop)


class WebhookChange(Model):
    """What is to be otherwise; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"active": True}]})

    url: Url | None = None
    kinds: Kinds | None = None
    active: bool | None = None

    def change(self) -> Change:
        """For the services."""
        return Change(self.url, self.kinds, self.active)


class ReplayIn(Model):
    """The position of the log after which everything is told again; 0: from its beginning."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"position": 0}]})

    position: Annotated[int, Field(ge=0, le=2**53)]


class WebhookOut(Model):
    """A webhook and how far it has come.

    `position` is the last event of the log that was told or passed over. `failures` counts attempts
    in a row that were not answered with 2xx; `problem` says why the last was not.
    """

    id: PublicId
    town: PublicId
    shop: PublicId | None
    url: str
    kinds: list[str]
    active: bool
    position: int
    failures: int
    failing_since: Instant | None
    next_try: Instant | None
    problem: str
    version: int

    @classmethod
    def of(cls, webhook: Webhook) -> Self:
        """From the store, without its secrets."""
        return cls(
            id=webhook.id,
            town=webhook.town,
            shop=webhook.shop,
            url=webhook.url,
            kinds=list(webhook.kinds),
            active=webhook.active,
            position=webhook.position,
            failures=webhook.failures,
            failing_since=webhook.failing_since,
            next_try=webhook.next_try,
            problem=webhook.problem,
            version=webhook.version,
        )


class WebhookWithSecretOut(Model):
    """A webhook with its secret, which is shown this once."""

    webhook: WebhookOut
    secret: str | None

    @classmethod
    def of_new(cls, webhook: Webhook, secret: Secret) -> Self:
        """From the services."""
        return cls(webhook=WebhookOut.of(webhook), secret=secret.text)


class WebhooksOut(Model):
    """A page of webhooks."""

    webhooks: list[WebhookOut]
    next: str | None
