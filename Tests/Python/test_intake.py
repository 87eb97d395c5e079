"""Every layout that pruning encoders have been saved in: found out, converted, and the same numbers afterwards.

What is expected comes from the original module; what is compared is the package in transformers, in CrossEncoder and in
`pruning-pack score`.
"""

import json
import shutil

import pytest
import torch
from binary import attempt, pruning_pack
from checkpoints import FAMILIES
from safetensors.torch import load_file, save_file
from sentence_transformers import CrossEncoder
from support import PASSAGES, PRUNING_ONLY, QUERY, RERANKING_PRUNING, difference, load, load_tokenizer, rewrite, run
from variants import ForkEncoder, Naver, OpenProvence, TokenClassifier

PAIRS = [(QUERY, passage) for passage in PASSAGES] + [(" ".join(PASSAGES * 4), QUERY), ("city", "")]
TOLERANCE = 1e-4


def convert(original, place, *flags):
    """Saves the original under `place`, and converts it: (the original's directory, the package)."""
    source, package = original.save(place / "source"), place / "package"
    pruning_pack("save", "--from", source, "--output", package, "--quiet", *flags)
    return source, package


def assert_same_numbers(original, package, place, mode=RERANKING_PRUNING, tolerance=TOLERANCE):
    model, tokenizer = load(package, mode, torch_dtype=torch.float32), load_tokenizer(package)
    assert model.config.max_input_length == original.max_length
    file = place / "pairs.jsonl"
    file.write_text("".join(json.dumps({"query": q, "document": d}) + "\n" for q, d in PAIRS))
    printed = pruning_pack("score", package, "--input", file, "--tokens", "--format", "json")
    ours = [json.loads(line) for line in printed.splitlines()]
    expected = [original.predict(*pair) for pair in PAIRS]
    for pair, our, (score, ranking, pruning) in zip(PAIRS, ours, expected):
        inputs = tokenizer(
            [pair[0]], [pair[1]], truncation=True, max_length=model.config.max_input_length, return_tensors="pt"
        )
        assert inputs["input_ids"].tolist() == original.tokens(*pair)["input_ids"].tolist() == [our["input_ids"]]
        output = run(model, inputs)
        assert difference(output.pruning_logits[0], pruning) < tolerance
        assert difference(torch.tensor(our["pruning_logits"]), pruning) < tolerance
        if mode == PRUNING_ONLY:
            assert our["ranking_score"] is None
            continue
        assert difference(output.logits, ranking) < tolerance
        assert difference(torch.tensor(our["ranking_logit"]).reshape(ranking.shape), ranking) < tolerance
        assert our["ranking_score"] == pytest.approx(score, abs=tolerance)
        assert model.ranking_scores(output.logits).item() == pytest.approx(score, abs=tolerance)
    assert max(difference(pruning[:1], pruning) for _, _, pruning in expected) > 0.1
    if mode == RERANKING_PRUNING:
        # A lone pair with an empty document is a single text for CrossEncoder's tokenizer call in some versions.
        filled = [number for number, pair in enumerate(PAIRS) if pair[1]]
        scores = CrossEncoder(
            str(package), trust_remote_code=True, device="cpu", model_kwargs={"torch_dtype": torch.float32}
        ).predict([PAIRS[number] for number in filled], show_progress_bar=False)
        wanted = torch.tensor([expected[number][0] for number in filled])
        if getattr(original, "labels", 1) == 1:
            assert difference(torch.from_numpy(scores), wanted) < tolerance


def settings(package):
    return json.loads((package / "config.json").read_text())


# V0 to V5, V9: sub-model and head apart

FORK_FAMILIES = ("modernbert", "xlm-roberta", "bert")
FORK = [(layout, family) for layout in ("V0", "V1", "V2", "V3", "V4", "V5") for family in FORK_FAMILIES]


@pytest.mark.parametrize("layout, family", FORK + [("V9", family) for family in FAMILIES])
def test_fork(layout, family, tmp_path):
    original = ForkEncoder(layout, family)
    source, package = convert(original, tmp_path)
    assert_detected(source, layout)
    assert_same_numbers(original, package, tmp_path)
    config = settings(package)
    assert config["ranking_activation"] == original.activation
    assert config["use_token_type_ids"] is False
    assert config["base_model_name_or_path"] == "example/base-reranker"
    assert (config["pruning_threshold"], config["num_labels"]) == (0.5, 1)


@pytest.mark.parametrize("layout", ["V1", "V2", "V3", "V4", "V5", "V9"])
def test_fork_pruning_only(layout, tmp_path):
    original = ForkEncoder(layout, "modernbert", mode=PRUNING_ONLY)
    _, package = convert(original, tmp_path)
    assert_same_numbers(original, package, tmp_path, PRUNING_ONLY)
    assert settings(package)["hidden_state_source"] == "last_hidden_state"


@pytest.mark.parametrize("layout", ["V0", "V3"])
def test_fork_with_two_labels(layout, tmp_path):
    original = ForkEncoder(layout, "bert", labels=2, pooling_weights=True)
    _, package = convert(original, tmp_path)
    assert_same_numbers(original, package, tmp_path)
    config = settings(package)
    assert (config["num_labels"], config["ranking_activation"]) == (2, "softmax")
    assert load_file(package / "pruning_head/model.safetensors")["pooling_weights.weight"].shape == (1, 32)


@pytest.mark.parametrize("layout, weights", [("V0", "bin"), ("V9", "bin"), ("V3", "bin shards")])
def test_fork_with_a_pickled_model(layout, weights, tmp_path):
    original = ForkEncoder(layout, "bert", weights=weights)
    _, package = convert(original, tmp_path)
    assert_same_numbers(original, package, tmp_path)
    assert not list(package.rglob("*.bin"))


@pytest.mark.parametrize("recorded", ["4.52.4", "5.0.0", "5.1.0", None])
def test_modernbert_takes_the_hidden_state_of_its_time(recorded, tmp_path):
    """hidden_states[-1] came before the final norm until transformers 5.1."""
    original = ForkEncoder("V9", "modernbert")
    source = original.save(tmp_path / "source")
    config = settings(source / "ranking_model")
    config.pop("transformers_version")
    if recorded:
        config["transformers_version"] = recorded
    (source / "ranking_model/config.json").write_text(json.dumps(config))
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package")
    if recorded is None:
        assert code == 64 and "--hidden-state-source" in errors
        return
    assert code == 0, errors
    before = recorded < "5.1"
    assert settings(tmp_path / "package")["hidden_state_source"] == ("pre_final_norm" if before else "last_hidden_state")
    base = original.model.model

    def run(input_ids, attention_mask):
        seen = []
        hook = base.final_norm.register_forward_hook(lambda _, given, output: seen.append(given[0] if before else output))
        logits = original.model(input_ids=input_ids, attention_mask=attention_mask).logits
        hook.remove()
        return logits, original.head["classifier"](seen[0])

    original.run = run
    assert_same_numbers(original, tmp_path / "package", tmp_path)


def test_our_own_package_is_packed_again_as_it_was(package, tmp_path):
    """Broken in the way that is common: the code and the root's tokenizer are gone, a local path has leaked in."""
    made = package(activation="identity", token_type_ids="ignored", max_length=40, threshold=0.3)
    source = tmp_path / "source"
    shutil.copytree(made, source)
    (source / "modeling_pruning_encoder.py").unlink()
    (source / "tokenizer.json").unlink()
    config = settings(source)
    config["base_model_name_or_path"] = "/home/somebody/model/ranking_model"
    (source / "config.json").write_text(json.dumps(config))
    assert_detected(source, "V9")
    assert attempt("verify", source)[0] == 1
    pruning_pack("save", "--from", source, "--output", tmp_path / "again", "--name", "tiny-pruner", "--quiet")
    for file in sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file()):
        assert (tmp_path / "again" / file).read_bytes() == (made / file).read_bytes(), file


# V6, V6b


@pytest.mark.parametrize("family", ["modernbert", "xlm-roberta", "deberta-v2", "bert"])
@pytest.mark.parametrize("trainer", [False, True], ids=["V6", "V6b"])
def test_open_provence(family, trainer, tmp_path):
    original = OpenProvence(family, trainer=trainer)
    source, package = convert(original, tmp_path)
    assert_detected(source, original.layout)
    assert_same_numbers(original, package, tmp_path)
    config = settings(package)
    assert config["pruning_threshold"] == 0.1 and config["ranking_activation"] == "sigmoid"
    assert config["use_token_type_ids"] is (family == "bert")
    assert {path.name for path in package.glob("*.py")} == {"modeling_pruning_encoder.py"}


@pytest.mark.parametrize("key", ["default_threadshold", "default_threshold"])
def test_open_provence_threshold_under_both_spellings(key, tmp_path):
    _, package = convert(OpenProvence("bert", threshold={key: 0.25}), tmp_path)
    assert settings(package)["pruning_threshold"] == 0.25
    pruning_pack("save", "--from", tmp_path / "source", "--output", tmp_path / "other", "--threshold", "0.7", "--quiet")
    assert settings(tmp_path / "other")["pruning_threshold"] == 0.7


@pytest.mark.parametrize("options", [{"sharded": True}, {"labels": 2}, {"dtype": torch.bfloat16}], ids=str)
def test_open_provence_variations(options, tmp_path):
    original = OpenProvence("modernbert", **options)
    _, package = convert(original, tmp_path)
    assert_same_numbers(original, package, tmp_path)
    dtype = options.get("dtype", torch.float32)
    for part in ("ranking_model", "pruning_head"):
        assert {tensor.dtype for tensor in load_file(package / part / "model.safetensors").values()} == {dtype}


# V7, V8

NAVER = [("V7", {}), ("V7", {"labels": 2}), ("V8", {}), ("V8", {"labels": 2}), ("V8", {"dense_head": True})]


@pytest.mark.parametrize("weights", ["safetensors", "bin"])
@pytest.mark.parametrize("layout, options", NAVER, ids=str)
def test_naver(layout, options, weights, tmp_path):
    original = Naver(layout, weights=weights, **options)
    source, package = convert(original, tmp_path)
    assert_detected(source, layout)
    assert_same_numbers(original, package, tmp_path)
    config = settings(package)
    assert config["ranking_activation"] == "identity" and config["pruning_aggregation"] == "majority"
    assert config["pruning_threshold"] == 0.1
    assert config["sentence_transformers"] == {"activation_fn": "torch.nn.modules.linear.Identity"}


def test_the_licence_is_carried_over_with_a_notice(tmp_path):
    source = Naver("V7").save(tmp_path / "source")
    _, _, said = attempt("save", "--from", source, "--output", tmp_path / "package")
    assert "cc-by-nc-nd-4.0, does not allow changed versions to be shared" in said
    package = tmp_path / "package"
    card = (package / "README.md").read_text()
    assert "license: cc-by-nc-nd-4.0" in card and "does not allow changed versions to be shared" in card
    assert (package / "LICENSE").read_bytes() == (source / "LICENSE").read_bytes()
    assert (package / "README.source.md").read_bytes() == (source / "README.md").read_bytes()
    assert "identity" in card and "majority" in card


@pytest.mark.parametrize("original", [Naver("V7"), Naver("V8"), OpenProvence("bert"), ForkEncoder("V9", "bert")],
                         ids=lambda original: original.layout)
def test_a_tensor_without_a_place_stops_the_conversion(original, tmp_path):
    source = original.save(tmp_path / "source")
    prefix = {"V6": "ranking_model.", "V9": ""}.get(original.layout, "")
    file = source / ("ranking_model/model.safetensors" if original.layout == "V9" else "model.safetensors")
    rewrite(file, lambda tensors: tensors.update({f"{prefix}adapter.weight": torch.ones(2)}))
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package", "--no-verify")
    assert code == 1 and "adapter.weight" in errors and "no place" in errors
    assert not (tmp_path / "package").exists()


def test_a_buffer_is_left_out_and_named(tmp_path):
    source = OpenProvence("bert").save(tmp_path / "source")
    name = "ranking_model.bert.embeddings.position_ids"
    rewrite(source / "model.safetensors", lambda tensors: tensors.update({name: torch.arange(64)[None]}))
    _, _, said = attempt("save", "--from", source, "--output", tmp_path / "package")
    assert "left out, for nothing reads them: bert.embeddings.position_ids" in said
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


# Classifiers of tokens

LABELS = [(("LABEL_0", "LABEL_1"), 1), (("keep", "drop"), 0), (("DISCARD", "PRESERVE"), 1), (("kept", "other"), 0)]
LINEAR = [family for family in FAMILIES if family != "modernbert"]


@pytest.mark.parametrize("option", ["--from", "--encoder-model"])
@pytest.mark.parametrize("labels, keep", LABELS, ids=str)
def test_token_classifier_labels(labels, keep, option, tmp_path):
    original = TokenClassifier("bert", labels, keep)
    source = original.save(tmp_path / "source")
    pruning_pack("save", option, source, "--output", tmp_path / "package", "--quiet")
    assert_same_numbers(original, tmp_path / "package", tmp_path, PRUNING_ONLY)


@pytest.mark.parametrize("family", LINEAR)
def test_token_classifier(family, tmp_path):
    original = TokenClassifier(family)
    source, package = convert(original, tmp_path)
    assert_detected(source, "token classifier")
    assert_same_numbers(original, package, tmp_path, PRUNING_ONLY)
    config = settings(package)
    assert config["mode"] == PRUNING_ONLY and config["id2label"] == {"0": "prune", "1": "keep"}


def test_token_classifiers_that_are_no_pruning_head(tmp_path):
    source = TokenClassifier("modernbert").save(tmp_path / "modernbert")
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package")
    assert code == 1 and "more than a linear layer" in errors and "head.dense.weight" in errors
    source = TokenClassifier("bert", ("red", "blue")).save(tmp_path / "colours")
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package")
    assert code == 1 and 'found "red", "blue"' in errors.replace("\n", " ")


def test_a_token_classifier_as_the_head_of_a_ranking_model(tmp_path):
    ranker = ForkEncoder("V9", "bert").save(tmp_path / "ranker") / "ranking_model"
    tagger = TokenClassifier("bert", ("keep", "drop"), keep=0)
    tagger.save(tmp_path / "tagger")
    pruning_pack(
        "save", "--ranking-model", ranker, "--pruning-head", tmp_path / "tagger", "--output", tmp_path / "package",
        "--quiet",
    )
    head = load_file(tmp_path / "package/pruning_head/model.safetensors")
    assert torch.equal(head["classifier.weight"], tagger.model.classifier.weight[[1, 0]])
    assert torch.equal(head["classifier.bias"], tagger.model.classifier.bias[[1, 0]])


# Heads


@pytest.mark.parametrize("form", ["file.safetensors", "file.bin", "directory", "directory of a pickle"])
def test_heads_in_every_form(form, tmp_path):
    original = ForkEncoder("V9", "bert")
    source = original.save(tmp_path / "source")
    head = source / "pruning_head"
    if "bin" in form or "pickle" in form:
        (head / "model.safetensors").unlink()
        torch.save(original.head.state_dict(), head / "pytorch_model.bin")
    if form.startswith("file"):
        head = head / ("pytorch_model.bin" if form.endswith("bin") else "model.safetensors")
    pruning_pack(
        "save", "--ranking-model", source / "ranking_model", "--pruning-head", head, "--output", tmp_path / "package",
        "--token-type-ids", "ignored", "--hidden-state-source", "last_hidden_state", "--quiet",
    )
    assert_same_numbers(original, tmp_path / "package", tmp_path)


# Detection


def assert_detected(source, layout):
    inspection = json.loads(pruning_pack("inspect", source, "--format", "json"))["layout"]
    assert inspection["id"] == layout and inspection["reason"]
    code, report, _ = attempt("verify", source, "--format", "json")
    found = [each.get("found") or "" for each in json.loads(report)["findings"] if each["rule"] == "LAY001"]
    # A package is held against its own rules; of any other layout the gate says which it is.
    assert any(f"({layout})" in text for text in found) == (layout != "V9")
    assert code == 1 or layout == "V9"


def test_an_unknown_layout_is_refused_with_what_was_looked_for(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    for content, seen in [({"model_type": "gpt2", "architectures": ["GPT2Model"]}, "model_type gpt2"),
                          ({"architecture": "Other"}, "no model_type")]:
        (source / "config.json").write_text(json.dumps(content))
        code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package")
        assert code == 1 and seen in errors
        assert all(name in errors for name in ("open_provence", "XProvence", "ProvenceEncoder", "ForTokenClassification"))
    (source / "config.json").unlink()
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package")
    assert code == 1 and "config.json" in errors


# V10 and back


@pytest.mark.parametrize("options", [{}, {"activation": "identity", "token_type_ids": "ignored", "threshold": 0.2},
                                     {"labels": 2}, {"dtype": torch.bfloat16},
                                     {"family": "modernbert", "hidden_state_source": "pre_final_norm"}], ids=str)
def test_export_and_back(package, options, tmp_path):
    made, ranker = package(max_length=40, **options), tmp_path / "ranker"
    pruning_pack("export", made, "--output", ranker, "--quiet")
    assert (ranker / "model.safetensors").read_bytes() == (made / "ranking_model/model.safetensors").read_bytes()
    pairs = [(QUERY, passage) for passage in PASSAGES] + [(" ".join(PASSAGES * 4), QUERY)]
    precise = {"device": "cpu", "model_kwargs": {"torch_dtype": torch.float32}}
    whole = CrossEncoder(str(made), trust_remote_code=True, **precise).predict(pairs, show_progress_bar=False)
    alone = CrossEncoder(str(ranker), max_length=40, **precise).predict(pairs, show_progress_bar=False)
    assert difference(torch.from_numpy(whole), torch.from_numpy(alone)) == 0

    assert_detected(ranker, "V10")
    code, _, errors = attempt("save", "--from", ranker, "--output", tmp_path / "package")
    assert code == 1 and "needs a head" in errors
    for number, option in enumerate(["--ranking-model", "--from"]):
        back = tmp_path / f"back{number}"
        pruning_pack(
            "save", option, ranker, "--pruning-head", made / "pruning_head", "--output", back, "--name", "tiny-pruner",
            "--no-verify", "--quiet",
        )
        for file in sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file()):
            # The exported card and config.json speak to CrossEncoder too.
            if file.as_posix() == "ranking_model/config.json" and options.get("activation") == "identity":
                continue
            if file.name != "README.md" or option == "--ranking-model":
                assert (back / file).read_bytes() == (made / file).read_bytes(), file


def test_export_of_another_layout(tmp_path):
    original = OpenProvence("modernbert")
    source = original.save(tmp_path / "source")
    pruning_pack("export", source, "--output", tmp_path / "ranker", "--quiet")
    scores = CrossEncoder(str(tmp_path / "ranker"), device="cpu", max_length=32).predict(
        [(QUERY, passage) for passage in PASSAGES], show_progress_bar=False
    )
    expected = torch.tensor([original.predict(QUERY, passage)[0] for passage in PASSAGES])
    assert difference(torch.from_numpy(scores), expected) < TOLERANCE


def test_export_needs_a_ranking_model(package, tmp_path):
    code, _, errors = attempt("export", package(mode=PRUNING_ONLY), "--output", tmp_path / "ranker")
    assert code == 1 and "pruning_only has no ranking model" in errors
    (tmp_path / "taken").mkdir()
    assert attempt("export", package(), "--output", tmp_path / "taken")[0] == 1


def test_an_identity_that_cross_encoder_is_told_of_is_taken_over(tmp_path):
    """As the ms-marco models record it."""
    original = ForkEncoder("V4", "bert")
    source = original.save(tmp_path / "source") / "ranking_model"
    config = settings(source)
    config["sentence_transformers"] = {"activation_fn": "torch.nn.modules.linear.Identity"}
    (source / "config.json").write_text(json.dumps(config))
    save_file(original.head.state_dict(), tmp_path / "head.safetensors", metadata={"format": "pt"})
    pruning_pack(
        "save", "--ranking-model", source, "--pruning-head", tmp_path / "head.safetensors", "--token-type-ids", "ignored",
        "--output", tmp_path / "package", "--quiet",
    )
    assert_same_numbers(original, tmp_path / "package", tmp_path)
