"""Packages of float16 and bfloat16: how large their activations are, and how far their own type is from float32."""

import contextlib
import json
import re

import pytest
import torch
from binary import attempt
from checkpoints import FAMILIES, make_checkpoint
from packages import pack
from support import RERANKING_PRUNING, load, load_tokenizer, rewrite

LIMIT = 65504


def report(package):
    _, output, _ = attempt("verify", package, "--format", "json")
    return json.loads(output)


def largest_activations(notes):
    (note,) = [note for note in notes if note.startswith("largest activations: ")]
    return {place: float(value) for place, value in re.findall(r"(embedding|layer \d+|heads) ([\d.e+-]+)", note)}


def inputs_of(package, found):
    tokenizer = load_tokenizer(package)
    length = json.loads((package / "config.json").read_text())["max_length"]
    for pair in found["smoke_inference"]:
        # In lists, since an empty passage alone is taken for none.
        yield tokenizer([pair["query"]], [pair["document"]], truncation=True, max_length=length, return_tensors="pt")


# Families without fused attention, ELECTRA in version 4: the scores are stored.
STORED = ("deberta-v2", "mpnet", "electra")


@contextlib.contextmanager
def stored_scores(look):
    """Calls look(tensor) with the products of queries and keys, and with those with positions that are used of all."""
    saved = torch.bmm, torch.matmul, torch.gather

    def watched(function, is_wanted):
        def call(*arguments, **options):
            result = function(*arguments, **options)
            if result.is_floating_point() and is_wanted(result):
                look(result)
            return result

        return call

    def is_square(result):
        return result.dim() > 2 and result.shape[-1] == result.shape[-2]

    torch.bmm, torch.matmul = watched(torch.bmm, is_square), watched(torch.matmul, is_square)
    torch.gather = watched(torch.gather, lambda result: True)
    try:
        yield
    finally:
        torch.bmm, torch.matmul, torch.gather = saved


def seen_by_torch(package, found, family=None):
    """The largest magnitude of what any module of PyTorch's model takes or gives, in float32, and of the scores that its family stores."""
    model = load(package, dtype=torch.float32)
    largest = [0.0]

    def note(tensor):
        largest[0] = max(largest[0], tensor.abs().max().item())

    def look(_module, inputs, output):
        for tensor in (*inputs, output):
            if isinstance(tensor, torch.Tensor) and tensor.is_floating_point() and tensor.dim() in (2, 3):
                note(tensor)

    if family == "electra":
        for module in model.modules():
            if hasattr(module, "config"):
                module.config._attn_implementation = "eager"

    kinds = (torch.nn.Linear, torch.nn.LayerNorm)
    looked = [m for m in model.modules() if isinstance(m, kinds) or type(m).__name__.endswith("RMSNorm")]
    hooks = [m.register_forward_hook(look) for m in looked]
    with torch.no_grad(), stored_scores(note) if family in STORED else contextlib.nullcontext():
        for inputs in inputs_of(package, found):
            model(**inputs)
    for hook in hooks:
        hook.remove()
    return largest[0]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_largest_activation_is_pytorchs(package, family):
    directory = package(family=family, dtype=torch.float16)
    found = report(directory)
    here = max(largest_activations(found["notes"]).values())
    there = seen_by_torch(directory, found, family)
    # Rotary positions turn queries and keys, which no module gives: at most by the root of 2. Three digits are printed.
    most = 2**0.5 if family in ("modernbert", "gte", "eurobert", "nomic_bert") else 1
    assert there * 0.999 - 0.001 <= here <= there * most * 1.001 + 0.001


FEED_FORWARD = r"intermediate\.dense|layer\.\d+\.output\.dense"
# Queries and keys, those of positions too where they are shared.
QUERY_AND_KEY = r"(query|key)_proj\.|attn\.[qk]\."


def scaled(place, factor, what=FEED_FORWARD, family="bert"):
    """A package of float16 in which two layers behind each other, or beside each other, give `factor` times as large outputs."""
    checkpoint = make_checkpoint(place / "checkpoint", family=family, dtype=torch.float16)

    def change(tensors):
        for name, tensor in tensors.items():
            if re.search(what, name):
                tensor.mul_(factor)

    rewrite(checkpoint / "encoder/model.safetensors", change)
    return pack(checkpoint, place / "package")


@pytest.mark.parametrize("factor", [1, 10, 50, 200, 1000])
def test_what_is_beyond_float16_is_refused(tmp_path, factor):
    directory = scaled(tmp_path, factor)
    found = report(directory)
    finding = [one for one in found["findings"] if one["rule"] == "RUN008"]
    model = load(directory, dtype=torch.float16)
    with torch.no_grad():
        scores = [model(**inputs).logits.item() for inputs in inputs_of(directory, found)]
    largest = seen_by_torch(directory, found)
    if largest > LIMIT:
        assert [one["severity"] for one in finding] == ["error"]
        assert not all(torch.isfinite(torch.tensor(scores)))
    else:
        assert [one["severity"] for one in finding] == ["warning"] * (largest > LIMIT / 4)
        assert all(torch.isfinite(torch.tensor(scores)))


@pytest.mark.parametrize("family", ["deberta-v2", "mpnet"])
@pytest.mark.parametrize("factor", [1, 20, 100, 1000])
def test_scores_beyond_float16_are_refused(tmp_path, family, factor):
    """Products of queries and keys, where transformers stores them; queries and keys are in the range themselves."""
    directory = scaled(tmp_path, factor, QUERY_AND_KEY, family)
    found = report(directory)
    severities = [one["severity"] for one in found["findings"] if one["rule"] == "RUN008"]
    modules, all_seen = (seen_by_torch(directory, found, name) for name in (None, family))
    assert severities == (["error"] if all_seen > LIMIT else ["warning"] * (all_seen > LIMIT / 4))
    assert modules < LIMIT and (factor > 1 or all_seen < LIMIT / 4) and (factor < 1000 or all_seen > LIMIT)
    model = load(directory, dtype=torch.float16)
    with torch.no_grad():
        scores = [model(**inputs).logits for inputs in inputs_of(directory, found)]
    assert all(torch.isfinite(one).all() for one in scores) == (all_seen <= LIMIT)


def test_numbers_near_the_end_of_bfloat16_are_printed(tmp_path):
    """An activation of 1e30 is no finding in bfloat16, and no crash."""
    checkpoint = make_checkpoint(tmp_path / "checkpoint", dtype=torch.bfloat16)

    def change(tensors):
        for name, tensor in tensors.items():
            if "intermediate.dense.weight" in name or name.endswith("layer.1.output.dense.weight"):
                tensor.mul_(1e17)

    rewrite(checkpoint / "encoder/model.safetensors", change)
    found = report(pack(checkpoint, tmp_path / "package"))
    assert max(largest_activations(found["notes"]).values()) > 1e30
    assert not [one for one in found["findings"] if one["rule"] == "RUN008"]


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_the_distance_is_about_pytorchs(trained, tmp_path, dtype):
    """Processors add in different orders: the note says how far the type is from float32, not to the digit."""
    directory = tmp_path / "package"
    source = trained / "ranking_model"
    _, _, errors = attempt("save", "--ranking-model", source, "--pruning-head", trained / "pruning_head/model.safetensors",
                           "--license", "apache-2.0", "--language", "en", "--dtype", dtype, "--output", directory, "--quiet")  # fmt: skip
    assert errors == ""
    found = report(directory)
    (note,) = [note for note in found["notes"] if note.startswith(f"in {dtype} rather than float32")]
    here = float(re.search(r"scores differ by up to ([\d.e-]+)", note)[1])
    scores = {}
    for name in (dtype, "float32"):
        model = load(directory, dtype=getattr(torch, name))
        with torch.no_grad():
            logits = [model(**inputs).logits.float() for inputs in inputs_of(directory, found)]
        scores[name] = torch.sigmoid(torch.cat(logits))
    there = (scores[dtype] - scores["float32"]).abs().max().item()
    assert here <= 4 * there + 0.001 and there <= 4 * here + 0.001


def test_float32_has_no_such_note(package):
    found = report(package())
    assert not [note for note in found["notes"] if "float32" in note or "activations" in note]
    assert [rule["status"] for rule in found["rules"] if rule["rule"] == "RUN008"] == ["not_applicable"]


@pytest.mark.parametrize("length", [8, 32])
def test_a_query_that_leaves_no_room_is_no_fault(length, package):
    """Of such a length, some of the smoke inference's passages cannot be pruned."""
    directory = package(dtype=torch.bfloat16, max_length=length)
    found = report(directory)
    assert [rule["status"] for rule in found["rules"] if rule["rule"] == "RUN008"] == ["passed"], found["findings"]
    assert any("rather than float32" in note for note in found["notes"])
