"""README.md of a package: the Hub can read its front matter, its snippets run as they stand and print what it says."""

import contextlib
import io
import json
import os
import re
import runpy
import shutil
import subprocess

import pytest
import torch
import yaml
from binary import PRUNING_PACK, REPOSITORY, attempt, pruning_pack
from huggingface_hub import ModelCard
from support import MODES, PRUNING_ONLY, RERANKING_PRUNING

SECTIONS = ["summary", "example", "usage", "details", "conversion", "versions", "parity", "evaluation", "files",
            "license", "limits", "citation"]
EXAMPLE = REPOSITORY / "examples/tiny-pruner"


def card(directory):
    return (directory / "README.md").read_text(encoding="utf-8")


def front_matter(text):
    # The Hub's own expression for it.
    found = re.match(r"^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))", text)
    return yaml.safe_load(found[2])


def snippets(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def section(text, name):
    return re.search(rf"^<!-- pruning-pack: {name} -->\n(.*?)^<!-- /pruning-pack: {name} -->$", text, re.M | re.S)[1]


def outputs(code):
    """What a snippet says that it prints: its comments."""
    return [line[2:] for line in code.splitlines() if line.startswith("# ")]


def run(code, place):
    script = place / "snippet.py"
    script.write_text(code, encoding="utf-8")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(str(script), run_name="__main__")
    return printed.getvalue().splitlines()


def save_example(output, *flags):
    return attempt(
        "save", "--ranking-model", EXAMPLE / "ranking_model", "--pruning-head", EXAMPLE / "pruning_head.safetensors",
        "--reference", EXAMPLE / "reference_outputs.json", "--license", "apache-2.0", "--language", "en", "--output", output,
        *flags,
    )


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    output = tmp_path_factory.mktemp("trained") / "tiny-pruner"
    code, _, errors = save_example(output)
    assert code == 0, errors
    return output


@pytest.mark.parametrize("mode", MODES)
def test_front_matter(package, mode):
    matter = front_matter(card(package(mode=mode)))
    assert matter["library_name"] == "transformers"
    expected = {RERANKING_PRUNING: "text-ranking", PRUNING_ONLY: "token-classification"}
    assert matter["pipeline_tag"] == expected[mode]
    assert "pruning-encoder" in matter["tags"]
    assert ("cross-encoder" in matter["tags"]) == (mode == RERANKING_PRUNING)
    assert None not in matter.values()


@pytest.mark.parametrize("options", [{}, {"labels": 2}, {"activation": "identity"}, {"mode": PRUNING_ONLY}])
def test_nothing_is_left_open_and_no_path_is_told(package, options):
    directory = package(**options)
    text = card(directory)
    assert not re.search(r"\{\{|\}\}|<[a-z_ ]+>|TODO|your[-_ ]", text)
    prose = re.sub(r"^<!-- /?pruning-pack: .*$", "", text, flags=re.M)
    assert str(directory.parent) not in text and not re.search(r"[\"'`( ](/|~/|\./|[A-Z]:\\)\w", prose)
    for name in re.findall(r"^\| `([\w./]+)`", text, re.MULTILINE):
        assert (directory / name).exists() or "/" not in name, name
    assert re.findall(r"^<!-- pruning-pack: (\w+) -->$", text, re.M) == SECTIONS
    assert re.findall(r"^<!-- /pruning-pack: (\w+) -->$", text, re.M) == SECTIONS


@pytest.mark.parametrize("family", ["bert", "modernbert", "xlm-roberta"])
@pytest.mark.parametrize(
    "options", [{}, {"labels": 2}, {"mode": PRUNING_ONLY}, {"activation": "identity"}, {"dtype": torch.bfloat16}]
)
def test_snippets_print_what_the_card_says(package, tmp_path, monkeypatch, options, family):
    """From the directory in which the package lies under the name that the card uses."""
    directory = package(family=family, **options)
    codes = snippets(card(directory), "python")
    assert len(codes) == (2 if options.get("mode") == PRUNING_ONLY else 3)
    monkeypatch.chdir(directory.parent)
    for number, code in enumerate(codes):
        printed, said = run(code, tmp_path), outputs(code)
        if options.get("labels") == 2:
            # Each label has a score; they are printed, and the card does not say them.
            assert set(said) <= set(printed) and printed
        else:
            assert said == printed != [], code
    # The tokens of the last one.
    assert len([line for line in said if re.match(r"(kept  |pruned) [01]\.\d\d '\w", line)]) > 3


def test_the_trained_example_prints_what_its_card_says(trained, tmp_path, monkeypatch):
    monkeypatch.chdir(trained.parent)
    for code in snippets(card(trained), "python"):
        assert run(code, tmp_path) == outputs(code) != []


def test_the_example_is_what_prune_computes(trained, tmp_path):
    text = card(trained)
    code = snippets(text, "python")[0]
    passage = "".join(re.findall(r'^    "(.*)"$', code, re.M))
    query = re.search(r'^query = "(.*)"$', code, re.M)[1]
    (tmp_path / "passage.txt").write_text(passage)
    found = json.loads(pruning_pack(
        "prune", trained, "--query", query, "--text", tmp_path / "passage.txt", "--format", "json"))
    kept, removed, score = outputs(code)
    assert found["pruned_context"].strip() == kept and len(kept) < len(passage)
    assert score == f"score: {found['reranking_score']:.2f}" and removed == f"removed: {found['compression_rate']:.0f}%"
    example = section(text, "example")
    shown = re.search(r"^> (.*)$", example, re.M)[1]
    assert shown.replace("**", "") == passage and " ".join(re.findall(r"\*\*(.*?)\*\*", shown)) == kept
    assert f"| Relevance score | {found['reranking_score']:.2f} |" in example


@pytest.mark.parametrize("mode", MODES)
def test_commands_run_as_they_stand(package, tmp_path, mode):
    directory = package(mode=mode)
    (tmp_path / directory.name).symlink_to(directory)
    (tmp_path / "passage.txt").write_text("The giant panda eats bamboo.\n")
    install, commands = snippets(card(directory), "sh")
    assert install == 'pip install -U "transformers>=4.52" torch safetensors\n'
    ran = subprocess.run(
        ["sh", "-e", "-c", commands], cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        env={**os.environ, "PATH": f"{PRUNING_PACK.parent}{os.pathsep}{os.environ['PATH']}"},
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"^Publishable", ran.stdout, re.MULTILINE)
    assert ("pruning-pack score" in commands) == (mode != PRUNING_ONLY)


def test_two_saves_give_the_same_card_and_no_finding(trained, tmp_path):
    code, _, errors = save_example(tmp_path / "tiny-pruner")
    assert code == 0 and card(tmp_path / "tiny-pruner") == card(trained)
    # A third over it changes nothing either.
    code, _, errors = save_example(tmp_path / "tiny-pruner", "--force")
    assert code == 0 and card(tmp_path / "tiny-pruner") == card(trained), errors
    code, output, _ = attempt("verify", trained, "--strict", "--format", "concise")
    found = [line for line in output.splitlines() if "README.md" in line]
    assert code == 0 and all("CARD006" in line and "is missing" in line for line in found), output


def test_parity_is_stated_as_it_was_recorded(trained):
    recorded = json.loads((EXAMPLE / "reference_outputs.json").read_text())
    text = section(card(trained), "parity")
    assert re.search(r"differ from PyTorch's by at most 0\.0{2,4}1\. ", text), text
    assert "the model in memory" in text
    versions = section(card(trained), "versions")
    assert f"torch {recorded['versions']['torch']}, transformers {recorded['versions']['transformers']}" in versions


@pytest.mark.one_version
def test_recording_brings_the_card_up_to_date(package, copied):
    directory = copied()
    before = card(directory)
    assert section(before, "parity") == "" and "reference_outputs" not in before
    (directory / "README.md").write_text(before + "\nMine.\n")
    code, _, errors = attempt("record", directory, "--python", os.sys.executable)
    assert code == 0, errors
    after = card(directory)
    assert "recorded from this package" in section(after, "parity") and after.endswith("\nMine.\n")
    assert "torch" in section(after, "versions") and "reference_outputs.json" in section(after, "files")
    for name in set(SECTIONS) - {"parity", "versions", "files"}:
        assert section(after, name) == section(before, name), name


@pytest.mark.one_version
def test_a_card_whose_section_was_deleted_gets_none_by_recording(copied):
    directory = copied()
    text = re.sub(r"<!-- pruning-pack: parity -->\n<!-- /pruning-pack: parity -->\n", "", card(directory))
    (directory / "README.md").write_text(text)
    assert attempt("record", directory, "--python", os.sys.executable)[0] == 0
    assert "Parity" not in card(directory) and "torch" in section(card(directory), "versions")


def test_hand_edits_survive_a_save_and_a_fix(trained, tmp_path):
    directory = tmp_path / "tiny-pruner"
    shutil.copytree(trained, directory)
    edited = card(directory).replace("# tiny-pruner\n", "# tiny-pruner\n\nTrained with care.\n").replace(
        "license: apache-2.0\n", "license: mit\nthumbnail: https://example.com/panda.png  # ours\n"
    ) + "\nThe end.\n"
    (directory / "README.md").write_text(edited)
    code, _, errors = attempt(
        "save", "--ranking-model", EXAMPLE / "ranking_model", "--pruning-head", EXAMPLE / "pruning_head.safetensors",
        "--reference", EXAMPLE / "reference_outputs.json", "--output", directory, "--threshold", "0.6", "--force")
    assert code == 0, errors
    saved = card(directory)
    assert "above 0.6 are kept" in saved and "Trained with care.\n" in saved and saved.endswith("\nThe end.\n")
    assert front_matter(saved)["license"] == "mit" and "panda.png  # ours\n" in saved
    # A repair of something else leaves the card, and one of the card its text.
    config = json.loads((directory / "config.json").read_text())
    del config["label2id"]
    (directory / "config.json").write_text(json.dumps(config))
    (directory / "README.md").write_text(saved.replace("library_name: transformers\n", ""))
    assert attempt("verify", directory, "--fix")[0] == 0
    fixed = card(directory)
    assert fixed.replace("library_name: transformers\n", "") == saved.replace("library_name: transformers\n", "")
    # What was changed between marks is written again, and only there.
    (directory / "README.md").write_text(
        fixed.replace("library_name: transformers\n", "").replace("above 0.6 are kept", "above 0.9 are kept"))
    assert attempt("verify", directory, "--fix")[0] == 0
    again = card(directory)
    assert "above 0.6 are kept" in again and "0.9 are" not in again and again.endswith("\nThe end.\n")


def test_the_hubs_client_loads_card_and_results(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(EXAMPLE / "ranking_model", source)
    (source / "README.md").write_text(
        "---\ntags: [mine]\nwidget:\n- text: What?\nmetrics: [mrr]\nmodel-index:\n- name: base\n  results:\n"
        "  - task: {type: text-ranking, name: Reranking}\n    dataset: {type: acme/d, name: D}\n"
        "    metrics: [{type: mrr, value: 0.7310, name: MRR@10}]\n---\n# Base\n\nOur prose.\n")
    code, _, errors = attempt(
        "save", "--ranking-model", source, "--pruning-head", EXAMPLE / "pruning_head.safetensors", "--license", "mit",
        "--language", "en", "--output", tmp_path / "tiny-pruner", "--reference", EXAMPLE / "reference_outputs.json")
    assert code == 0, errors
    data = ModelCard.load(tmp_path / "tiny-pruner/README.md").data
    (result,) = data.eval_results
    assert (result.dataset_name, result.metric_name, result.metric_value) == ("D", "MRR@10", 0.731)
    assert data.widget == [{"text": "What?"}] and data.metrics == ["mrr"] and data.tags[0] == "mine"
    assert "| D | Reranking | MRR@10 | 0.7310 |" in section(card(tmp_path / "tiny-pruner"), "evaluation")
    assert (tmp_path / "tiny-pruner/README.source.md").read_text().endswith("Our prose.\n")
    assert not attempt("verify", tmp_path / "tiny-pruner", "--strict")[0]
