"""JUnit's XML against junitparser."""

import json

from command import verify_report
from junitparser import Error, Failure, JUnitXml, Skipped


def suites(workspace, *flags):
    verify_report("junit", ["good", "bad", "absent"], workspace, *flags)
    return {suite.name: suite for suite in JUnitXml.fromfile(str(workspace / "report.junit"))}


def rules(suite, kind):
    return {case.name.split(":")[0] for case in suite if any(isinstance(r, kind) for r in case.result)}


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
        case.name.split(":")[0]: result.message for case in suite for result in case.result if isinstance(result, Skipped)
    }
    assert reasons["CFG007 local-path"] == "ignored on request"
    assert all(reasons.values())
