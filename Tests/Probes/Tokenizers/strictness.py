"""Changes every place of every component, and asks that what the reference refuses be refused: strictness.py PROBE

The other way round is not asked: an id beyond 2^31, a component that another one's keys make another, or a `type` that
the reference does not look at are refused here, and rightly.
"""

import copy
import json
import os
import pathlib
import sys
import tempfile

import tokenizers

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Shared"))

import oracle  # noqa: E402

WORDS = {"type": "WordLevel", "vocab": {"a": 0, "b": 1, "[C]": 2, "[S]": 3}, "unk_token": "a"}
BYTES = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True}
METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
REPLACE = {"type": "Replace", "pattern": {"String": "a"}, "content": "b"}
ENDS = {"sep": ["[S]", 3], "cls": ["[C]", 2]}
PAIRS = {"type": "BPE", "dropout": None, "unk_token": "a", "continuing_subword_prefix": None, "end_of_word_suffix": None,
         "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, "vocab": {"a": 0, "b": 1, "ab": 2}}
PADDING = {"direction": "Right", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"}
COMPONENTS = {
    "normalizer": [
        {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
         "lowercase": True},
        {"type": "NFC"}, {"type": "Strip", "strip_left": True, "strip_right": True}, REPLACE,
        {**REPLACE, "pattern": {"Regex": "\\s+"}}, {"type": "Prepend", "prepend": "x"}, {"type": "ByteLevel"},
        {"type": "Sequence", "normalizers": [{"type": "NFC"}]},
    ],
    "pre_tokenizer": [
        BYTES, METASPACE, {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True},
        {"type": "Digits", "individual_digits": True}, {"type": "Punctuation", "behavior": "Isolated"},
        {"type": "CharDelimiterSplit", "delimiter": "a"},
        {"type": "Split", "pattern": {"String": "a"}, "behavior": "Isolated", "invert": False},
        {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}]},
    ],
    "model": [
        WORDS, {**PAIRS, "merges": [["a", "b"]]}, {**PAIRS, "merges": ["a b"]},
        {"type": "WordPiece", "unk_token": "a", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
         "vocab": {"a": 0, "b": 1}},
        {"type": "Unigram", "unk_id": 0, "vocab": [["a", 0.0], ["b", -1.0]], "byte_fallback": False},
    ],
    "post_processor": [
        {"type": "TemplateProcessing",
         "single": [{"SpecialToken": {"id": "[C]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
         "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[S]", "type_id": 0}},
                  {"Sequence": {"id": "B", "type_id": 1}}],
         "special_tokens": {"[C]": {"id": "[C]", "ids": [2], "tokens": ["[C]"]},
                            "[S]": {"id": "[S]", "ids": [3], "tokens": ["[S]"]},
                            "[Z]": {"id": "[Z]", "ids": [9], "tokens": ["[Z]"]}}},
        {"type": "BertProcessing", **ENDS},
        {"type": "RobertaProcessing", **ENDS, "trim_offsets": True, "add_prefix_space": False}, BYTES,
        {"type": "Sequence", "processors": [BYTES]},
    ],
    "decoder": [
        {"type": "WordPiece", "prefix": "##", "cleanup": True}, BYTES, METASPACE, {"type": "BPEDecoder", "suffix": "</w>"},
        {"type": "CTC", "pad_token": "<pad>", "word_delimiter_token": "|", "cleanup": True}, REPLACE, {"type": "Fuse"},
        {"type": "ByteFallback"}, {"type": "Strip", "content": "a", "start": 1, "stop": 0},
        {"type": "Sequence", "decoders": [{"type": "Fuse"}]},
    ],
    "added_tokens": [[{"id": 2, "content": "[C]", "single_word": False, "lstrip": False, "rstrip": False,
                       "normalized": False, "special": True}]],
    "truncation": [{"direction": "Right", "max_length": 5, "strategy": "LongestFirst", "stride": 0}],
    "padding": [{**PADDING, "strategy": "BatchLongest"}, {**PADDING, "strategy": {"Fixed": 5}}],
}
VALUES = [None, True, 0, -1, 1.0, 1.5, 2**32, 2**32 - 1, "x", "A", [], {}, ["a"], [["a"]], ["a", 1], ["a", 1, 2], [{}]]


def places(value, path=()):
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (*path, key)
        yield from places(child, (*path, key))


def changed(component):
    """Each place taken away, and with each of the values."""
    for path in places(component):
        for value in ["taken away", *VALUES]:
            copied = copy.deepcopy(component)
            inner = copied
            for key in path[:-1]:
                inner = inner[key]
            if value == "taken away":
                del inner[path[-1]]
            else:
                inner[path[-1]] = value
            yield f"{path} {json.dumps(value)}", copied


def is_refused(content):
    try:
        tokenizers.Tokenizer.from_str(content)
        return False
    except BaseException:
        return True


def main():
    # The reference's panics are expected; their traces are noise.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    probe, count, failures = oracle.Probe(sys.argv[1]), 0, 0
    base = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
            "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": None, "decoder": None, "model": WORDS}
    with tempfile.TemporaryDirectory() as directory:
        file = pathlib.Path(directory) / "tokenizer.json"
        for key, components in COMPONENTS.items():
            for component in components:
                for label, copied in changed(component):
                    content = json.dumps({**base, key: copied})
                    count += 1
                    file.write_text(content)
                    if is_refused(content) and not isinstance(probe.load(file), dict):
                        failures += 1
                        print(f"{key}: the reference refuses what is accepted here: {label}")
    print(f"{count} changed tokenizers, {failures} accepted that the reference refuses")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
