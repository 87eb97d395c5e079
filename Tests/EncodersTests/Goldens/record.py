"""Records what PyTorch computes for the synthetic models of cases.py.

    .cache/venv-tf5/bin/python Tests/EncodersTests/Goldens/record.py record [family...]
    .cache/venv-tf4/bin/python Tests/EncodersTests/Goldens/record.py confirm [family...]

`record` writes FAMILY.json. `confirm`, run with another version of transformers, requires the same numbers within 1e-5
and adds its version and its dialect of config.json. Never run by CI.
"""

import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True

import numpy
import torch
import transformers
from safetensors.torch import load_file, save_file

import cases
import weights

HERE = pathlib.Path(__file__).parent
DIGITS = 7
# Families whose tensors transformers saves under older names than their modules have.
RENAMED = ("gte", "nomic_bert")
ROLES = {"SequenceClassification": "sequenceClassification", "TokenClassification": "tokenClassification"}


def role_of(architecture):
    return next((role for end, role in ROLES.items() if architecture.endswith(end)), "encoder")


def build(case):
    """The model, with synthetic weights in place of random ones."""
    model_class = getattr(transformers, case["architecture"])
    config = model_class.config_class(**case["config"])
    if config.model_type != "deberta-v2":
        config._attn_implementation = "eager"
    if config.model_type in RENAMED:
        return build_renamed(case, model_class, config)
    model = model_class(config).eval()
    state = {name: tensor for name, tensor in model.state_dict().items() if tensor.is_floating_point()}
    shapes = {name: list(tensor.shape) for name, tensor in state.items()}
    made = {name: torch.from_numpy(weights.tensor(name, shape)) for name, shape in shapes.items()}
    result = model.load_state_dict(made, strict=False)
    assert not result.unexpected_keys, result
    return model, shapes


def build_renamed(case, model_class, config):
    """The same through files, in which tensors have the names that a checkpoint has."""
    with tempfile.TemporaryDirectory() as place:
        model_class(config).save_pretrained(place, save_original_format=not case["module_names"])
        file = pathlib.Path(place) / "model.safetensors"
        shapes = {name: list(tensor.shape) for name, tensor in load_file(file).items()}
        made = {name: torch.from_numpy(weights.tensor(name, shape)) for name, shape in shapes.items()}
        save_file(made, file, metadata={"format": "pt"})
        model, found = model_class.from_pretrained(place, attn_implementation="eager", output_loading_info=True)
    assert not any(found.values()), found
    return model.eval(), shapes


def config_of(model, architecture):
    config = json.loads(model.config.to_json_string(use_diff=False))
    for key in ("_attn_implementation_autoset", "_name_or_path", "transformers_version"):
        config.pop(key, None)
    config["architectures"] = [architecture]
    return config


def rows_of(case):
    vocabulary = case["config"]["vocab_size"]
    first = case["config"].get("pad_token_id", 0) + 3
    for index, length in enumerate(case["lengths"]):
        ids = [first + (i * 37 + index * 11 + i * i) % (vocabulary - first) for i in range(length)]
        if case["pad_inside"]:
            ids[2] = case["config"]["pad_token_id"]
        types = [int(i > length // 3) for i in range(length)] if case["types"] else None
        yield ids, types


def run(model, rows):
    """Logits, states and layers of rows, as one padded batch."""
    longest = max(len(ids) for ids, _ in rows)
    pad = model.config.pad_token_id or 0
    inputs = {
        "input_ids": torch.tensor([ids + [pad] * (longest - len(ids)) for ids, _ in rows]),
        "attention_mask": torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids, _ in rows]),
    }
    if rows[0][1] is not None:
        inputs["token_type_ids"] = torch.tensor([types + [0] * (longest - len(types)) for _, types in rows])
    base = model.base_model
    seen = {}
    hooks = [base.register_forward_hook(lambda module, args, output: seen.update(last=output[0]))]
    for name in ("final_norm", "norm"):
        if hasattr(base, name):
            hooks.append(
                getattr(base, name).register_forward_pre_hook(lambda module, args: seen.update(layers=args[0]))
            )
    with torch.no_grad():
        output = model(**inputs, output_hidden_states=True)
    for hook in hooks:
        hook.remove()
    # Some versions give the last layer's states after the final norm: the hook is the same in all.
    layers = list(output.hidden_states[:-1]) + [seen.get("layers", output.hidden_states[-1])]
    # EuroBERT's heads read its output in every version.
    before = seen["layers"] if hasattr(base, "final_norm") else None
    return getattr(output, "logits", None), seen["last"], before, layers


def pruning_logits(states):
    width = states.shape[-1]
    weight = torch.from_numpy(weights.tensor("pruning_head.weight", [2, width]))
    bias = torch.from_numpy(weights.tensor("pruning_head.bias", [2]))
    return states @ weight.T + bias


def numbers(tensor):
    return [float(f"{value:.{DIGITS}g}") for value in tensor.flatten().tolist()]


def outputs(model, case, rows, position, batch):
    """Everything recorded for one row of a batch."""
    logits, last, pre, layers = batch
    length = len(rows[position][0])
    tokens = sorted({0, length // 2, length - 1})
    result = {
        "pruning": numbers(pruning_logits(last[position, :length])),
        "states": numbers(last[position, tokens]),
        "layers": [numbers(states[position, tokens]) for states in layers],
    }
    if pre is not None:
        result["pruning_pre_final_norm"] = numbers(pruning_logits(pre[position, :length]))
    role = role_of(case["architecture"])
    if role == "sequenceClassification":
        result["ranking"] = numbers(logits[position])
    elif role == "tokenClassification":
        result["tokens"] = numbers(logits[position, :length])
    return tokens, result


def differences(left, right):
    """The largest difference of two outcomes, relative where they are large."""
    worst = 0.0
    for key in left:
        pairs = zip(left[key], right[key]) if key == "layers" else [(left[key], right[key])]
        for a, b in pairs:
            a, b = numpy.array(a), numpy.array(b)
            assert a.shape == b.shape, (key, a.shape, b.shape)
            worst = max(worst, float(numpy.max(numpy.abs(a - b) / numpy.maximum(1, numpy.abs(a)), initial=0)))
    return worst


def compute(case):
    model, shapes = build(case)
    rows = list(rows_of(case))
    padded = run(model, rows)
    recorded = []
    for position, row in enumerate(rows):
        tokens, alone = outputs(model, case, [row], 0, run(model, [row]))
        _, among = outputs(model, case, rows, position, padded)
        difference = differences(alone, among)
        assert difference < 3e-5, (case["name"], position, difference)
        recorded.append({"ids": row[0], "types": row[1], "sampled": tokens, **alone})
    return {
        "name": case["name"],
        "role": role_of(case["architecture"]),
        "configs": {transformers.__version__: config_of(model, case["architecture"])},
        "tensors": shapes,
        "rows": recorded,
        **({"module_names": True} if case["module_names"] else {}),
    }


def versions():
    return {"transformers": transformers.__version__, "torch": torch.__version__}


def write(family, golden):
    text = json.dumps(golden, separators=(",", ":"), sort_keys=True)
    (HERE / f"{family}.json").write_text(text.replace(',{"configs"', ',\n{"configs"') + "\n")


def record(family):
    made = [compute(case) for case in cases.FAMILIES[family]]
    write(family, {"recorded_with": versions(), "confirmed_with": [], "cases": made})


def confirm(family):
    golden = json.loads((HERE / f"{family}.json").read_text())
    worst = 0.0
    for case, kept in zip(cases.FAMILIES[family], golden["cases"], strict=True):
        made = compute(case)
        assert made["tensors"] == kept["tensors"], set(made["tensors"].items()) ^ set(kept["tensors"].items())
        for new, old in zip(made["rows"], kept["rows"], strict=True):
            assert new["ids"] == old["ids"]
            keys = [key for key in old if key not in ("ids", "types", "sampled")]
            difference = differences({key: old[key] for key in keys}, new)
            assert difference < 1e-5, (case["name"], len(new["ids"]), difference)
            worst = max(worst, difference)
        kept["configs"].update(made["configs"])
    confirmed = [v for v in golden["confirmed_with"] if v["transformers"] != transformers.__version__]
    golden["confirmed_with"] = confirmed + [{**versions(), "largest_difference": float(f"{worst:.2g}")}]
    write(family, golden)


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name in sys.argv[2:] or cases.FAMILIES:
        {"record": record, "confirm": confirm}[sys.argv[1]](name)
        print(sys.argv[1], name)
