"""What is refused before anything runs, and how it is said."""

import pyarrow
import pytest

from pruning_pack._scale import columns
from pruning_pack._scale.settings import check_columns, prune_settings, score_settings

DEFAULTS = {
    "query": "query", "document": "document", "title": None, "output": "pruned", "on_error": "record", "batch_size": 32,
    "precision": "float32", "threshold": None, "budget": None, "rate": None, "keep": None, "always_select_title": False,
    "strip_sentences": False, "byte_offsets": False,
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong, message",
    [
        ({"query": ""}, "query is '', not the name of a column"), ({"title": 3}, "title is 3"),
        ({"on_error": "skip"}, "on_error is 'skip', not record or stop"), ({"batch_size": 0}, "batch_size is 0"),
        ({"precision": "int4"}, "precision is 'int4', not float32 or int8"),
        ({"threshold": 0.5, "rate": 0.5}, "at most one of threshold, budget and rate"), ({"budget": -1}, "budget is -1"),
        ({"threshold": float("nan")}, "threshold is nan"), ({"keep": [""]}, "keep has an empty text"),
    ],
)  # fmt: skip
def test_arguments_that_are_wrong(wrong, message):
    with pytest.raises(ValueError, match=message):
        prune_settings(**{**DEFAULTS, **wrong})


def test_columns_that_are_wrong():
    settings = prune_settings(**{**DEFAULTS, "title": "heading"})
    text = pyarrow.string()

    def refused(fields, message):
        with pytest.raises(ValueError, match=message):
            columns.check_schema(settings, pyarrow.schema(fields))

    whole = {"query": text, "document": pyarrow.large_string(), "heading": pyarrow.dictionary(pyarrow.int8(), text)}
    assert columns.check_schema(settings, pyarrow.schema(list(whole.items()))) == settings
    for name in whole:
        rest = [(other, kind) for other, kind in whole.items() if other != name]
        refused(rest, f"no column '{name}' for the .*; the columns are: {rest[0][0]}, {rest[1][0]}")
        refused([*rest, (name, pyarrow.int64())], f"the column '{name}' for the .* is int64, not text")
    for name in ("pruned", "pruned_score", "pruned_spans", "pruned_error"):
        refused([*whole.items(), (name, text)], f"there is a column '{name}' already")
    refused([*whole.items(), ("query", text)], "there are two columns 'query'")


def test_names_without_regard_to_case():
    settings = score_settings(query="query", document="DOC", output="score", on_error="stop", batch_size=1, precision="float32")
    found = check_columns(settings, {"Query": True, "doc": True}, {}, case_sensitive=False)
    assert (found.query, found.document) == ("Query", "doc")
    with pytest.raises(ValueError, match="there is a column 'SCORE' already"):
        check_columns(settings, {"Query": True, "doc": True, "SCORE": True}, {}, case_sensitive=False)
    with pytest.raises(ValueError, match="no column 'query'"):
        check_columns(settings, {"Query": True, "doc": True}, {})


def test_texts_that_are_no_text():
    whole = pyarrow.array(["a", None, "é"])
    assert columns.texts(whole, "document") == ["a", None, "é"]
    assert columns.texts(pyarrow.chunked_array([whole, whole]).dictionary_encode(), "document") == ["a", None, "é"] * 2
    broken = pyarrow.array([b"a", None, b"\xc3", b"\xc3\xa9"]).view(pyarrow.string())
    texts = columns.texts(broken, "document")
    assert texts[:2] == ["a", None] and texts[3] == "é"
    assert texts[2] == ("invalid_text", "the column document is not UTF-8 at byte 0")
