"""record, save --python, and verify --python: what PyTorch gives is kept, and held against what the command computes."""

import json
import shutil
import sys

import pytest
import torch
from binary import attempt, pruning_pack
from checkpoints import make_checkpoint
from safetensors.torch import load_file, save_file
from sampled import sampled
from support import DTYPE, MODES, PRUNING_ONLY, RERANKING_PRUNING, load, load_tokenizer, put_into_hub_cache, rewrite

# Of bert and of both modes there is more below; test_numerics.py has all families.
FAMILIES = ("modernbert", "deberta-v2")


def findings(*arguments):
    code, output, errors = attempt("verify", *arguments, "--format", "json")
    assert code in (0, 1), errors
    report = json.loads(output)
    # A random model may score two passages alike, its card names no base model, and not every test records its outputs.
    found = {(f["rule"], f["severity"]) for f in report["findings"] if f["severity"] != "suggestion"}
    return found - {("RUN006", "warning"), ("RUN007", "warning")}, report


def outcome(report, rule):
    return next(entry["status"] for entry in report["rules"] if entry["rule"] == rule)


@pytest.fixture(scope="module")
def recorded(package, tmp_path_factory):
    """recorded(mode) -> a package with what was recorded of it: made once, for a test that changes it to copy."""
    made = {}

    def make(mode=RERANKING_PRUNING):
        if mode not in made:
            made[mode] = tmp_path_factory.mktemp("recorded") / "tiny-pruner"
            shutil.copytree(package(mode=mode), made[mode])
            pruning_pack("record", made[mode], "--python", sys.executable)
        return made[mode]

    return make


@pytest.mark.parametrize("mode", MODES)
def test_what_is_recorded_is_what_transformers_gives(recorded, mode):
    package = recorded(mode)
    recording = json.loads((package / "reference_outputs.json").read_text())
    assert set(recording["weights"]) == {
        f"{'ranking_model' if mode == RERANKING_PRUNING else 'encoder_model'}/model.safetensors",
        "pruning_head/model.safetensors",
    }
    assert recording["versions"]["torch"] == str(torch.__version__)
    model, tokenizer = load(package, mode, **{DTYPE: torch.float32}), load_tokenizer(package)
    assert {len(case["input_ids"]) for case in recording["cases"]} >= {64}  # the one that is cut off
    assert any(case["document"] == "" for case in recording["cases"])
    for case in recording["cases"]:
        inputs = tokenizer([case["query"]], [case["document"]], truncation=True, max_length=64, return_tensors="pt")
        assert inputs["input_ids"][0].tolist() == case["input_ids"]
        with torch.no_grad():
            output = model(**inputs)
        # As many threads as there, or not: sums may be taken in another order.
        assert (output.pruning_logits[0] - torch.tensor(case["pruning_logits"])).abs().max() < 1e-5
        if mode == PRUNING_ONLY:
            assert case["ranking_logit"] is None
        else:
            assert output.logits[0, 0].item() == pytest.approx(case["ranking_logit"], abs=1e-5)
    found, report = findings(package)
    assert not found
    assert [outcome(report, rule) for rule in ("RUN002", "TOK006", "INT003")] == ["passed"] * 3
    # It shows that the package computes the same everywhere, and no more.
    assert recording["origin"] == "package"
    assert [f["severity"] for f in report["findings"] if f["rule"] == "RUN007"] == ["suggestion"]


@pytest.mark.parametrize("family", sampled(FAMILIES, 3))
def test_a_snapshot_of_the_cache_runs_live(package, family, tmp_path):
    """Its files are links to blobs, which the sandbox shows."""
    put_into_hub_cache(tmp_path, "a/b", {"0123": package(family=family)}, {"main": "0123"})
    found, report = findings(tmp_path / "models--a--b/snapshots/0123", "--python", sys.executable)
    assert not found
    assert outcome(report, "RUN002") == outcome(report, "TOK006") == "passed"
    assert any("transformers" in note for note in report["notes"])
    assert any("CrossEncoder" in note for note in report["notes"])
    assert report["sandbox"] in ("full", "partial")


@pytest.mark.long
def test_half_precision_is_compared_in_full(package):
    found, _ = findings(package(dtype=torch.float16), "--python", sys.executable)
    assert not found


@pytest.mark.one_version
def test_save_records(tmp_path):
    checkpoint = make_checkpoint(tmp_path / "checkpoint", labels=3)
    for name in ("a", "b"):
        pruning_pack(
            "save", "--ranking-model", checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output",
            tmp_path / name, "--python", sys.executable, "--license", "mit", "--name", "same",
        )
    recording = (tmp_path / "a/reference_outputs.json").read_bytes()
    assert recording == (tmp_path / "b/reference_outputs.json").read_bytes()
    assert len(json.loads(recording)["cases"][0]["ranking_logit"]) == 3
    found, report = findings(tmp_path / "a")
    assert outcome(report, "RUN002") == "passed" and not {rule for rule, severity in found if severity == "error"}


def test_own_inputs(copied, tmp_path):
    package = copied()
    (tmp_path / "pairs.jsonl").write_text('{"query": "where", "documents": ["the reef", ""]}\n')
    pruning_pack("record", package, "--python", sys.executable, "--input", tmp_path / "pairs.jsonl")
    cases = json.loads((package / "reference_outputs.json").read_text())["cases"]
    assert [(case["query"], case["document"]) for case in cases] == [("where", "the reef"), ("where", "")]


def test_exchanged_weights_are_found(recorded, package, tmp_path):
    changed = shutil.copytree(recorded(), tmp_path / "tiny-pruner")
    shutil.copy(package(seed=5) / "ranking_model/model.safetensors", changed / "ranking_model/model.safetensors")
    found, _ = findings(changed)
    assert found == {("INT003", "error"), ("RUN002", "error")}


def test_a_tiny_change_of_the_weights_is_found_by_its_digest(recorded, tmp_path):
    package = shutil.copytree(recorded(), tmp_path / "tiny-pruner")
    file = package / "pruning_head/model.safetensors"
    content = load_file(file)
    content["classifier.bias"][0] += 1e-6
    save_file(content, file, metadata={"format": "pt"})
    assert findings(package)[0] == {("INT003", "error")}


@pytest.mark.one_version
def test_nan_weights_are_not_recorded(copied):
    package = copied()
    rewrite(package / "pruning_head/model.safetensors", lambda content: content["classifier.bias"].fill_(float("nan")))
    code, _, errors = attempt("record", package, "--python", sys.executable)
    assert code == 1 and "pruning_logits" in errors
    assert not list(package.glob("*reference_outputs*"))


def test_code_that_must_not_run_is_not_run(copied, tmp_path):
    package = copied()
    mark = tmp_path / "mark"
    with open(package / "modeling_pruning_encoder.py", "a") as file:
        file.write(f"\nimport os\nos.system('touch {mark}')\n")
    for arguments in ([], ["--ignore", "PY010"], ["--ignore", "PY010", "--ignore", "PY012", "--ignore", "PY001"]):
        found, report = findings(package, "--python", sys.executable, *arguments)
        assert not mark.exists()
        assert outcome(report, "RUN002") == "prerequisite_failed"
        assert any("not run in Python: PY010" in note for note in report["notes"])
    code, _, errors = attempt("record", package, "--python", sys.executable)
    assert code == 1 and "PY010" in errors and not mark.exists()


# Code that is not the template.


def edit_code(package, old, new):
    file = package / "modeling_pruning_encoder.py"
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


@pytest.mark.one_version
def test_other_code_that_notices_a_missing_head(copied):
    package = copied()
    edit_code(package, "import copy\n", "import copy  # mine\n")
    found, report = findings(package)
    assert found == {("PY012", "warning")} and outcome(report, "PY013") == "means_missing"
    found, report = findings(package, "--python", sys.executable)
    assert found == {("PY012", "warning")} and outcome(report, "PY013") == "passed"


@pytest.mark.one_version
def test_other_code_that_does_not_load(copied):
    package = copied()
    edit_code(package, "import copy\n", "import copy\nraise RuntimeError('not today')\n")
    found, report = findings(package, "--python", sys.executable)
    assert ("RUN002", "error") in found and outcome(report, "PY013") == "prerequisite_failed"
    assert any("not today" in (finding["found"] or "") for finding in report["findings"])


@pytest.mark.long
def test_other_code_that_computes_something_else(copied):
    package = copied()
    edit_code(
        package, "logits = self.classifier(self.dropout(hidden_states))",
        "logits = self.classifier(self.dropout(hidden_states)) * 1.01",
    )
    found, _ = findings(package, "--python", sys.executable)
    assert found == {("PY012", "warning"), ("RUN002", "error")}


# Interpreters.


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/false", "/etc/passwd"])
def test_an_interpreter_that_does_not_run(package, python):
    code, output, errors = attempt("verify", package(), "--python", python)
    assert code == 2 and python in errors and not output
    assert attempt("record", package(), "--python", python)[0] == 2


def test_an_interpreter_without_transformers(package, tmp_path):
    import venv

    venv.create(tmp_path / "bare", with_pip=False)
    code, _, errors = attempt("verify", package(), "--python", tmp_path / "bare/bin/python")
    assert code == 2 and "torch and transformers" in errors
