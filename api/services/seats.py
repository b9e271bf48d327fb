"""How many of something one caller may have at the same moment, and all callers together."""

import threading
from collections import Counter


class Seats:
    """Counted in this process.

    Parameters
    ----------
    each
        At most, of one caller.
    together
        At most, of all; None: as many as there are callers.
    """

    def __init__(self, each: int, together: int | None = None) -> None:
        self.each, self.together = each, together
        self._taken: Counter[str] = Counter()
        self._lock = threading.RLock()

    @property
    def taken(self) -> int:
        """Of all callers."""
        with self._lock:
            return self._taken.total()

    def is_free(self, caller: str) -> bool:
        """Whether a caller may take one more at this moment."""
        with self._lock:
            is_full = self.together is not None and self.taken >= self.together
            return not is_full and self._taken[caller] < self.each

    def take(self, caller: str) -> bool:
        """Take one, which is to be left; whether there was one."""
        with self._lock:
            is_free = self.is_free(caller)
            if is_free:
                self._taken[caller] += 1
        return is_free

    def leave(self, caller: str) -> None:
        """Give one back."""
        with self._lock:
            self._taken[caller] -= 1
            self._taken += Counter()  # forgets who has none
