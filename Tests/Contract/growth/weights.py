"""Safetensors, shards, heads."""

import json
import struct

from .kinds import kind


def tensors(path):
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    return json.loads(data[8 : 8 + size]), data[8 + size :]


def write(path, header, data):
    raw = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(raw)) + raw + data)


@kind("tensors", 3_000)
def many(p, n):
    path = p / "ranking_model/model.safetensors"
    header, data = tensors(path)
    for i in range(n):
        header[f"extra{i}"] = {"dtype": "F32", "shape": [1], "data_offsets": [len(data) + 4 * i, len(data) + 4 * i + 4]}
    write(path, header, data + b"\0\0\0\0" * n)


@kind("empty tensors", 3_000)
def empty(p, n):
    path = p / "ranking_model/model.safetensors"
    header, data = tensors(path)
    for i in range(n):
        header[f"extra{i}"] = {"dtype": "F32", "shape": [0], "data_offsets": [len(data), len(data)]}
    write(path, header, data)


@kind("metadata of weights", 20_000)
def metadata(p, n):
    path = p / "ranking_model/model.safetensors"
    header, data = tensors(path)
    header["__metadata__"] = {f"k{i}": "v" for i in range(n)}
    write(path, header, data)


@kind("dimensions of a tensor", 20_000)
def dimensions(p, n):
    path = p / "ranking_model/model.safetensors"
    header, data = tensors(path)
    header["extra"] = {"dtype": "F32", "shape": [1] * n, "data_offsets": [len(data), len(data) + 4]}
    write(path, header, data + b"\0\0\0\0")


@kind("spaces of a header", 2_000_000)
def spaces(p, n):
    path = p / "ranking_model/model.safetensors"
    header, data = tensors(path)
    raw = json.dumps(header).encode() + b" " * n
    path.write_bytes(struct.pack("<Q", len(raw)) + raw + data)


@kind("shards", 200)
def shards(p, n):
    path = p / "ranking_model/model.safetensors"
    header, data = tensors(path)
    header.pop("__metadata__", None)
    path.rename(p / "ranking_model/model-0.safetensors")
    names = {name: "model-0.safetensors" for name in header}
    for i in range(1, n):
        write(p / f"ranking_model/model-{i}.safetensors", {f"x{i}": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}, b"\0" * 4)
        names[f"x{i}"] = f"model-{i}.safetensors"
    (p / "ranking_model/model.safetensors.index.json").write_text(
        json.dumps({"metadata": {"total_size": len(data) + 4 * (n - 1)}, "weight_map": names}))


@kind("names of an index that no shard has", 10_000)
def index_names(p, n):
    path = p / "ranking_model/model.safetensors"
    header, data = tensors(path)
    header.pop("__metadata__", None)
    path.rename(p / "ranking_model/model-0.safetensors")
    names = {name: "model-0.safetensors" for name in [*header, *(f"x{i}" for i in range(n))]}
    (p / "ranking_model/model.safetensors.index.json").write_text(
        json.dumps({"metadata": {"total_size": len(data)}, "weight_map": names}))


@kind("shards that are missing", 2_000)
def missing_shards(p, n):
    names = {f"x{i}": f"model-{i}.safetensors" for i in range(n)}
    (p / "ranking_model/model.safetensors").unlink()
    (p / "ranking_model/model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": names}))


@kind("tensors that inspect lists", 3_000)
def inspected(p, n):
    many(p, n)
    return ["inspect", "p/ranking_model/model.safetensors"]


@kind("tensors that save takes over", 2_000)
def saved(p, n):
    many(p, n)
    return ["save", "--ranking-model", "p/ranking_model", "--pruning-head", "p/pruning_head", "--license", "mit", "--language", "en",
            "--hidden-state-source", "last_hidden_state", "--output", "out", "--no-verify", "--force", "--threads", "1"]


@kind("keys that save takes over", 5_000)
def saved_keys(p, n):
    for name in ("config.json", "tokenizer_config.json"):
        path = p / "ranking_model" / name
        if path.exists():
            path.write_text(json.dumps({**json.loads(path.read_text()), **{f"k{i}": i for i in range(n)}}))
    return ["save", "--ranking-model", "p/ranking_model", "--pruning-head", "p/pruning_head", "--license", "mit", "--language", "en",
            "--hidden-state-source", "last_hidden_state", "--output", "out", "--no-verify", "--force", "--threads", "1"]


@kind("labels that save takes over", 2_000)
def saved_labels(p, n):
    path = p / "ranking_model/config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "id2label": {str(i): f"L{i}" for i in range(n)},
                                "label2id": {f"L{i}": i for i in range(n)}}))
    return ["save", "--ranking-model", "p/ranking_model", "--pruning-head", "p/pruning_head", "--license", "mit", "--language", "en",
            "--hidden-state-source", "last_hidden_state", "--output", "out", "--no-verify", "--force", "--threads", "1"]


@kind("save from a package with many files", 1_000)
def saved_from(p, n):
    for i in range(n):
        (p / f"f{i}.txt").write_text("x")
    return ["save", "--from", "p", "--output", "out", "--no-verify", "--force", "--threads", "1"]


@kind("save from a package with a long card", 50_000)
def saved_card(p, n):
    (p / "README.md").write_text((p / "README.md").read_text() + "a b c\n" * n)
    return ["save", "--from", "p", "--output", "out", "--no-verify", "--force", "--threads", "1"]


@kind("export of many tensors", 2_000)
def exported(p, n):
    many(p, n)
    return ["export", "p", "--output", "out"]
