"""The trained example as a package, rows for it, what the command makes of them, and Spark with two executors."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
COMMAND = Path(os.environ.get("PRUNING_PACK") or REPOSITORY / ".build/release/pruning-pack")
sys.path.insert(0, str(REPOSITORY / "python"))
os.environ.update(
    SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, HF_HUB_OFFLINE="1",
    HF_DATASETS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", PYTHONDONTWRITEBYTECODE="1",
    # JVMs that live for a minute have no use for the second compiler, nor for threads that collect garbage.
    JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
)  # fmt: skip

QUERIES = ["How far can the beam be seen?", "When was the lighthouse built?", "who keeps the lamp"]
SENTENCES = (REPOSITORY / "examples/demo.txt").read_text(encoding="utf-8").replace("\n", " ").split(". ")


def made_rows(count, seed=1):
    """(query, passage): of no sentence to three, some of them empty, some null."""
    chooser = random.Random(seed)
    rows = []
    for number in range(count):
        query, text = chooser.choice(QUERIES), ". ".join(chooser.choices(SENTENCES, k=chooser.randint(0, 3)))
        if number % 50 == 7:
            query, text = (None, text) if number % 100 == 7 else (query, None)
        if number % 50 == 9:
            text = chooser.choice(["", " ", "\n\n", "é\u2028𝒳. Ünïcode 😀!"])
        rows.append((query, text))
    return rows


def by_command(package, rows, *options, method="prune"):
    """What the command answers to those of the rows that have no null, and None for the others."""
    whole = [row for row in rows if None not in row]
    asked = [json.dumps({"query": query, "document": text}) for query, text in whole]
    ran = subprocess.run(
        [COMMAND, method, package, "--input", "-", "--format", "json", "--on-error", "record", *options],
        input="\n".join(asked).encode(), capture_output=True,
    )
    assert ran.returncode in (0, 1), ran.stderr.decode()
    answers = iter(ran.stdout.decode("utf-8").splitlines())
    return [None if None in row else json.loads(next(answers)) for row in rows]


def as_expected(answer):
    """What the columns have of an answer of the command: text, score, spans, the error's code."""
    if answer is None:
        return None, None, None, None
    if "error" in answer:
        return None, None, None, answer["error"]["code"]
    spans = [(span["start"], span["end"], span["probability"]) for span in answer["spans"]]
    return answer["pruned_context"], as_float32(answer["reranking_score"]), spans, None


def as_float32(number):
    import numpy

    return None if number is None else float(numpy.float32(number))


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    place = tmp_path_factory.mktemp("package") / "tiny-pruner"
    example = REPOSITORY / "examples/tiny-pruner"
    subprocess.run(
        [
            COMMAND, "save", "--ranking-model", example / "ranking_model", "--pruning-head",
            example / "pruning_head.safetensors", "--license", "apache-2.0", "--language", "en", "--output", place, "--quiet",
        ],
        check=True,
    )  # fmt: skip
    return str(place)


@pytest.fixture(scope="session")
def mishaps(tmp_path_factory):
    """The directory that hooks/sitecustomize.py looks into."""
    return tmp_path_factory.mktemp("mishaps")


@pytest.fixture(scope="session")
def sessions(tmp_path_factory, mishaps):
    """sessions(**settings) -> Spark with two executors of one core and these settings; one at a time."""
    import pyspark
    from pyspark.sql import SparkSession

    running = {}

    def start(**settings):
        key = tuple(sorted(settings.items()))
        if key in running:
            return running[key]
        stop()
        paths = os.pathsep.join([str(HERE / "hooks"), str(REPOSITORY / "python")])
        builder = SparkSession.builder.master("local-cluster[2,1,1024]")
        for name, value in {
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
            "spark.executorEnv.PYTHONPATH": paths, "spark.executorEnv.PRUNING_PACK_MISHAPS": str(mishaps),
            "spark.local.dir": str(tmp_path_factory.mktemp("spark")), "spark.sql.shuffle.partitions": "4",
            "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")), "spark.log.level": "ERROR",
            "spark.sql.adaptive.enabled": "false", **settings,
        }.items():  # fmt: skip
            builder = builder.config(name, value)
        running[key] = builder.getOrCreate()
        return running[key]

    def stop():
        for session in running.values():
            session.stop()
        running.clear()

    yield start
    stop()
    # Where local-cluster has its executors run.
    shutil.rmtree(Path(pyspark.__file__).parent / "work", ignore_errors=True)


@pytest.fixture(scope="session")
def spark(sessions):
    return sessions()
