"""Both pages under axe-core: on light and dark screens, on a desktop and on a phone."""

import json

import pytest
from browser import DESKTOP, PHONE, opened, started, violations
from command import REPOSITORY, run, verify_report

SCREENS = [
    pytest.param(scheme, viewport, id=f"{scheme}-{viewport['width']}")
    for scheme in ("light", "dark")
    for viewport in (DESKTOP, PHONE)
]


@pytest.fixture(scope="module")
def chromium():
    with started() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def pages(workspace, worst, tmp_path_factory):
    """The pages by name: one that passed, one with more than ten findings, one on several packages, one of `prune`."""
    place = tmp_path_factory.mktemp("pages")
    pages = {}
    for name, packages in {"passed": ["good"], "failed": [worst.name], "several": ["good", "bad", "absent"]}.items():
        pages[name] = place / f"{name}.html"
        pages[name].write_text(verify_report("html", packages, workspace)[0], encoding="utf-8", newline="")
    lines = [
        {"query": "How far can the beam be seen?", "document": (REPOSITORY / "examples/demo.txt").read_text("utf-8")},
        {"query": "متى بنيت المنارة؟", "document": "بُنيت المنارة عام 1874. القاهرة عاصمة مصر."},
        {"query": "long", "document": "x" * 3000, "title": "A title"},
    ]
    pairs = place / "pairs.jsonl"
    pairs.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    pages["prune"] = place / "prune.html"
    page = run("prune", workspace / "good", "--input", pairs, "--format", "html", expect=0).stdout
    pages["prune"].write_text(page, encoding="utf-8", newline="")
    return pages


@pytest.mark.parametrize("name", ["passed", "failed", "several", "prune"])
@pytest.mark.parametrize(("scheme", "viewport"), SCREENS)
def test_nothing_keeps_anybody_from_reading_it(chromium, pages, name, scheme, viewport):
    with opened(chromium, pages[name], scheme, viewport) as tab:
        # What is folded is read as well.
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert violations(tab) == []
        width = tab.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], "it scrolls sideways"


def test_the_style_is_applied(chromium, pages):
    """The policy names the style by its digest: another one would be ignored, and the page bare."""
    with opened(chromium, pages["passed"]) as tab:
        assert tab.evaluate("getComputedStyle(document.body).maxWidth") != "none"


def test_the_filter_hides_what_is_not_asked_for(chromium, pages):
    with opened(chromium, pages["failed"]) as tab:
        shown = "[...document.querySelectorAll('.entry')].filter(e => e.checkVisibility()).map(e => e.className)"
        assert {"entry error", "entry warning"} <= set(tab.evaluate(shown))
        tab.get_by_label("errors").uncheck()
        assert "entry error" not in tab.evaluate(shown)


def test_prune_shows_only_what_is_kept(chromium, pages):
    with opened(chromium, pages["prune"]) as tab:
        shown = "[...document.querySelectorAll('li.dropped')].filter(e => e.checkVisibility()).length"
        assert tab.evaluate(shown) > 0
        tab.get_by_label("Show only what is kept").check()
        assert tab.evaluate(shown) == 0


def test_paper_has_everything_in_black_on_white(chromium, pages):
    with opened(chromium, pages["failed"], "dark") as tab:
        tab.emulate_media(media="print", color_scheme="dark")
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 248, 250)"
        assert tab.evaluate("[...document.querySelectorAll('details p')].every(e => e.checkVisibility())")
