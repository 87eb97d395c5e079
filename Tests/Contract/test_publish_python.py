"""Publishing from Python, and the commands and snippets of docs/publish.md as they stand."""

import os
import re
import runpy
import shutil
import subprocess
import sys

import pytest
from binary import PRUNING_PACK, REPOSITORY as CLONE
from loopback_hub import Stored, loopback_hub
from memory import CARD, make_parts, pruning_pack
from publishing import REPOSITORY, digests, lies, variables, whatever_the_client
from test_publish import release  # noqa: F401

pytestmark = [pytest.mark.one_version, whatever_the_client]

DOCS = (CLONE / "docs/publish.md").read_text(encoding="utf-8")


@pytest.fixture
def hub(monkeypatch, tmp_path):
    """A Hub that this process's environment names."""
    with loopback_hub() as hub:
        for name in ("HF_HUB_OFFLINE", "HUGGING_FACE_HUB_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables(hub, tmp_path).items():
            monkeypatch.setenv(name, value)
        yield hub


def test_publish_returns_the_receipt(release, hub):  # noqa: F811
    planned = pruning_pack.publish(release(), REPOSITORY, dry_run=True)
    assert planned.verdict == "planned" and planned.commit is None and hub.repositories == {}
    receipt = pruning_pack.publish(release(), REPOSITORY, message="First")
    assert receipt.verdict == "published" and receipt.commit == hub.repositories[REPOSITORY].branches["main"]
    assert {file.path: file.size for file in receipt.files} == {path: size for path, (size, _) in digests(release()).items()}
    assert {file.change for file in receipt.files} == {"new"} and receipt.json["receipt_format"] == 1
    hub.repositories[REPOSITORY].push(**{"notes.txt": b"x"})
    with pytest.raises(pruning_pack.PruningPackError, match="notes.txt") as caught:
        pruning_pack.publish(release(), REPOSITORY)
    assert caught.value.exit_code == 1 and caught.value.report.passed
    assert pruning_pack.publish(release(), REPOSITORY, mirror=True).deleted == ["notes.txt"]
    hub.after_commit = lambda tree: tree.update({"config.json": Stored(b"{}")})
    with pytest.raises(pruning_pack.PruningPackError, match="config.json") as caught:
        pruning_pack.publish(release(), "acme/other", private=True)
    assert caught.value.exit_code == 3
    assert [one.path for one in caught.value.receipt.differences if one.problem] == ["config.json"]


def test_what_is_refused_has_its_findings(release, hub, tmp_path):  # noqa: F811
    package = tmp_path / "bad"
    shutil.copytree(release(), package)
    (package / "tokenizer.json").unlink()
    with pytest.raises(pruning_pack.PruningPackError) as caught:
        pruning_pack.publish(package, REPOSITORY)
    assert caught.value.exit_code == 1 and any(finding.rule == "LAY001" for finding in caught.value.findings)
    assert hub.log == []


def test_save_can_publish(hub, tmp_path):
    report = pruning_pack.save(tmp_path / "package", **make_parts(), **CARD, push_to_hub=REPOSITORY, private=True)
    assert report.passed and hub.repositories[REPOSITORY].private
    # It was saved under that name: nothing had to change.
    assert lies(hub) == digests(tmp_path / "package")
    with pytest.raises(pruning_pack.PruningPackError, match="push_to_hub"):
        pruning_pack.save(tmp_path / "other", **make_parts(), **CARD, private=True)
    assert not (tmp_path / "other").exists()


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)


def test_the_documented_commands_run(release, hub, tmp_path, monkeypatch):  # noqa: F811
    shutil.copytree(release(name=None), tmp_path / "my-pruner")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "hf").write_text(f"#!{sys.executable}\n")
    (programs / "hf").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{PRUNING_PACK.parent}:/usr/bin:/bin")
    first, ran = None, []
    for block in blocks("sh"):
        for line in block.splitlines():
            # The first asks a registry, the second a person.
            if line.startswith(("pip install", "hf auth login")):
                continue
            if "COMMIT" in line:
                # There has been another release meanwhile.
                first = hub.repositories[REPOSITORY].branches["main"]
                other = release("--threshold", "0.25")
                assert pruning_pack.publish(other, REPOSITORY).verdict == "published" and lies(hub) == digests(other)
                line = line.replace("COMMIT", first)
            done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, env=dict(os.environ))
            assert done.returncode == 0, (line, done.stderr)
            ran.append(line.split()[1])
    assert ran == ["publish", "publish", "verify", "prune", "ci", "publish"]
    there = {path: what for path, what in lies(hub).items() if path != "README.md"}
    assert there == {path: what for path, what in digests(release(name=None)).items() if path != "README.md"}
    assert first and (tmp_path / "receipt.json").exists()


def test_the_documented_snippet_runs(release, hub, tmp_path, monkeypatch, capsys):  # noqa: F811
    shutil.copytree(release(), tmp_path / "my-pruner")
    monkeypatch.chdir(tmp_path)
    (snippet,) = blocks("python")
    (tmp_path / "snippet.py").write_text(snippet)
    runpy.run_path(str(tmp_path / "snippet.py"))
    assert hub.repositories[REPOSITORY].branches["main"] in capsys.readouterr().out
