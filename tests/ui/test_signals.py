"""Signals keep references: one release of the binding lost one at each emit, and aborted after some hundred."""

import subprocess
import sys

PROGRAM = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Source(QObject):
    plain = Signal()
    told = Signal(bool, object)

app = QCoreApplication([])
source, heard = Source(), []
source.plain.connect(lambda: heard.append("plain"))
source.told.connect(lambda flag, thing: heard.append(flag))
for n in range(2500):
    source.plain.emit()
    source.told.emit(n % 2 == 0, None)
    source.blockSignals(False)
print(len(heard), heard.count(True), heard.count(False))
"""


def test_five_thousand_signals_lose_no_reference() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["5000", "1250", "1250"]
