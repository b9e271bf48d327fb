"""Town packs out of the database, each read once a process."""

import atexit
import gc
import tempfile
import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from api.store import blobs
from api.store.work import Work
from routing.town.addresses import AddressIndex
from routing.town.pack import load_town
from routing.town.town import Town


class TownPack:
    """A town's streets and addresses, ready to be asked."""

    def __init__(self, town: Town) -> None:
        self.town = town

    @cached_property
    def addresses(self) -> AddressIndex:
        """Its doors, streets and places by what people type."""
        index = AddressIndex(self.town)
        _let_rest()
        return index


@dataclass
class TownPacks:
    """The packs that this process has read, by hash."""

    _read: dict[str, TownPack] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, work: Work, sha256: str) -> TownPack:
        """The pack of a hash.

        Raises
        ------
        MissingError
        TownError
            When it cannot be read.
        """
        with self._lock:
            if sha256 not in self._read:
                self._read[sha256] = TownPack(_loaded(blobs.content_of(work, sha256)))
                _let_rest()
            return self._read[sha256]


def _let_rest() -> None:
    """Look for garbage once more, and then no more in all that is there and stays.

    While it looks through a whole town nobody is answered.
    """
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # at the end all is let go in its order


def _loaded(content: bytes) -> Town:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.town"
        path.write_bytes(content)
        return load_town(path)
