"""Reading a pickle takes little memory, whatever its size."""

import os
import resource
import sys
import zipfile

import pytest
import torch
from binary import convert
from safetensors import safe_open
from torch_files import MARKS, rezip, saved

pytestmark = [pytest.mark.one_version, *MARKS]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds what is private to a process")
@pytest.mark.parametrize("kind", ["views", "deflated", "legacy"])
def test_memory_does_not_grow_with_the_file(tmp_path, kind):
    """160 MB, in `make proof` 2.2 GB, go through 64 MB of memory of its own; maps of files are the system's."""
    layers = 140 if "PRUNING_PACK_PROOF" in os.environ else 10
    tensors = {f"layer.{n}": torch.randn(1000, 4000).t() for n in range(layers)}
    path = saved(tmp_path, tensors, _use_new_zipfile_serialization=kind != "legacy")
    if kind == "deflated":
        path = rezip(path, tmp_path / "deflated.bin", zipfile.ZIP_DEFLATED)
        (tmp_path / "saved.bin").unlink()
    bound = 64 << 20
    output = tmp_path / "out.safetensors"
    code, errors = convert(path, output, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (bound, bound)))
    path.unlink()
    assert code == 0, errors
    with safe_open(output, "pt") as found:
        assert sorted(found.keys()) == sorted(tensors)
        for name, tensor in tensors.items():
            assert torch.equal(found.get_tensor(name), tensor), name
    output.unlink()
