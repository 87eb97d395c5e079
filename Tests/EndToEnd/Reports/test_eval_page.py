"""The page that `eval` prints, against an HTML parser and in a browser."""

import json

import html5lib
import pytest
from browser import opened, started, violations
from command import run

HOSTILE = "<script>alert(1)</script> &amp; \"x' \u202e]]> <!-- "


@pytest.fixture(scope="module")
def file(workspace):
    passages = [
        ("How tall is the tower?", ["The tower is 30 meters tall. ", "Its walls are made of stone. "], [0]),
        ("How tall is the tower?", ["Bread dough needs time to rise. ", "The oven is hot. "], []),
        ("When was the bridge built?", ["Two trains cross it. ", "The bridge was built in 1894. "], [1]),
        (f"When was {HOSTILE} built?", [f"It was {HOSTILE} built in 1894. ", "Nobody knows.\n"], [1]),
    ]
    labelled = workspace / "dev.jsonl"
    labelled.write_text(
        "".join(json.dumps({"query": q, "document": d, "sentences": s}) + "\n" for q, d, s in passages * 5),
        encoding="utf-8",
    )
    page = workspace / "eval.html"
    output = run("eval", workspace / "good", "--input", labelled, "--format", "html", expect=0).stdout
    page.write_text(output, encoding="utf-8", newline="")
    return page


def text_of(element):
    return "".join(element.itertext())


def test_needs_nothing_else(file):
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(file.read_bytes())
    elements = [e for e in page.iter() if isinstance(e.tag, str)]
    assert not {e.tag for e in elements} & {"script", "link", "img", "iframe", "object", "form", "base"}
    for element in elements:
        assert not any(name.startswith("on") or name in ("src", "href", "style") for name in element.attrib)
    text = text_of(page)
    assert "AUC of ranking" in text and "for a recall of 0.9: threshold" in text and "<script>alert(1)</script>" in text


def test_curves_have_a_point_a_threshold(file):
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(file.read_bytes())
    rows = [e for e in page.iter("tr")][1:]
    lines = [e for e in page.iter() if isinstance(e.tag, str) and e.tag.endswith("polyline")]
    assert len(lines) == 5 and len(rows) >= 20
    recall = next(e for e in lines if "second" in e.attrib["class"])
    assert len(recall.attrib["points"].split()) == len(rows)
    for line in lines:
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert 32 <= x <= 352 and 10 <= y <= 184


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(file, scheme):
    with started() as chromium, opened(chromium, file, scheme) as tab:
        assert violations(tab) == []
