"""Part of a transaction that may be taken back while the rest stands."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import NestedTransaction

from api.store.work import Work


class Trial:
    """What is tried.

    Parameters
    ----------
    work
        For all that is part of it.
    """

    def __init__(self, work: Work, savepoint: NestedTransaction) -> None:
        self.work = work
        self._savepoint = savepoint

    def take_back(self) -> None:
        """Let nothing of it have happened."""
        self._savepoint.rollback()

    @property
    def stands(self) -> bool:
        """Whether it has not been taken back."""
        return self._savepoint.is_active


@contextmanager
def trying(work: Work) -> Iterator[Trial]:
    """Try something: what it raises, or `Trial.take_back`, takes all of it back.

    What its work does afterwards is done at its end, and not if it was taken back.
    """
    inner = work.part()
    with work.connection.begin_nested() as savepoint:
        trial = Trial(inner, savepoint)
        yield trial
        stands = trial.stands
    if stands:
        inner.stand()
