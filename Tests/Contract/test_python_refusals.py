"""What `pruning_pack.save` refuses: one clear exception each, and nothing left behind."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from binary import REPOSITORY, attempt
from checkpoints import HIDDEN
from memory import make_head, make_parts, pruning_pack, save
from safetensors.torch import load_file, save_file
from support import PRUNING_ONLY, load
from transformers import AutoConfig, AutoModelForSequenceClassification

PruningPackError = pruning_pack.PruningPackError
EXAMPLE = REPOSITORY / "examples/tiny-pruner"


def refused(place, message, **changes):
    """The exception, which leaves nothing where the package was to be."""
    before = sorted(place.iterdir())
    with pytest.raises(PruningPackError, match=message) as caught:
        save(place / "package", **{**make_parts(), **changes})
    assert sorted(place.iterdir()) == before
    return caught.value


def test_no_head(tmp_path):
    refused(tmp_path, "ranking_model has no pruning head: give pruning_head", pruning_head=None)
    refused(tmp_path, "BertForSequenceClassification and has no pruning head", ranking_model=None, pruning_head=None,
            model=make_parts()["ranking_model"])  # fmt: skip
    parts = make_parts(mode=PRUNING_ONLY)
    refused(tmp_path, "encoder_model has no pruning head", **{"ranking_model": None, "pruning_head": None, **{
        "encoder_model": parts["encoder_model"]}})  # fmt: skip


def test_a_whole_model_as_a_part(package, tmp_path):
    whole = load(package())
    refused(tmp_path, "ranking_model is a PruningEncoderForSequenceClassification, .* give it as model", ranking_model=whole)


@pytest.mark.parametrize("head, message", [
    (torch.nn.Linear(HIDDEN * 2, 2), f"pruning_head reads {HIDDEN * 2} features.* hidden states of {HIDDEN}"),
    (torch.nn.Linear(HIDDEN, 3), r"weight of shape \[3, 32\].*expected \[2, hidden size\]"),
    (torch.nn.Linear(HIDDEN, 2, bias=False), "has no bias.*zeros"),
    (torch.nn.Linear(HIDDEN, 2, device="meta"), "no weights in memory.*meta"),
    (torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Linear(4, 2)), "not a pruning head: expected.*found 0.bias"),
    ({"weight": torch.zeros(2, HIDDEN, dtype=torch.int8), "bias": torch.zeros(2)}, "torch.int8"),
    (17, "pruning_head is a int; expected a module"),
    ("/nowhere/head.safetensors", "/nowhere/head.safetensors has no weights"),
])  # fmt: skip
def test_heads_that_are_none(tmp_path, head, message):
    refused(tmp_path, message, pruning_head=head)


def test_a_slow_tokenizer(tmp_path):
    from transformers import BertTokenizer

    (tmp_path / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n")
    slow = BertTokenizer(str(tmp_path / "vocab.txt")) if hasattr(BertTokenizer, "save_vocabulary") else None
    if slow is None or getattr(slow, "is_fast", False):

        class Slow:
            """What a slow tokenizer is: this version of transformers has none for BERT."""

            is_fast = False

            def __call__(self, *_, **__):
                raise AssertionError("it was called")

        slow = Slow()
    refused(tmp_path, "slow only and has no tokenizer.json", tokenizer=slow)
    refused(tmp_path, "tokenizer is missing", tokenizer=None)
    refused(tmp_path, "nowhere is not a directory", tokenizer=tmp_path / "nowhere")


def test_a_model_on_meta(tmp_path):
    with torch.device("meta"):
        config = AutoConfig.for_model("bert", num_labels=1, hidden_size=32, num_attention_heads=4)
        model = AutoModelForSequenceClassification.from_config(config)
    refused(tmp_path, "ranking_model has no weights in memory: .* is on the device meta", ranking_model=model)


def test_outputs_that_are_not_finite(tmp_path):
    model = make_parts()["ranking_model"]
    with torch.no_grad():
        model.classifier.bias.fill_(float("nan"))
    refused(tmp_path, "ranking logit 0 is nan for the pair 'When was", ranking_model=model)
    head = make_head()
    with torch.no_grad():
        head.bias[1] = float("inf")
    refused(tmp_path, "pruning logits of token 0", pruning_head=head)


def test_arguments_that_contradict_each_other(tmp_path):
    refused(tmp_path, "found ranking_model and model", model=make_parts()["ranking_model"])
    refused(tmp_path, "Give one of .* found none", ranking_model=None)
    refused(tmp_path, "max_length is 3; expected", max_length=3)
    refused(tmp_path, "hidden_state_source is 'x'", hidden_state_source="x")
    refused(tmp_path, "BertModel has no final_norm", hidden_state_source="pre_final_norm")
    refused(tmp_path, r"pairs\[1\] is 'b'", pairs=[("a", "a"), "b"])
    refused(tmp_path, "UTF-8", pairs=[("a", "\ud800")])
    refused(tmp_path, "found|expected|Hub", license="")
    refused(tmp_path, "card|licence", card=tmp_path / "README.md")


def test_an_output_that_exists(tmp_path):
    (tmp_path / "package").write_text("mine")
    refused(tmp_path, "package exists; force=True replaces a package")
    # Not even then: it is no package.
    refused(tmp_path, "package", force=True)
    assert (tmp_path / "package").read_text() == "mine"
    (tmp_path / "package").unlink()
    first = save(tmp_path / "package", **make_parts())
    second = save(tmp_path / "package", **make_parts(seed=3), force=True)
    assert first.passed and second.passed


def test_what_is_not_what_the_model_computes(tmp_path, monkeypatch):
    """The command's encoder decides; here the model in memory is another one than what is written."""
    from pruning_pack._saving import running

    monkeypatch.setattr(running, "stored", lambda tensor, _: tensor * 1.01 if tensor.is_floating_point() else tensor)
    error = refused(tmp_path, "RUN002")
    assert error.exit_code == 1
    assert {finding.rule for finding in error.findings if finding.severity == "error"} == {"RUN002"}


def test_a_command_of_another_version(tmp_path, monkeypatch):
    from pruning_pack import _command

    other = tmp_path / "pruning-pack"
    other.write_text("#!/bin/sh\necho 9.9.9\n")
    other.chmod(0o755)
    monkeypatch.setattr(_command, "find_pruning_pack_bin", lambda: str(other))
    refused(tmp_path, rf"is version 9\.9\.9, and the Python package {pruning_pack.__version__}")
    other.write_bytes(b"\x7fELF" + bytes(14) + b"\xb7\x00")
    refused(tmp_path, "Linux aarch64|cannot be started")


def test_torch_is_imported_by_those_who_need_it_only():
    code = "import pruning_pack, sys; print(sorted({'torch', 'transformers', 'safetensors'} & set(sys.modules)))"
    path = {"PYTHONPATH": str(REPOSITORY / "python")}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=path, check=True)
    assert ran.stdout.strip() == "[]"


# Weights that are well-formed and wrong, of a model that was recorded as it should be.


def body(change):
    """Changes tensors of the ranking model that have "layer" in their names, or all."""
    return "ranking_model/model.safetensors", change


def head(change):
    return "pruning_head.safetensors", change


def swapped(tensors, *pairs):
    for a, b in pairs:
        for name in [name for name in tensors if a in name]:
            other = name.replace(a, b)
            tensors[name], tensors[other] = tensors[other], tensors[name]


def fresh(tensors, *parts):
    generator = torch.Generator().manual_seed(0)
    for name, tensor in tensors.items():
        if not any(part in name for part in parts) or name.startswith("classifier"):
            continue
        if name.endswith("LayerNorm.weight"):
            tensor.fill_(1)
        elif name.endswith("bias"):
            tensor.zero_()
        else:
            tensor.normal_(0, 0.02, generator=generator)


def each(condition, change):
    def apply(tensors):
        for name, tensor in tensors.items():
            if condition(name, tensor):
                tensors[name] = change(tensor)

    return apply


def first_rows(tensor):
    return tensor * (torch.arange(len(tensor)) < 96)[:, None]


TYPES = "token_type_embeddings.weight"
WRONG = {
    "the head's rows swapped": head(each(lambda n, t: True, lambda t: t.flip(0))),
    "the head's weights swapped, not its bias": head(each(lambda n, t: t.ndim == 2, lambda t: t.flip(0))),
    "the head's rows alike": head(each(lambda n, t: t.ndim == 2, lambda t: t[1:].repeat(2, 1))),
    "the body never loaded": body(lambda t: fresh(t, "bert.")),
    "a layer never loaded": body(lambda t: fresh(t, ".layer.2.")),
    "the pooler never loaded": body(lambda t: fresh(t, "pooler")),
    "layers reversed": body(lambda t: swapped(t, (".layer.0.", ".layer.3."), (".layer.1.", ".layer.2."))),
    "query and key swapped": body(lambda t: swapped(t, ("self.query", "self.value"))),
    "token types swapped": body(each(lambda n, t: n.endswith(TYPES), lambda t: t.flip(0))),
    "LayerNorms fresh": body(each(lambda n, t: n.endswith("LayerNorm.weight"), torch.ones_like)),
    "no biases": body(each(lambda n, t: n.endswith("bias"), torch.zeros_like)),
    "square matrices transposed": body(each(lambda n, t: t.ndim == 2 and t.shape[0] == t.shape[1], lambda t: t.T)),
    "positions shifted": body(each(lambda n, t: "position_embeddings" in n, lambda t: t.roll(1, 0))),
    "the vocabulary shifted": body(each(lambda n, t: "word_embeddings" in n, lambda t: t.roll(1, 0))),
    "values clipped": body(each(lambda n, t: ".layer." in n and t.ndim == 2, lambda t: t.clamp(-1e-3, 1e-3))),
    "half of a layer lost": body(each(lambda n, t: "intermediate.dense.weight" in n, first_rows)),
    "a layer too small for float32": body(each(lambda n, t: ".layer.3." in n and t.ndim == 2, lambda t: t * 1e-40)),
    "a layer that is huge": body(each(lambda n, t: ".layer.3.output.dense" in n, lambda t: t * 1e30)),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_wrong_weights_are_refused(tmp_path, case):
    source = tmp_path / "source"
    shutil.copytree(EXAMPLE, source)
    name, change = WRONG[case]
    tensors = {name: tensor.clone() for name, tensor in load_file(source / name).items()}
    before = {name: tensor.clone() for name, tensor in tensors.items()}
    change(tensors)
    assert any(not torch.equal(before[name], tensor) for name, tensor in tensors.items())
    save_file({name: tensor.contiguous().clone() for name, tensor in tensors.items()}, source / name, {"format": "pt"})
    code, _, errors = attempt(
        "save", "--ranking-model", source / "ranking_model", "--pruning-head", source / "pruning_head.safetensors",
        "--reference", EXAMPLE / "reference_outputs.json", "--license", "apache-2.0", "--output", tmp_path / "package",
    )
    assert code == 1 and not (tmp_path / "package").exists(), errors
    assert any(rule in errors for rule in ("RUN002", "RUN003", "WGT013"))


def test_the_right_weights_are_taken(tmp_path: Path):
    code, _, errors = attempt(
        "save", "--ranking-model", EXAMPLE / "ranking_model", "--pruning-head", EXAMPLE / "pruning_head.safetensors",
        "--reference", EXAMPLE / "reference_outputs.json", "--license", "apache-2.0", "--output", tmp_path / "package",
    )
    assert code == 0, errors
