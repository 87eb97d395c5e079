"""What several tests share: texts, the Auto classes, a model computed by hand, an offline Hub cache."""

import hashlib
import os
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModel,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
    PretrainedConfig,
)

RERANKING_PRUNING = "reranking_pruning"
PRUNING_ONLY = "pruning_only"
MODES = (RERANKING_PRUNING, PRUNING_ONLY)
AUTO = {RERANKING_PRUNING: AutoModelForSequenceClassification, PRUNING_ONLY: AutoModelForTokenClassification}
ENCODER = {RERANKING_PRUNING: "ranking_model", PRUNING_ONLY: "encoder_model"}
DTYPE = "torch_dtype" if "torch_dtype" in vars(PretrainedConfig()) else "dtype"

QUERY = "where is the coral reef"
PASSAGES = [
    "The coral reef is in the warm sea. A day has 24 hours.",
    "Rain flows from the mountain.",
    "The river runs through the city, and the barrier is near the ocean.",
]


def load(package, mode=RERANKING_PRUNING, **options):
    return AUTO[mode].from_pretrained(package, trust_remote_code=True, **options)


def load_tokenizer(package, **options):
    return AutoTokenizer.from_pretrained(package, trust_remote_code=True, **options)


def encode(package, passages=PASSAGES, query=QUERY):
    tokenizer = load_tokenizer(package)
    return tokenizer([query] * len(passages), passages, padding=True, truncation=True, return_tensors="pt")


def run(model, inputs):
    with torch.no_grad():
        return model(**inputs)


def by_hand(package, inputs, mode=RERANKING_PRUNING, before_final_norm=False, dtype=torch.float32):
    """(ranking logits or None, pruning logits) with transformers' own classes and one matrix product."""
    auto = AutoModelForSequenceClassification if mode == RERANKING_PRUNING else AutoModel
    encoder = auto.from_pretrained(package / ENCODER[mode], **{DTYPE: dtype}).eval()
    head = load_file(package / "pruning_head" / "model.safetensors")
    with torch.no_grad():
        logits = encoder(**inputs).logits if mode == RERANKING_PRUNING else None
        if before_final_norm:
            encoder.base_model.final_norm = torch.nn.Identity()
        hidden = encoder.base_model(**inputs).last_hidden_state
        weight, bias = head["classifier.weight"].to(dtype), head["classifier.bias"].to(dtype)
        return logits, torch.nn.functional.linear(hidden, weight, bias)


def difference(a, b):
    return (a.float() - b.float()).abs().max().item()


def tensors(directory):
    """Every tensor below the directory by file's folder and name."""
    found = {}
    for file in sorted(Path(directory).rglob("*.safetensors")):
        for name, tensor in load_file(file).items():
            found[f"{file.parent.relative_to(directory)}/{name}"] = tensor
    return found


def assert_same_tensors(a, b):
    a, b = tensors(a), tensors(b)
    assert a.keys() == b.keys()
    for name in a:
        assert a[name].dtype == b[name].dtype, name
        assert torch.equal(a[name].view(torch.uint8), b[name].view(torch.uint8)), name


def metadata(file):
    with safe_open(file, "pt") as opened:
        return opened.metadata()


def rewrite(file, change):
    """Rewrites a safetensors file through `change(tensors)`."""
    content = {name: tensor.clone() for name, tensor in load_file(file).items()}
    change(content)
    save_file(content, file, metadata={"format": "pt"})


def put_into_hub_cache(cache, repo, revisions, refs):
    """Lays `revisions`, {commit: directory}, out as huggingface_hub's cache does: blobs, and links in snapshots."""
    root = Path(cache) / ("models--" + repo.replace("/", "--"))
    (root / "blobs").mkdir(parents=True, exist_ok=True)
    for commit, directory in revisions.items():
        for file in sorted(Path(directory).rglob("*")):
            if not file.is_file():
                continue
            content = file.read_bytes()
            blob = root / "blobs" / hashlib.sha256(content).hexdigest()
            blob.write_bytes(content)
            link = root / "snapshots" / commit / file.relative_to(directory)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(os.path.relpath(blob, link.parent))
    (root / "refs").mkdir(exist_ok=True)
    for name, commit in refs.items():
        (root / "refs" / name).write_text(commit)
