"""How much the service is asked under load, and what is measured of it."""

from dataclasses import dataclass, replace

from benchmarks.spread import Spread


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked.

    Parameters
    ----------
    orders
        That fill the day.
    quiet
        Of the day whose rounds are published.
    newcomers
        Orders that only ask for slots.
    quotes
        How often they do, by one caller and by all.
    reads
        Of each kind, while a plan is made.
    commits
        Of one row, before and after.
    seconds
        For which the plan is searched at most.
    """

    orders: int = 300
    quiet: int = 40
    couriers: int = 10
    newcomers: int = 100
    quotes: int = 1_000
    reads: int = 1_000
    commits: int = 1_000
    callers: int = 4
    seconds: int = 120

    def scaled(self, share: float) -> "Size":
        """A part of it, but for those who ask and the seconds."""

        def part(count: int) -> int:
            return max(4, round(share * count))

        return replace(
            self,
            orders=part(self.orders),
            quiet=part(self.quiet),
            newcomers=part(self.newcomers),
            quotes=part(self.quotes),
            reads=part(self.reads),
            commits=part(self.commits),
        )


@dataclass(frozen=True, slots=True)
class Wait:
    """What a request takes: in the service, and for who waits at the other end of the loopback."""

    in_service: Spread
    at_caller: Spread


@dataclass(frozen=True, slots=True)
class Under:
    """What one database could do.

    Parameters
    ----------
    raw_commits
        Of one row, a second, before and after all else.
    drafts, quotes, promises
        A second, each while nothing else was asked.
    promised
        Orders of the full day, of those that were handed over.
    quote_filling
        By all callers at once, while the day was being filled.
    quote_alone, quote_together
        On the full day: by one caller, and by all at once.
    reads
        By kind: ``day`` of a shop, ``round``, ``health``.
    planned_all_the_while
        Whether the plan was being made as long as was read.
    """

    database: str
    version: str
    raw_commits: tuple[float, float]
    drafts: float
    quotes: float
    promises: float
    promised: int
    accept: Wait
    quote_filling: Wait
    quote_alone: Wait
    quote_together: Wait
    reads: dict[str, Wait]
    planned_all_the_while: bool

    @property
    def share(self) -> float:
        """Promises for each raw commit."""
        return self.promises / (sum(self.raw_commits) / 2)
