"""`Pruner.map` in datasets."""

import datasets
import pytest
from rows import as_expected, as_float32, by_command, made_rows

import pruning_pack

datasets.disable_progress_bars()


@pytest.fixture(scope="module")
def pruner(package):
    with pruning_pack.Pruner(package, threads=2) as pruner:
        yield pruner


@pytest.fixture(scope="module")
def rows():
    return made_rows(300)


@pytest.fixture
def dataset(rows):
    queries, texts = zip(*rows)
    return datasets.Dataset.from_dict({"query": queries, "document": texts, "id": range(300)})


@pytest.fixture(scope="module")
def expected(package, rows):
    return [as_expected(answer) for answer in by_command(package, rows, "--spans")]


def test_plain(pruner, dataset, expected):
    for options in ({"batch_size": 37}, {"num_proc": 2}):
        made = dataset.map(pruner.map, batched=True, **options)
        assert made.column_names == ["query", "document", "id", "pruned", "pruned_score"]
        assert made["pruned"][:] == [row[0] for row in expected]
        assert [as_float32(score) for score in made["pruned_score"]] == [row[1] for row in expected]


def test_typed(package, pruner, rows, dataset, expected):
    rows = [*rows, ("word " * 3000, "text")]
    dataset = datasets.Dataset.from_dict({"query": [row[0] for row in rows], "document": [row[1] for row in rows]})
    options = {"on_error": "record", "output": "kept"}
    # No error is in the first batches.
    made = dataset.with_format("arrow").map(pruner.map, batched=True, batch_size=50, writer_batch_size=50, fn_kwargs=options)
    made = made.with_format(None)
    assert made["kept"][:300] == [row[0] for row in expected] and made["kept_score"][:300] == [row[1] for row in expected]
    spans = [row and [tuple(span.values()) for span in row] for row in made["kept_spans"][:300]]
    assert spans == [row[2] for row in expected]
    assert [error and error["code"] for error in made["kept_error"]] == [None] * 300 + ["query_too_long"]
    assert str(made.features["kept_score"].dtype) == "float32"


def test_settings_and_refusals(package, pruner, rows, dataset):
    made = dataset.map(pruner.map, batched=True, fn_kwargs={"budget": 20, "keep": ["beam"]})
    answers = by_command(package, rows, "--spans", "--budget", "20", "--keep", "beam")
    assert made["pruned"][:] == [as_expected(answer)[0] for answer in answers]
    batch = {"query": ["q"], "document": ["d"]}
    for given, options, message in [
        (batch, {"query": "question"}, "no column 'question' for the query"),
        ({**batch, "id": [3]}, {"document": "id"}, "'id' for the document is int"),
        ({**batch, "pruned": ["x"]}, {}, "there is a column 'pruned' already"),
        ({"query": "q", "document": "d"}, {}, "batched=True"),
        (batch, {"on_error": "record"}, "with_format"),
        ([batch], {}, "batch is list"),
        (batch, {"threshold": "x"}, "threshold is 'x'"),
    ]:
        with pytest.raises(ValueError, match=message):
            pruner.map(given, **options)
    with pytest.raises(pruning_pack.PrunerError, match="row 2: .*the query leaves no room"):
        pruner.map({"query": ["q", "word " * 3000], "document": ["d", "d"]})
