"""The gate and what it is given: packages wherever they lie pass; what other code saved gets the findings that are true."""

import json
import shutil
import subprocess

import pytest
from binary import attempt
from checkpoints import FAMILIES
from sentence_transformers import CrossEncoder
from support import ENCODER, MODES, RERANKING_PRUNING, load, load_tokenizer, put_into_hub_cache
from transformers import AutoModelForSequenceClassification, AutoTokenizer, __version__
from variants import ForkEncoder, OpenProvence

COMMIT = "1" * 40


def verify(package):
    """Ids of the rules that found errors, and of those that found less; the report for a message."""
    code, output, problems = attempt("verify", package, "--format", "json")
    assert code in (0, 1), problems
    report = json.loads(output)
    rules = {"error": set(), "warning": set(), "suggestion": set()}
    for finding in report["findings"]:
        rules[finding["severity"]].add(finding["rule"])
    assert (code == 1) == bool(rules["error"])
    return rules, output


def in_hub_cache(package, place):
    put_into_hub_cache(place, "acme/tiny-pruner", {COMMIT: package}, {"main": COMMIT})
    snapshot = place / "models--acme--tiny-pruner/snapshots" / COMMIT
    assert (snapshot / "config.json").is_symlink()
    return snapshot


def in_git_checkout(package, place):
    origin = place / "origin"
    shutil.copytree(package, origin)
    (origin / ".gitattributes").write_text("*.safetensors -text\n")
    git = ["git", "-c", "user.name=n", "-c", "user.email=e@example.org", "-C"]
    subprocess.run([*git, origin, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, origin, "add", "-A"], check=True)
    subprocess.run([*git, origin, "commit", "-q", "-m", "a package"], check=True)
    subprocess.run([*git, place, "clone", "-q", origin, place / "clone"], check=True)
    return place / "clone"


@pytest.mark.parametrize("arrange", [in_hub_cache, in_git_checkout])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", FAMILIES)
def test_passes_wherever_it_lies(package, tmp_path, family, mode, arrange):
    made = package(family=family, mode=mode)
    rules, report = verify(arrange(made, tmp_path))
    assert not rules["error"], report


@pytest.mark.parametrize("arrange", [in_hub_cache, in_git_checkout])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", FAMILIES)
def test_passes_saved_again_wherever_it_lies(package, tmp_path, family, mode, arrange):
    """What this version of transformers makes of the package, by the template's own save_pretrained."""
    load(package(family=family, mode=mode), mode).save_pretrained(tmp_path / "again")
    (tmp_path / "place").mkdir()
    rules, report = verify(arrange(tmp_path / "again", tmp_path / "place"))
    assert not rules["error"], report


# What other code saves, unaided.


def expect(found, errors, warnings=()):
    rules, report = found
    # A random model may well score two passages alike, and of none of these the outputs were recorded.
    rules["warning"] -= {"RUN006", "RUN007"}
    assert rules["error"] == set(errors), report
    assert rules["warning"] == set(warnings), report


def test_tokenizer_saved_over_a_package(copied):
    """The own save_pretrained of a tokenizer: what version 5 writes is not byte for byte what it read."""
    directory = copied()
    load_tokenizer(directory).save_pretrained(directory)
    expect(verify(directory), *EXPECTED["tokenizer"])


def test_cross_encoder_saved(package, tmp_path):
    CrossEncoder(str(package()), trust_remote_code=True).save_pretrained(str(tmp_path / "saved"))
    expect(verify(tmp_path / "saved"), *EXPECTED["cross encoder"])


def test_a_plain_reranker(package, tmp_path):
    part = package() / ENCODER[RERANKING_PRUNING]
    AutoModelForSequenceClassification.from_pretrained(part).save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(part).save_pretrained(tmp_path)
    expect(verify(tmp_path), *EXPECTED["plain reranker"])


def test_what_the_fork_saved(tmp_path):
    directory = ForkEncoder("V3", "bert").save(tmp_path / "fork")
    (directory / "modeling_pruning_encoder.py").write_text(
        "from sentence_transformers.pruning import PruningEncoderConfig, PruningEncoderForSequenceClassification\n"
    )
    expect(verify(directory), *EXPECTED["fork"])


def test_open_provence(tmp_path):
    expect(verify(OpenProvence("bert").save(tmp_path / "open")), *EXPECTED["open provence"])


# BertTokenizer of transformers 5 gives the root's tokenizer.json a decoder, which the sub-model's does not have.
IS_5 = __version__.startswith("5.")

# Errors and warnings, all of them true: what is not found in a directory, or stands there, is named above or in variants/.
EXPECTED = {
    "tokenizer": (["TOK001"], []) if IS_5 else ([], []),
    # sentence-transformers 5.1 leaves the card as it is, 6.2 writes one of its own.
    "cross encoder": (["TOK001"], ["CARD002", "CARD003"]) if IS_5 else ([], []),
    "plain reranker": (["LAY001", "CFG001", "RUN001"], ["CFG016", "SEC006"]),
    "fork": (
        ["LAY001", "CFG001", "CFG004", "CFG010", "PY002", "SEC001", "RUN001"],
        ["CFG009", "CFG014", "PY012", "TOK007"],
    ),
    "open provence": (
        ["LAY001", "CFG001", "CFG002", "CFG004", "CFG005", "PY004", "RUN001"],
        ["CFG009", "CFG016", "PY012", "SEC006", "TOK007"],
    ),
}
