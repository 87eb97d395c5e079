"""--fix: the diff is one that git applies, a pickled head becomes safetensors, and nothing is ever half-written."""

import json
import shutil
import subprocess
import time

import pytest
from command import PRUNING_PACK, run


@pytest.fixture
def package(workspace, tmp_path):
    target = tmp_path / "my-pruner"
    shutil.copytree(workspace / "good", target)
    return target


def content(directory):
    return {str(f.relative_to(directory)): f.read_bytes() for f in sorted(directory.rglob("*")) if f.is_file()}


def damage(package):
    """Several defects with one right repair each, in files of different styles."""
    config = json.loads((package / "config.json").read_text())
    config["base_model_name_or_path"] = "/home/me/models/bert"
    del config["label2id"]
    (package / "config.json").write_text(json.dumps(config, indent="\t", ensure_ascii=False))
    tokenizer = json.loads((package / "tokenizer_config.json").read_text())
    tokenizer["tokenizer_class"] = "FunnelTokenizer"
    del tokenizer["model_input_names"]
    (package / "tokenizer_config.json").write_text(json.dumps(tokenizer, separators=(",", ":")))
    card = (package / "README.md").read_text().replace("library_name: transformers\n", "").replace("\n", "\r\n")
    (package / "README.md").write_bytes(card.encode())


def test_the_diff_is_what_changes(package, tmp_path):
    damage(package)
    copy = tmp_path / "copy"
    shutil.copytree(package, copy)
    before = content(package)
    dry = run("verify", package, "--fix", "--dry-run", expect=1)
    assert content(package) == before
    diff = dry.stdout[: dry.stdout.index("\nNot publishable: ")]
    # A carriage return is shown, not sent to the terminal: the card's part is judged by its effect.
    parts = [f"--- a/{part}" for part in diff.split("--- a/") if part and not part.startswith("README.md")]
    (tmp_path / "diff").write_text("".join(parts))
    subprocess.run(["git", "apply", tmp_path / "diff"], cwd=copy, check=True)
    fixed = run("verify", package, "--fix", expect=0)
    assert fixed.stdout.startswith(diff) and "\nPublishable" in fixed.stdout
    after = content(package)
    assert {name for name in after if after[name] != before[name]} == {"config.json", "tokenizer_config.json", "README.md"}
    for name in ("config.json", "tokenizer_config.json"):
        assert after[name] == (copy / name).read_bytes()
    # Order, indentation and line ends are those of the file.
    config = after["config.json"].decode()
    assert '\n\t"label2id": {\n\t\t"LABEL_0": 0\n\t}\n}' in config
    assert list(json.loads(config)) == [*json.loads(before["config.json"]), "label2id"]
    assert after["tokenizer_config.json"].endswith(b',"model_input_names":["input_ids", "token_type_ids", "attention_mask"]}')
    assert b"library_name: transformers\r\n" in after["README.md"]
    assert after["README.md"].count(b"\n") == after["README.md"].count(b"\r\n")
    assert run("verify", package, "--fix", expect=0).stdout.count("---") == 0


def test_json_lines_stay_json_lines(package):
    damage(package)
    ran = run("verify", package, "--fix", "--format", "json", expect=0)
    assert json.loads(ran.stdout)["verdict"] == "passed"
    assert "+++ b/config.json" in ran.stderr


def test_the_working_directory_stays(package):
    damage(package)
    identity = package.stat().st_ino
    run("verify", ".", "--fix", directory=package, expect=0)
    assert package.stat().st_ino == identity
    run("verify", ".", directory=package, expect=0)
    assert [entry.name for entry in package.parent.iterdir()] == [package.name]
    assert not [entry for entry in package.iterdir() if "staging" in entry.name]


def test_what_has_no_repair_still_fails(package):
    damage(package)
    config = json.loads((package / "config.json").read_text())
    config["max_length"] = 100_000
    (package / "config.json").write_text(json.dumps(config))
    ran = run("verify", package, "--fix", expect=1)
    assert "CFG010" in ran.stdout and "CFG007" not in ran.stdout


def test_dry_run_alone_is_misuse(package):
    assert run("verify", package, "--dry-run").returncode == 64


def test_a_stop_at_any_moment_leaves_one_of_the_two(package):
    damage(package)
    before = content(package)
    done = package.parent / "done"
    shutil.copytree(package, done)
    run("verify", done, "--fix", expect=0)
    expected = content(done)
    seen = set()
    shutil.rmtree(done)
    restore(done, before)
    start = time.monotonic()
    run("verify", done, "--fix", expect=0)
    whole = time.monotonic() - start
    steps = 20
    # The last one waits for as long as a run takes.
    for step in range(steps):
        shutil.rmtree(package)
        restore(package, before)
        process = subprocess.Popen(
            [PRUNING_PACK, "verify", package, "--fix"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(None if step == steps - 1 else whole * step / 12)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        now = content(package)
        assert now in (before, expected)
        seen.add(now == expected)
    assert seen == {True, False}


def restore(directory, files):
    for name, data in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(data)
