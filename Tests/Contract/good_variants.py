"""Harmless variants of a package, as people and their tools make them: each a name and a change of a directory."""

import json
import os
import shutil
import struct
import subprocess

from safetensors.torch import load_file, save_file
from support import PRUNING_ONLY, RERANKING_PRUNING, load, put_into_hub_cache

COMMIT = "2" * 40
CHANGES = {}


def variant(name):
    def add(change):
        CHANGES[name] = change
        return change

    return add


def rewrite(path, change):
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8", newline="")


def configs(directory):
    return [p for p in directory.rglob("*.json") if "config" in p.name]


def edit(path, change):
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


# Files beside the package's own, which no loader asks for.

FILES = {
    "LICENSE": "Apache License 2.0\n",
    "NOTICE": "text\n",
    "CITATION.cff": "cff-version: 1.2.0\ntitle: x\n",
    "CHANGELOG.md": "# 1.0\n",
    "docs/usage.md": "---\nnot: [a card\n---\n",
    ".gitattributes": "*.safetensors filter=lfs diff=lfs merge=lfs -text\n",
    ".gitignore": "*.pt\n__pycache__/\n[[:space:]]*\n//x\n[z-a]\n",
    ".gitignore with a byte order mark": "\ufeff*.pt\n",
    "requirements.txt": "torch\ntransformers>=4.52\n",
    "pyproject.toml": "[project]\nname = 'x'\n",
    "Dockerfile": "FROM python:3.11\n",
    "Makefile": "all:\n\techo\n",
    ".github/workflows/ci.yml": "on: push\n",
    "trainer_state.json": '{"epoch": 1.0, "log_history": [{"loss": 0.5, "grad_norm": 1.5}]}\n',
    "trainer_log.jsonl": '{"loss": 1}\n{"loss": 0.5}\n',
    "all_results.json": '{"epoch": 1.0, "eval_loss": 0.5}\n',
    "eval_results.json": '{"eval_loss": 0.25}\n',
    "train_results.json": '{"train_loss": 0.5}\n',
    "metrics.json": '{"map": 0.5}\n',
    "results/predictions.json": '[{"score": -1.5}]\n',
    "eval/CrossEncoderRerankingEvaluator_dev_results.csv": "epoch,steps,MAP\n1,10,0.5\n",
    "logs/train.log": "step 1 loss 0.5\n",
    "runs/Nov30_host/events.out.tfevents.1": "\x08\x01 text\n",
    "config.yaml": "lr: 1e-5\n",
    "train_config.json": '{"model": "x", "path": null}\n',
    "data/sample.jsonl": '{"query": "a"}\n',
    "assets/plot.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
    "example.py": "import datasets\nfrom sentence_transformers import CrossEncoder\nprint(CrossEncoder('x'))\n",
    "scripts/train.py": "import peft\nimport subprocess\nsubprocess.run(['ls'])\n",
    "scripts/old.py": "print 'Python 2'\n",
    "eval.py": "import mteb\nimport pandas as pd\n",
    "handler.py": "class EndpointHandler:\n    def __init__(self, path=''):\n        import torch\n",
    "tests/test_model.py": "import pytest\n",
    "app.py": "import gradio as gr\n",
    "notebook.ipynb": '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n',
    "onnx/config.json": '{"model_type": "bert"}\n',
    "onnx/ort_config.json": '{"optimum_version": "1.20"}\n',
    "openvino/openvino_model.xml": "<?xml version='1.0'?><net/>\n",
    "coreml/info.json": '{"version": 1}\n',
    "gguf/README.md": "# GGUF\n",
    "vocab/words.txt": "a\nb\n",
    ".cache/huggingface/.gitignore": "*",
    ".cache/huggingface/download/config.json.metadata": "2222\nabc\n1.0\n",
    "model_card.json": '{"name": "x"}\n',
    "wandb/debug.log": "text\n",
    "mlflow/MLmodel": "flavors: {}\n",
    ".pre-commit-config.yaml": "repos: []\n",
    "languages.txt": "日本語\n",
    "été.txt": "é\n",
    "a name with spaces.txt": "x\n",
}
for _name, _text in FILES.items():
    def _write(directory, name=_name.split(" with a byte")[0], text=_text):
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")

    CHANGES[f"a file {_name}"] = _write

# Front matters that say the same, or more, in another form of YAML.

CARDS = {
    "a byte order mark": lambda t: "\ufeff" + t,
    "line ends of Windows": lambda t: t.replace("\n", "\r\n"),
    "white space before it": lambda t: "\n \n" + t,
    "two lines of dashes": lambda t: "---\n" + t,
    "spaces behind the last dashes": lambda t: t.replace("\n---\n", "\n---  \n", 1),
    "a comment": lambda t: t.replace("---\n", "---\n# made by hand\n", 1),
    "a key twice": lambda t: t.replace("---\n", "---\nlicense: mit\n", 1),
    "a date": lambda t: t.replace("---\n", "---\ndate: 2024-05-17\n", 1),
    "a date and a time": lambda t: t.replace("---\n", "---\ndate: 2024-05-17 12:30:00 +2:00\n", 1),
    "an address in braces": lambda t: t.replace("---\n", "---\nlinks: {http://foo.com, a}\n", 1),
    "a tab in a text of lines": lambda t: t.replace("---\n", "---\nnote: |\n  a\n  \tb\n", 1),
    "a folded text": lambda t: t.replace("---\n", "---\nnote: >-\n  a\n  b\n\n  c\n", 1),
    "anchors": lambda t: t.replace("---\n", "---\nx: &x {a: 1}\ny: {<<: *x, b: 2}\n", 1),
    "quotes": lambda t: t.replace("language: en", 'language: "en"'),
    "a list of languages": lambda t: t.replace("language: en", "language:\n- en\n- de"),
    "an empty model-index": lambda t: t.replace("---\n", "---\nmodel-index: []\n", 1),
    "Trainer's model-index": lambda t: t.replace("---\n", "---\nmodel-index:\n- name: x\n  results: []\n", 1),
    "a whole model-index": lambda t: t.replace(
        "---\n",
        "---\nmodel-index:\n- name: x\n  results:\n  - task: {type: text-ranking, name: Ranking}\n"
        "    dataset: {type: a/b, name: B, config: en, split: test}\n"
        "    metrics: [{type: map, value: 0.5, name: MAP}, {type: mrr, value: '0.4 ± 0.1'}]\n", 1),
    "a widget": lambda t: t.replace("---\n", "---\nwidget:\n- text: a\n- source_sentence: b\n  sentences: [c, d]\n", 1),
    "emissions": lambda t: t.replace("---\n", "---\nco2_eq_emissions:\n  emissions: 1.5\n  source: codecarbon\n", 1),
    "a number and a truth value": lambda t: t.replace("---\n", "---\nversion: 1.0\ninference: false\nbuild: 0x1F\n", 1),
    "null values": lambda t: t.replace("---\n", "---\nthumbnail:\nmetrics: ~\n", 1),
    "metrics": lambda t: t.replace("---\n", "---\nmetrics:\n- map\n- mrr\n", 1),
    "a gate": lambda t: t.replace("---\n", "---\nextra_gated_prompt: 'a: b'\nextra_gated_fields:\n  Name: text\n", 1),
    "base64": lambda t: t.replace("---\n", "---\nicon: !!binary aGk=\n", 1),
    "Japanese": lambda t: t.replace("---\n", "---\nsummary: 日本語のモデル\n", 1),
    "a line of dashes below": lambda t: t + "\n---\n\nmore\n",
    "no line end at its end": lambda t: t.rstrip("\n"),
}
for _name, _change in CARDS.items():
    def _card(directory, change=_change):
        rewrite(directory / "README.md", change)

    CHANGES[f"a card with {_name}"] = _card

# JSON that says the same in other letters.


@variant("configurations on one line")
def _(directory):
    for path in configs(directory):
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")


@variant("configurations indented by four, without a line end")
def _(directory):
    for path in configs(directory):
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=4), encoding="utf-8")


@variant("configurations with sorted keys")
def _(directory):
    for path in configs(directory):
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=2, sort_keys=True), encoding="utf-8")


@variant("configurations with line ends of Windows")
def _(directory):
    for path in configs(directory):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@variant("numbers written in another way")
def _(directory):
    for path in configs(directory):
        path.write_text(path.read_text(encoding="utf-8").replace("1e-12", "1.0E-12").replace(": 0.1", ": 1e-1"), encoding="utf-8")


@variant("another version of transformers in the configuration")
def _(directory):
    for path in directory.glob("*/config.json"):
        edit(path, lambda data: data.update(transformers_version="4.40.0"))


@variant("the path of the source in the configuration")
def _(directory):
    for path in directory.glob("*/config.json"):
        edit(path, lambda data: data.update(_name_or_path="acme/base"))


@variant("a tokenizer on one line")
def _(directory):
    for path in directory.rglob("tokenizer.json"):
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False), encoding="utf-8")


# Weights in other files.


def encoder(directory):
    return next(p for p in directory.iterdir() if p.name in ("ranking_model", "encoder_model"))


@variant("weights saved again with other metadata")
def _(directory):
    for path in directory.rglob("*.safetensors"):
        save_file(load_file(path), path, metadata={"format": "pt", "tool": "mergekit 0.1", "é": "1", "e\u0301": "2"})


@variant("weights with a padded header")
def _(directory):
    for path in directory.rglob("*.safetensors"):
        data = path.read_bytes()
        (size,) = struct.unpack("<Q", data[:8])
        path.write_bytes(struct.pack("<Q", size + 64) + data[8 : 8 + size] + b" " * 64 + data[8 + size :])


def shard(directory, parts, total):
    place = encoder(directory)
    tensors = load_file(place / "model.safetensors")
    (place / "model.safetensors").unlink()
    names = sorted(tensors)
    weight_map = {}
    for part in range(parts):
        name = f"model-{part + 1:05d}-of-{parts:05d}.safetensors"
        save_file({key: tensors[key] for key in names[part::parts]}, place / name, metadata={"format": "pt"})
        weight_map.update((key, name) for key in names[part::parts])
    size = sum(tensor.nbytes for tensor in tensors.values())
    metadata = {"total_size": total(size), "total_parameters": sum(tensor.numel() for tensor in tensors.values())}
    (place / "model.safetensors.index.json").write_text(json.dumps({"metadata": metadata, "weight_map": weight_map}, indent=2))


@variant("weights in two shards")
def _(directory):
    shard(directory, 2, int)


@variant("weights in three shards, whose size is a float")
def _(directory):
    shard(directory, 3, float)


# Code of the package's own.

CODE = {
    "a comment": "# read by acme",
    "a guarded import": "try:\n    import flash_attn\nexcept ImportError:\n    flash_attn = None",
    "a guard of transformers": "from transformers.utils import is_flash_attn_2_available\nif is_flash_attn_2_available():\n    import flash_attn",
    "a guard by version": "from transformers.utils import is_flash_attn_greater_or_equal_2_10\n"
    "if is_flash_attn_greater_or_equal_2_10():\n    import flash_attn",
    "a negated guard": "from transformers.utils import is_flash_attn_2_available\nif not is_flash_attn_2_available():\n"
    "    flash_attn = None\nelse:\n    import flash_attn",
    "a question for a module": "import importlib.util\nHAS_APEX = importlib.util.find_spec('apex') is not None",
    "a question for a version": "from importlib.metadata import version\nTORCH = version('torch')",
}
for _name, _text in CODE.items():
    def _code(directory, text=_text):
        rewrite(directory / "modeling_pruning_encoder.py", lambda old: f"{text}\n\n\n{old}")

    CHANGES[f"code with {_name}"] = _code

# Where a package lies: these return another directory.


@variant("a snapshot of the Hub's cache")
def _(directory):
    place = directory.parent / "cache"
    put_into_hub_cache(place, "acme/tiny-pruner", {COMMIT: directory}, {"main": COMMIT})
    return place / "models--acme--tiny-pruner/snapshots" / COMMIT


@variant("a git checkout")
def _(directory):
    git = ["git", "-c", "user.name=n", "-c", "user.email=e@example.org", "-C", directory]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "a package"]):
        subprocess.run([*git, *arguments], check=True)
    subprocess.run([*git, "clone", "-q", directory, directory.parent / "clone"], check=True)
    return directory.parent / "clone"


@variant("a directory with spaces and accents")
def _(directory):
    return directory.rename(directory.parent / "mon modèle (v2)")


@variant("a link to the directory")
def _(directory):
    link = directory.parent / "linked"
    link.symlink_to(directory)
    return link


@variant("files that may be read only")
def _(directory):
    for path in directory.rglob("*"):
        if path.is_file():
            path.chmod(0o444)


@variant("files that are hard links")
def _(directory):
    copy = directory.parent / "hard"
    shutil.copytree(directory, copy, copy_function=os.link)
    return copy


# What the libraries write: these, too, return another directory.


def mode_of(directory):
    return RERANKING_PRUNING if (directory / "ranking_model").is_dir() else PRUNING_ONLY


def saved(model, directory):
    """A model as save_pretrained writes it, with the tokenizers that it was loaded with; the card is copied."""
    place = directory.parent / "saved"
    model.save_pretrained(place)
    shutil.copy(directory / "README.md", place)
    return place


@variant("a model saved again")
def _(directory):
    return saved(load(directory, mode_of(directory)), directory)


@variant("a model in which PEFT merged an adapter")
def _(directory):
    import peft

    adapter = peft.LoraConfig(target_modules=["query"] if encoder_type(directory) == "bert" else ["Wqkv"])
    return saved(peft.get_peft_model(load(directory, mode_of(directory)), adapter).merge_and_unload(), directory)


@variant("a model that Trainer saved")
def _(directory):
    from transformers import Trainer, TrainingArguments

    place = directory.parent / "trained"
    arguments = TrainingArguments(output_dir=str(place), report_to=[], use_cpu=True)
    trainer = Trainer(model=load(directory, mode_of(directory)), args=arguments)
    trainer.save_model()
    trainer.save_state()
    # A pickle, which SEC001 refuses whatever made it.
    (place / "training_args.bin").unlink()
    shutil.copy(directory / "README.md", place)
    return place


def encoder_type(directory):
    return json.loads((encoder(directory) / "config.json").read_text(encoding="utf-8"))["model_type"]
