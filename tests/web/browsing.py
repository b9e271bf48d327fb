"""A browser that is looked over the shoulder: opens pages, presses what is on them, measures.

It is told what to do by the DevTools protocol through two pipes: JSON, each message ended by NUL.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.web.test_rounds_page import QUIET

LOCAL_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

PHONE, DESK = (390, 844), (1_280, 900)


class Devtools:
    """What a browser is told, and what it answers."""

    def __init__(self, asking: int, answers: int) -> None:
        self._asking, self._answers, self._read, self._last = asking, answers, b"", 0
        self._happened: list[dict[str, Any]] = []

    def do(self, method: str, session: str | None = None, /, **params: Any) -> dict[str, Any]:
        """The result of a command."""
        self._last += 1
        told = {"id": self._last, "method": method, "params": params}
        if session is not None:
            told["sessionId"] = session
        os.write(self._asking, json.dumps(told).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._last:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self._happened.append(answer)

    def wait(self, event: str, session: str) -> None:
        """Let something happen that has not been waited for yet."""
        while True:
            for number, one in enumerate(self._happened):
                if one.get("method") == event and one.get("sessionId") == session:
                    del self._happened[number]
                    return
            self._happened.append(self._next())

    def forget(self) -> None:
        """Wait for nothing any more that has happened before."""
        self._happened.clear()

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._read:
            more = os.read(self._answers, 65_536)
            assert more, "The browser has ended."
            self._read += more
        message, _, self._read = self._read.partition(b"\0")
        return dict(json.loads(message))


class Window:
    """Somebody's own window: no cookie of it is another's."""

    def __init__(self, devtools: Devtools) -> None:
        self._devtools = devtools
        context = devtools.do("Target.createBrowserContext")["browserContextId"]
        target = devtools.do("Target.createTarget", url="about:blank", browserContextId=context)
        attached = devtools.do("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = str(attached["sessionId"])
        self._do("Page.enable")

    def open(self, url: str) -> None:
        """Open a page, and wait until it is there."""
        self._devtools.forget()
        self._do("Page.navigate", url=url)
        self._devtools.wait("Page.loadEventFired", self._session)

    def press(self, selector: str) -> None:
        """Press a button or a link, and wait for the page it leads to."""
        self._devtools.forget()
        assert self.tell(f"!!document.querySelector({json.dumps(selector)})")
        self.tell(f"document.querySelector({json.dumps(selector)}).click()")
        self._devtools.wait("Page.loadEventFired", self._session)

    def press_at(self, selector: str, across: float, down: float) -> None:
        """Press a spot of a picture, counted in pixels from its upper left corner."""
        self._devtools.forget()
        box = f"document.querySelector({json.dumps(selector)})"
        self.tell(f"{box}.scrollIntoView({{block: 'center'}})")
        left, top = self.tell(f"(b => [b.left, b.top])({box}.getBoundingClientRect())")
        for kind in ("mousePressed", "mouseReleased"):
            self._do(
                "Input.dispatchMouseEvent",
                type=kind,
                x=left + across,
                y=top + down,
                button="left",
                clickCount=1,
            )
        self._devtools.wait("Page.loadEventFired", self._session)

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window a size, in CSS pixels."""
        width, height = size
        self._do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def tell(self, script: str) -> Any:
        """What a script finds on the page."""
        found = self._do("Runtime.evaluate", expression=script, returnByValue=True)
        return found["result"].get("value")

    def _do(self, method: str, **params: Any) -> dict[str, Any]:
        return self._devtools.do(method, self._session, **params)


@contextmanager
def browsing(browser: Path, profile: Path) -> Iterator[Devtools]:
    """A browser, as long as it is wanted."""
    its_asking, asking = os.pipe()
    answers, its_answers = os.pipe()
    pipes = f'exec "$0" "$@" 3<&{its_asking} 4>&{its_answers}'
    quiet = [flag for flag in QUIET if not flag.startswith("--host-resolver-rules")]
    options = (
        *quiet,
        LOCAL_ONLY,
        "--accept-lang=fr",
        "--remote-debugging-pipe",
        f"--user-data-dir={profile}",
    )
    with subprocess.Popen(
        ["bash", "-c", pipes, browser, *options, "about:blank"],
        pass_fds=(its_asking, its_answers),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(its_asking)
        os.close(its_answers)
        try:
            yield Devtools(asking, answers)
        finally:
            os.close(asking)
            os.close(answers)
            process.kill()
