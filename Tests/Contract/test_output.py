"""What leaves the command, by any stream and in any form, does nothing to a terminal and is no command to a CI system."""

import json
import re
import shutil
import subprocess

import pytest
from binary import PRUNING_PACK
from hostile_text import HOSTILE, assert_harmless
from safetensors import safe_open
from safetensors.numpy import save_file

pytestmark = pytest.mark.one_version
WEIGHTS = "ranking_model/model.safetensors"
LINES = (
    json.dumps({"query": HOSTILE, "document": f"{HOSTILE} was built. {HOSTILE}\n{HOSTILE}", "title": HOSTILE})
    + "\n"
)


def edit(file, change):
    content = json.loads(file.read_text())
    change(content)
    file.write_text(json.dumps(content))


def name_tensors(package):
    with safe_open(package / WEIGHTS, "np") as opened:
        tensors = {name: opened.get_tensor(name) for name in opened.keys()}
    name, tensor = tensors.popitem()
    save_file({**tensors, HOSTILE: tensor, name + HOSTILE: tensor}, package / WEIGHTS, {"format": HOSTILE})


def name_tokens(package):
    def change(content):
        vocabulary = content["model"]["vocab"]
        for number, name in enumerate([HOSTILE, "was", "built"]):
            vocabulary.setdefault(name, len(vocabulary) + number)
        content["added_tokens"].append(
            {"id": 3, "content": HOSTILE, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": False}
        )

    for file in ("tokenizer.json", "ranking_model/tokenizer.json"):
        edit(package / file, change)


def set_values(*path):
    def change(package):
        def set_all(content):
            for key in path[1:]:
                content[key] = HOSTILE

        edit(package / path[0], set_all)

    return change


def add_files(package):
    (package / HOSTILE.replace("/", "_")).write_text("x")
    (package / (HOSTILE.replace("/", "_") + ".json")).write_text("{")
    (package / (HOSTILE.replace("/", "_") + ".bin")).write_bytes(b"\x80\x02cos\nsystem\nq\x00.")
    (package / (HOSTILE.replace("/", "_") + ".py")).write_text(f"import {'x'}\n(")


def write_card(package):
    quoted = json.dumps(HOSTILE)
    (package / "README.md").write_text(
        f"---\nlicense: {quoted}\nlanguage: {quoted}\nbase_model: {quoted}\ntags: [{quoted}]\ndatasets: {quoted}\n"
        f"{quoted}: {quoted}\n---\n{HOSTILE}\n\n```python\n{HOSTILE}\n```\n"
    )


PACKAGES = {
    "as it is": lambda package: None,
    "names of tensors": name_tensors,
    "tokens": name_tokens,
    "the kind of model": set_values("config.json", "model_type", "mode"),
    "the kind of sub-model": set_values("ranking_model/config.json", "model_type"),
    "values": set_values("config.json", "_name_or_path", "base_model", "transformers_version", "problem_type", "auto_map"),
    "values of the sub-model": set_values("ranking_model/config.json", "_name_or_path", "hidden_act", "architectures"),
    "the kind of tokenizer": set_values("tokenizer.json", "model", "normalizer", "pre_tokenizer"),
    "settings of the tokenizer": set_values("tokenizer_config.json", "tokenizer_class", "model_input_names", "chat_template"),
    "keys": lambda package: edit(package / "config.json", lambda content: content.update({HOSTILE: {HOSTILE: [HOSTILE]}})),
    "broken JSON": lambda package: (package / "config.json").write_text('{"a' + HOSTILE),
    "file names": add_files,
    "the card": write_card,
    "code": lambda package: (package / "modeling_pruning_encoder.py").write_text(f"import os\nos.system({HOSTILE!r})\n'{HOSTILE}'"),
}


def commands(package, out, lines):
    text = ["--query", HOSTILE, "--document", HOSTILE + " was built.\n" + HOSTILE]
    save = ["save", "--license", "mit", "--language", "en", "--from", package]
    return [
        ["verify", package],
        *[["verify", package, "--format", form] for form in ("json", "sarif", "junit", "github", "html")],
        ["verify", package, "--fix", "--dry-run"],
        ["inspect", package],
        ["inspect", package, "--format", "json"],
        ["inspect", f"{package}/{WEIGHTS}"],
        ["score", package, *text, "--tokens"],
        ["score", package, *text, "--tokens", "--format", "json"],
        ["score", package, "--input", lines],
        ["prune", package, *text],
        *[["prune", package, "--input", lines, "--format", form] for form in ("text", "json", "html")],
        ["tokenize", package, "--text", HOSTILE + " was built"],
        ["tokenize", package, "--text", HOSTILE + " was built", "--format", "json"],
        [*save, "--output", out / "saved"],
        [*save, "--output", out / "saved", "--name", HOSTILE, "--base-model", HOSTILE, "--no-verify", "--force"],
        ["export", package, "--output", out / "exported"],
        ["record", package, "--python", "/no/" + HOSTILE],
    ]


def run(arguments, directory, **options):
    ran = subprocess.run(
        [PRUNING_PACK, *map(str, arguments)], capture_output=True, cwd=directory, timeout=600, **options
    )
    assert ran.returncode in (0, 1, 2, 64), (arguments, ran.returncode, ran.stderr)
    github = arguments[0] == "verify" and "github" in arguments
    assert_harmless(ran.stdout.decode(), arguments, allows_commands=github)
    assert_harmless(ran.stderr.decode(), arguments)
    return ran


@pytest.mark.parametrize("hostile", PACKAGES)
def test_no_command_prints_what_a_terminal_would_obey(copied, tmp_path, hostile):
    directory = copied().rename(tmp_path / ("p" + HOSTILE.replace("/", "_") if hostile == "file names" else "package"))
    PACKAGES[hostile](directory)
    (tmp_path / "lines").write_text(LINES)
    for arguments in commands(directory, tmp_path, tmp_path / "lines"):
        shutil.rmtree(tmp_path / "saved", ignore_errors=True)
        run(arguments, tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        '{"query": "' + HOSTILE, json.dumps({"query": 1, HOSTILE: HOSTILE}), json.dumps({HOSTILE: 1}), json.dumps({"query": HOSTILE, "document": 3}),
        HOSTILE, "[" * 2000, json.dumps({"text": [HOSTILE]}),
    ],
)
@pytest.mark.parametrize("command", ["score", "prune", "tokenize"])
def test_errors_about_input_show_it(package, tmp_path, command, line):
    for name in ("lines", "l" + HOSTILE.replace("/", "_")):
        (tmp_path / name).write_text(line)
        assert run([command, package(), "--input", name], tmp_path).returncode != 0


@pytest.mark.parametrize(
    "arguments",
    [
        [HOSTILE], ["verify", "--" + HOSTILE.replace("=", "")], ["verify", "x", "--format", HOSTILE], ["explain", HOSTILE],
        ["verify", "x", "--ignore", HOSTILE], ["verify", "x", "--severity", HOSTILE], ["verify", "x", "--report", HOSTILE],
        ["verify", "x", "--config", HOSTILE], ["verify", HOSTILE], ["score", HOSTILE, "--query", "q", "--document", "d"],
        ["prune", "x", "--threshold", HOSTILE, "--query", "q", "--document", "d"], ["save", "--from", HOSTILE, "--output", HOSTILE],
        ["inspect", HOSTILE], ["tokenize", HOSTILE, "--text", "x"], ["export", HOSTILE, "--output", HOSTILE], ["record", HOSTILE],
        ["score", "x", "--input", HOSTILE], ["prune", "x", "--query", "q", "--text", HOSTILE], ["save", "--dtype", HOSTILE],
    ],
)
def test_errors_about_arguments_show_them(tmp_path, arguments):
    assert run(arguments, tmp_path).returncode in (1, 2, 64)


def test_json_has_the_text_itself(package):
    """What is made visible in text is the text itself in JSON."""
    ran = run(["tokenize", package(), "--text", HOSTILE, "--format", "json"], "/")
    assert json.loads(ran.stdout)["tokens"]
    text = f"{HOSTILE} was built."
    ran = run(["prune", package(), "--query", "q", "--document", text, "--threshold", "0", "--format", "json"], "/")
    answer = json.loads(ran.stdout)
    assert "".join(answer["kept_sentences"] + answer["removed_sentences"]) == text
    assert not re.search("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]", ran.stdout.decode())
