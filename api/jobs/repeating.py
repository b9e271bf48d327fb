"""Something done again and again in a thread of its own, whatever goes wrong in between."""

import logging
import threading
import traceback
from collections.abc import Callable

_LOG = logging.getLogger(__name__)


class Repeating:
    """Does something at once, then every so many seconds.

    Parameters
    ----------
    name
        Of the thread.
    """

    def __init__(self, name: str, seconds: float, act: Callable[[], object]) -> None:
        self._name, self._seconds, self._act = name, seconds, act
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Do it no more; what is being done is waited for."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while True:
            self._once()
            if self._stop.wait(self._seconds):
                return

    def _once(self) -> None:
        try:
            self._act()
        except Exception as error:  # noqa: BLE001 (the next turn may go well)
            where = "".join(traceback.format_tb(error.__traceback__))
            # What an error says may quote somebody's data; where it was does not.
            _LOG.error("%s: %s\n%s", self._name, type(error).__name__, where)
