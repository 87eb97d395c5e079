"""What torch.save writes, in both formats, comes out bit by bit as torch itself reads it."""

import collections
import json
import struct

import pytest
import torch
from binary import REPOSITORY, attempt, convert
from hostile.writing import DATA, archive, call, entries, name, storage, tensor, whole
from safetensors.torch import load_file
from torch_files import FORMATS, LEGACY, MARKS, NEW, assert_equal_bits, assert_read, saved, state

RXNFP = REPOSITORY / ".cache/rxnfp"
RXNFP_MODELS = ("bert_ft", "bert_ft_10k_25s", "bert_pretrained")

pytestmark = [pytest.mark.one_version, *MARKS]


@pytest.mark.parametrize("options", FORMATS.values(), ids=FORMATS.keys())
def test_every_dtype_and_view(tmp_path, options):
    new = options.get("_use_new_zipfile_serialization", True)
    path = saved(tmp_path, state((*LEGACY, *NEW) if new else LEGACY), **options)
    # The same file for both: torch's restricted reader stops at newer protocols, and this file is our own.
    expected = torch.load(path, weights_only=options.get("pickle_protocol", 2) < 4)
    assert_read(path, expected, tmp_path)


@pytest.mark.parametrize("legacy", [False, True])
def test_nested_state(tmp_path, legacy):
    model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.BatchNorm1d(3))
    optimizer = torch.optim.AdamW(model.parameters())
    model(torch.randn(5, 4)).sum().backward()
    optimizer.step()
    value = {
        "model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3, "loss": 0.25, "best": None,
        "names": ["a", "b"], "done": True, "large": 2**70, "negative": -(2**40), "shape": torch.Size((2, 3)),
        "dtype": torch.float16, "device": torch.device("cpu"), "set": {1, 2}, "raw": b"bytes", "complex": 1j,
        "array": bytearray(b"abc"), "counts": collections.Counter(a=2), "pair": (torch.ones(2), [torch.zeros(3)]),
    }
    path = saved(tmp_path, value, _use_new_zipfile_serialization=not legacy)
    expected = torch.load(path, weights_only=True)
    assert_read(path, expected, tmp_path)


def test_a_module_with_versions_and_attributes(tmp_path):
    """state_dict() has an attribute of its own, and a parameter may have some."""
    parameter = torch.nn.Parameter(torch.randn(3))
    parameter.note = "kept by torch"
    value = torch.nn.Linear(4, 3).state_dict()
    value["with_attribute"] = parameter
    path = saved(tmp_path, value)
    assert_read(path, torch.load(path, weights_only=True), tmp_path)


def test_the_rebuild_functions_of_other_releases(tmp_path):
    """`_rebuild_tensor` alone, a parameter's class, and the type in front: written by hand, read by torch too."""
    plain = call(name("torch._utils", "_rebuild_tensor"), storage(), b"K\0", b"(K\2K\2t", b"(K\1K\2t")
    typed = call(name("torch._tensor", "_rebuild_from_type_v2"), name("torch._utils", "_rebuild_tensor_v2"), name("torch", "Tensor"),
                 tensor()[len(name("torch._utils", "_rebuild_tensor_v2")):-1], b"}")
    moved = call(name("torch._utils", "_rebuild_device_tensor_from_cpu_tensor"), tensor(), name("torch", "float32"), b"X\3\0\0\0cpu", b"\x89")
    path = tmp_path / "by-hand.bin"
    path.write_bytes(archive(whole(entries(("plain", plain), ("typed", typed), ("moved", moved))), [("0", DATA)]))
    code, errors = convert(path, tmp_path / "out.safetensors")
    assert code == 0, errors
    expected = torch.tensor(struct.unpack("<4f", DATA)).reshape(2, 2)
    found = load_file(tmp_path / "out.safetensors")
    assert_equal_bits(found, {"plain": expected.t(), "typed": expected, "moved": expected})


@pytest.mark.parametrize("model", RXNFP_MODELS)
def test_trained_models_in_the_legacy_format(tmp_path, model):
    path = RXNFP / model / "pytorch_model.bin"
    assert path.exists(), "run `make test-data` first"
    assert_read(path, torch.load(path, weights_only=True, map_location="cpu"), tmp_path)


def test_what_a_trainer_left_beside_a_model_is_shown_and_refused():
    code, output, errors = attempt("inspect", RXNFP / "bert_ft_10k_25s/training_args.bin", "--format", "json")
    assert code == 1
    assert "argparse.Namespace" in errors
    imports = json.loads(output)["checkpoints"][0]["imports"]
    assert [f"{i['module']}.{i['name']}" for i in imports if not i["allowed"]] == ["argparse.Namespace"]
