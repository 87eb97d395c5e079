"""verify, record, export, inspect, rules and explain, from Python."""

import json
import subprocess
import sys

import pytest
from binary import REPOSITORY, pruning_pack as command
from memory import pruning_pack

pytestmark = pytest.mark.one_version

PruningPackError = pruning_pack.PruningPackError


def test_a_report_is_the_commands(package):
    made = package()
    report = pruning_pack.verify(made)
    printed = json.loads(command("verify", made, "--format", "json"))
    assert report == pruning_pack.Report.from_json(printed)
    assert report.passed and report.verdict == "passed" and not report.strict
    assert report.counts.error == 0 and report.tool.version == pruning_pack.__version__
    assert [outcome.rule for outcome in report.rules] == [rule.id for rule in pruning_pack.rules()]
    report.raise_for_errors()
    assert {finding.rule for finding in report.findings} >= {"RUN007"}


def test_errors_are_raised_with_their_findings(copied):
    package = copied()
    (package / "pruning_encoder_config.json").write_text("{")
    report = pruning_pack.verify(package)
    assert not report.passed
    with pytest.raises(PruningPackError, match="did not pass:\n  LAY008 .*pruning_encoder_config.json") as caught:
        report.raise_for_errors()
    assert caught.value.exit_code == 1 and caught.value.report is report
    finding = next(finding for finding in caught.value.findings if finding.rule == "LAY008")
    assert finding.severity == "error" and finding.fix and finding.file == "pruning_encoder_config.json"
    assert pruning_pack.PruningPackError("x").findings == ()


def test_strict_and_settings(package):
    strict = pruning_pack.verify(package(), strict=True, threads=1)
    assert strict.strict and not strict.passed
    with pytest.raises(PruningPackError, match="RUN007 outputs-unrecorded"):
        strict.raise_for_errors()
    report = pruning_pack.verify(package(), ignore=["RUN007", "RUN006"], severity={"CARD006": "off"}, strict=True)
    assert report.passed and {entry.rule for entry in report.settings.ignored} == {"RUN006", "RUN007", "CARD006"}
    graded = pruning_pack.verify(package(), severity={"outputs-unrecorded": "error"})
    assert not graded.passed


@pytest.mark.parametrize("path, message", [("/nowhere/at-all", "/nowhere/at-all"), ("--strict", "./--strict")])
def test_what_is_not_there(path, message):
    with pytest.raises(PruningPackError, match=message) as caught:
        pruning_pack.verify(path)
    assert caught.value.exit_code == 2 and caught.value.report is None


def test_wrong_arguments(package):
    with pytest.raises(PruningPackError, match="NOPE1"):
        pruning_pack.verify(package(), ignore="NOPE1")
    with pytest.raises(PruningPackError):
        pruning_pack.verify("a\0b")


def test_record(copied):
    package = copied()
    recording = pruning_pack.record(package, pairs=[("where", "the reef"), ("where", "")])
    assert (recording.origin, recording.cases) == ("package", 2)
    assert recording.versions["python"] == ".".join(map(str, sys.version_info[:3]))
    assert pruning_pack.Recording.read(package) == recording
    with pytest.raises(PruningPackError, match="reference_outputs.json cannot be read"):
        pruning_pack.Recording.read(package / "nowhere")


def test_export_and_inspect(package, tmp_path):
    place = pruning_pack.export(package(), tmp_path / "ranker")
    assert (place / "model.safetensors").is_file() and not (place / "pruning_head").exists()
    with pytest.raises(PruningPackError, match="exists"):
        pruning_pack.export(package(), place)
    assert pruning_pack.inspect(package()) == json.loads(command("inspect", package(), "--format", "json"))
    with pytest.raises(PruningPackError):
        pruning_pack.inspect(tmp_path / "nowhere")


def test_rules():
    rule = pruning_pack.explain("CFG006")
    assert rule == pruning_pack.explain("companions-disagree") == pruning_pack.explain("cfg006")
    assert (rule.id, rule.name, rule.severity) == ("CFG006", "companions-disagree", "error") and rule.why and rule.fix
    with pytest.raises(PruningPackError, match="CFG999"):
        pruning_pack.explain("CFG999")


def test_the_types_are_made_from_the_schema():
    subprocess.run([sys.executable, REPOSITORY / "Tools/generate/report_types.py", "--check"], check=True)
