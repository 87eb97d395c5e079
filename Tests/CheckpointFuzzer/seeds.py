"""Writes small state dicts in every format of torch.save into a directory, for the fuzzer to begin with."""

import sys
import zipfile
from pathlib import Path

import torch

target = Path(sys.argv[1])
base = torch.arange(12.0).reshape(3, 4)
state = {"a": torch.nn.Parameter(base), "t": base.t(), "v": base[1:, 1:3], "e": torch.zeros(0, 3), "n": {"x": [torch.ones(2)]}}
state |= {str(dtype): torch.ones(2).to(dtype) for dtype in (torch.float16, torch.bfloat16, torch.int64, torch.bool, torch.complex64)}
for protocol in (2, 4):
    torch.save(state | {"u": torch.ones(2).to(torch.uint16)}, target / f"good-zip-{protocol}", pickle_protocol=protocol)
    torch.save(state, target / f"good-legacy-{protocol}", pickle_protocol=protocol, _use_new_zipfile_serialization=False)
with zipfile.ZipFile(target / "good-zip-2") as old, zipfile.ZipFile(target / "good-deflated", "w", zipfile.ZIP_DEFLATED) as new:
    for info in old.infolist():
        new.writestr(info.filename, old.read(info))
    (target / "good-pickle").write_bytes(old.read("good-zip-2/data.pkl"))
