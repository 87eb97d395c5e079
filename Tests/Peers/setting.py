"""Imported first by the scripts here: offline, with a cache of this run's own, and the modules of Tests/Shared in reach."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

_home = tempfile.mkdtemp(prefix="pruning-pack-peers-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ.update(HF_HOME=_home, HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", HF_HUB_DISABLE_TELEMETRY="1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Shared"))
