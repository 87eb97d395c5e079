"""SARIF against its schema and against sarif-tools."""

import json
import os
from pathlib import Path
from urllib.parse import unquote

import pytest
from command import tool, verify_report
from hostile_names import HOSTILE_NAME
from jsonschema import validators
from sarif import loader
from sarif_schema import SCHEMA

# OASIS's own schema, which is no part of this repository: a file that `make proof SARIF_SCHEMA=FILE` names.
WHOLE_SCHEMA = os.environ.get("SARIF_SCHEMA")


@pytest.fixture(scope="module")
def log(workspace):
    flags = ["--ignore", "LAY002", "--severity", "CFG006=suggestion"]
    text, code = verify_report("sarif", ["good", "bad", "absent"], workspace, *flags)
    assert code == 2
    return json.loads(text)


def test_is_what_the_standard_says(log):
    schemas = [SCHEMA] + ([json.loads(Path(WHOLE_SCHEMA).read_text())] if WHOLE_SCHEMA else [])
    for schema in schemas:
        validator = validators.validator_for(schema)
        validator.check_schema(schema)
        validator(schema).validate(log)


def test_sarif_tools_counts_what_json_counts(log, workspace):
    lines = verify_report(
        "json", ["good", "bad"], workspace, "--ignore", "LAY002", "--severity", "CFG006=suggestion"
    )[0].splitlines()
    expected = {"error": 0, "warning": 0, "suggestion": 0}
    for line in lines:
        for severity, count in json.loads(line)["counts"].items():
            expected[severity] += count
    loaded = loader.load_sarif_file(str(workspace / "report.sarif"))
    stats = loaded.get_report()
    read = {level: stats.get_issue_count_for_severity(level) for level in ("error", "warning", "note")}
    assert list(read.values()) == list(expected.values())
    assert read["error"] >= 3
    assert "CFG007" in tool("sarif", "summary", "report.sarif", directory=workspace)


def test_each_result_leads_to_its_rule_and_its_file(log, workspace):
    seen = set()
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        base = unquote(run["originalUriBaseIds"]["SRCROOT"]["uri"]).removeprefix("file://")
        assert Path(base) == workspace.resolve()
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
            assert artifact["uriBaseId"] == "SRCROOT"
            path = Path(base) / unquote(artifact["uri"])
            assert path.exists(), path
            seen.add(path.name)
    assert HOSTILE_NAME in seen


def test_each_result_has_its_fix(log, workspace):
    flags = ["--ignore", "LAY002", "--severity", "CFG006=suggestion"]
    lines = verify_report("json", ["good", "bad"], workspace, *flags)[0].splitlines()

    def visible(text):
        return text.replace("\n", "\\u{a}").replace("\x07", "\\u{7}")

    fixes = [visible(finding["fix"]) for line in lines for finding in json.loads(line)["findings"]]
    assert [result["properties"]["fix"] for run in log["runs"] for result in run["results"]] == fixes
    # A fix may name what was found, and then has the traps of a name in it.
    assert any(visible(HOSTILE_NAME) in fix for fix in fixes)


def test_says_what_did_not_run_and_what_was_decided(log):
    good, bad, absent = (run["invocations"][0] for run in log["runs"])
    assert (good["executionSuccessful"], good["exitCode"]) == (True, 0)
    assert (bad["executionSuccessful"], bad["exitCode"]) == (True, 1)
    assert absent["executionSuccessful"] is False
    assert "absent" in absent["toolExecutionNotifications"][0]["message"]["text"]
    unchecked = {n["associatedRule"]["id"]: n for n in bad["toolExecutionNotifications"]}
    assert unchecked["RUN003"]["descriptor"]["id"] == "prerequisite_failed"
    overrides = {o["descriptor"]["id"]: o["configuration"] for o in bad["ruleConfigurationOverrides"]}
    assert overrides["LAY002"]["enabled"] is False
    assert overrides["CFG006"]["level"] == "note"
    # Code scanning tells the runs of one tool apart by this alone.
    assert len({run["automationDetails"]["id"] for run in log["runs"]}) == 3


def test_results_are_known_by_rule_and_place(log, workspace):
    """The same finding has the same name when lines move, and no two have one."""

    def names(text):
        results = [result for run in json.loads(text)["runs"] for result in run["results"]]
        return {(r["ruleId"], r["partialFingerprints"]["rulePlace/v1"]) for r in results}, len(results)

    before, count = names(verify_report("sarif", ["good", "bad"], workspace)[0])
    assert len({name for _, name in before}) == count
    config = workspace / "bad/config.json"
    text = config.read_text()
    try:
        config.write_text(text.replace("{", "{\n\n", 1))
        assert names(verify_report("sarif", ["good", "bad"], workspace)[0])[0] == before
    finally:
        config.write_text(text)


def test_each_result_in_a_text_has_its_line(log):
    for run in log["runs"]:
        for result in run["results"]:
            physical = result["locations"][0]["physicalLocation"]
            if physical["artifactLocation"]["uri"].endswith((".json", ".py", ".md")):
                assert physical["region"]["startLine"] >= 1, result
