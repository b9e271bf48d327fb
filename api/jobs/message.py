"""What a webhook is sent of an event: ids and codes. Whoever may know more asks with a key."""

import datetime as dt
import hashlib
import json

from api.domain.webhook import Webhook
from api.store.events import LoggedEvent


def message_id(webhook: Webhook, event: LoggedEvent) -> str:
    """The id of a message: the same however often it is sent, and no other has it.

    It holds no full stop and nothing that a phone has made up, so that it can be signed. A log that
    was restored from a backup gives its positions anew, to other events.
    """
    _, _, letters = webhook.id.partition("_")
    told_apart = hashlib.sha256(event.id.encode()).hexdigest()[:8]
    return f"msg_{letters}_{event.position}_{told_apart}"


def message_body(event: LoggedEvent) -> bytes:
    """The message as JSON."""
    data = {
        "id": event.id,
        "position": event.position,
        "town": event.town,
        "date": None if event.date is None else event.date.isoformat(),
        "order": event.order,
        "round": event.round,
    }
    known = {name: value for name, value in data.items() if value is not None}
    told = {"type": event.kind, "timestamp": written_instant(event.at), "data": known}
    return json.dumps(told, separators=(",", ":")).encode()


def written_instant(instant: dt.datetime) -> str:
    """An instant by RFC 3339, in UTC."""
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
