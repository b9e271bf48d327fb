"""The process of ``chaland``: it begins at once, so that Ctrl-C ends it at any moment."""

import signal
import sys
from typing import NoReturn

INTERRUPTED = 130
"""``ExitCode.INTERRUPTED``, known before anything is imported."""


def run() -> NoReturn:
    """Run the command line; the process ends with one of `ExitCode`, at SIGTERM as at Ctrl-C."""
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        from chaland.app import outcome

        code = outcome()
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)
