"""The text as a person sees it: on a terminal of 80 columns and 24 lines."""

import fcntl
import json
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import termios
import unicodedata

import pytest
from command import PRUNING_PACK, REPOSITORY, run, verify_report
from hostile_names import HOSTILE

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SECRET = "hf_" + "aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567"


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def on_a_terminal(columns, *arguments, directory):
    """What the command prints on a terminal of its own."""
    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [PRUNING_PACK, *arguments], stdout=other, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=directory,
        env=environment,
    )
    os.close(other)
    output = b""
    while True:
        try:
            part = os.read(main, 1 << 16)
        except OSError:
            break
        if not part:
            break
        output += part
    os.close(main)
    process.wait(timeout=300)
    return output.decode("utf-8").replace("\r\n", "\n")


@pytest.fixture(scope="module")
def worst(workspace, tmp_path_factory):
    """A package with more faults than a screen has lines."""
    place = tmp_path_factory.mktemp("worst")
    package = place / "worst"
    shutil.copytree(workspace / "good", package)
    config = json.loads((package / "config.json").read_text())
    config |= {"base_model_name_or_path": "/home/me/x", "max_length": 100000, "model_type": "other", "dtype": "float16"}
    config["auto_map"]["AutoModelForSequenceClassification"] = "modeling_open_provence.X"
    (package / "config.json").write_text(json.dumps(config, indent=2))
    (package / ".env").write_text(f"HF_TOKEN={SECRET}\n")
    (package / "helper.py").write_text('import os\n\n\ndef run(x):\n    os.system("id " + x)\n    return undefined(x)\n')
    with open(package / "modeling_pruning_encoder.py", "a", encoding="utf-8") as file:
        file.write("\n\nfrom .helper import run  # noqa\n")
    head = bytearray((package / "pruning_head/model.safetensors").read_bytes())
    head[-4:] = b"\0\0\xc0\x7f"
    (package / "pruning_head/model.safetensors").write_bytes(head)
    card = (package / "README.md").read_text()
    (package / "README.md").write_text(card.replace("license: apache-2.0", "license: Apache 2.0"))
    return place


def test_the_verdict_comes_first(workspace):
    text, code = verify_report("text", ["good"], workspace)
    assert code == 0
    assert text.split("\n")[0] == "Publishable"
    assert re.fullmatch(r"good: \d+ passed, 1 suggestion, \d+ not applicable", text.split("\n")[1])
    text, code = verify_report("text", ["bad"], workspace)
    assert code == 1 and text.startswith("Not publishable: ")


def test_a_rule_is_one_entry_and_the_heaviest_comes_first(worst):
    text, _ = verify_report("text", ["worst"], worst)
    report = json.loads(verify_report("json", ["worst"], worst)[0])
    entries = re.findall(r"^(error|warning|suggestion) ([A-Z]+\d{3}) ", text, re.MULTILINE)
    assert len(entries) == len(set(entries)) == len({f["rule"] for f in report["findings"] if not f["caused_by"]})
    ranks = [["error", "warning", "suggestion"].index(severity) for severity, _ in entries]
    assert ranks == sorted(ranks)
    assert entries[0] == ("error", "SEC003")


def test_the_last_screen_shows_the_errors(worst):
    """Whoever sees the last 24 lines only knows each error, its place and the verdict."""
    for columns in (80, 60):
        text = COLOUR.sub("", on_a_terminal(columns, "verify", "worst", directory=worst))
        lines = text.removesuffix("\n").split("\n")
        assert len(lines) > 40
        screen = "\n".join(lines[-23:])
        report = json.loads(verify_report("json", ["worst"], worst)[0])
        own = {f["rule"] for f in report["findings"] if f["severity"] == "error" and not f["caused_by"]}
        assert len(own) >= 8
        for rule in own:
            assert f" {rule}: " in screen, rule
        assert "config.json:" in screen and "Not publishable: " in screen and "--fix repairs " in screen
        # A word that is longer than a line stays whole.
        for line in lines:
            assert width(line) <= columns or " " not in line.strip(), line


def test_shows_the_line_with_a_caret(worst):
    lines = verify_report("text", ["worst"], worst)[0].split("\n")
    for source, at in (("/home/me/x", '"'), ('os.system("id " + x)', "o")):
        index, line = next((i, line) for i, line in enumerate(lines) if " | " in line and source in line)
        caret = lines[index + 1].index("^")
        assert line[caret] == at and line[caret:].startswith(('"/home', "os.system"))


def test_no_secret_is_shown(worst):
    for form in ("text", "json", "markdown", "concise", "gitlab", "html"):
        assert SECRET not in verify_report(form, ["worst"], worst)[0], form


def test_nothing_in_a_package_gives_orders(workspace):
    text, _ = verify_report("text", ["bad"], workspace)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u202e]", text)
    assert not any(line.startswith("::") for line in text.split("\n"))
    assert HOSTILE.split("'")[1].split("\u2028")[0] in text


def test_colours_are_for_terminals(workspace):
    coloured = on_a_terminal(80, "verify", "bad", directory=workspace)
    assert coloured.startswith("\x1b[1;31mNot publishable\x1b[0m: ")
    assert COLOUR.sub("", coloured) == verify_report("text", ["bad"], workspace)[0]
    assert "\x1b" not in on_a_terminal(80, "verify", "bad", "--no-color", directory=workspace)


def test_another_layout_is_answered_in_five_lines(tmp_path):
    shutil.copytree(REPOSITORY / "examples/tiny-pruner/ranking_model", tmp_path / "it's a model")
    ran = run("verify", "it's a model", directory=tmp_path, expect=1)
    lines = ran.stdout.removesuffix("\n").split("\n")
    assert len(lines) <= 5, ran.stdout
    assert lines[0] == "Not publishable: the directory is not a model package"
    command = lines[-1].removeprefix("Convert it: ")
    assert shlex.split(command) == [
        "pruning-pack", "save", "--from", "it's a model", "--pruning-head", "FILE", "--output", "OUT",
    ]
    report = json.loads(run("verify", "it's a model", "--format", "json", directory=tmp_path, expect=1).stdout)
    assert report["other_layout"]["title"] == "a ranking model without a pruning head"
    assert {f["caused_by"] for f in report["findings"]} == {None, "LAY001"}
    assert sum(f["caused_by"] is None for f in report["findings"]) == 1


def test_a_secret_in_another_layout_is_said(tmp_path):
    model = tmp_path / "model"
    shutil.copytree(REPOSITORY / "examples/tiny-pruner/ranking_model", model)
    (model / ".env").write_text(f"HF_TOKEN={SECRET}\n")
    assert "SEC003" in run("verify", model, expect=1).stdout


def test_a_long_line_is_cut_around_the_place(workspace, tmp_path):
    """A configuration on one line, with characters that take two columns and one that combines."""
    package = tmp_path / "package"
    shutil.copytree(workspace / "good", package)
    config = json.loads((package / "config.json").read_text())
    config = {"note": "富士山" * 40 + "e\u0301\t", **config, "base_model_name_or_path": "/home/me/富士山/" + "x" * 300}
    (package / "config.json").write_text(json.dumps(config, ensure_ascii=False))
    report = json.loads(run("verify", package, "--format", "json", expect=1).stdout)
    finding = next(f for f in report["findings"] if f["rule"] == "CFG007")
    excerpt = finding["excerpt"]
    assert width(excerpt["text"]) <= 72
    assert excerpt["text"].startswith("…") and excerpt["text"].endswith("…")
    before = next(n for n in range(len(excerpt["text"])) if width(excerpt["text"][:n]) == excerpt["caret"])
    assert excerpt["text"][before:].startswith('"/home/me/富士山/')
    for line in COLOUR.sub("", on_a_terminal(50, "verify", package, directory=tmp_path)).split("\n"):
        assert width(line) <= 50 or " " not in line.strip() or "`" in line, line


def test_the_verdict_of_what_may_be_published_names_its_warnings(workspace, tmp_path):
    package = tmp_path / "package"
    shutil.copytree(workspace / "good", package)
    (package / ".env").write_text("A=1\n")
    assert run("verify", package, expect=0).stdout.startswith("Publishable, with 1 warning\n")
    strict = run("verify", package, "--strict", expect=1)
    assert strict.stdout.startswith("Not publishable: 1 leftover\n")
