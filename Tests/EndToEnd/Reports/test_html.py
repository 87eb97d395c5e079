"""The page against an HTML parser; test_accessibility.py has it in a browser."""

import base64
import hashlib
import json
import os
import shutil
import subprocess

import html5lib
import pytest
from command import run, verify_report


def parse(text):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


@pytest.fixture(scope="module")
def page(workspace):
    return parse(verify_report("html", ["good", "bad", "absent"], workspace)[0])


def text_of(element):
    return "".join(element.itertext())


def name_of(element):
    """The name without its namespace, which elements of SVG have."""
    return element.tag.rpartition("}")[2]


def with_class(page, name):
    return [e for e in page.iter() if isinstance(e.tag, str) and name in e.get("class", "").split()]


def test_needs_nothing_else(page):
    tags = {name_of(e) for e in page.iter() if isinstance(e.tag, str)}
    assert not tags & {"script", "link", "img", "iframe", "object", "form", "base", "foreignObject", "use", "image"}
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name != "style"
            assert name not in ("src", "href") or value.startswith("#"), value
    styles = [text_of(e) for e in page.iter() if e.tag == "style"]
    policy = next(e.get("content") for e in page.iter() if e.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    assert len(styles) == 1 and policy == f"default-src 'none'; style-src 'sha256-{digest}'"
    style = styles[0]
    assert "url(" not in style and "@import" not in style
    assert "prefers-color-scheme: dark" in style


def test_verdicts_come_first(page, workspace):
    index = with_class(page, "index")[0]
    items = [e for e in index.iter() if e.tag == "li"]
    assert [text_of(with_class(e, "badge")[0]) for e in items] == ["passed", "failed", "not verified"]
    articles = [e for e in page.iter() if e.tag == "article"]
    assert [text_of(with_class(a, "badge")[0]) for a in articles] == ["passed", "failed", "not verified"]
    for item, article, name in zip(items, articles, ["good", "bad", "absent"]):
        link = next(e for e in item.iter() if e.tag == "a")
        assert (link.get("href"), text_of(link)) == (f"#{article.get('id')}", name)
        # The sentence of the index is that of the package's own part.
        assert text_of(with_class(article, "verdict")[0]) in text_of(item)


def test_has_an_entry_for_each_rule_errors_first(workspace, worst):
    page = parse(verify_report("html", [worst.name], workspace)[0])
    findings = json.loads(verify_report("json", [worst.name], workspace)[0])["findings"]
    entries = with_class(page, "entry")
    severities = [e.get("class").split()[1] for e in entries]
    assert severities == sorted(severities, key=["error", "warning", "suggestion"].index)
    ids = [e.get("id").removeprefix("package-1-") for e in entries]
    assert len(ids) == len(set(ids)) > 10
    # What follows from another finding stands folded below it, and nothing is left out.
    folded = [e for entry in entries for e in entry.iter() if e.tag == "b" and text_of(e) != "Fix:"]
    folded = {text_of(e).split()[0] for e in folded}
    assert set(ids) | folded == {finding["rule"] for finding in findings}
    secret = "hf_" + "a1B2c3D4" * 4
    assert secret not in text_of(page)


def test_an_entry_has_its_places_its_line_and_its_fix(workspace, worst):
    page = parse(verify_report("html", [worst.name], workspace)[0])
    entry = next(e for e in with_class(page, "entry") if e.get("id").endswith("CFG007"))
    lines = (worst / "config.json").read_text().splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "base_model_name_or_path" in line)
    line = lines[number - 1]
    column = line.index('"/home') + 1
    places = [text_of(e) for e in with_class(entry, "places")[0] if e.tag == "li"]
    assert any(place.startswith(f"config.json:{number}:{column}") for place in places)
    shown, caret = text_of(with_class(entry, "excerpt")[0]).splitlines()
    assert shown == f"{number} | {line.strip()}"
    assert shown[caret.index("^") :].startswith('"/home')
    assert "Fix:" in text_of(with_class(entry, "fix")[0])
    assert [e for e in with_class(entry, "fix")[0].iter() if e.tag == "code"]


def test_says_when_and_how_it_was_made(workspace):
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1709210096"}
    words = ["verify", "good", "--format", "html"]
    pages = [run(*words, directory=workspace, environment=environment).stdout for _ in range(2)]
    assert pages[0] == pages[1]
    facts = with_class(parse(pages[0]), "facts")[0]
    names = [text_of(e) for e in facts if e.tag == "dt"]
    values = dict(zip(names, [text_of(e) for e in facts if e.tag == "dd"]))
    assert values["Date"] == "2024-02-29 12:34 UTC"
    assert values["Command"] == "pruning-pack verify good --format html"
    listed = subprocess.run(
        "find . -type f | cut -c3- | LC_ALL=C sort | xargs sha256sum | sha256sum", shell=True, cwd=workspace / "good",
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert values["Digest"] == f"sha256:{listed.stdout.split()[0]}"


def test_a_date_that_is_none_is_a_usage_error(workspace):
    environment = os.environ | {"SOURCE_DATE_EPOCH": "today"}
    ran = run("verify", "good", "--format", "html", directory=workspace, environment=environment, expect=64)
    assert 'SOURCE_DATE_EPOCH must be a number of seconds since 1970; found "today"' in ran.stderr
    run("verify", "good", directory=workspace, environment=environment, expect=0)


def test_says_what_was_checked(page):
    matrix = with_class(page, "matrix")[0]
    heads = [text_of(e) for e in matrix.iter() if e.tag == "th" and e.get("scope") == "col"]
    assert [head.split("not run")[0] for head in heads] == ["pruning-packwithout Python", "transformers 5", "transformers 4"]
    rows = {}
    for row in (e for e in matrix.iter() if e.tag == "tr"):
        cells = [text_of(e) for e in row if e.tag == "td"]
        if len(cells) == 3:
            rows[text_of(row[0])] = cells
    automodel = next(cells for name, cells in rows.items() if name.startswith("AutoModel"))
    assert automodel == ["checked6 pairs"] + ["not checkednot run: no --python was given"] * 2
    assert rows["float32F32"][0].startswith("checked") and rows["float16F16"][0].startswith("not applicable")
    assert rows["bert"][0].startswith("checked")
    assert any(name.startswith("process") for name in rows) and any(name.startswith("CrossEncoder") for name in rows)


def chart_of(page, title):
    """The first picture whose title begins so; a picture is described for whoever does not see it."""
    for chart in with_class(page, "chart"):
        names = {name_of(e): e for e in chart if name_of(e) in ("title", "desc")}
        assert chart.get("role") == "img"
        assert chart.get("aria-labelledby").split() == [names["title"].get("id"), names["desc"].get("id")]
        if text_of(names["title"]).startswith(title):
            return chart
    raise AssertionError(f"no picture of: {title}")


def test_the_picture_shows_an_output_that_differs(workspace):
    place = workspace / "differing"
    shutil.copytree(workspace / "good", place)
    recording = json.loads((place / "reference_outputs.json").read_text())
    recording["cases"][2]["pruning_logits"][3][1] += 1.0
    (place / "reference_outputs.json").write_text(json.dumps(recording))
    page = parse(verify_report("html", [place.name], workspace)[0])
    chart = chart_of(page, "Largest difference of each pair")
    bars = with_class(chart, "bar")
    assert len(bars) == len(recording["cases"])
    assert [number for number, bar in enumerate(bars) if "beyond" in bar.get("class").split()] == [2]
    bound = float(with_class(chart, "bound")[0].get("x1"))
    ends = [float(bar.get("x")) + float(bar.get("width")) for bar in bars]
    assert ends[2] > bound and all(end < bound for number, end in enumerate(ends) if number != 2)
    assert f"1 of {len(bars)} pairs differ" in text_of(page)
    row = next(row for row in with_class(page, "matrix")[0].iter() if row.tag == "tr" and "Same numbers" in text_of(row))
    assert text_of(row[1]).startswith("failed")


def test_a_secret_in_a_recorded_pair_is_not_shown(workspace):
    place = workspace / "telling"
    shutil.copytree(workspace / "good", place)
    secret = "hf_" + "Q7w8E9r0" * 4 + "tY"
    recording = json.loads((place / "reference_outputs.json").read_text())
    recording["cases"][0]["query"] = f"what is {secret}?"
    (place / "reference_outputs.json").write_text(json.dumps(recording))
    text = verify_report("html", [place.name], workspace)[0]
    assert "what is hf_" in text and secret not in text


def test_the_picture_has_the_scores_and_probabilities(page, workspace):
    good = json.loads(verify_report("json", ["good"], workspace)[0])["smoke_inference"]
    chart = chart_of(page, "Score and token probabilities")
    description = text_of(next(e for e in chart if name_of(e) == "desc"))
    for number, pair in enumerate(good, 1):
        assert f"{number}, " in description and f"score {pair['ranking_score']:.3f}" in description
    dots = [float(e.get("cx")) for e in with_class(chart, "score")]
    assert dots == pytest.approx([106 + 240 * pair["ranking_score"] for pair in good], abs=0.06)


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
        shades = [(int(e.get("class")[1:]), float(e.get("title"))) for e in passage if e.tag == "i"]
        assert shades
        known = {round(p, 3) for p in pair["keep_probabilities"]}
        for level, probability in shades:
            assert any(abs(probability - p) < 0.0011 for p in known)
            assert level - 0.01 <= probability * 10 <= level + 1.01


def test_shows_layout_and_weights(page, workspace):
    tree = with_class(page, "tree")[0]
    names = [text_of(row[0]) for row in tree.iter() if row.tag == "tr"]
    assert "ranking_model/" in names and "config.json" in names
    assert sum(name == "model.safetensors" for name in names) == 2
    assert "726,721" in text_of(page)
