"""Classifiers of tokens of more than one layer or more than two labels: heads of format 2, which give the classifier's own
probabilities in the command and in both versions of transformers, whichever of them saved it."""

import json
import shutil

import numpy as np
import pytest
import torch
from binary import attempt, pruning_pack
from conversion import settings
from safetensors.torch import load_file
from support import DTYPE, PASSAGES, PRUNING_ONLY, QUERY, difference, encode, load, run
from test_source_cross_encoder import LINE
from token_heads import make_all, run_all
from variants import ForkEncoder, TokenClassifier
from versions import VERSIONS

# The texts of the tests fit into a model's 64 positions but for the last.
PAIRS = [[QUERY, passage[:24]] for passage in PASSAGES] + [["reef", PASSAGES[0] * 3]]
TWO = ("drop", "keep")
# The model's configuration, its labels, which rows are kept, and the options that say so.
SOURCES = {
    "defaults": ({}, TWO, [1], ()),
    "keep first": ({}, ("keep", "drop"), [0], ()),
    "all flags": (
        {"classifier_bias": True, "norm_bias": True, "classifier_activation": "relu", "norm_eps": 1e-2,
         "attention_bias": True, "mlp_bias": True, "classifier_dropout": 0.3}, TWO, [1], (),
    ),
    "tanh": ({"classifier_activation": "gelu_new"}, TWO, [1], ()),
    "silu": ({"classifier_activation": "silu", "classifier_bias": True}, TWO, [1], ()),
    "three labels": ({}, ("drop", "maybe", "keep"), [2], ()),
    "spans": ({"norm_bias": True}, ("O", "B-KEEP", "I-KEEP", "E-other"), [1, 2], ()),
    "asked": ({}, ("red", "blue", "green"), [0, 2], ("--keep-label", "green", "--keep-label", "red")),
    "asked, all flags": (
        {"classifier_bias": True, "norm_bias": True, "classifier_activation": "relu", "norm_eps": 1e-2}, ("red", "blue", "green"),
        [0, 2], ("--keep-label", "green", "--keep-label", "red"),
    ),
    "one linear layer": ({"family": "bert"}, ("drop", "maybe", "keep"), [2], ()),
    "asked of two": ({"family": "bert"}, ("red", "blue"), [0], ("--keep-label", "red")),
}
MODERN = {"head_type", "head_activation", "head_bias", "head_norm_bias", "head_norm_eps"}
SEVERAL = {"head_labels", "keep_labels"}


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """Every source as each version saves it, and its package: {(name, line): (source, package)}."""
    place = tmp_path_factory.mktemp("token-heads")
    made = {}
    for line in VERSIONS:
        places = {name: place / f"{line}-{number}" for number, name in enumerate(SOURCES)}
        make_all(line, [
            {"directory": str(places[name] / "source"), "values": values, "labels": labels}
            for name, (values, labels, _, _) in SOURCES.items()
        ])
        for name, (_, _, _, flags) in SOURCES.items():
            source, package = places[name] / "source", places[name] / "package"
            # The test below verifies some of them.
            pruning_pack("save", "--from", source, "--output", package, "--quiet", "--no-verify", *flags)
            made[name, line] = (source, package)
    return made


def assert_close(found, expected, where):
    assert len(found) == len(expected), where
    for each, wanted in zip(found, expected):
        assert len(each) == len(wanted) and np.abs(np.array(each) - np.array(wanted)).max() < 1e-4, where


def keep_probabilities(package, place):
    file = place / "pairs.jsonl"
    file.write_text("".join(json.dumps({"query": q, "document": d}) + "\n" for q, d in PAIRS))
    printed = pruning_pack("score", package, "--input", file, "--tokens", "--format", "json")
    return [json.loads(line) for line in printed.splitlines()]


@pytest.mark.skipif(LINE != "tf5", reason="it needs each version once")
@pytest.mark.one_version
def test_all_give_the_sources_probabilities(packed, tmp_path):
    seen = []
    for line in VERSIONS:
        requests = [
            {"source": str(source), "package": str(package), "kept": SOURCES[name][2], "pairs": PAIRS}
            for (name, _), (source, package) in packed.items()
        ]
        for (key, (_, package)), answer in zip(packed.items(), run_all(line, requests)):
            where = (key, line)
            expected = answer["source"]
            seen.append(np.array(expected[-1]))
            assert np.ptp(seen[-1]) > 0.05, where
            assert_close(answer["package"], expected, where)
            assert_close(answer["padded"], expected, where)
            ours = keep_probabilities(package, tmp_path)
            assert [row["input_ids"] for row in ours] == answer["ids"]
            assert_close([row["keep_probabilities"] for row in ours], expected, where)
            for raw, row, wanted in zip(answer["raw"][:-1], ours, expected):
                passage = [index for index, number in enumerate(row["sequence_ids"]) if number == 1]
                assert_close([raw], [[wanted[index] for index in passage]], where)
            if line != LINE or key[1] != LINE:
                continue
            document = tmp_path / "document.jsonl"
            document.write_text(json.dumps({"query": PAIRS[0][0], "document": PAIRS[0][1]}) + "\n")
            pruned = json.loads(pruning_pack("prune", package, "--input", document, "--format", "json"))
            assert_close([pruned["sentence_probabilities"]], [answer["process"]], where)
    # The same model in both versions, and another for each configuration.
    assert np.abs(seen[0] - seen[len(packed)]).max() < 1e-4
    assert np.abs(seen[0] - seen[2]).max() > 1e-2 and np.abs(seen[0] - seen[3]).max() > 1e-4


def test_the_format_says_what_the_head_is(packed):
    for (name, _), (_, package) in packed.items():
        config, values = settings(package), SOURCES[name][0]
        keys = set() if values.get("family") == "bert" else MODERN
        keys = keys | (SEVERAL if len(SOURCES[name][1]) > 2 else set())
        assert config["pruning_pack_format"] == (2 if keys else 1), name
        assert set(config["pruning_config"]) - {
            "hidden_size", "num_labels", "classifier_dropout", "sentence_pooling", "use_weighted_pooling"
        } == keys, name
        head = json.loads((package / "pruning_head/config.json").read_text())
        assert {key: head[key] for key in config["pruning_config"]} == config["pruning_config"]
        assert config["num_labels"] == 2 and config["id2label"] == {"0": "prune", "1": "keep"}
        card = (package / "README.md").read_text()
        assert ("a dense layer" in card) == bool(keys & MODERN)
        assert all(f"`{label}`" in card for label in config["pruning_config"].get("keep_labels", []))
    config = settings(packed["all flags", "tf4"][1])["pruning_config"]
    assert config["classifier_dropout"] == 0.3
    assert {key: config[key] for key in MODERN} == {
        "head_type": "dense_norm_linear", "head_activation": "relu", "head_bias": True, "head_norm_bias": True,
        "head_norm_eps": 0.01,
    }
    assert settings(packed["spans", "tf5"][1])["pruning_config"]["keep_labels"] == ["B-KEEP", "I-KEEP"]


@pytest.mark.one_version
def test_a_package_is_verified_recorded_and_saved_again(packed, tmp_path):
    name = "asked, all flags"
    source, package = packed[name, LINE]
    again = tmp_path / "recorded"
    pruning_pack("save", "--from", source, "--output", again, "--python", VERSIONS[LINE], "--quiet", *SOURCES[name][3])
    assert json.loads((again / "reference_outputs.json").read_text())["origin"] == "source"
    report = json.loads(pruning_pack("verify", again, "--python", VERSIONS[LINE], "--format", "json"))
    assert not [finding for finding in report["findings"] if finding["severity"] == "error"]
    # A card that is written anew says what the head is.
    (again / "README.md").unlink()
    pruning_pack("verify", again, "--fix", "--quiet")
    assert "a dense layer" in (again / "README.md").read_text()
    # A package is a source, and stays what it is; so does one that transformers has saved.
    expected = run(load(package, PRUNING_ONLY), encode(package)).pruning_logits
    load(package, PRUNING_ONLY).save_pretrained(tmp_path / "saved")
    pruning_pack("verify", tmp_path / "saved", "--quiet")
    for number, each in enumerate((package, tmp_path / "saved")):
        copy = tmp_path / f"copy {number}"
        pruning_pack("save", "--from", each, "--output", copy, "--quiet")
        assert settings(copy)["pruning_pack_format"] == 2
        assert settings(copy)["pruning_config"] == settings(package)["pruning_config"]
        assert difference(run(load(copy, PRUNING_ONLY), encode(copy)).pruning_logits, expected) < 1e-6


@pytest.mark.one_version
def test_a_head_of_two_layers_on_a_ranking_model(tmp_path):
    ranker = ForkEncoder("V9", "modernbert").save(tmp_path / "ranker") / "ranking_model"
    tagger = TokenClassifier("modernbert", ("keep", "drop"), keep=0)
    tagger.save(tmp_path / "tagger")
    package = tmp_path / "package"
    pruning_pack(
        "save", "--ranking-model", ranker, "--pruning-head", tmp_path / "tagger", "--output", package, "--python",
        VERSIONS[LINE], "--quiet",
    )
    assert settings(package)["hidden_state_source"] == "last_hidden_state"
    head = load_file(package / "pruning_head/model.safetensors")
    assert torch.equal(head["dense.weight"], tagger.model.head.dense.weight)
    assert torch.equal(head["classifier.weight"], tagger.model.classifier.weight[[1, 0]])
    # The ranking model and the head come apart, and together again.
    pruning_pack("export", package, "--output", tmp_path / "ranking", "--quiet")
    pruning_pack(
        "save", "--ranking-model", tmp_path / "ranking", "--pruning-head", package / "pruning_head", "--output",
        tmp_path / "again", "--quiet",
    )
    for file in ("pruning_head/model.safetensors", "pruning_head/config.json", "ranking_model/model.safetensors"):
        assert (tmp_path / "again" / file).read_bytes() == (package / file).read_bytes()
    assert settings(tmp_path / "again") == settings(package)


REFUSED = [
    (("red", "blue", "green"), (), '"green"'),
    (("LABEL_0", "LABEL_1", "LABEL_2"), (), "--keep-label"),
    (("keep", "keep", "drop"), (), "different names"),
    (("keep", "kept", "preserve"), (), "--keep-label"),
    (("red", "blue", "green"), ("red", "yellow"), 'no label "yellow"'),
    (("red", "blue"), ("red", "blue"), 'means "prune"'),
]


@pytest.mark.parametrize("labels,asked,told", REFUSED, ids=str)
def test_labels_that_do_not_say_what_is_kept(labels, asked, told, tmp_path):
    source = TokenClassifier("modernbert", labels).save(tmp_path / "source")
    flags = [flag for label in asked for flag in ("--keep-label", label)]
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package", *flags)
    assert code == 1 and told in errors.replace("\n", " "), errors


def test_a_keep_label_without_a_classifier_of_tokens(tmp_path):
    source = ForkEncoder("V9", "bert").save(tmp_path / "source")
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package", "--keep-label", "keep")
    assert code == 1 and "--keep-label" in errors and "no classifier of tokens" in errors


def test_a_classifier_with_an_activation_that_is_not_known(tmp_path):
    source = TokenClassifier("modernbert", classifier_activation="mish").save(tmp_path / "source")
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package")
    assert code == 1 and "$.classifier_activation" in errors and "mish" in errors


# What is changed in config.json, or in the head's weights, and the words of the finding; both sides refuse it.
BROKEN = [
    ({"head_type": "conv"}, "head_type"), ({"head_activation": "mish"}, "head_activation"),
    ({"head_labels": ["a", "b"], "keep_labels": ["c"]}, "keep"),
]


@pytest.mark.parametrize("change,named", BROKEN, ids=str)
def test_a_head_that_is_none(packed, change, named, tmp_path):
    package = tmp_path / "package"
    shutil.copytree(packed["defaults", LINE][1], package)
    for file, key in (("config.json", "pruning_config"), ("pruning_encoder_config.json", "pruning_config")):
        content = json.loads((package / file).read_text())
        content[key].update(change)
        (package / file).write_text(json.dumps(content))
    code, report, _ = attempt("verify", package, "--format", "json")
    assert code == 1 and named in report
    with pytest.raises((ValueError, KeyError)):
        load(package, PRUNING_ONLY)


@pytest.mark.parametrize("number,named", [(1, "format 1"), (3, "newer pruning-pack: upgrade")])
def test_a_format_that_does_not_fit(packed, number, named, tmp_path):
    package = tmp_path / "package"
    shutil.copytree(packed["defaults", LINE][1], package)
    content = json.loads((package / "config.json").read_text())
    (package / "config.json").write_text(json.dumps({**content, "pruning_pack_format": number}))
    code, report, _ = attempt("verify", package)
    assert code == 1 and named in " ".join(report.split()), report
    with pytest.raises(ValueError, match="pruning_pack_format"):
        load(package, PRUNING_ONLY)


def test_a_tensor_that_is_missing_or_of_another_shape(packed, tmp_path):
    from safetensors.torch import save_file

    for number, change in enumerate(({"dense.weight": None}, {"norm.weight": torch.ones(7)}, {"dense.bias": torch.ones(32)})):
        package = tmp_path / f"package{number}"
        shutil.copytree(packed["defaults", LINE][1], package)
        file = package / "pruning_head/model.safetensors"
        content = {name: tensor for name, tensor in {**load_file(file), **change}.items() if tensor is not None}
        save_file(content, file, metadata={"format": "pt"})
        code, report, _ = attempt("verify", package)
        assert code == 1 and "WGT012" in report and next(iter(change)) in report
        with pytest.raises(ValueError, match=next(iter(change))):
            load(package, PRUNING_ONLY)


@pytest.mark.long
@pytest.mark.skipif(LINE != "tf5", reason="it needs each version once")
def test_a_model_of_true_shape(tmp_path):
    shape = {
        "hidden_size": 768, "num_hidden_layers": 22, "num_attention_heads": 12, "intermediate_size": 1152,
        "max_position_embeddings": 8192, "local_attention": 128,
    }
    source, package = tmp_path / "source", tmp_path / "package"
    make_all("tf4", [{"directory": str(source), "values": shape, "labels": TWO}])
    pruning_pack("save", "--from", source, "--output", package, "--quiet", "--no-verify", "--max-length", "64")
    ours = [row["keep_probabilities"] for row in keep_probabilities(package, tmp_path)]
    for line in VERSIONS:
        request = {"source": str(source), "package": str(package), "kept": [1], "pairs": PAIRS}
        answer = run_all(line, [request])[0]
        assert_close(answer["package"], answer["source"], line)
        assert_close(ours, answer["source"], line)
        assert np.ptp(np.array(answer["source"][-1])) > 0.01
