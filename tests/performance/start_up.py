"""How much a first painted window costs, against a bare PySide6 window with a table. Run by hand:

    python tests/performance/start_up.py

Both are measured as the CPU time of the whole process (all threads, user and system) until the window has painted once,
the smallest of several runs. LeadDesk opens as on an everyday start: settings kept, first start done.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 9
MOST = 1.5

_UNTIL_PAINTED = """
import os, sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
            QTimer.singleShot(0, self.tell)
        return False

    def tell(self):
        print(time.process_time(), flush=True)
        os._exit(0)

app = QApplication(["leaddesk"])
painted = Painted()
app.installEventFilter(painted)
"""

_BARE = (
    _UNTIL_PAINTED
    + """
window = QMainWindow()
table = QTableWidget(25, 8)
for row in range(25):
    for column in range(8):
        table.setItem(row, column, QTableWidgetItem(f"cell {row} {column}"))
window.setCentralWidget(table)
window.resize(1280, 800)
window.show()
app.exec()
"""
)

_OURS = (
    _UNTIL_PAINTED
    + """
from leaddesk.app.start import Options, start
start(Options(home=Path(sys.argv[1])))
"""
)


def main() -> int:
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "settings.json").write_text(json.dumps({"welcome_done": True}))
        bare = _smallest(_BARE)
        ours = _smallest(_OURS, home)
    ratio = ours / bare
    print(f"{'':34}CPU seconds   ratio   at most")
    print(f"{'bare PySide6 window with a table':34}{bare:11.3f}")
    print(f"{'LeadDesk':34}{ours:11.3f}{ratio:8.2f}{MOST:10.2f}")
    return 0 if ratio <= MOST else 1


def _smallest(program: str, *arguments: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LEADDESK_REACHSTREAM_URL": "http://127.0.0.1:9"}
    command = [sys.executable, "-c", program, *arguments]
    runs = [
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - our own text
        for _ in range(RUNS)
    ]
    return min(float(run.stdout.split()[-1]) for run in runs)


if __name__ == "__main__":
    sys.exit(main())
