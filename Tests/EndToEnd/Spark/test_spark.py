"""Spark with two executors gives what the command gives, whatever fails."""

import dataclasses
import json
import os
import shutil
import time

import pytest
from pyspark.sql import functions
from pyspark.sql.types import IntegerType, StringType, StructField, StructType
from rows import SENTENCES, as_expected, as_float32, by_command, made_rows

import pruning_pack
from pruning_pack._scale.digests import verified
from pruning_pack.spark import prune, score

TEXTS = [StructField("query", StringType()), StructField("document", StringType())]
SCHEMA = StructType([StructField("id", IntegerType()), *TEXTS])
ROWS = 20_000


@pytest.fixture(scope="module")
def rows():
    return made_rows(ROWS)


@pytest.fixture(scope="module")
def stored(rows, tmp_path_factory):
    """The rows as a Parquet file, from which Spark reads without Python."""
    import pyarrow
    import pyarrow.parquet

    place = tmp_path_factory.mktemp("rows") / "rows.parquet"
    queries, texts = zip(*rows)
    ids = pyarrow.array(range(len(rows)), pyarrow.int32())
    pyarrow.parquet.write_table(pyarrow.table({"id": ids, "query": queries, "document": texts}), place, row_group_size=1000)
    return str(place)


@pytest.fixture(scope="module")
def expected(package, rows):
    return [as_expected(answer) for answer in by_command(package, rows, "--spans")]


@pytest.fixture
def journal(mishaps):
    """What the workers have done since; mishaps of one test are not those of the next."""
    for file in mishaps.iterdir():
        file.unlink()

    def read():
        file = mishaps / "journal"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    yield read
    for file in mishaps.iterdir():
        file.unlink()


def results(df, output="pruned"):
    """The results in the order of `id`, in the shape of `as_expected`."""
    found = {}
    for row in df.collect():
        spans, error = row[f"{output}_spans"], row[f"{output}_error"]
        found[row["id"]] = (
            row[output], row[f"{output}_score"], None if spans is None else [tuple(span) for span in spans],
            error and error["code"],
        )  # fmt: skip
    return [found[number] for number in sorted(found)]


def test_rows_are_the_commands_whatever_the_partitions(spark, package, rows, stored, expected, journal):
    df = spark.read.parquet(stored)
    spread = prune(df.repartition(7), package)
    assert spread.columns == ["id", "query", "document", "pruned", "pruned_score", "pruned_spans", "pruned_error"]
    assert results(spread) == expected
    events = journal()
    assert {event["partition"] for event in events} == set(range(7))
    # One process for each of the two workers, with the threads of a task, over all partitions.
    assert len({event["child"] for event in events}) == len({event["executor"] for event in events}) == 2
    assert {event["threads"] for event in events} == {1}
    # Nearly all rows in one partition of three, and one that is empty.
    skewed = df.repartition(3, functions.when(df.id < 50, 1).otherwise(2))
    sizes = skewed.groupBy(functions.spark_partition_id()).count().collect()
    assert max(row["count"] for row in sizes) >= ROWS - 50
    assert results(prune(skewed.filter("id < 2000"), package)) == expected[:2000]
    # The same process still: it lives over jobs, too.
    assert {event["child"] for event in journal()} == {event["child"] for event in events}
    assert results(prune(df.coalesce(1).filter("id >= 19000"), package)) == expected[19000:]


def test_options_and_other_columns(spark, package, rows):
    some = rows[:300]
    data = [(number, query, text) for number, (query, text) in enumerate(some)]
    df = spark.createDataFrame(data, SCHEMA).selectExpr(
        "id", "query", "document", "array(id, null) as list", "map('a', named_struct('b', id)) as nested",
        "timestamp_seconds(id) as time", "cast(id as decimal(20, 3)) as money", "binary(document) as bytes",
    )  # fmt: skip
    made = prune(df, package, budget=20, keep="beam", output="kept", byte_offsets=True)
    assert made.drop("kept", "kept_score", "kept_spans", "kept_error").sort("id").collect() == df.sort("id").collect()
    by = by_command(package, some, "--spans", "--byte-offsets", "--budget", "20", "--keep", "beam")
    assert results(made, "kept") == [as_expected(answer) for answer in by]
    quantized = prune(df, package, precision="int8")
    assert results(quantized) == [as_expected(answer) for answer in by_command(package, some, "--spans", "--precision", "int8")]
    titled = df.withColumn("heading", functions.when(df.id % 2 == 0, "The lighthouse"))
    texts = {row["id"]: row["pruned_score"] for row in prune(titled, package, title="heading").collect()}
    with pruning_pack.Pruner(package) as pruner:
        for number in (0, 1, 2, 3):
            title = "The lighthouse" if number % 2 == 0 else None
            one = pruner.process(*some[number], title=title)["reranking_score"]
            assert texts[number] == as_float32(one)
    scored = {row["id"]: row["score"] for row in score(df.repartition(3), package).collect()}
    scores = [answer and as_float32(answer["ranking_score"]) for answer in by_command(package, some, method="score")]
    assert [scored[number] for number in range(300)] == scores


def test_what_is_refused_before_anything_runs(spark, tmp_path, package, monkeypatch):
    df = spark.createDataFrame([(1, "q", "d")], SCHEMA)
    nowhere = tmp_path / "nothing"
    for call, message in [
        (lambda: prune(df, nowhere, query="x"), "no column 'x' for the query; the columns are: id, query, document"),
        (lambda: prune(df, nowhere, document="id"), "the column 'id' for the document is int, not text"),
        (lambda: prune(df, nowhere, output="Query"), "there is a column 'query' already"),
        (lambda: prune(df, nowhere, precision="int4"), "precision is 'int4'"),
        (lambda: prune(df, nowhere, threads=0), "threads is 0"), (lambda: score(df, nowhere, title="x"), "title"),
        (lambda: prune(df.withColumnRenamed("id", "x").selectExpr("*", "x as X"), nowhere), "two columns 'x' and 'X'"),
    ]:  # fmt: skip
        with pytest.raises((ValueError, TypeError), match=message):
            call()
    with pytest.raises(pruning_pack.PruningPackError, match="nothing is not a directory"):
        prune(df, nowhere)
    broken = tmp_path / "broken"
    shutil.copytree(package, broken)
    (broken / "tokenizer.json").write_text("{}")
    with pytest.raises(pruning_pack.PruningPackError, match="did not pass"):
        prune(df, broken)
    monkeypatch.setattr("pruning_pack.spark._verified", lambda *_: dataclasses.replace(verified(package), mode="pruning_only"))
    with pytest.raises(ValueError, match="is of mode pruning_only and has no score"):
        score(df, package)


def test_rows_that_have_no_answer(spark, package):
    long = "word " * 3000
    rows = [("q", SENTENCES[0]), (long, "text"), (None, "text"), ("q", None), ("q", ""), ("q", SENTENCES[1])]
    df = spark.createDataFrame([(number, *row) for number, row in enumerate(rows)], SCHEMA).coalesce(1)
    # Spark's texts may be any bytes.
    df = df.union(spark.sql("select 6, 'q', cast(x'c3' as string)")).coalesce(1)
    made = prune(df, package).sort("id").collect()
    assert [row["pruned_error"] and row["pruned_error"]["code"] for row in made] == [
        None, "query_too_long", None, None, None, None, "invalid_text",
    ]  # fmt: skip
    assert "found 3003" in made[1]["pruned_error"]["message"] and "UTF-8 at byte 0" in made[6]["pruned_error"]["message"]
    assert [row["pruned"] is None for row in made] == [False, True, True, True, False, False, True]
    assert as_expected(by_command(package, [rows[5]], "--spans")[0])[0] == made[5]["pruned"]
    with pytest.raises(Exception, match="row 2: .*the query leaves no room for the passage"):
        prune(df, package, on_error="stop").collect()


def test_a_text_of_five_megabytes(spark, package):
    # Words that are unknown as a whole: few tokens, and many characters.
    text = f"{SENTENCES[0]}. " + "".join(f"{'x' * 4000}{number} ends. " for number in range(1250)) + SENTENCES[1]
    assert len(text) > 5_000_000
    rows = [("q", SENTENCES[2]), ("How far can the beam be seen?", text), ("q", SENTENCES[3])]
    df = spark.createDataFrame([(number, *row) for number, row in enumerate(rows)], SCHEMA).coalesce(1)
    assert results(prune(df, package)) == [as_expected(answer) for answer in by_command(package, rows, "--spans")]


def test_a_child_that_is_killed_in_each_partition(spark, package, stored, expected, journal, mishaps):
    (mishaps / "kill-child").touch()
    df = spark.read.parquet(stored).filter("id < 6000").repartition(5)
    assert results(prune(df, package)) == expected[:6000]
    events = journal()
    assert len(events) == 5 and all(event["killed"] for event in events)
    assert len({event["child"] for event in events}) == 5


def test_an_executor_that_is_killed(spark, package, stored, expected, journal, mishaps):
    (mishaps / "kill-executor").touch()
    df = spark.read.parquet(stored).filter("id < 6000").repartition(6)
    assert results(prune(df, package)) == expected[:6000]
    assert (mishaps / "kill-executor-done").exists()
    events = journal()
    partitions = [event["partition"] for event in events]
    # What it had begun was done again, by another one.
    assert len(partitions) > len(set(partitions)) == 6
    # Its children went with it.
    killed = int((mishaps / "killed").read_text())
    gone = {event["child"] for event in events if event["executor"] == killed}
    assert gone
    for child in gone:
        end = time.monotonic() + 20
        while is_running(child) and time.monotonic() < end:
            time.sleep(0.1)
        assert not is_running(child)


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_stream(spark, package, stored, expected, tmp_path):
    """Files that come one after the other: what mapInArrow does with rows it does with a stream of them."""
    source = tmp_path / "source"
    source.mkdir()
    spark.read.parquet(stored).filter("id < 400").coalesce(1).write.parquet(str(tmp_path / "first"))
    spark.read.parquet(stored).filter("id >= 400 and id < 900").coalesce(1).write.parquet(str(tmp_path / "second"))
    stream = prune(spark.readStream.schema(SCHEMA).parquet(str(source)), package)
    assert stream.isStreaming
    for name in ("first", "second"):
        for file in (tmp_path / name).glob("part-*.parquet"):
            shutil.copy(file, source / f"{name}.parquet")
        writer = stream.writeStream.format("parquet").option("checkpointLocation", str(tmp_path / "checkpoint"))
        writer.trigger(availableNow=True).start(str(tmp_path / "out")).awaitTermination()
    assert results(spark.read.parquet(str(tmp_path / "out"))) == expected[:900]


def test_a_package_that_changes_between_two_jobs(spark, package, stored, tmp_path):
    own = tmp_path / "own"
    shutil.copytree(package, own)
    made = prune(spark.read.parquet(stored).filter("id < 300"), own)
    assert made.count() == 300 and len(results(made)) == 300
    config = own / "config.json"
    config.write_text(config.read_text() + "\n")
    with pytest.raises(Exception, match=f"the package {own} on .* is not the one that was verified.*config.json has the"):
        made.collect()
    # One that is made anew has another digest.
    assert len(results(prune(spark.read.parquet(stored).filter("id < 300"), own))) == 300


def test_packages_that_are_brought(sessions, package, stored, expected, journal, mishaps, tmp_path):
    """By addArchive and addFile, a package is each executor's own; one that differs is refused by name."""
    once = sessions(**{"spark.task.maxFailures": "1"})
    archive = shutil.make_archive(str(tmp_path / "brought"), "gztar", package)
    once.sparkContext.addArchive(f"{archive}#brought")
    some = once.read.parquet(stored).filter("id < 600")
    made = prune(some.repartition(4), package, executor_package="brought")
    assert results(made) == expected[:600]
    once.sparkContext.addFile(shutil.make_archive(str(tmp_path / "sent"), "zip", package))
    assert results(prune(some.repartition(3), package, executor_package="sent.zip")) == expected[:600]
    with pytest.raises(Exception, match="there is no package .*nowhere on "):
        prune(some, package, executor_package="nowhere").collect()
    (mishaps / "spoil").touch()
    with pytest.raises(Exception) as caught:
        made.collect()
    root = verified(package).root
    said = f"brought on {os.uname().nodename} is not the one that was verified, whose root digest is {root}: config.json"
    assert said in str(caught.value)
