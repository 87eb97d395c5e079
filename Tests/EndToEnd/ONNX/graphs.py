"""What several tests share: pairs of several lengths, and a graph that is run on them."""

import json

import numpy

QUERY = "where is the coral reef"
PASSAGES = [
    "The coral reef is in the warm sea. A day has 24 hours.",
    "Rain flows from the mountain.",
    "The river runs through the city, and the barrier is near the ocean.",
]
PAIRS = [(QUERY, passage) for passage in PASSAGES] + [(QUERY, " ".join(PASSAGES * 4)), ("city", "?")]
TOLERANCE = 1e-4


def tokenizer_of(directory):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    settings = json.loads((directory / "tokenizer_config.json").read_text())
    tokenizer.enable_truncation(settings["model_max_length"])
    pad = settings["pad_token"]
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id(pad), pad_token=pad)
    return tokenizer


def encode(directory, names, pairs=PAIRS):
    """The graph's inputs for one padded batch, and the mask."""
    encodings = tokenizer_of(directory).encode_batch(pairs)
    inputs = {
        "input_ids": numpy.array([encoding.ids for encoding in encodings]),
        "attention_mask": numpy.array([encoding.attention_mask for encoding in encodings]),
        "token_type_ids": numpy.array([encoding.type_ids for encoding in encodings]),
    }
    return {name: inputs[name] for name in names}, inputs["attention_mask"]


def softmax(logits):
    exponents = numpy.exp(logits - logits.max(-1, keepdims=True))
    return exponents / exponents.sum(-1, keepdims=True)


def assert_same_numbers(outputs, mask, expected, tolerance=TOLERANCE):
    """`outputs`: logits and pruning_logits of a padded batch; `expected`: what the command said of each pair."""
    logits, pruning = outputs
    assert pruning.shape == (*mask.shape, 2)
    spread = []
    for row, said in enumerate(expected):
        length = int(mask[row].sum())
        assert length == len(said["input_ids"])
        wanted = numpy.array(said["pruning_logits"])
        assert numpy.abs(pruning[row, :length] - wanted).max() <= tolerance
        keep = softmax(pruning[row, :length])[:, 1]
        assert numpy.abs(keep - numpy.array(said["keep_probabilities"])).max() <= tolerance
        spread.append(wanted)
        if said["ranking_logit"] is not None:
            wanted = numpy.atleast_1d(said["ranking_logit"])
            assert logits[row].shape == wanted.shape
            assert numpy.abs(logits[row] - wanted).max() <= tolerance
        else:
            assert numpy.array_equal(logits, pruning)
    # A graph that gave one number for everything would not pass.
    assert numpy.concatenate(spread).std() > 0.05
