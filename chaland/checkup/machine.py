"""The machine itself: its clock and its disk."""

import ctypes
import os
import shutil
from pathlib import Path

from chaland.checkup.finding import Finding, State
from chaland.invocation import invocation
from routing.typography import number

LITTLE_MB = 2_000
"""A town's photos of some months."""

NOTHING_MB = 200
"""SQLite needs room for its journal; without any, nothing is kept."""

_TIMEX_BYTES = 512
"""More than ``struct timex`` of adjtimex(2) has on any machine; all zero, it only asks."""

_TIME_ERROR = 5
"""What adjtimex(2) gives while nothing sets the clock."""


def check_clock(told: int | None) -> Finding:
    """Whether something sets the clock.

    Parameters
    ----------
    told
        What the kernel says of it (`clock_state`).
    """
    if told is None:
        return Finding("clock", State.LOOK, "doctor.clock_unknown")
    if told == _TIME_ERROR:
        return Finding("clock", State.LOOK, "doctor.clock_not_set")
    return Finding("clock", State.FINE, "doctor.clock_fine")


def clock_state() -> int | None:
    """What adjtimex(2) gives; None where one may not ask."""
    libc = ctypes.CDLL(None, use_errno=True)
    told = int(libc.adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES)))
    return None if told < 0 else told


def check_disk(folder: Path) -> Finding:
    """How much room there is where the data lie."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return disk_finding(shutil.disk_usage(there).free // 1_000_000, there)


def disk_finding(free_mb: int, folder: Path) -> Finding:
    """What so much room means."""
    values = {"free": number(free_mb, invocation().language), "folder": os.fspath(folder)}
    if free_mb < NOTHING_MB:
        return Finding("disk", State.BLOCKING, "doctor.disk_full", values)
    if free_mb < LITTLE_MB:
        return Finding("disk", State.LOOK, "doctor.disk_little", values)
    return Finding("disk", State.FINE, "doctor.disk_fine", values)
