"""What a measurement was made on, and the file that keeps it: without them figures mean nothing."""

import datetime as dt
import json
import os
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path


def machine(packages: Iterable[str]) -> dict[str, object]:
    """Date, processor, cores, system and versions, ready for JSON.

    Parameters
    ----------
    packages
        Distributions whose versions matter.
    """
    return {
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {package: version(package) for package in packages},
    }


def kept(document: Mapping[str, object], folder: Path, *names: object) -> dict[str, object]:
    """Write a result to a file in a folder, and tell which: ``first-second.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "-".join(str(name).lower().replace(" ", "-") for name in names)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return {"file": str(path), **document}


def _processor() -> str:
    """The model's name; on Linux `platform` does not tell it."""
    lines = Path("/proc/cpuinfo")
    if lines.exists():
        for line in lines.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
