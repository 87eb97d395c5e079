"""README.md of a package: the Hub can read its front matter, and its snippets run as they stand."""

import os
import re
import runpy
import subprocess

import pytest
import yaml
from binary import PRUNING_PACK
from support import MODES, PRUNING_ONLY, RERANKING_PRUNING


def card(directory):
    return (directory / "README.md").read_text(encoding="utf-8")


def front_matter(text):
    # The Hub's own expression for it.
    found = re.match(r"^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))", text)
    return yaml.safe_load(found[2])


def snippets(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


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
    assert str(directory.parent) not in text and not re.search(r"[\"'`( ](/|~/|\./|[A-Z]:\\)\w", text)
    for name in re.findall(r"^\| `([\w./]+)`", text, re.MULTILINE):
        assert (directory / name).exists() or "/" not in name, name


@pytest.mark.parametrize("family", ["bert", "modernbert"])
@pytest.mark.parametrize("options", [{}, {"labels": 2}, {"mode": PRUNING_ONLY}])
def test_snippets_run_as_they_stand(package, tmp_path, monkeypatch, capsys, options, family):
    """From the directory in which the package lies under the name that the card uses."""
    directory = package(family=family, **options)
    codes = snippets(card(directory), "python")
    assert len(codes) == (1 if options.get("mode") == PRUNING_ONLY else 2)
    monkeypatch.chdir(directory.parent)
    for number, code in enumerate(codes):
        script = tmp_path / f"snippet{number}.py"
        script.write_text(code, encoding="utf-8")
        runpy.run_path(str(script), run_name="__main__")
        output = capsys.readouterr().out
        if options.get("mode") != PRUNING_ONLY:
            assert re.search(r"^score: \S*\d", output, re.MULTILINE)
        if number == 0:
            assert len(re.findall(r"^(kept  |pruned) [01]\.\d{3} \S*", output, re.MULTILINE)) > 10


@pytest.mark.parametrize("mode", MODES)
def test_commands_run_as_they_stand(package, tmp_path, mode):
    directory = package(mode=mode)
    (tmp_path / directory.name).symlink_to(directory)
    (tmp_path / "passage.txt").write_text("The giant panda eats bamboo.\n")
    (commands,) = snippets(card(directory), "sh")
    ran = subprocess.run(
        ["sh", "-e", "-c", commands], cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        env={**os.environ, "PATH": f"{PRUNING_PACK.parent}{os.pathsep}{os.environ['PATH']}"},
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"^Publishable", ran.stdout, re.MULTILINE)
    assert ("pruning-pack score" in commands) == (mode != PRUNING_ONLY)
