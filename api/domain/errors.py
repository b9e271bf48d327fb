"""What the service refuses: branches of the one tree of errors (`routing.errors`)."""

from routing.errors import ChalandError


class RefusedError(ChalandError):
    """The state of things forbids it now; asked at another time it might be done (409)."""

    kind = "refused"


class MissingError(ChalandError):
    """There is no such thing, or not for who asks (404)."""

    kind = "missing"


class UnknownActorError(ChalandError):
    """Nobody known asks (401)."""

    kind = "unknown_actor"


class ForbiddenError(ChalandError):
    """Who asks may not do this at all (403)."""

    kind = "forbidden"


class StaleError(ChalandError):
    """Somebody else has changed it since it was read (412)."""

    kind = "stale"


class ServiceError(ChalandError):
    """The service itself cannot start or go on: its database, its schema, its settings."""

    kind = "service"
