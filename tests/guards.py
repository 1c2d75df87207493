"""What no test may leave behind or do: talk to the network, leave a thread, a job, a timer or a window."""

import gc
import socket
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

_NETWORK = {
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr",
}  # fmt: skip
_QT_OWN = {"QTipLabel"}  # Qt keeps its one tooltip
_PATIENCE = 2.0  # seconds for a thread that is about to end


class NetworkTouched(RuntimeError):
    """Raised where the network would have been used."""


class NetworkGuard:
    """Refuses every network call of this process, and remembers it: the code under test may swallow the refusal."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        sys.addaudithook(self._audit)  # sees C code as well, and cannot be taken away

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in _NETWORK:
            return
        first = arguments[0] if arguments else None
        if isinstance(first, socket.socket) and first.family == getattr(socket, "AF_UNIX", None):
            return
        self.seen.append(f"{event}{arguments[1:] if isinstance(first, socket.socket) else arguments}")
        raise NetworkTouched(self.seen[-1])


@dataclass
class Running:
    """What ran before a test began."""

    threads: set[threading.Thread] = field(default_factory=lambda: set(threading.enumerate()))
    windows: set[int] = field(default_factory=lambda: set(_windows()))
    timers: set[int] = field(default_factory=lambda: set(_timers()))

    def leftovers(self) -> list[str]:
        """Return a sentence for each thing that runs now and did not then."""
        _settle_qt()
        if set(_windows()) - self.windows or set(_timers()) - self.timers:
            gc.collect()  # a cycle of Python's may hold what nobody uses any more
            _settle_qt()
        windows, timers = _windows(), _timers()
        return [
            *(f"thread {thread.name} runs on" for thread in self._lasting_threads()),
            *(f"window {windows[key]} was not deleted" for key in windows.keys() - self.windows),
            *(f"timer {timers[key]} is active" for key in timers.keys() - self.timers),
            *_lasting_jobs(),
        ]

    def _lasting_threads(self) -> Iterable[threading.Thread]:
        deadline = time.monotonic() + _PATIENCE
        for thread in set(threading.enumerate()) - self.threads:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                yield thread


def _windows() -> dict[int, str]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return {}
    tops = [widget for widget in widgets.QApplication.topLevelWidgets() if widget.parent() is None]
    return {_address(top): _describe(top) for top in tops if top.metaObject().className() not in _QT_OWN}


def _timers() -> dict[int, str]:
    core = sys.modules.get("PySide6.QtCore")
    app = core.QCoreApplication.instance() if core else None
    if core is None or app is None:
        return {}
    return {_address(timer): _describe(timer) for timer in app.findChildren(core.QTimer) if timer.isActive()}


def _lasting_jobs() -> list[str]:
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QThreadPool.globalInstance().waitForDone(int(_PATIENCE * 1000)):
        return []
    return ["a job of the thread pool runs on"]


def _settle_qt() -> None:
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


def _address(item: object) -> int:
    import shiboken6

    return int(shiboken6.getCppPointer(item)[0])


def _describe(item: object) -> str:
    name = getattr(item, "objectName", str)()
    return f"{type(item).__name__} “{name}”" if name else type(item).__name__
