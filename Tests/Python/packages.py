"""Packs a checkpoint of checkpoints.py. (Python builder, until the binary can.)"""
import json, re, shutil
from pathlib import Path
from checkpoints import FAMILIES
from safetensors import safe_open

REPO = Path(__file__).resolve().parents[2]


def _json(path, value):
    path.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def render(template, values):
    lines, skip = [], None
    for line in template.splitlines():
        tag = re.fullmatch(r"\{\{([#/])(\w+)\}\}", line)
        if tag:
            skip = tag[2] if tag[1] == "#" and not values.get(tag[2]) else None
        elif skip is None:
            lines.append(re.sub(r"\{\{(\w+)\}\}", lambda m: values[m[1]], line))
    return "\n".join(lines) + "\n"


def pack(checkpoint: Path, output: Path, mode="reranking_pruning", **options) -> Path:
    source = json.loads((checkpoint / "encoder/config.json").read_text())
    family = FAMILIES[source["model_type"]]
    folder = "ranking_model" if mode == "reranking_pruning" else "encoder_model"
    output.mkdir(parents=True)
    shutil.copytree(checkpoint / "encoder", output / folder)
    with safe_open(next((output / folder).glob("model*.safetensors")), "pt") as f:
        dtype = {"F32": "float32", "F16": "float16", "BF16": "bfloat16"}[f.get_slice(next(iter(f.keys()))).get_dtype()]
    source.pop("dtype", None)
    source["torch_dtype"] = dtype
    _json(output / folder / "config.json", source)
    names = {f"{n}_token": t for n, t in family.specials.items()}
    tokenizer_config = {**names, "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": options.get("max_length", family.positions),
        "model_input_names": ["input_ids"] + (["token_type_ids"] if family.has_types else []) + ["attention_mask"]}
    for place in (output, output / folder):
        shutil.copyfile(checkpoint / "encoder/tokenizer.json", place / "tokenizer.json")
        _json(place / "tokenizer_config.json", tokenizer_config)
    head = json.loads((checkpoint / "head/config.json").read_text())
    (output / "pruning_head").mkdir()
    shutil.copyfile(checkpoint / "head/model.safetensors", output / "pruning_head/model.safetensors")
    head.pop("model_type")
    _json(output / "pruning_head/config.json", {**head, "model_type": "pruning_head", "architectures": ["PruningHead"]})
    rank = mode == "reranking_pruning"
    if rank:
        id2label = source.get("id2label") or {"0": "LABEL_0", "1": "LABEL_1"}
    else:
        id2label = {"0": "prune", "1": "keep"}
    cls = "PruningEncoderForSequenceClassification" if rank else "PruningEncoderForTokenClassification"
    types = source.get("type_vocab_size", 1 if source["model_type"] in ("modernbert", "distilbert", "mpnet") else 2) > 1
    activation = options.get("activation") or ("sigmoid" if len(id2label) == 1 or not rank else "softmax")
    shared = {
        "mode": mode, "num_labels": len(id2label), "max_length": options.get("max_length", family.positions), "pruning_config": head,
        "hidden_state_source": options.get("hidden_state_source", "last_hidden_state"),
        "use_token_type_ids": {None: types, "used": True, "ignored": False}[options.get("token_type_ids")],
        "ranking_activation": activation, "pruning_threshold": options.get("threshold", 0.5), "pruning_aggregation": "mean",
    }
    config = {**shared, "model_type": "pruning_encoder", "pruning_pack_format": 1, "architectures": [cls],
        "auto_map": {"AutoConfig": "modeling_pruning_encoder.PruningEncoderConfig",
            "AutoModelForSequenceClassification" if rank else "AutoModelForTokenClassification": "modeling_pruning_encoder." + cls},
        "id2label": id2label, "label2id": {v: int(k) for k, v in id2label.items()}, "base_model_name_or_path": options.get("base_model"),
        "max_position_embeddings": family.positions, "tokenizer_class": "PreTrainedTokenizerFast", "torch_dtype": dtype}
    if activation == "identity":
        config["sentence_transformers"] = {"activation_fn": "torch.nn.modules.linear.Identity"}
    _json(output / "config.json", config)
    _json(output / "pruning_encoder_config.json", {**shared, "model_name_or_path": options.get("base_model"), "architecture": "PruningEncoder"})
    shutil.copyfile(REPO / "templates/modeling_pruning_encoder.py", output / "modeling_pruning_encoder.py")
    values = {**{k: str(v) for k, v in shared.items()}, "title": output.name, "model": output.name, "license": "apache-2.0", "language": "en",
        mode: "yes", "family": source["model_type"], "parameters": "12,345", "dtype": dtype, "token_type_ids": "used" if shared["use_token_type_ids"] else "ignored"}
    (output / "README.md").write_text(render((REPO / "templates/README.md.template").read_text(), values))
    return output
