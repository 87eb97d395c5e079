"""The gate with code that is not the template's: what it does to the interpreter, and what it does without the head."""

import hashlib
import json
import os
import subprocess
import sys

import pytest
from binary import PRUNING_PACK, attempt
from sampled import sampled

pytestmark = pytest.mark.one_version

MODELLING = "modeling_pruning_encoder.py"


def verify(package, *arguments, environment=None):
    """Exit code, rules by severity, what became of each rule, and the report."""
    ran = subprocess.run(
        [PRUNING_PACK, "verify", package, "--format", "json", *arguments], capture_output=True, text=True,
        env=environment, timeout=600,
    )
    assert ran.returncode in (0, 1), ran.stderr
    report = json.loads(ran.stdout)
    found = {(finding["rule"], finding["severity"]) for finding in report["findings"]}
    return ran.returncode, found, {entry["rule"]: entry["status"] for entry in report["rules"]}, report


def replace(package, old, new):
    file = package / MODELLING
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def accepted(package):
    """Options that accept the modelling file as it is: it is run, whatever it does."""
    digest = hashlib.sha256((package / MODELLING).read_bytes()).hexdigest()
    settings = package.parent / "settings.yml"
    settings.write_text(
        f"accepted_code:\n- file: {MODELLING}\n  sha256: {digest}\n  by: the tests\n  date: 2026-11-30\n"
    )
    return ["--config", settings]


@pytest.mark.parametrize("end", sampled(["os._exit(0)", "os._exit(3)", "os.kill(os.getpid(), 9)", "os.abort()"], 4))
def test_code_that_ends_the_interpreter_is_a_finding(copied, end):
    package = copied()
    with open(package / MODELLING, "a") as file:
        file.write(f"\nimport os\n{end}\n")
    code, found, status, _ = verify(package, "--python", sys.executable, *accepted(package))
    assert code == 1 and ("RUN002", "error") in found
    assert status["TOK006"] == status["PY013"] == "prerequisite_failed"
    code, _, errors = attempt("record", package, "--python", sys.executable)
    # It reads no settings, in which somebody accepts the code.
    assert code == 1 and "PY015 found an error" in errors and "was not run" in errors
    assert not (package / "reference_outputs.json").exists()


def test_code_that_loads_without_a_head(copied):
    package = copied()
    replace(
        package, '        tensors = load_file(_find(origin, folder, "model.safetensors", hub))\n', "        try:\n"
        '            tensors = load_file(_find(origin, folder, "model.safetensors", hub))\n'
        "        except Exception:\n            tensors = PruningHead(config.pruning_config, False).state_dict()\n",
    )
    code, found, status, _ = verify(package, "--python", sys.executable, *accepted(package))
    assert code == 1
    assert {entry for entry in found if entry[1] == "error"} == {("PY013", "error")}
    assert status["RUN002"] == "passed"


def test_what_does_not_run_here_is_not_said_to_agree(copied):
    """An activation that transformers knows, and this tool does not: nothing was compared."""
    package = copied()
    path = package / "ranking_model/config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "hidden_act": "laplace"}))
    code, found, status, _ = verify(package, "--python", sys.executable)
    assert code == 1 and ("RUN001", "error") in found
    assert status["RUN002"] == status["TOK006"] == "prerequisite_failed"


def test_without_a_python_other_code_is_a_warning(copied, tmp_path):
    package = copied()
    (package / "helper.py").write_text("x = 1\n")
    with open(package / "modeling_pruning_encoder.py", "a", encoding="utf-8") as file:
        file.write("\n\nfrom .helper import x\n")
    environment = {**os.environ, "PATH": str(tmp_path / "nothing")}
    ignored = ["--ignore", "PY012", "--ignore", "RUN006", "--ignore", "RUN007", "--ignore", "CARD006"]
    code, found, status, report = verify(package, *ignored, environment=environment)
    assert code == 0 and status["PY001"] == "means_missing" and not found
    # The file was only scanned, and what it does without its weights was not tried.
    assert status["PY013"] == "means_missing"
    assert report["counts"] == {"error": 0, "warning": 2, "suggestion": 0}
    code, _, _, report = verify(package, *ignored, "--strict", environment=environment)
    assert code == 1 and report["verdict"] == "failed" and report["counts"]["warning"] == 2


def test_methods_of_the_package_are_compared(copied):
    """Its logits are right, and what it makes of them is not."""
    package = copied()
    replace(package, "return pruning_logits.float().softmax(dim=-1)[..., 1]", "return pruning_logits.float().sigmoid()[..., 1]")
    replace(package, '"pruned_context": pruned,', '"pruned_context": pruned + " indeed",')
    code, found, status, report = verify(package, "--python", sys.executable)
    assert code == 1 and {entry for entry in found if entry[1] == "error"} == {("RUN002", "error")}
    problems = " | ".join(finding["problem"] for finding in report["findings"] if finding["rule"] == "RUN002")
    assert "keep_probabilities differs in float32" in problems and "as a user loads it" in problems, problems
    assert "process" in problems, problems
    assert status["TOK006"] == "passed" and report["sandbox"] in ("full", "partial")


def test_code_that_behaves_where_it_thinks_itself_watched(copied):
    package = copied()
    with open(package / MODELLING, "a") as file:
        file.write("\n\nfrom huggingface_hub.constants import HF_HUB_OFFLINE\n")
    replace(
        package, "logits = self.classifier(self.dropout(hidden_states))",
        "logits = self.classifier(self.dropout(hidden_states)) * (1 if HF_HUB_OFFLINE else 1.5)",
    )
    code, found, _, report = verify(package, "--python", sys.executable, *accepted(package))
    assert code == 1 and {entry for entry in found if entry[1] == "error"} == {("RUN002", "error")}
    problems = [finding["problem"] for finding in report["findings"] if finding["rule"] == "RUN002"]
    assert problems and all("without them" in problem for problem in problems), problems
