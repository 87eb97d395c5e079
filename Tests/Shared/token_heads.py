"""Classifiers of tokens, as each version of transformers makes, saves and runs them, and the packages that are made of them.

`make_all` saves seeded models with their tokenizer. `run_all` gives {ids, source, package, raw} of each source and package:
`source` and `package` are the keep probabilities of each pair, [token]; `raw` what get_raw_predictions gives for them.
"""

from pathlib import Path

from versions import call


def make_all(version, sources):
    """Saves models, [{directory, values, labels}], with a version, `tf4` or `tf5`."""
    call(version, "token_heads", "each", name="make", calls=sources)


def run_all(version, requests):
    """What a version makes of each source and its package, [{source, package, kept, pairs}]."""
    return call(version, "token_heads", "each", name="run", calls=requests)


def each(name, calls):
    return [{"make": make, "run": run}[name](**arguments) for arguments in calls]


def make(directory, values, labels):
    """Saves a model: of the tests' tiny size and with weights that show every mistake, or, where `values` have another
    width, with transformers' own initial weights."""
    import torch
    from checkpoints import FAMILIES, HIDDEN, fill, make_tokenizer, write_tokenizer
    from transformers import AutoConfig, AutoModelForTokenClassification

    values = dict(values)
    family = FAMILIES[values.pop("family", "modernbert")]
    tokenizer = make_tokenizer(family)
    names = dict(enumerate(labels))
    config = AutoConfig.for_model(
        family.model_type, **{**dict(family.config), **values}, vocab_size=tokenizer.get_vocab_size(),
        num_labels=len(labels), id2label=names, label2id={label: row for row, label in names.items()},
    )
    torch.manual_seed(3)
    model = AutoModelForTokenClassification.from_config(config)
    if config.hidden_size == HIDDEN:
        fill(model, 3)
    else:
        with torch.no_grad():
            model.classifier.weight.mul_(20)
            model.classifier.bias.normal_(0, 0.1)
    model.save_pretrained(directory)
    write_tokenizer(family, Path(directory), tokenizer)


def run(source, package, kept, pairs):
    import torch
    from support import DTYPE
    from transformers import AutoModelForTokenClassification, AutoTokenizer

    full = {DTYPE: torch.float32}
    tokenizer = AutoTokenizer.from_pretrained(package, trust_remote_code=True)
    original = AutoModelForTokenClassification.from_pretrained(source, **full).eval()
    model = AutoModelForTokenClassification.from_pretrained(package, trust_remote_code=True, **full).eval()
    answer = {"ids": [], "source": [], "package": [], "raw": [], "padded": None}
    with torch.no_grad():
        for query, passage in pairs:
            inputs = tokenizer([query], [passage], truncation=True, max_length=64, return_tensors="pt")
            answer["ids"].append(inputs["input_ids"][0].tolist())
            probabilities = original(**inputs).logits[0].softmax(-1)
            answer["source"].append(probabilities[:, kept].sum(-1).tolist())
            answer["package"].append(model.keep_probabilities(model(**inputs).pruning_logits)[0].tolist())
            raw = model.get_raw_predictions(query, [passage])
            answer["raw"].append(raw.pruning_probs.reshape(-1).tolist())
        batch = tokenizer(
            [query for query, _ in pairs], [passage for _, passage in pairs], padding=True, truncation=True,
            max_length=64, return_tensors="pt",
        )
        probabilities = model.keep_probabilities(model(**batch).pruning_logits)
        answer["padded"] = [
            row[mask.bool()].tolist() for row, mask in zip(probabilities, batch["attention_mask"])
        ]
        query, passage = pairs[0]
        output = model.process(query, passage, show_progress=False, return_sentence_metrics=True)
        answer["process"] = [float(value) for value in output["sentence_probabilities"]]
    return answer
