"""Lines that editors read."""

import json
import re

from command import run, verify_report
from hostile_names import HOSTILE_NAME

LINE = re.compile(
    r"(?P<path>.+?)(:(?P<line>\d+):(?P<column>\d+))?: (?P<severity>error|warning|suggestion) "
    r"(?P<rule>[A-Z]+\d{3})\[(?P<name>[a-z0-9-]+)\] (?P<message>.+)"
)


def test_a_line_a_finding(workspace):
    text, code = verify_report("concise", ["good", "bad"], workspace)
    assert code == 1
    lines = [LINE.fullmatch(line) for line in text.removesuffix("\n").split("\n")]
    assert all(lines), text
    findings = []
    for package in verify_report("json", ["good", "bad"], workspace)[0].splitlines():
        report = json.loads(package)
        findings += [(report["package"], finding) for finding in report["findings"]]
    assert len(lines) == len(findings)
    for line, (package, finding) in zip(lines, findings):
        assert (line["rule"], line["name"]) == (finding["rule"], finding["name"])
        assert line["severity"] == finding["severity"]
        assert line["line"] == (finding["line"] and str(finding["line"]))
        assert line["path"].startswith(f"{package}/")


def test_no_name_ends_a_line_or_begins_a_command(workspace):
    text, _ = verify_report("concise", ["bad"], workspace)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u202e]", text)
    assert not any(line.startswith("::") for line in text.split("\n"))
    assert HOSTILE_NAME.replace("\x07", "\\u{7}").replace("\n", "\\u{a}") in text


def test_a_directory_that_is_missing_is_a_line(workspace):
    ran = run("verify", "absent", "--format", "concise", directory=workspace, expect=2)
    assert ran.stdout == "absent: error not verified: absent: the package does not exist\n"
