"""`pruning_pack.save`: a package computes what the model computed in memory, or is not put in place."""

import json
import shutil
import random
import shutil
import sys

import pytest
import torch
from binary import attempt, pruning_pack as command
from checkpoints import FAMILIES, make_checkpoint
from memory import make_head, make_parts, pruning_pack, save
from support import MODES, PRUNING_ONLY, RERANKING_PRUNING, difference, encode, load, load_tokenizer, run
from transformers import AutoModelForTokenClassification

PruningPackError = pruning_pack.PruningPackError


def recording(package):
    return json.loads((package / "reference_outputs.json").read_text(encoding="utf-8"))


def warnings(report):
    """Findings that `--strict` counts; a random model may score two passages alike."""
    return {f.rule for f in report.findings if f.severity != "suggestion"} - {"RUN006"}


def state(*modules):
    """Everything about modules that a save must leave alone."""
    rows = []
    for module in modules:
        for name, tensor in list(module.named_parameters()) + list(module.named_buffers()):
            rows.append((name, tensor.dtype, tensor.device, tensor.requires_grad, tensor.data_ptr(), tensor.clone()))
        for name, part in module.named_modules():
            hooks = len(part._forward_hooks), len(part._forward_pre_hooks)
            rows.append((name, part.training, hooks, sorted(vars(part))))
        config = getattr(module, "config", None)
        rows.append((config and config.to_dict(), config and config._attn_implementation))
    return rows


def assert_same_state(before, after):
    for a, b in zip(before, after, strict=True):
        for x, y in zip(a, b, strict=True):
            assert torch.equal(x, y) if torch.is_tensor(x) else x == y, a[0]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_package_computes_what_the_model_does(tmp_path, family, mode):
    parts = make_parts(family, mode)
    package = tmp_path / "package"
    report = save(package, **parts)
    assert report.passed and not warnings(report), warnings(report)
    outputs = recording(package)
    assert outputs["origin"] == "memory" and outputs["versions"]["torch"] == torch.__version__
    assert {len(case["input_ids"]) for case in outputs["cases"]} >= {64}  # the one that is cut off
    code, text, errors = attempt("verify", package, "--strict", "--ignore", "RUN006")
    assert code == 0, text + errors
    assert not list(tmp_path.glob(".pruning-pack*"))
    # As its users load it.
    inputs = encode(package)
    model = parts.get("ranking_model") or parts["encoder_model"]
    output = run(load(package, mode).eval(), inputs)
    if mode == RERANKING_PRUNING:
        assert difference(output.logits, run(model.eval(), inputs).logits) < 1e-5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_saved_again_it_passes(tmp_path, family, mode):
    """What was recorded of the model in memory holds for what save_pretrained makes of the package.

    save_pretrained leaves the recording out, since weights may have changed; INT003 says so where it is put beside them.
    """
    save(tmp_path / "package", **make_parts(family, mode))
    load(tmp_path / "package", mode).save_pretrained(tmp_path / "again")
    shutil.copyfile(tmp_path / "package/reference_outputs.json", tmp_path / "again/reference_outputs.json")
    report = pruning_pack.verify(tmp_path / "again", ignore=["INT003"])
    assert report.passed, report.findings
    assert [outcome.status for outcome in report.rules if outcome.rule == "RUN002"] == ["passed"]


def test_the_model_stays_as_it_is(tmp_path):
    parts = make_parts()
    model, head, tokenizer = parts["ranking_model"], parts["pruning_head"], parts["tokenizer"]
    model.bert.encoder.layer[0].eval()
    model.bert.embeddings.requires_grad_(False)
    model.register_forward_hook(lambda *_: None)
    tokenizer(["a"], truncation=True, max_length=7, padding="max_length")
    baked = tokenizer.backend_tokenizer.truncation, tokenizer.backend_tokenizer.padding
    before = state(model, head)
    torch.manual_seed(3)
    random.seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    save(tmp_path / "package", **parts)
    assert torch.equal(torch.rand(4), expected)
    assert_same_state(before, state(model, head))
    assert (tokenizer.backend_tokenizer.truncation, tokenizer.backend_tokenizer.padding) == baked
    truncation = json.loads((tmp_path / "package/tokenizer.json").read_text())["truncation"]
    assert truncation["max_length"] == baked[0]["max_length"] == 7


def test_two_saves_give_the_same_bytes(tmp_path):
    parts = make_parts()
    for name in ("a", "b"):
        save(tmp_path / name, **parts, name="same")
    for file in sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file()):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_a_model_in_half_precision(tmp_path, dtype):
    parts = make_parts()
    before = parts["ranking_model"].to(dtype), parts["pruning_head"].to(dtype)
    rows = state(*before)
    assert not warnings(save(tmp_path / "package", **parts))
    assert_same_state(rows, state(*before))


def test_weights_are_rounded_as_they_are_stored(tmp_path):
    parts = make_parts()
    assert not warnings(save(tmp_path / "package", **parts, dtype="float16"))
    assert json.loads((tmp_path / "package/config.json").read_text())["torch_dtype"] == "float16"
    with pytest.raises(PruningPackError, match="dtype is 'int8'; expected float32"):
        save(tmp_path / "other", **parts, dtype="int8")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no GPU")
def test_a_model_on_a_gpu(tmp_path):
    parts = make_parts()
    parts["ranking_model"].cuda()
    parts["pruning_head"].cuda()
    before = state(parts["ranking_model"])
    assert not warnings(save(tmp_path / "package", **parts))
    assert_same_state(before, state(parts["ranking_model"]))


class Head(torch.nn.Module):
    """A head as training code has it."""

    def __init__(self):
        super().__init__()
        self.dropout = torch.nn.Dropout(0.5)
        self.classifier = make_head()

    def forward(self, hidden_states, attention_mask):
        return {"pruning_logits": self.classifier(self.dropout(hidden_states))}


class Whole(torch.nn.Module):
    """A model of somebody's own, with its head."""

    def __init__(self, parts):
        super().__init__()
        self.ranking_model = parts["ranking_model"]
        self.pruning_head = parts["pruning_head"]

    def forward(self, input_ids, attention_mask):
        states = []
        hook = self.ranking_model.base_model.register_forward_hook(lambda m, i, output: states.append(output[0]))
        output = self.ranking_model(input_ids=input_ids, attention_mask=attention_mask)
        hook.remove()
        return {"ranking_logits": output.logits, "pruning_logits": self.pruning_head(states[-1])}


def same_head(tmp_path, head, **more):
    """The head's tensors, once they are in a package."""
    from safetensors.torch import load_file

    parts = {**make_parts(), "pruning_head": head, **more}
    assert not warnings(save(tmp_path / "package", **parts))
    tensors = load_file(tmp_path / "package/pruning_head/model.safetensors")
    assert torch.equal(tensors["classifier.weight"], make_head().weight)
    assert torch.equal(tensors["classifier.bias"], make_head().bias)


@pytest.mark.parametrize("form", ["module", "state dict", "classifier", "pruning_head", "file", "pickle"])
def test_heads_as_people_have_them(tmp_path, form):
    from safetensors.torch import save_file

    plain = make_head().state_dict()
    if form == "module":
        same_head(tmp_path, Head())
    elif form == "state dict":
        same_head(tmp_path, plain)
    elif form == "classifier":
        same_head(tmp_path, Head().state_dict())
    elif form == "pruning_head":
        same_head(tmp_path, {f"pruning_head.classifier.{name}": tensor for name, tensor in plain.items()})
    elif form == "file":
        save_file(plain, tmp_path / "head.safetensors")
        same_head(tmp_path, tmp_path / "head.safetensors")
    else:
        torch.save(plain, tmp_path / "head.pt")
        same_head(tmp_path, str(tmp_path / "head.pt"))


def test_a_whole_model_of_somebodys_own(tmp_path):
    parts = make_parts()
    tokenizer = parts.pop("tokenizer")
    assert not warnings(save(tmp_path / "package", model=Whole(parts), tokenizer=tokenizer))
    # Its forward takes no token types.
    assert json.loads((tmp_path / "package/config.json").read_text())["use_token_type_ids"] is False


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", ["bert", "modernbert"])
def test_a_model_loaded_from_a_package(tmp_path, family, mode):
    save(tmp_path / "first", **make_parts(family, mode))
    loaded = load(tmp_path / "first", mode)
    report = save(tmp_path / "second", model=loaded, tokenizer=load_tokenizer(tmp_path / "first"))
    assert not warnings(report)
    # The encodings are those of other loads: the numbers may differ in the last digit.
    first, second = recording(tmp_path / "first")["cases"], recording(tmp_path / "second")["cases"]
    for a, b in zip(first, second, strict=True):
        assert a["input_ids"] == b["input_ids"]
        assert difference(torch.tensor(a["pruning_logits"]), torch.tensor(b["pruning_logits"])) < 1e-5


@pytest.mark.parametrize("labels", [["prune", "keep"], ["keep", "prune"]])
def test_a_classifier_of_tokens(tmp_path, labels):
    from checkpoints import make_model

    parts = make_parts(mode=PRUNING_ONLY)
    model, _ = make_model("bert", AutoModelForTokenClassification)
    model.config.id2label = dict(enumerate(labels))
    model.config.label2id = {label: row for row, label in enumerate(labels)}
    assert not warnings(save(tmp_path / "package", encoder_model=model, tokenizer=parts["tokenizer"]))


@pytest.mark.parametrize("labels,asked", [(["O", "B-keep", "I-keep"], None), (["red", "green", "blue"], "blue")])
def test_a_classifier_of_tokens_of_more_layers_and_labels(tmp_path, labels, asked):
    from checkpoints import FAMILIES, make_model
    from memory import make_tokenizer

    names = dict(enumerate(labels))
    model, _ = make_model("modernbert", AutoModelForTokenClassification, num_labels=3, id2label=names)
    parts = {"encoder_model": model, "tokenizer": make_tokenizer(FAMILIES["modernbert"])}
    if asked is not None:
        with pytest.raises(PruningPackError, match="or keep_label"):
            save(tmp_path / "package", **parts)
        with pytest.raises(PruningPackError, match="expected some of the labels"):
            save(tmp_path / "package", **parts, keep_label="yellow")
    assert not warnings(save(tmp_path / "package", **parts, keep_label=asked))
    assert recording(tmp_path / "package")["origin"] == "memory"
    assert json.loads((tmp_path / "package/config.json").read_text())["pruning_pack_format"] == 2


def test_keep_label_needs_a_classifier_of_tokens(tmp_path):
    for parts in (make_parts(), make_parts(mode=PRUNING_ONLY)):
        with pytest.raises(PruningPackError, match="keep_label goes with"):
            save(tmp_path / "package", **parts, keep_label="keep")


def test_a_checkpoint_by_its_path(tmp_path):
    checkpoint = make_checkpoint(tmp_path / "checkpoint")
    report = save(
        tmp_path / "package", ranking_model=checkpoint / "encoder", pruning_head=checkpoint / "head/model.safetensors",
    )
    assert not warnings(report) and recording(tmp_path / "package")["origin"] == "source"
    assert not warnings(save(tmp_path / "again", ranking_model=checkpoint / "encoder", pruning_head=make_head()))
    # Nothing is run of a whole model that lies on disk: what was recorded of it stays.
    assert not warnings(save(tmp_path / "other", model=tmp_path / "package"))
    assert recording(tmp_path / "other") == recording(tmp_path / "package")
    (tmp_path / "package/reference_outputs.json").unlink()
    assert warnings(save(tmp_path / "unrecorded", model=tmp_path / "package")) == {"RUN007"}


def test_outputs_of_memory_stay(tmp_path):
    """Neither record nor another save puts less in their place."""
    save(tmp_path / "package", **make_parts())
    first = recording(tmp_path / "package")
    with pytest.raises(PruningPackError, match="carries outputs that prove more"):
        pruning_pack.record(tmp_path / "package")
    command("save", "--from", tmp_path / "package", "--output", tmp_path / "again", "--quiet")
    assert recording(tmp_path / "again") == first == recording(tmp_path / "package")
    command("save", "--from", tmp_path / "package", "--output", tmp_path / "half", "--dtype", "float16", "--quiet")
    assert not (tmp_path / "half/reference_outputs.json").exists()


# Wrappers.


def test_torch_compile(tmp_path):
    parts = make_parts()
    compiled = torch.compile(parts["ranking_model"])
    assert not warnings(save(tmp_path / "a", **{**parts, "ranking_model": compiled}))
    inner = parts["ranking_model"]
    inner.bert.encoder = torch.compile(inner.bert.encoder)
    assert not warnings(save(tmp_path / "b", **parts))
    assert hasattr(inner.bert.encoder, "_orig_mod")
    with open(tmp_path / "b/ranking_model/model.safetensors", "rb") as file:
        assert b"_orig_mod" not in file.read(20_000)


def test_accelerate(tmp_path):
    accelerate = pytest.importorskip("accelerate")
    parts = make_parts()
    # A Trainer of another test has made its own: there is one a process.
    accelerate.state.AcceleratorState._reset_state(reset_partial_state=True)
    accelerator = accelerate.Accelerator(cpu=True, mixed_precision="bf16")
    prepared = accelerator.prepare_model(parts["ranking_model"])
    forward = prepared.forward
    assert not warnings(save(tmp_path / "package", **{**parts, "ranking_model": prepared}))
    assert prepared.forward is forward or prepared.forward == forward


def test_data_parallel(tmp_path):
    parts = make_parts()
    wrapped = torch.nn.DataParallel(parts["ranking_model"])
    assert not warnings(save(tmp_path / "package", **{**parts, "ranking_model": wrapped}))


def test_adapters_are_merged_first(tmp_path):
    peft = pytest.importorskip("peft")
    parts = make_parts()
    adapted = peft.get_peft_model(
        parts["ranking_model"], peft.LoraConfig(target_modules=["query", "value"], init_lora_weights=False)
    )
    with pytest.raises(PruningPackError, match=r"model = model\.merge_and_unload\(\)"):
        save(tmp_path / "package", **{**parts, "ranking_model": adapted})
    assert not (tmp_path / "package").exists()
    merged = adapted.merge_and_unload()
    assert not warnings(save(tmp_path / "package", **{**parts, "ranking_model": merged}))


# The caller's own pairs.


@pytest.mark.parametrize("published", [False, True])
def test_own_pairs_are_published_only_if_asked(tmp_path, published):
    pairs = [("a private question", "a private passage"), ("where", "the reef " * 50)]
    save(tmp_path / "package", **make_parts(), pairs=pairs, record_pairs=published)
    cases = recording(tmp_path / "package")["cases"]
    assert [(case["query"], case["document"]) in pairs for case in cases].count(True) == (2 if published else 0)
    assert all("published" not in case for case in cases)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "package").rglob("*") if path.is_file())
    assert (b"private question" in everything) == published
    assert command("verify", tmp_path / "package", "--ignore", "RUN006", "--strict")


@pytest.mark.one_version
def test_the_built_in_pairs_are_those_of_record(tmp_path, package, copied):
    from pruning_pack._pairs import standard_pairs

    directory = copied()
    pruning_pack.record(directory, python=sys.executable)
    cases = recording(directory)["cases"]
    expected = standard_pairs(64)
    assert [(case["query"], case["document"], case.get("max_length")) for case in cases] == [tuple(p) for p in expected]
    assert len(expected) <= 32
    assert standard_pairs(1000)[-1].max_length == 512


def test_a_file_for_the_command(tmp_path):
    checkpoint = make_checkpoint(tmp_path / "checkpoint")
    parts = make_parts()
    pruning_pack.write_reference(tmp_path / "reference.json", **parts)
    arguments = [
        "save", "--ranking-model", checkpoint / "encoder", "--reference", tmp_path / "reference.json",
        "--license", "mit", "--quiet", "--pruning-head",
    ]
    assert attempt(*arguments, checkpoint / "head", "--output", tmp_path / "package")[0] == 0
    assert recording(tmp_path / "package")["origin"] == "memory"
    other = make_checkpoint(tmp_path / "other", seed=5)
    code, _, errors = attempt(*arguments, other / "head", "--output", tmp_path / "refused")
    assert code == 1 and "RUN002" in errors and not (tmp_path / "refused").exists()
