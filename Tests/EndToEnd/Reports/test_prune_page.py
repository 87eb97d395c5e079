"""The page that `prune` prints, against an HTML parser; test_accessibility.py has it in a browser."""

import json
import re

import html5lib
import pytest
from command import REPOSITORY, run

QUESTION = "How far can the beam be seen?"
HOSTILE = "<script>alert(1)</script> &amp; \x1b[31m\x00 \u202e\ufffe\ufdd0 \U0001ffff ]]> <!-- \"x' \r\n\u2028 e\u0301 👩‍🔬 end."


@pytest.fixture(scope="module")
def lines():
    demo = (REPOSITORY / "examples/demo.txt").read_text(encoding="utf-8")
    return [
        {"query": QUESTION, "document": demo, "title": ["The lighthouse", "A history"]},
        {"query": f"{QUESTION} {HOSTILE}", "document": HOSTILE, "title": HOSTILE},
        {"query": "متى بنيت المنارة؟", "document": "بُنيت المنارة عام 1874. القاهرة عاصمة مصر."},
        {"query": "灯台はいつ？", "document": "灯台は一八七四年に建てられた。\n\n- 光は\tどこまで届く？\n```\ncode  here\n```"},
        {"query": "nothing", "document": ""},
        {"query": "long", "document": "x" * 3000 + " " + "word " * 400},
    ]


@pytest.fixture(scope="module")
def file(workspace, lines):
    pairs = workspace / "pairs.jsonl"
    pairs.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    page = workspace / "pruned.html"
    page.write_text(run("prune", workspace / "good", "--input", pairs, "--format", "html", expect=0).stdout, newline="")
    return page


@pytest.fixture(scope="module")
def page(file):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(file.read_bytes())


def text_of(element):
    return "".join(element.itertext())


def shown(text):
    """A text as the page has it."""
    hidden = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff]"
    return re.sub(hidden, lambda found: f"\\u{{{ord(found[0]):x}}}", text.replace("\r", ""))


def test_needs_nothing_else(page):
    tags = {e.tag for e in page.iter() if isinstance(e.tag, str)}
    assert not tags & {"script", "link", "img", "iframe", "object", "form", "base", "svg"}
    for element in page.iter():
        assert not any(name.startswith("on") or name in ("src", "href", "style") for name in element.attrib)
    style = text_of(next(e for e in page.iter() if e.tag == "style"))
    assert "above 0.5;" in text_of(page)
    assert "url(" not in style and "@import" not in style and "prefers-color-scheme: dark" in style


def test_shows_every_sentence_and_token(page, lines, workspace):
    sections = [e for e in page.iter() if e.tag == "section"]
    answers = run("prune", workspace / "good", "--input", workspace / "pairs.jsonl", "--format", "json", expect=0).stdout
    answers = [json.loads(answer) for answer in answers.splitlines()]
    assert len(sections) == len(answers) == len(lines)
    for section, line, answer in zip(sections, lines, answers):
        assert text_of(next(e for e in section if e.tag == "h2")) == shown(line["query"])
        items = [e for e in section.iter() if e.tag == "li"]
        words = [next(e for e in item if e.get("class") == "words") for item in items]
        titles = line.get("title", [])
        titles = [titles] if isinstance(titles, str) else titles
        assert "".join(map(text_of, words)) == "".join(shown(t).strip() + "\n" for t in titles) + shown(line["document"])
        assert [text_of(word) for item, word in zip(items, words) if "kept" in item.get("class").split()] == [
            shown(sentence) for sentence in answer["kept_sentences"]
        ]
        values = [float(e.get("value")) for e in section.iter() if e.tag == "meter"]
        assert values == pytest.approx(answer["sentence_probabilities"], abs=0.001)
        for mark in (e for word in words for e in word):
            level, probability = int(mark.get("class")[1:]), float(mark.get("title"))
            assert level - 0.01 <= probability * 10 <= level + 1.01


def test_what_a_text_says_stays_text(page):
    content = text_of(page)
    assert "<script>alert(1)</script>" in content
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ufffe]", content)
