"""Imported by scripts that are started on their own, and use pruning_pack: puts its sources in reach, as pytest does (pyproject.toml).

Such a script has put this folder, Tests/Shared, on sys.path; the tests need no such line.
"""

import sys
from pathlib import Path

SOURCES = str(Path(__file__).resolve().parents[2] / "python")
# Behind what is there: a test of the wheel imports that of the wheel.
if SOURCES not in sys.path:
    sys.path.append(SOURCES)
