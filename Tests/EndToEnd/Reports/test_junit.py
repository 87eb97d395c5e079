"""JUnit's XML against its schema and junitparser."""

import json
import os
from pathlib import Path

import pytest
import xmlschema
from command import TOOLS, verify_report
from junitparser import Error, Failure, JUnitXml, Skipped

SCHEMA = Path(os.environ.get("JUNIT_SCHEMA") or TOOLS.parent / "junit-10.xsd")


def suites(workspace, *flags):
    verify_report("junit", ["good", "bad", "absent"], workspace, *flags)
    return {suite.name: suite for suite in JUnitXml.fromfile(str(workspace / "report.junit"))}


def rules(suite, kind):
    return {case.name for case in suite if any(isinstance(r, kind) for r in case.result)}


def test_a_case_a_rule(workspace):
    read = suites(workspace)
    bad = json.loads(verify_report("json", ["bad"], workspace)[0])
    assert list(read) == ["good", "bad", "absent"]
    assert len(list(read["bad"])) == len(bad["rules"])
    assert rules(read["good"], Failure) == set()
    errors = {f"{f['rule']} {f['name']}" for f in bad["findings"] if f["severity"] == "error"}
    assert rules(read["bad"], Failure) == errors
    ran = {"passed", "failed"}
    assert rules(read["bad"], Skipped) == {f"{r['rule']} {r['name']}" for r in bad["rules"] if r["status"] not in ran}
    assert rules(read["absent"], Error) == {"package can be read"}


def test_is_what_its_schema_says(workspace):
    if not SCHEMA.exists():
        pytest.skip(f"the schema of JUnit is not at {SCHEMA}; JUNIT_SCHEMA names it")
    schema = xmlschema.XMLSchema(str(SCHEMA))
    for flags in ([], ["--strict"], ["--ignore", "CFG007"]):
        verify_report("junit", ["good", "bad", "absent"], workspace, *flags)
        schema.validate(str(workspace / "report.junit"))


def test_a_case_is_known_by_rule_and_package(workspace):
    """Names stay the same when a title is worded in another way, and differ between packages."""
    catalogue = {rule["rule"]: rule for rule in json.loads(verify_report("json", ["bad"], workspace)[0])["rules"]}
    seen = set()
    for package, suite in suites(workspace).items():
        for case in suite:
            assert (case.classname, case.name) not in seen
            seen.add((case.classname, case.name))
            if package != "absent":
                rule = catalogue[case.name.split(" ")[0]]
                assert case.name == f"{rule['rule']} {rule['name']}"
                assert case.classname == f"pruning-pack.{package}.{rule['rule'].rstrip('0123456789')}"


def test_the_totals_are_true(workspace):
    for name, suite in suites(workspace).items():
        claimed = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        assert claimed == (suite.tests, suite.failures, suite.errors, suite.skipped), name


def test_a_failure_says_what_to_do(workspace):
    texts = [result.text for case in suites(workspace)["bad"] for result in case.result if isinstance(result, Failure)]
    assert texts and all("\nfix: " in text for text in texts)
    assert any('fix: Delete one of the two keys "a" from ' in text for text in texts)


def test_a_warning_fails_its_case_only_when_strict(workspace):
    assert "LAY002 unused-sub-model" not in rules(suites(workspace)["bad"], Failure)
    assert "LAY002 unused-sub-model" in rules(suites(workspace, "--strict")["bad"], Failure)


def test_a_skipped_case_has_its_reason(workspace):
    suite = suites(workspace, "--ignore", "CFG007")["bad"]
    reasons = {
        case.name: result.message for case in suite for result in case.result if isinstance(result, Skipped)
    }
    assert reasons["CFG007 local-path"] == "ignored on request"
    assert all(reasons.values())
