"""GitLab's code quality report: what its documentation asks of each entry."""

import json

from command import run, verify_report

SEVERITIES = {"error": "critical", "warning": "minor", "suggestion": "info"}


def test_an_entry_a_finding(workspace):
    text, code = verify_report("gitlab", ["good", "bad"], workspace)
    assert code == 1
    entries = json.loads(text)
    findings = []
    for package in verify_report("json", ["good", "bad"], workspace)[0].splitlines():
        report = json.loads(package)
        findings += [(report["package"], finding) for finding in report["findings"]]
    assert len(entries) == len(findings)
    for entry, (package, finding) in zip(entries, findings):
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["check_name"] == finding["rule"]
        assert entry["severity"] == SEVERITIES[finding["severity"]]
        assert entry["location"]["path"].startswith(f"{package}/")
        assert entry["location"]["lines"]["begin"] == (finding["line"] or 1)
        assert "Fix: " in entry["description"]


def test_fingerprints_differ_and_stay(workspace):
    first = [entry["fingerprint"] for entry in json.loads(verify_report("gitlab", ["good", "bad"], workspace)[0])]
    assert len(set(first)) == len(first)
    again = [entry["fingerprint"] for entry in json.loads(verify_report("gitlab", ["bad", "good"], workspace)[0])]
    assert set(again) == set(first)


def test_a_directory_that_is_missing_is_an_entry(workspace):
    ran = run("verify", "absent", "--format", "gitlab", directory=workspace, expect=2)
    (entry,) = json.loads(ran.stdout)
    assert entry["severity"] == "critical" and "does not exist" in entry["description"]
    assert entry["location"] == {"path": "absent", "lines": {"begin": 1}}
