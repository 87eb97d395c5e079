"""`--precision int8`: how near its numbers are, and that all who offer it give the same."""

import json
import pickle
import subprocess
import sys

import numpy
import pytest
import torch
from binary import PRUNING_PACK, REPOSITORY, attempt, pruning_pack
from checkpoints import FAMILIES
from safetensors.torch import save_file
from scipy.stats import kendalltau
from support import PASSAGES, QUERY
from test_eval import evaluate, labelled

import pruning_pack as client

pytestmark = pytest.mark.one_version

INT8 = ("--precision", "int8")


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    """A labelled set, and its passages as what `prune` and `score` read."""
    lines = list(labelled(200, seed=8))
    place = tmp_path_factory.mktemp("sets")
    (place / "set.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    pairs = [{"query": line["query"], "document": "".join(line["document"])} for line in lines]
    (place / "pairs.jsonl").write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
    return place / "set.jsonl", place / "pairs.jsonl", pairs


def answers(command, package, pairs, *options):
    lines = pruning_pack(command, package, "--input", pairs, "--format", "json", *options).splitlines()
    return [json.loads(line) for line in lines]


def test_the_trained_example_keeps_the_same_sentences(trained, sets):
    exact = answers("prune", trained, sets[1])
    quantized = answers("prune", trained, sets[1], *INT8)
    assert sum(len(answer["kept_sentences"]) for answer in exact) > 100
    assert [answer["kept_sentences"] for answer in quantized] == [answer["kept_sentences"] for answer in exact]
    differences = [
        abs(a - b) for x, y in zip(exact, quantized) for a, b in zip(x["sentence_probabilities"], y["sentence_probabilities"])
    ]
    # It is another computation, and a near one.
    assert 1e-5 < max(differences) < 0.1 and numpy.mean(differences) < 0.005


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_near(package, family):
    place = package(family=family)
    arguments = [place, "--query", QUERY, *(f"--document={text}" for text in PASSAGES), "--tokens", "--format", "json"]
    exact = [json.loads(line) for line in pruning_pack("score", *arguments).splitlines()]
    quantized = [json.loads(line) for line in pruning_pack("score", *arguments, *INT8).splitlines()]
    assert [line["input_ids"] for line in quantized] == [line["input_ids"] for line in exact]
    # Random weights are no trained ones: states, and so the heads' numbers, are spread more widely in some families.
    for name, most in (("ranking_logit", 0.1), ("keep_probabilities", 0.05)):
        ours, theirs = (numpy.concatenate([numpy.ravel(line[name]) for line in lines]) for lines in (quantized, exact))
        difference = numpy.abs(ours - theirs)
        assert difference.max() > 0 and difference.mean() < most, name


def test_the_client_gives_what_the_command_gives(trained, sets):
    expected = answers("prune", trained, sets[1], *INT8)
    with client.Pruner(trained, precision="int8") as pruner:
        assert pruner.precision == "int8"
        pruner = pickle.loads(pickle.dumps(pruner))
        for pair, answer in list(zip(sets[2], expected))[:40]:
            found = pruner.process(pair["query"], pair["document"], title=None)
            assert found["pruned_context"] == answer["pruned_context"]
            assert found["reranking_score"] == pytest.approx(answer["reranking_score"], abs=1e-6)
        pruner.close()
    with pytest.raises(ValueError, match="precision is 'int4', not float32 or int8"):
        client.Pruner(trained, precision="int4")


def most_memory(*arguments):
    """The most memory of a run of the command, in kilobytes: what the tests had before it does not count."""
    program = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
    program += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    ran = subprocess.run(
        [sys.executable, "-S", "-c", program, PRUNING_PACK, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return int(ran.stdout)


def test_weights_are_kept_once(tmp_path):
    """MiniLM's layers have 42 MB in float32, of which neither a copy nor the file's pages stay."""
    minilm = REPOSITORY / ".cache/minilm"
    head = {"classifier.weight": torch.randn(2, 384), "classifier.bias": torch.zeros(2)}
    save_file(head, tmp_path / "head.safetensors")
    pruning_pack(
        "save", "--encoder-model", minilm, "--pruning-head", tmp_path / "head.safetensors", "--output", tmp_path / "package",
    )  # fmt: skip
    arguments = ("score", tmp_path / "package", "--query", QUERY, "--document", PASSAGES[0], "--threads", "1")
    exact, quantized = most_memory(*arguments), most_memory(*arguments, *INT8)
    # A quarter of 42 MB is there in the place of 42 MB.
    assert exact - quantized > 25_000, (exact, quantized)


def test_what_it_loses_is_measured(trained, sets):
    result = evaluate(trained, sets[0], "--precision", "int8,float32")
    exact = answers("prune", trained, sets[1])
    quantized = answers("prune", trained, sets[1], *INT8)

    def all_of(name, lines):
        return numpy.concatenate([numpy.atleast_1d(line[name]) for line in lines])

    ours, theirs = (all_of("sentence_probabilities", lines) for lines in (quantized, exact))
    found = result["comparison"]
    threshold = result["threshold"]
    assert found["precision"] == "float32" and found["sentences"] == len(ours)
    assert found["equal_share"] == pytest.approx(numpy.mean((ours > threshold) == (theirs > threshold)))
    assert found["largest_difference"] == pytest.approx(numpy.abs(ours - theirs).max(), abs=1e-6)

    def f2(precision):
        rows = evaluate(trained, sets[0], "--precision", precision)["thresholds"]
        return next(row["f2"]["value"] for row in rows if row["threshold"] == threshold)

    assert found["f2_change"] == pytest.approx(f2("int8") - f2("float32"), abs=1e-9)
    # By query: over all pairs of one query, as one share.
    pairs = agreement = 0
    queries = [pair["query"] for pair in sets[2]]
    scores = [
        [line["ranking_logit"] for line in answers("score", trained, sets[1], *options)] for options in (INT8, ())
    ]
    for query in set(queries):
        mine = [[values[place] for place, other in enumerate(queries) if other == query] for values in scores]
        count = len(mine[0]) * (len(mine[0]) - 1) / 2
        assert len(set(mine[0])) > 1
        agreement += kendalltau(*mine, variant="b").statistic * count
        pairs += count
    # Passages that are equal have equal scores, which SciPy leaves out and we call in order.
    assert found["tau"] == pytest.approx(agreement / pairs, abs=0.02)
    assert found["is_close"] == (found["equal_share"] >= 0.995 and found["f2_change"] >= -0.003 and found["tau"] >= 0.995)


def test_a_set_on_which_it_loses_too_much_is_warned_of(package, sets):
    """A head of random weights keeps every sentence by a hair, or drops it."""
    ran = subprocess.run(
        [PRUNING_PACK, "eval", package(), "--input", sets[0], "--precision", "int8,float32"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "beside float32: " in ran.stdout
    assert "warning: figures differ too much from float32's: expected 99.5 % of the sentences" in ran.stderr


@pytest.mark.parametrize(
    "value, message",
    [
        ("int4", "A precision is float32 or int8; found 'int4'."), ("int8,", "A precision is float32 or int8; found ''."),
        ("int8,int8", "takes one, or two different ones"), ("int8,float32,int8", "takes one, or two different ones"),
    ],
)  # fmt: skip
def test_precisions_that_are_not_there(trained, sets, value, message):
    code, _, errors = attempt("eval", trained, "--input", sets[0], "--precision", value)
    assert code == 64 and message in errors


def test_a_card_has_the_models_own_figures(trained, sets):
    code, _, errors = attempt("eval", trained, "--input", sets[0], "--write-card", *INT8)
    assert code == 64 and "--write-card needs --precision float32" in errors
