"""The step's summary, as a Markdown parser with GitHub's tables and addresses shows it."""

import json
from html.parser import HTMLParser

from command import run, verify_report
from hostile_names import HOSTILE, HOSTILE_NAME
from markdown_it import MarkdownIt

# The markup that the report writes itself, and that a table makes.
TAGS = {
    "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "br", "code", "details", "summary", "ul", "li",
}


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, attributes))

    def handle_data(self, data):
        self.text += data


def shown(workspace, *packages):
    text, _ = verify_report("markdown", packages, workspace)
    return text, Reader(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text))


def test_nothing_in_a_package_becomes_markup(workspace):
    text, read = shown(workspace, "good", "bad", "absent")
    assert {tag for tag, _ in read.tags} <= TAGS
    assert all(not attributes or tag in ("th", "td") for tag, attributes in read.tags)
    assert "alert(1)" in read.text and "<script>" in read.text
    assert HOSTILE_NAME.split("\n")[0] in read.text and HOSTILE[:4] in read.text
    for mark in ("http:", "www.", "@", "$."):
        assert mark not in text.replace("&#36;.", "")


def test_a_row_a_rule_with_its_place_and_fix(workspace):
    _, read = shown(workspace, "bad")
    report = json.loads(verify_report("json", ["bad"], workspace)[0])
    own = {f["rule"] for f in report["findings"] if not f["caused_by"]}
    rows = [tag for tag, _ in read.tags].count("tr") - 1
    assert rows == len(own)
    assert report["summary"] in read.text
    for finding in report["findings"]:
        assert finding["rule"] in read.text
    local = next(f for f in report["findings"] if f["rule"] == "CFG007")
    assert f"config.json:{local['line']}:{local['column']}" in read.text
    assert local["fix"].replace("`", "") in read.text


def test_a_directory_that_is_missing_is_a_section(workspace):
    ran = run("verify", "absent", "--format", "markdown", directory=workspace, expect=2)
    assert ran.stdout.startswith("### absent: not verified\n\n")
