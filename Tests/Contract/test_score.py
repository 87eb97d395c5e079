"""`pruning-pack score` and the modelling file give the same numbers, whatever the package's settings."""

import json

import pytest
import torch
from binary import pruning_pack
from checkpoints import FAMILIES, make_checkpoint
from packages import pack
from sentence_transformers import CrossEncoder
from support import (
    MODES,
    PASSAGES,
    PRUNING_ONLY,
    QUERY,
    RERANKING_PRUNING,
    assert_same_tensors,
    difference,
    encode,
    load,
    load_tokenizer,
    rewrite,
    run,
)

PAIRS = [
    *[(QUERY, passage) for passage in PASSAGES], (QUERY, ""), ("", PASSAGES[0]), ("", ""), (QUERY, "a\tb\nc\u3000d"),
    ("\u00dcnic\u00f6de? [SEP]", "\u5c71 river \u200d [MASK] e\u0301"), (" ".join(PASSAGES * 9), QUERY),
    (QUERY, " ".join(PASSAGES * 9)), (" ".join(PASSAGES * 9), " ".join(PASSAGES * 9)),
]
OPTIONS = [
    {},
    {"activation": "identity"},
    {"labels": 2},
    {"labels": 3},
    {"token_type_ids": "ignored"},
    {"pooling_weights": True},
    {"max_length": 9},
    {"dtype": torch.float16},
    {"dtype": torch.bfloat16},
    {"truncation_in_tokenizer": True},
    {"mode": PRUNING_ONLY},
    {"mode": PRUNING_ONLY, "token_type_ids": "ignored"},
    {"mode": PRUNING_ONLY, "dtype": torch.bfloat16},
    *[{"family": family, "mode": mode} for family in FAMILIES if family != "bert" for mode in MODES],
    *[{"family": "modernbert", "mode": mode, "hidden_state_source": "pre_final_norm"} for mode in MODES],
]


def score(directory, tmp_path, pairs):
    file = tmp_path / "pairs.jsonl"
    lines = [json.dumps({"query": query, "document": document}) for query, document in pairs]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    output = pruning_pack("score", directory, "--input", file, "--tokens", "--format", "json")
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_scores(package, tmp_path, options):
    directory = package(**options)
    mode = options.get("mode", RERANKING_PRUNING)
    model, tokenizer = load(directory, mode, torch_dtype=torch.float32), load_tokenizer(directory)
    ours = score(directory, tmp_path, PAIRS)
    assert len(ours) == len(PAIRS)
    for our, (query, document) in zip(ours, PAIRS):
        # A batch of one: a lone pair with an empty document would be taken for a single text.
        inputs = tokenizer(
            [query], [document], truncation=True, max_length=model.config.max_input_length,
            return_offsets_mapping=True, return_tensors="pt",
        )
        offsets = inputs.pop("offset_mapping")[0].tolist()
        assert our["input_ids"] == inputs["input_ids"][0].tolist(), (query, document)
        assert our["offsets"] == offsets
        assert our["sequence_ids"] == inputs.sequence_ids(0)
        types = inputs.get("token_type_ids")
        assert our["token_type_ids"] == (None if types is None else types[0].tolist())
        output = run(model, inputs)
        keep = model.keep_probabilities(output.pruning_logits)[0]
        assert difference(torch.tensor(our["pruning_logits"]), output.pruning_logits[0]) < 1e-4
        assert difference(torch.tensor(our["keep_probabilities"]), keep) < 1e-4
        if mode == PRUNING_ONLY:
            assert our["ranking_logit"] is None and our["ranking_score"] is None
        else:
            logits = output.logits[0] if output.logits.shape[1] > 1 else output.logits[0, 0]
            assert difference(torch.tensor(our["ranking_logit"]), logits) < 1e-4
            assert difference(torch.tensor(our["ranking_score"]), model.ranking_scores(output.logits)[0]) < 1e-4


@pytest.mark.parametrize("cross_encoder", [False, True])
def test_relative_positions_reach_beyond_what_the_model_was_made_for(package, tmp_path, cross_encoder):
    """DeBERTa's max_position_embeddings is 64 here; nothing in its weights ends there."""
    directory = package(family="deberta-v2", max_length=200)
    texts = [(QUERY, " ".join(PASSAGES * 20)), *PAIRS[:2]]
    ours = score(directory, tmp_path, texts)
    assert len(ours[0]["input_ids"]) == 200
    if cross_encoder:
        model = CrossEncoder(str(directory), trust_remote_code=True, device="cpu")
        theirs = torch.tensor(model.predict(texts, show_progress_bar=False))
        assert difference(torch.tensor([each["ranking_score"] for each in ours]), theirs) < 1e-4
        return
    model = load(directory)
    for each in ours:
        names = ("input_ids", "attention_mask") + (("token_type_ids",) if each["token_type_ids"] else ())
        output = run(model, {name: torch.tensor([each[name]]) for name in names})
        assert difference(torch.tensor(each["pruning_logits"]), output.pruning_logits[0]) < 1e-4
        assert each["ranking_logit"] == pytest.approx(output.logits[0, 0].item(), abs=1e-4)


def test_old_names_of_layer_norms_are_renamed(tmp_path):
    """BERT's first checkpoints have gamma and beta; transformers renames them as it loads, `save` as it writes."""
    checkpoint = make_checkpoint(tmp_path / "checkpoint")
    expected = pack(checkpoint, tmp_path / "expected")

    def to_old_names(tensors):
        for name in list(tensors):
            old = name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")
            tensors[old] = tensors.pop(name)

    rewrite(checkpoint / "encoder/model.safetensors", to_old_names)
    packed = pack(checkpoint, tmp_path / "packed")
    assert_same_tensors(expected, packed)
    assert score(expected, tmp_path, PAIRS[:3]) == score(packed, tmp_path, PAIRS[:3])
    rewrite(packed / "ranking_model/model.safetensors", to_old_names)
    assert score(expected, tmp_path, PAIRS[:3]) == score(packed, tmp_path, PAIRS[:3])
    model = load(packed)
    inputs = encode(packed)
    assert difference(run(model, inputs).pruning_logits, run(load(expected), inputs).pruning_logits) == 0


@pytest.mark.parametrize("mode", MODES)
def test_two_saves_give_the_same_bytes(package, tmp_path, mode):
    first = package(mode=mode)
    second = pack(first.parent / "checkpoint", tmp_path / "tiny-pruner", mode=mode)
    files = sorted(p.relative_to(first) for p in first.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(second) for p in second.rglob("*") if p.is_file())
    for file in files:
        assert (first / file).read_bytes() == (second / file).read_bytes(), file


@pytest.mark.parametrize("mode", MODES)
def test_what_the_modelling_file_saves_is_a_package(package, tmp_path, mode):
    """Loaded, saved again by transformers, verified by the command."""
    directory = package(mode=mode)
    load(directory, mode).save_pretrained(tmp_path / "again")
    load(directory, mode).save_pretrained(tmp_path / "shards", max_shard_size="20KB")
    for saved in ("again", "shards"):
        options = ["--format", "json", "--strict", "--ignore", "RUN007"]
        report = json.loads(pruning_pack("verify", tmp_path / saved, *options))
        assert report is not None
        ours, theirs = score(directory, tmp_path, PAIRS[:3]), score(tmp_path / saved, tmp_path, PAIRS[:3])
        assert ours == theirs
