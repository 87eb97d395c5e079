"""Imported before transformers: no network, a cache of this run's own, and one thread for torch."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="pruning-pack-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ.update(
    HF_HOME=_home, HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", HF_HUB_DISABLE_TELEMETRY="1",
    OPENVINO_TELEMETRY_OPTED_OUT="1",
)  # fmt: skip
for _name in ("HF_HUB_CACHE", "HF_MODULES_CACHE", "HUGGINGFACE_HUB_CACHE", "TRANSFORMERS_CACHE", "HF_TOKEN"):
    os.environ.pop(_name, None)

import torch  # noqa: E402

torch.set_num_threads(1)
