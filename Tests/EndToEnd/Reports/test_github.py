"""Workflow commands, read as the runner of GitHub Actions reads them."""

import json
import re

from command import verify_report
from hostile_names import HOSTILE_NAME

COMMAND = re.compile(r"::(?P<name>[a-z]+)( (?P<properties>[^:]*))?::(?P<message>.*)")


def unescape(text, more=()):
    for code, character in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
        text = text.replace(code, character)
    return text


def commands(text):
    for line in text.split("\n"):
        # The runner looks for "::" at the start of a line, white space aside.
        if not line.lstrip().startswith("::"):
            continue
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = [pair.split("=", 1) for pair in match["properties"].split(",")]
        properties = {k: unescape(v, (("%3A", ":"), ("%2C", ","))) for k, v in pairs}
        yield match["name"], properties, unescape(match["message"])


def test_a_command_a_finding_and_nothing_else(workspace):
    text, code = verify_report("github", ["good", "bad", "absent"], workspace)
    assert code == 2
    reports = map(json.loads, verify_report("json", ["good", "bad"], workspace)[0].splitlines())
    findings = [finding for report in reports for finding in report["findings"]]
    names = {"error": "error", "warning": "warning", "suggestion": "notice"}
    expected = [(names[f["severity"]], f"{f['rule']} {f['name']}") for f in findings]
    read = list(commands(text))
    # What was not checked is one notice a package and kind.
    listed = ("not checked", "not applicable")
    own = [(name, p["title"]) for name, p, _ in read if p["title"] not in listed]
    assert own == [*expected, ("error", "not verified")]
    rules = json.loads(verify_report("json", ["bad"], workspace)[0])["rules"]
    for title, status in zip(listed, ("prerequisite_failed", "not_applicable")):
        lines = [f"{rule['rule']}: {rule['reason']}" for rule in rules if rule["status"] == status]
        assert lines and ("notice", {"title": title}, "\n".join(lines)) in read
    rest = [line for line in text.split("\n") if line and not line.startswith("::")]
    assert [line.split(" ")[0] for line in rest] == ["PASSED", "FAILED", "NOT"]
    # No value can end a line, give the terminal orders, or begin a command of its own.
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u202e]", text)


def test_leads_to_file_and_line(workspace):
    read = list(commands(verify_report("github", ["bad"], workspace)[0]))
    local = next(properties for _, properties, _ in read if properties["title"] == "CFG007 local-path")
    assert local["file"] == "bad/config.json"
    line = (workspace / local["file"]).read_text().split("\n")[int(local["line"]) - 1]
    assert "base_model_name_or_path" in line
    files = {properties["file"] for _, properties, _ in read if "file" in properties}
    assert f"bad/{HOSTILE_NAME}".replace("\x07", "\\u{7}") in files
