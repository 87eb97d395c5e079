"""Pruning in Spark: `pip install 'pruning-pack[spark]'`.

```python
from pruning_pack.spark import prune

pruned = prune(spark.read.parquet("passages"), "/shared/my-pruner", query="query", document="document")
pruned.select("id", "pruned", "pruned_score").write.parquet("pruned")
```

docs/scale.md says how to run it on a cluster.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Optional, Union

from pyspark.sql import DataFrame
from pyspark.sql.types import (
    ArrayType, DataType, DoubleType, FloatType, IntegerType, StringType, StructField, StructType,
)  # fmt: skip

from pruning_pack._command import PathLike
from pruning_pack._scale.digests import Digests, verified
from pruning_pack._scale.executor import Work
from pruning_pack._scale.settings import SCORE, Settings, check_columns, prune_settings, score_settings

__all__ = ["prune", "score"]

_TYPES: dict[str, DataType] = {
    "text": StringType(),
    "score": FloatType(),
    "spans": ArrayType(
        StructType([
            StructField("start", IntegerType()), StructField("end", IntegerType()), StructField("probability", DoubleType()),
        ])
    ),
    "error": StructType([StructField("code", StringType()), StructField("message", StringType())]),
}  # fmt: skip


def prune(
    df: DataFrame,
    package: PathLike,
    *,
    query: str = "query",
    document: str = "document",
    title: Optional[str] = None,
    threshold: Optional[float] = None,
    budget: Optional[int] = None,
    rate: Optional[float] = None,
    keep: Union[None, str, Sequence[str]] = None,
    always_select_title: bool = False,
    strip_sentences: bool = False,
    byte_offsets: bool = False,
    output: str = "pruned",
    on_error: str = "record",
    threads: Optional[int] = None,
    batch_size: int = 32,
    precision: str = "float32",
    executor_package: Optional[str] = None,
    profile: Any = None,
) -> DataFrame:
    """Takes out of each row's passage what does not help to answer the row's query.

    All columns stay. `pruned` is added, and `pruned_score` (null in mode pruning_only), `pruned_spans` (where the kept
    sentences are in the passage, with their probabilities) and `pruned_error` (null, or `code` and `message`). A row whose
    query or passage is null has null in all of them. The package is verified, here and at once; nothing else runs until the
    rows are asked for.

    Args:
        df: The rows, or a stream of them.
        package: The package's directory, on this machine.
        query: The column of the query.
        document: The column of the passage.
        title: The column of the title, which may be null.
        threshold, budget, rate, keep, always_select_title, strip_sentences, byte_offsets, batch_size: As `Pruner.process` has
            them, for each row.
        output: The name of the column of what is kept; the others' names begin with it.
        on_error: `record` for the error in the row; `stop` to end the job at it.
        threads: How many threads compute in a task; by default as many as `spark.task.cpus` says.
        precision: What products are computed in: `float32`, or `int8`, which is faster and whose numbers differ a little.
        executor_package: Where executors have the package, if not at the same path. What is no absolute path is what
            `addArchive`, `addFile` or `--archives` brought there, by its name.
        profile: A ResourceProfile for these tasks, as `mapInArrow` takes it.

    Raises:
        ValueError: An argument is wrong, or the columns are not as they have to be; the message names them.
        PruningPackError: The package did not pass.
    """
    settings = prune_settings(
        query=query, document=document, title=title, output=output, on_error=on_error, batch_size=batch_size,
        precision=precision, threshold=threshold, budget=budget, rate=rate, keep=keep,
        always_select_title=always_select_title, strip_sentences=strip_sentences, byte_offsets=byte_offsets,
    )  # fmt: skip
    return _mapped(df, package, settings, threads, executor_package, profile)


def score(
    df: DataFrame,
    package: PathLike,
    *,
    query: str = "query",
    document: str = "document",
    output: str = "score",
    on_error: str = "record",
    threads: Optional[int] = None,
    batch_size: int = 32,
    precision: str = "float32",
    executor_package: Optional[str] = None,
    profile: Any = None,
) -> DataFrame:
    """Scores each row's passage for the row's query, as `Pruner.predict` does: passages are cut to the longest input.

    All columns stay, and `score` and `score_error` are added. Arguments and errors are those of `prune`.
    """
    settings = score_settings(
        query=query, document=document, output=output, on_error=on_error, batch_size=batch_size, precision=precision
    )
    return _mapped(df, package, settings, threads, executor_package, profile)


def _mapped(
    df: DataFrame, package: PathLike, settings: Settings, threads: Any, executor_package: Optional[str], profile: Any
) -> DataFrame:
    if threads is not None and not (hasattr(threads, "__index__") and 1 <= threads <= 1024):
        raise ValueError(f"threads is {threads!r}, not a whole number from 1 to 1024")
    if executor_package is not None and (not isinstance(executor_package, str) or not executor_package):
        raise ValueError(f"executor_package is {executor_package!r}, not a path")
    settings = _checked(settings, df)
    path = os.path.abspath(package)
    digests = _verified(path, _stamp(path))
    if settings.method == SCORE and digests.mode == "pruning_only":
        raise ValueError(f"{path} is of mode pruning_only and has no score")
    work = Work(settings, executor_package or path, digests, threads)

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        return work.run(batches)

    added = [StructField(name, _TYPES[part]) for part, name in settings.outputs.items()]
    schema = StructType([*df.schema.fields, *added])
    return df.mapInArrow(run, schema) if profile is None else df.mapInArrow(run, schema, profile=profile)


def _checked(settings: Settings, df: DataFrame) -> Settings:
    fields = df.schema.fields
    is_exact = str(df.sparkSession.conf.get("spark.sql.caseSensitive", "false")).lower() == "true"
    seen: dict[str, str] = {}
    for field in fields:
        key = field.name if is_exact else field.name.lower()
        if key in seen:
            raise ValueError(f"there are two columns {seen[key]!r} and {field.name!r}: give one of them another name")
        seen[key] = field.name
    columns = {field.name: isinstance(field.dataType, StringType) for field in fields}
    return check_columns(settings, columns, {field.name: field.dataType.simpleString() for field in fields}, is_exact)


def _stamp(path: str) -> tuple[tuple[str, int, int], ...]:
    """What tells that a package is still the one that was verified in this process."""
    found = []
    for directory, _, names in os.walk(path):
        for name in names:
            file = os.path.join(directory, name)
            state = os.stat(file)
            found.append((file, state.st_size, state.st_mtime_ns))
    return tuple(sorted(found))


@lru_cache(maxsize=8)
def _verified(path: str, stamp: Any) -> Digests:
    """The digests of a package, which is verified once as long as it stays as it is."""
    del stamp
    return verified(path)
