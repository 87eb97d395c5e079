"""The page against an HTML parser and, where there is one, a browser."""

import json
import re

import html5lib
import pytest
from browser import screenshot
from command import verify_report


@pytest.fixture(scope="module")
def page(workspace):
    text, _ = verify_report("html", ["good", "bad", "absent"], workspace)
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def text_of(element):
    return "".join(element.itertext())


def with_class(page, name):
    return [e for e in page.iter() if isinstance(e.tag, str) and name in e.get("class", "").split()]


def test_needs_nothing_else(page):
    tags = {e.tag for e in page.iter() if isinstance(e.tag, str)}
    assert not tags & {"script", "link", "img", "iframe", "object", "form", "base", "svg"}
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in ("src", "href") or value.startswith("#"), value
    style = text_of(next(e for e in page.iter() if e.tag == "style"))
    assert "url(" not in style and "@import" not in style
    assert "prefers-color-scheme: dark" in style


def test_shows_verdicts_and_findings(page, workspace):
    articles = [e for e in page.iter() if e.tag == "article"]
    verdicts = [text_of(with_class(a, "badge")[0]) for a in articles]
    assert verdicts == ["passed", "failed", "not verified"]
    bad = json.loads(verify_report("json", ["bad"], workspace)[0])
    items = [e for ul in with_class(articles[1], "findings") for e in ul if e.tag == "li"]
    assert sorted(text_of(with_class(e, "id")[0]) for e in items) == sorted(
        f"{f['rule']} {f['name']}" for f in bad["findings"]
    )


def test_what_a_package_says_stays_text(page):
    content = text_of(page)
    assert "<script>alert(1)</script>" in content
    assert "<img src=x>" in content
    assert "\x1b" not in content and "\u202e" not in content


def test_shades_each_token_by_its_probability(page, workspace):
    good = json.loads(verify_report("json", ["good"], workspace)[0])
    pairs = good["smoke_inference"]
    passages = with_class(page, "passage")[: len(pairs)]
    for passage, pair in zip(passages, pairs):
        if not pair["document"]:
            continue
        assert text_of(passage) == pair["document"]
        shades = [(e.get("style"), float(e.get("title"))) for e in passage if e.tag == "span"]
        assert shades
        known = {round(p, 3) for p in pair["keep_probabilities"]}
        for style, probability in shades:
            assert any(abs(probability - p) < 0.0011 for p in known)
            percent = int(re.fullmatch(r"--keep:(\d+)%", style)[1])
            assert abs(percent - probability * 100) <= 1


def test_shows_layout_and_weights(page, workspace):
    tree = with_class(page, "tree")[0]
    names = [text_of(row[0]) for row in tree.iter() if row.tag == "tr"]
    assert "ranking_model/" in names and "config.json" in names
    assert sum(name == "model.safetensors" for name in names) == 2
    assert "726,721" in text_of(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_loads_it_without_complaint(page, workspace, tmp_path, scheme):
    assert len(screenshot(workspace / "report.html", scheme, tmp_path)) > 20_000
