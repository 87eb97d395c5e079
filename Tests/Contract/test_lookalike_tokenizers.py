"""Tokenizers as models of 2026 have them: the command gives what the reference gives for the file, and a package what
AutoTokenizer of the source gives, in both versions of transformers."""

import json
import shutil

import corpus
import oracle
import pytest
import torch
from binary import attempt, pruning_pack
from checkpoints import HIDDEN, fill
from lookalikes import LOOKALIKES
from safetensors.torch import save_file
from support import PASSAGES, QUERY
from test_source_cross_encoder import LINE
from tokenizers import Tokenizer, processors
from transformers import AutoConfig, AutoModel
from versions import VERSIONS, call

pytestmark = pytest.mark.one_version

COUNT = 240
PAIRS = [[QUERY, PASSAGES[0]], ["Où est 東京  の\n\nriver?", "山川 é\t<mask> [MASK] 👍🏽 ▁▁ \U0001F9D1"], [" where", "  a   b "]]


def write(place, name):
    """The directory of an encoder with the tokenizer for each class that such a model names, and a head."""
    content, names, classes = LOOKALIKES[name]()
    size = len(content["model"]["vocab"]) + len(content["added_tokens"])
    pad = next(token["id"] for token in content["added_tokens"] if token["content"] == names["pad"])
    values = dict(
        vocab_size=size, hidden_size=HIDDEN, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48,
        max_position_embeddings=64, pad_token_id=pad,
    )
    if name == "tiny-bert":
        config = AutoConfig.for_model("bert", **values)
    else:
        bounds = dict(bos_token_id=1, eos_token_id=2, cls_token_id=1, sep_token_id=2)
        config = AutoConfig.for_model("modernbert", **values, **bounds)
    torch.manual_seed(0)
    model = AutoModel.from_config(config)
    fill(model, 0)
    head = torch.nn.Linear(HIDDEN, 2)
    fill(head, 1)
    place.mkdir(parents=True)
    save_file(head.state_dict(), place / "head.safetensors", metadata={"format": "pt"})
    directories = []
    for tokenizer_class in classes:
        directory = place / tokenizer_class
        model.save_pretrained(directory)
        saved = as_saved(content, names) if tokenizer_class.startswith("Gemma") else content
        (directory / "tokenizer.json").write_text(json.dumps(saved, ensure_ascii=False))
        settings = {f"{key}_token": token for key, token in names.items()}
        if tokenizer_class.startswith(("Gemma", "Llama")):
            settings.update(add_bos_token=True, add_eos_token=True, legacy=False)
        settings.update(tokenizer_class=tokenizer_class, model_max_length=64)
        (directory / "tokenizer_config.json").write_text(json.dumps(settings))
        directories.append(directory)
    return directories


def as_saved(content, names):
    """tokenizer.json as version 4's GemmaTokenizerFast and LlamaTokenizerFast save it with both bounds: each text has them."""
    tokenizer = Tokenizer.from_str(json.dumps(content))
    bos, eos = names["bos"], names["eos"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos}:0 $A:0 {eos}:0", pair=f"{bos}:0 $A:0 {eos}:0 {bos}:1 $B:1 {eos}:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (bos, eos)],
    )
    return json.loads(tokenizer.to_str())


@pytest.mark.parametrize("name", LOOKALIKES)
def test_the_command_gives_what_the_reference_gives(name, tmp_path):
    content, _, _ = LOOKALIKES[name]()
    file = tmp_path / "tokenizer.json"
    file.write_text(json.dumps(content, ensure_ascii=False))
    reference = oracle.load(file)
    requests = [request for request in corpus.requests(COUNT) if "max" not in request and request.get("special", True)]
    lines = tmp_path / "texts.jsonl"
    lines.write_text("".join(json.dumps(request) + "\n" for request in requests))
    printed = pruning_pack("tokenize", file, "--input", lines, "--format", "json").splitlines()
    assert len(printed) == len(requests) > 100
    for request, line in zip(requests, printed):
        found, encoding = json.loads(line), reference.encode(request["text"], request.get("pair"))
        assert found["input_ids"] == encoding.ids, request
        assert found["token_type_ids"] == encoding.type_ids and found["tokens"] == encoding.tokens, request
        assert [tuple(offsets) for offsets in found["offsets"]] == encoding.offsets, request
        assert found["sequence_ids"] == encoding.sequence_ids, request
    text = max((request["text"] for request in requests), key=len) * 3
    reference.enable_truncation(20)
    lines.write_text(json.dumps({"text": QUERY, "pair": text}) + "\n")
    cut = json.loads(pruning_pack("tokenize", file, "--input", lines, "--max-length", "20", "--format", "json"))
    assert cut["input_ids"] == reference.encode(QUERY, text).ids and len(cut["input_ids"]) == 20


def test_a_file_that_version_4_makes_anew_by_its_class(tmp_path):
    """The class of version 4 puts its bounds in place of the file's template, and version 5 does not: the package is what the
    class made of the file, and says so."""
    source = write(tmp_path / "gemma", "gemma")[1]
    shutil.copy(source.parent / "PreTrainedTokenizerFast/tokenizer.json", source)
    head = source.parent / "head.safetensors"
    code, _, errors = attempt(
        "save", "--encoder-model", source, "--pruning-head", head, "--output", tmp_path / "package", "--no-verify"
    )
    assert code == 0 and "post_processor rewritten" in errors and "follows transformers 4" in errors
    written = json.loads((tmp_path / "package/tokenizer.json").read_text())["post_processor"]
    expected = as_saved(*LOOKALIKES["gemma"]()[:2])["post_processor"]
    assert (written["single"], written["pair"]) == (expected["single"], expected["pair"])


@pytest.mark.skipif(LINE != "tf5", reason="it needs each version once")
def test_a_package_gives_the_ids_of_its_source_in_both_versions(tmp_path):
    directories, packages = [], []
    for name in LOOKALIKES:
        for source in write(tmp_path / name, name):
            package = tmp_path / f"{name} {source.name} package"
            pruning_pack(
                "save", "--encoder-model", source, "--pruning-head", source.parent / "head.safetensors", "--output",
                package, "--quiet", "--no-verify",
            )
            directories.append(source)
            packages.append(package)
    file = tmp_path / "pairs.jsonl"
    file.write_text("".join(json.dumps({"query": q, "document": d}) + "\n" for q, d in PAIRS))
    ours = []
    for package in packages:
        printed = pruning_pack("score", package, "--input", file, "--tokens", "--max-length", "48", "--format", "json")
        ours.append([json.loads(row)["input_ids"] for row in printed.splitlines()])
    for line in VERSIONS:
        ids = call(line, "consumers", "token_ids", directories=directories + packages, pairs=PAIRS, max_length=48)
        for source, expected, found, printed in zip(directories, ids, ids[len(packages) :], ours):
            assert expected == found == printed, (line, source)
