"""Tensors of a source: each gets a place or stops the conversion, in its dtype or in the one that is asked for."""

import pytest
import torch
from binary import attempt
from conversion import convert
from safetensors.torch import load_file
from support import rewrite
from variants import ForkEncoder, Naver, OpenProvence


@pytest.mark.parametrize("original", [Naver("V7"), Naver("V8"), OpenProvence("bert"), ForkEncoder("V9", "bert")],
                         ids=lambda original: original.layout)
def test_a_tensor_without_a_place_stops_the_conversion(original, tmp_path):
    source = original.save(tmp_path / "source")
    prefix = {"V6": "ranking_model.", "V9": ""}.get(original.layout, "")
    file = source / ("ranking_model/model.safetensors" if original.layout == "V9" else "model.safetensors")
    rewrite(file, lambda tensors: tensors.update({f"{prefix}adapter.weight": torch.ones(2)}))
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package", "--no-verify")
    assert code == 1 and "adapter.weight: tensor does not belong to the model" in errors
    assert not (tmp_path / "package").exists()


def test_a_buffer_is_left_out_and_named(tmp_path):
    source = OpenProvence("bert").save(tmp_path / "source")
    name = "ranking_model.bert.embeddings.position_ids"
    rewrite(source / "model.safetensors", lambda tensors: tensors.update({name: torch.arange(64)[None]}))
    _, _, said = attempt("save", "--from", source, "--output", tmp_path / "package")
    assert "left out because nothing reads them: bert.embeddings.position_ids" in said
    assert "bert.embeddings.position_ids" not in load_file(tmp_path / "package/ranking_model/model.safetensors")


def test_a_missing_tensor_stops_the_conversion(tmp_path):
    source = Naver("V7").save(tmp_path / "source")
    rewrite(source / "model.safetensors", lambda tensors: tensors.pop("pooler.dense.bias"))
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package", "--no-verify")
    assert code == 1 and "pooler.dense.bias" in errors


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_a_dtype_that_is_asked_for(dtype, tmp_path):
    name = str(dtype).split(".")[-1]
    _, package = convert(OpenProvence("bert"), tmp_path, "--dtype", name)
    for part in ("ranking_model", "pruning_head"):
        assert {tensor.dtype for tensor in load_file(package / part / "model.safetensors").values()} == {dtype}
    source = tmp_path / "source/model.safetensors"
    large = "ranking_model.bert.encoder.layer.1.output.dense.weight"
    rewrite(source, lambda tensors: tensors[large].view(-1)[7].fill_(70000 if dtype == torch.float16 else 3.4e38))
    code, _, errors = attempt(
        "save", "--from", tmp_path / "source", "--output", tmp_path / "other", "--dtype", name, "--no-verify"
    )
    assert code == 1 and large.removeprefix("ranking_model.") in errors and "element 7" in errors
