"""``/v1/webhooks``: who is told what happens, as ``docs/reference/webhooks.md`` has it."""

from fastapi import APIRouter, Request, Response

from api.domain.actor import Scope
from api.domain.webhook import Webhook
from api.http.dependencies import ActorDep, IfMatch, ServiceDep, TownDep, WorkDep
from api.http.etag import require_version, tag
from api.http.idempotency import keep_without
from api.http.paging import Cursor, PageSize, link_next, next_cursor
from api.http.problem import PROBLEMS
from api.http.schemas.base import PublicId
from api.http.schemas.webhooks import (
    ReplayIn,
    WebhookChange,
    WebhookIn,
    WebhookOut,
    WebhooksOut,
    WebhookWithSecretOut,
)
from api.http.service_route import ServiceRoute
from api.services import hooks
from api.store import webhooks

router = APIRouter(
    prefix="/v1/webhooks", tags=["webhooks"], route_class=ServiceRoute, responses=PROBLEMS
)


@router.post("", status_code=201)
def add_webhook(  # noqa: PLR0913, PLR0917  # one keyword for each thing that is needed
    told: WebhookIn,
    request: Request,
    work: WorkDep,
    actor: ActorDep,
    town: TownDep,
    service: ServiceDep,
    response: Response,
) -> WebhookWithSecretOut:
    """Have somebody told what happens from now on. The secret is shown this once."""
    made, secret = hooks.add(work, actor, town.id, told.subscription(), service.allowed_targets)
    response.headers["Location"] = f"/v1/webhooks/{made.id}"
    response.headers["ETag"] = tag(made.version)
    return keep_without(request, WebhookWithSecretOut.of_new(made, secret), "secret")


@router.get("")
def list_webhooks(
    work: WorkDep,
    actor: ActorDep,
    response: Response,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> WebhooksOut:
    """Webhooks in the order in which they were made: a shop's own, a planner's town's."""
    actor.require(Scope.HOOKS)
    found = webhooks.page(work, actor, cursor, limit + 1)
    following = next_cursor([webhook.id for webhook in found], limit)
    link_next(response, following)
    return WebhooksOut(
        webhooks=[WebhookOut.of(webhook) for webhook in found[:limit]], next=following
    )


@router.get("/{webhook_id}")
def get_webhook(
    webhook_id: PublicId, work: WorkDep, actor: ActorDep, response: Response
) -> WebhookOut:
    """A webhook, and how far it has come."""
    actor.require(Scope.HOOKS)
    return _told(webhooks.find(work, actor, webhook_id), response)


@router.patch("/{webhook_id}")
def change_webhook(  # noqa: PLR0913, PLR0917
    webhook_id: PublicId,
    told: WebhookChange,
    work: WorkDep,
    actor: ActorDep,
    service: ServiceDep,
    response: Response,
    if_match: IfMatch,
) -> WebhookOut:
    """Change where and of what it tells, or switch it off or on again."""
    actor.require(Scope.HOOKS)
    webhook = webhooks.find(work, actor, webhook_id)
    require_version(if_match, webhook.version)
    changed = hooks.change(work, actor, webhook, told.change(), service.allowed_targets)
    return _told(changed, response)


@router.delete("/{webhook_id}", status_code=204)
def delete_webhook(webhook_id: PublicId, work: WorkDep, actor: ActorDep, if_match: IfMatch) -> None:
    """Tell nothing more."""
    actor.require(Scope.HOOKS)
    webhook = webhooks.find(work, actor, webhook_id)
    require_version(if_match, webhook.version)
    hooks.remove(work, actor, webhook)


@router.post("/{webhook_id}/replay")
def replay_webhook(
    webhook_id: PublicId, told: ReplayIn, work: WorkDep, actor: ActorDep, response: Response
) -> WebhookOut:
    """Tell everything after a position again, under the same ids."""
    actor.require(Scope.HOOKS)
    webhook = webhooks.find(work, actor, webhook_id)
    return _told(hooks.replay(work, actor, webhook, told.position), response)


@router.post("/{webhook_id}/secrets", status_code=201)
def renew_webhook_secret(
    webhook_id: PublicId, request: Request, work: WorkDep, actor: ActorDep, response: Response
) -> WebhookWithSecretOut:
    """Give it a new secret. For a day messages are signed with the one before too."""
    actor.require(Scope.HOOKS)
    webhook = webhooks.find(work, actor, webhook_id)
    renewed, secret = hooks.renew_secret(work, actor, webhook)
    response.headers["ETag"] = tag(renewed.version)
    return keep_without(request, WebhookWithSecretOut.of_new(renewed, secret), "secret")


def _told(webhook: Webhook, response: Response) -> WebhookOut:
    response.headers["ETag"] = tag(webhook.version)
    return WebhookOut.of(webhook)
