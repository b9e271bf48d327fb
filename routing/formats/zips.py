"""Zip files that cannot be read."""

import zipfile
import zlib

UNREADABLE_ZIP: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
)
"""What `zipfile` raises for a file that is damaged or cut short, and, as a `RuntimeError`, for one
that has a password or is compressed in a way that Python does not know."""
