"""JSON lines against the schema that the documentation publishes."""

import json
import re

import pytest
from command import REPOSITORY, run, verify_report
from hostile_names import HOSTILE, HOSTILE_NAME
from jsonschema import Draft202012Validator

SCHEMA = json.loads((REPOSITORY / "docs/report.schema.json").read_text())


@pytest.fixture(scope="module")
def lines(workspace):
    text, code = verify_report("json", ["good", "bad", "absent"], workspace, "--ignore", "LAY002")
    assert code == 2
    # One line a package for every reader of lines, Unicode's included.
    assert len(text.splitlines()) == 3
    return [json.loads(line) for line in text.splitlines()]


def test_is_what_its_schema_says(lines):
    Draft202012Validator.check_schema(SCHEMA)
    for line in lines:
        Draft202012Validator(SCHEMA).validate(line)
    assert [line["verdict"] for line in lines] == ["passed", "failed", "not_verified"]


def test_the_schema_refuses_what_it_should(lines):
    broken = dict(lines[0], verdict="perhaps")
    assert list(Draft202012Validator(SCHEMA).iter_errors(broken))
    assert list(Draft202012Validator(SCHEMA).iter_errors({**lines[0], "more": 1}))


def test_carries_values_as_they_are(lines):
    found = [f["found"] for f in lines[1]["findings"] if f["rule"] == "CFG007"]
    assert any("<script>" in text for text in found)
    assert HOSTILE_NAME in {f["file"] for f in lines[1]["findings"]}
    assert HOSTILE_NAME in {f["path"] for f in lines[1]["contents"]["files"]}


def test_points_to_the_line(lines, workspace):
    finding = next(f for f in lines[1]["findings"] if f["rule"] == "CFG007")
    text = (workspace / "bad" / finding["file"]).read_text().split("\n")[finding["line"] - 1]
    assert text[finding["column"] - 1 :].startswith(json.dumps(HOSTILE)[:5])


def test_counts_what_is_there(lines, workspace):
    contents = lines[0]["contents"]
    files = {f["path"]: f["size"] for f in contents["files"]}
    there = {str(f.relative_to(workspace / "good")): f.stat().st_size for f in (workspace / "good").rglob("*.*")}
    assert files == there
    head = next(w for w in contents["weights"] if w["name"] == "pruning_head")
    assert head["dtypes"] == [{"dtype": "F32", "tensors": 2, "parameters": 194, "bytes": 776}]


def test_says_what_follows_from_what(lines):
    findings = lines[1]["findings"]
    by_rule = {f["rule"]: f for f in findings}
    assert by_rule["CFG006"]["caused_by"] == "CFG007"
    assert by_rule["CFG007"]["caused_by"] is None and by_rule["CFG007"]["fixable"] is True
    assert by_rule["WGT002"]["fixable"] is False if "WGT002" in by_rule else True
    assert lines[1]["summary"].startswith("Not publishable: ") and lines[0]["summary"] == "Publishable"
    order = ["error", "warning", "suggestion"]
    ranks = [order.index(f["severity"]) for f in findings]
    assert ranks == sorted(ranks)


def test_shows_the_line(lines):
    finding = next(f for f in lines[1]["findings"] if f["rule"] == "CFG007")
    text, caret = finding["excerpt"]["text"], finding["excerpt"]["caret"]
    assert text[caret:].startswith('"/x/') and len(text) <= 72 and "\x1b" not in text


def test_names_what_was_ignored(lines):
    assert lines[1]["settings"]["ignored"] == [{"rule": "LAY002", "origin": "--ignore"}]
    assert next(r for r in lines[1]["rules"] if r["rule"] == "LAY002")["status"] == "ignored"


def settled(report):
    """A report without its date and command, which a page has, and which differ from run to run."""
    return re.sub("<dt>(Date|Command)</dt><dd>.*?</dd>", "", report)


def test_several_reports_come_from_one_run(workspace, tmp_path):
    formats = ["text", "json", "sarif", "junit", "github", "concise", "gitlab", "markdown", "html"]
    flags = [part for form in formats for part in ("--report", f"{form}={tmp_path / form}")]
    run("verify", "bad", *flags, directory=workspace, expect=1)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(formats)
    for form in formats:
        alone = verify_report(form, ["bad"], workspace)[0]
        assert settled((tmp_path / form).read_text(encoding="utf-8")) == settled(alone)
