"""Scores passages with a package and shows what it keeps of each, through transformers.

    python examples/automodel.py PACKAGE [--query TEXT] [--passage TEXT ...]

PACKAGE is a directory that `pruning-pack save` has written, or a Hub id.
"""

import argparse

import torch
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer

QUERY = "What do giant pandas eat?"
PASSAGES = [
    "The giant panda lives in the mountains of China. It eats almost nothing but bamboo. Zoos keep about 600 of them.",
    "The museum is closed on Mondays. Tickets are sold at the gate.",
]


def load(package: str):
    """The tokenizer and the model; the package says which of the two Auto classes is its own."""
    config = AutoConfig.from_pretrained(package, trust_remote_code=True)
    ranks = config.mode == "reranking_pruning"
    auto = AutoModelForSequenceClassification if ranks else AutoModelForTokenClassification
    tokenizer = AutoTokenizer.from_pretrained(package, trust_remote_code=True)
    return tokenizer, auto.from_pretrained(package, trust_remote_code=True)


def kept_text(passage: str, spans, keep, threshold: float) -> str:
    """The passage with every run of pruned tokens replaced by an ellipsis."""
    text, end = "", 0
    for (start, stop), probability in zip(spans, keep):
        if probability > threshold:
            text += (" … " if passage[end:start].strip() else passage[end:start]) + passage[start:stop]
            end = stop
    return text + (" …" if passage[end:].strip() else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package")
    parser.add_argument("--query", default=QUERY)
    parser.add_argument("--passage", dest="passages", nargs="+", default=PASSAGES)
    arguments = parser.parse_args()

    tokenizer, model = load(arguments.package)
    inputs = tokenizer(
        [arguments.query] * len(arguments.passages),
        arguments.passages,
        padding=True,
        truncation=True,
        max_length=model.config.max_input_length,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    offsets = inputs.pop("offset_mapping").tolist()
    with torch.no_grad():
        output = model(**inputs)
    keep = model.keep_probabilities(output.pruning_logits).tolist()
    scores = None
    if model.config.mode == "reranking_pruning":
        scores = model.ranking_scores(output.logits).tolist()

    for row, passage in enumerate(arguments.passages):
        # The passage's tokens: sequence 1 of the pair.
        places = [place for place, sequence in enumerate(inputs.sequence_ids(row)) if sequence == 1]
        spans = [offsets[row][place] for place in places]
        probabilities = [keep[row][place] for place in places]
        if scores is not None:
            print("score:", scores[row])
        print("passage:", passage)
        print("kept:", kept_text(passage, spans, probabilities, model.config.pruning_threshold))
        print()


if __name__ == "__main__":
    main()
