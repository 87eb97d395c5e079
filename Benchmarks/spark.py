"""Measures `pruning_pack.spark.prune` against the command, `rdd.pipe` and a pandas function with torch: rows a second, and
processor time a row, which says more where the machine is busy with other things.

    make bench-spark, or after it:
    .cache/venv-bench-spark/bin/python Benchmarks/spark.py PACKAGE [--rows N] [--rounds R]

Passages have about 200 tokens. There are one and two executors of one core; the command has as many threads. Spark has its
workers, and these their models, before anything is measured. Contenders take turns, and the shortest turn of each counts.
Printed are also the memory of an executor's processes, with half of the rows and with all, and what the first rows of a worker
cost. Fails where prune is less than 3 times as fast as torch, or more than 5 % slower than the command.
"""

import argparse
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time

import pyarrow
import pyarrow.parquet
import tokenizers
from pyspark.sql import SparkSession

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMAND = ROOT / ".build/release/pruning-pack"
sys.path.insert(0, str(ROOT / "Tests/Shared"))
import project  # noqa: E402, F401
import texts  # noqa: E402

from pruning_pack.spark import prune  # noqa: E402

TOKENS, TORCH_RATIO, COMMAND_SHARE = 200, 3, 0.95
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def passages(count, tokenizer):
    chooser, made = random.Random(5), []
    for _ in range(count):
        document = ""
        while len(tokenizer.encode(document, add_special_tokens=False)) < TOKENS:
            document += texts.prose(chooser, "en", 2) + " "
        made.append((chooser.choice(texts.QUERIES["en"]), document))
    return made


def torch_function(package):
    """A function for mapInPandas, as one would write it: the model is loaded once in a worker."""

    def run(frames):
        import sys

        import torch
        import transformers

        if not hasattr(sys, "_pruner"):
            transformers.logging.set_verbosity_error()
            torch.set_num_threads(1)
            sys._pruner = transformers.AutoModelForSequenceClassification.from_pretrained(package, trust_remote_code=True)
        for frame in frames:
            made = sys._pruner.process(list(frame["query"]), list(frame["document"]), show_progress=False)
            yield frame.assign(pruned=made["pruned_context"])

    return run


def session(executors, directory):
    settings = {
        "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
        "spark.executorEnv.PYTHONPATH": str(ROOT / "python"), "spark.local.dir": directory, "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": "false",
        "spark.executorEnv.HF_MODULES_CACHE": directory,
        **{f"spark.executorEnv.{name}": value for name, value in OFFLINE.items()},
    }  # fmt: skip
    builder = SparkSession.builder.master(f"local-cluster[{executors},1,1024]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def matching():
    """Processes of the executors: kind and directory in /proc."""
    for process in pathlib.Path("/proc").iterdir():
        try:
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ") if process.name.isdigit() else b""
        except OSError:
            continue
        kind = next((kind for kind, mark in KINDS.items() if mark in line), None)
        if kind:
            yield kind, process


def spent():
    """Processor time of the executors' processes, and of those of theirs that have ended."""
    total = 0
    for _, process in matching():
        try:
            total += sum(map(int, (process / "stat").read_text().rsplit(")", 1)[1].split()[11:15]))
        except OSError:
            pass
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return total / os.sysconf("SC_CLK_TCK"), ended.ru_utime + ended.ru_stime


class Memory:
    """The most that Python workers and the command's processes had together, and the executors' JVMs."""

    def __enter__(self):
        self.largest, self._ended = {}, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()

    def _watch(self):
        while not self._ended.wait(0.3):
            now = {}
            for kind, process in matching():
                try:
                    pages = int((process / "statm").read_text().split()[1])
                    now[kind] = max(now.get(kind, 0), pages * os.sysconf("SC_PAGE_SIZE"))
                except (OSError, IndexError):
                    pass
            for kind, size in now.items():
                self.largest[kind] = max(self.largest.get(kind, 0), size)

    def __str__(self):
        return ", ".join(f"{kind} {self.largest.get(kind, 0) / 1e6:.0f} MB" for kind in KINDS)


KINDS = {"JVM": b"CoarseGrainedExecutorBackend", "Python": b"pyspark.daemon", "pruning-pack": b"pruning-pack serve"}


def seconds(body):
    start = time.perf_counter()
    body()
    return time.perf_counter() - start


def speed(body, count):
    """Rows a second, and processor time a row in milliseconds."""
    before = spent()
    took = seconds(body)
    # The driver's JVM is a child that has not ended, and so in neither.
    return count / took, sum(spent()) * 1e3 / count - sum(before) * 1e3 / count


def stored(df):
    df.write.format("noop").mode("overwrite").save()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--torch-rows", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--executors", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    os.environ.update(OFFLINE, SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
    package = str(options.package.resolve())
    tokenizer = tokenizers.Tokenizer.from_file(f"{package}/tokenizer.json")
    tokenizer.no_truncation()
    rows = passages(options.rows, tokenizer)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {options.rows} passages of {TOKENS} tokens")
    missed = []
    with tempfile.TemporaryDirectory() as directory:
        lines = [json.dumps({"query": query, "document": document}) for query, document in rows]
        pairs = pathlib.Path(directory) / "pairs.jsonl"
        pairs.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for executors in options.executors:
            missed += measured(executors, options, package, rows, lines, pairs, directory)
    if missed:
        sys.exit("; ".join(missed))


def measured(executors, options, package, rows, lines, pairs, directory):
    spark = session(executors, directory)
    table = pyarrow.table({"query": [row[0] for row in rows], "document": [row[1] for row in rows]})

    def frame(count):
        """From files, so that no Python reads the rows; a partition for each executor and half."""
        place = f"{directory}/{executors}-{count}"
        if not os.path.exists(place):
            os.mkdir(place)
            parts = 2 * executors
            for part in range(parts):
                first, end = count * part // parts, count * (part + 1) // parts
                pyarrow.parquet.write_table(table.slice(first, end - first), f"{place}/{part}.parquet")
        return spark.read.parquet(place).repartition(2 * executors)

    def piped(count):
        command = f"{COMMAND} prune {package} --input - --format json --threads 1"
        spark.sparkContext.parallelize(lines[:count], 2 * executors).pipe(command, checkCode=True).count()

    def by_command():
        subprocess.run(
            [COMMAND, "prune", package, "--input", pairs, "--format", "json", "--threads", str(executors)], check=True,
            stdout=subprocess.DEVNULL,
        )

    def pruned(count):
        stored(prune(frame(count), package))

    def by_torch(count):
        columns = "query string, document string, pruned string"
        stored(frame(count).mapInPandas(torch_function(package), columns))

    def warm_speed(body, count):
        """Spark ends a worker that is idle for a minute: some rows come before those that count."""
        body(2 * executors)
        return speed(lambda: body(count), count)

    spark.range(10 * executors).repartition(2 * executors).mapInArrow(lambda batches: batches, "id long").count()
    cold = seconds(lambda: pruned(2 * executors))
    warm = min(seconds(lambda: pruned(2 * executors)) for _ in range(3))
    count = options.rows
    runs = {"the command": [], "prune": [], "rdd.pipe": [], "pandas with torch": []}
    with Memory() as half:
        pruned(count // 2)
    # Before torch is in the same workers.
    with Memory() as whole:
        pruned(count)
    for _ in range(options.rounds):
        runs["the command"].append(speed(by_command, count))
        runs["prune"].append(warm_speed(pruned, count))
        runs["rdd.pipe"].append(warm_speed(piped, count))
        runs["pandas with torch"].append(warm_speed(by_torch, options.torch_rows))
    best = {name: max(rate for rate, _ in turns) for name, turns in runs.items()}
    least = {name: min(spent for _, spent in turns) for name, turns in runs.items()}
    print(f"\n{executors} executor{'s' * (executors > 1)} of one core")
    for name, fastest in best.items():
        print(
            f"  {name:<20}{fastest:>9.1f} rows/s   prune / this {best['prune'] / fastest:.2f}"
            f"   {least[name]:>8.1f} ms of processor a row",
            flush=True,
        )
    print(f"  memory of the largest process, half of the rows: {half}")
    print(f"  memory of the largest process, all rows:         {whole}")
    print(f"  a worker's first rows take {cold - warm:.2f} s more than later ones: Python, the package, its digests")
    spark.stop()
    missed = []
    if best["prune"] < TORCH_RATIO * best["pandas with torch"]:
        missed.append(f"less than {TORCH_RATIO} times as fast as torch on {executors}")
    if best["prune"] < COMMAND_SHARE * best["the command"]:
        missed.append(f"more than 5 % slower than the command on {executors}")
    return missed


if __name__ == "__main__":
    main()
