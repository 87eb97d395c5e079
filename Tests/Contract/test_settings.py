"""Settings that the gate takes or refuses, held against what transformers and sentence-transformers do with them."""

import json

import pytest
import torch
from binary import attempt
from sampled import sampled
from sentence_transformers import CrossEncoder
from support import ENCODER, RERANKING_PRUNING, difference, encode, load, run
from transformers import __version__

VERSION = __version__.split(".")[0]
SUB_MODEL = ENCODER[RERANKING_PRUNING]
CONFIG, TOKENIZER = "config.json", "tokenizer_config.json"


def edit(file, change):
    document = json.loads(file.read_text(encoding="utf-8"))
    document.update(change)
    file.write_text(json.dumps(document), encoding="utf-8")


def findings(package):
    code, output, problems = attempt("verify", package, "--format", "json")
    assert code in (0, 1), problems
    return {(finding["rule"], finding["severity"]) for finding in json.loads(output)["findings"]}


def use(package):
    """What a user of the package gets: tokens, logits, and CrossEncoder's score."""
    inputs = encode(package)
    output = run(load(package).eval(), inputs)
    score = CrossEncoder(str(package), trust_remote_code=True, device="cpu").predict([("a", "b")], show_progress_bar=False)
    kept = inputs["attention_mask"].bool()
    return inputs["input_ids"].float(), output.logits, output.pruning_logits[kept], torch.from_numpy(score)


def token(text, **more):
    return {"__type": "AddedToken", "content": text, **more}


# file, change, what the gate says of it, the versions in which it fails.
CASES = [
    (CONFIG, {"hidden_state_source": None}, ("CFG014", "error"), "45"),
    (CONFIG, {"sentence_transformers": {"activation_fn": "mine.X"}}, ("RUN001", "error"), "45"),
    (f"{SUB_MODEL}/{CONFIG}", {"_attn_implementation": "eager"}, None, ""),
    (f"{SUB_MODEL}/{CONFIG}", {"_attn_implementation": "sdpa"}, None, ""),
    (f"{SUB_MODEL}/{CONFIG}", {"attn_implementation": "eager"}, None, ""),
    (f"{SUB_MODEL}/{CONFIG}", {"_attn_implementation": "flash_attention_2"}, ("RUN001", "error"), "45"),
    (f"{SUB_MODEL}/{CONFIG}", {"_attn_implementation": "flex_attention"}, ("RUN001", "error"), "4"),
    (f"{SUB_MODEL}/{CONFIG}", {"chunk_size_feed_forward": 1}, None, ""),
    (f"{SUB_MODEL}/{CONFIG}", {"chunk_size_feed_forward": 7}, ("RUN001", "error"), "45"),
    (TOKENIZER, {"pad_token": token("[PAD]")}, None, ""),
    (TOKENIZER, {"mask_token": token("[MASK]", lstrip=False)}, None, ""),
    (TOKENIZER, {"pad_token": {"content": "[PAD]"}}, ("TOK003", "error"), "45"),
    (TOKENIZER, {"mask_token": {"content": "[MASK]"}}, ("TOK003", "error"), "45"),
    (TOKENIZER, {"additional_special_tokens": ["[MASK]", token("[SEP]")]}, None, ""),
    (TOKENIZER, {"additional_special_tokens": [{"content": "[MASK]"}]}, ("TOK008", "error"), "45"),
    (TOKENIZER, {"additional_special_tokens": "[MASK]"}, ("TOK008", "error"), "45"),
    (TOKENIZER, {"additional_special_tokens": {"mask": "[MASK]"}}, ("TOK004", "error"), "4"),
    (TOKENIZER, {"extra_special_tokens": {"mask": token("[MASK]")}}, None, ""),
    (TOKENIZER, {"extra_special_tokens": {"mask": {"content": "[MASK]"}}}, ("TOK008", "error"), "45"),
    (TOKENIZER, {"extra_special_tokens": ["[MASK]"]}, ("TOK004", "error"), "4"),
    (TOKENIZER, {"extra_special_tokens": None}, ("TOK004", "error"), "4"),
    (TOKENIZER, {"extra_special_tokens": "[MASK]"}, ("TOK008", "error"), "45"),
    (TOKENIZER, {"tokenizer_class": "BertTokenizer"}, None, ""),
    (TOKENIZER, {"tokenizer_class": "ElectraTokenizer"}, None, ""),
    (TOKENIZER, {"tokenizer_class": "PreTrainedTokenizerFast"}, None, ""),
    (TOKENIZER, {"tokenizer_class": None}, ("TOK007", "warning"), ""),
    (TOKENIZER, {"tokenizer_class": "TokenizersBackend"}, ("TOK008", "error"), "4"),
    (TOKENIZER, {"tokenizer_class": "FooTokenizer"}, ("TOK008", "error"), "4"),
    (TOKENIZER, {"tokenizer_class": 3}, ("TOK008", "error"), "45"),
    (TOKENIZER, {"tokenizer_class": "RobertaTokenizerFast"}, ("TOK008", "error"), "5"),
    (TOKENIZER, {"tokenizer_class": "XLMRobertaTokenizer"}, ("TOK008", "error"), "5"),
]


def is_compiled(case):
    return "flex_attention" in case[1].values()


@pytest.mark.parametrize(
    "file, change, expected, failing", sampled(CASES, 2, slow=is_compiled), ids=[str(case[1]) for case in CASES]
)
def test_the_gate_says_what_is_true(package, copied, file, change, expected, failing):
    directory = copied()
    edit(directory / file, change)
    found = {finding for finding in findings(directory) if finding[1] != "suggestion"}
    # A random model may well score two passages alike, and its outputs were not recorded.
    found -= {("RUN006", "warning"), ("RUN007", "warning")}
    if expected is None:
        assert not found
    else:
        assert expected in found
        assert expected[1] == "error" or not {finding for finding in found if finding[1] == "error"}
    try:
        made = use(directory)
    except Exception as error:  # noqa: B902 - any exception is what a user gets
        assert VERSION in failing, error
        return
    good = use(package())
    same = all(a.shape == b.shape and difference(a, b) < 1e-5 for a, b in zip(made, good, strict=True))
    assert same == (VERSION not in failing)


def test_the_state_that_feeds_a_modernbert_head_has_to_be_recorded(copied):
    directory = copied(family="modernbert")
    for file in (directory / CONFIG, directory / "pruning_encoder_config.json"):
        document = json.loads(file.read_text(encoding="utf-8"))
        del document["hidden_state_source"]
        file.write_text(json.dumps(document), encoding="utf-8")
    assert {rule for rule, severity in findings(directory) if severity == "error"} == {"CFG014"}
