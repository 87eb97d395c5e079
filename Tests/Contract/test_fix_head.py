"""`verify --fix` makes safetensors of a pickled head, and the model gives the same numbers afterwards."""

import os

import pytest
import torch
from binary import attempt
from safetensors.torch import load_file
from support import MODES, encode, load, run


def pickled(package):
    """The package as older code leaves it: the head in pytorch_model.bin."""
    head = load_file(package / "pruning_head/model.safetensors")
    torch.save(head, package / "pruning_head/pytorch_model.bin")
    return head


@pytest.mark.parametrize("mode", MODES)
def test_a_pickled_head_becomes_safetensors(copied, mode):
    package = copied(mode=mode)
    inputs = encode(package)
    expected = run(load(package, mode), inputs).pruning_logits
    head = pickled(package)
    os.remove(package / "pruning_head/model.safetensors")
    assert attempt("verify", package)[0] == 1
    code, output, errors = attempt("verify", package, "--fix")
    assert code == 0, output + errors
    assert "+classifier.weight F32" in output
    assert not (package / "pruning_head/pytorch_model.bin").exists()
    again = load_file(package / "pruning_head/model.safetensors")
    assert again.keys() == head.keys() and all(torch.equal(again[name], head[name]) for name in head)
    assert torch.equal(run(load(package, mode), inputs).pruning_logits, expected)


def test_a_pickle_beside_equal_safetensors_goes(copied):
    package = copied()
    pickled(package)
    assert attempt("verify", package, "--fix")[0] == 0
    assert not (package / "pruning_head/pytorch_model.bin").exists()


def test_of_two_different_heads_none_is_chosen(copied):
    package = copied()
    head = pickled(package)
    torch.save({name: tensor + 1 for name, tensor in head.items()}, package / "pruning_head/pytorch_model.bin")
    attempt("verify", package, "--fix")
    assert (package / "pruning_head/pytorch_model.bin").exists()


class Trap:
    def __reduce__(self):
        return print, ("never",)


def test_a_pickle_that_imports_more_is_left_alone(copied):
    package = copied()
    head = pickled(package)
    os.remove(package / "pruning_head/model.safetensors")
    torch.save({**head, "trap": Trap()}, package / "pruning_head/pytorch_model.bin")
    code, output, _ = attempt("verify", package, "--fix")
    assert code == 1 and "never" not in output
    assert (package / "pruning_head/pytorch_model.bin").exists()
    assert not (package / "pruning_head/model.safetensors").exists()


def test_a_pickle_that_is_allowed_is_left_alone(copied):
    package = copied()
    pickled(package)
    code, output, errors = attempt("verify", package, "--allow-pickle", "--fix")
    assert code == 0, output + errors
    assert (package / "pruning_head/pytorch_model.bin").exists()
