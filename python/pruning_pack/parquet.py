"""Prunes Parquet files on one machine: `pip install 'pruning-pack[parquet]'`.

    python -m pruning_pack.parquet passages.parquet pruned.parquet --package my-pruner

A run that was killed goes on, if it is started again, after its last whole row group, and the file is the same, byte for byte.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Optional, Union

from pruning_pack._command import PathLike
from pruning_pack._errors import PruningPackError
from pruning_pack._scale import parquet_run
from pruning_pack._scale.digests import verified
from pruning_pack._scale.opened import OpenPackage
from pruning_pack._scale.parquet_file import ParquetFile
from pruning_pack._scale.settings import prune_settings

__all__ = ["prune"]

_CODECS = ("zstd", "snappy", "gzip", "none")


def prune(
    source: PathLike,
    target: PathLike,
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
    jobs: int = 2,
    compression: str = "zstd",
    overwrite: bool = False,
    restart: bool = False,
    show_progress: bool = True,
) -> None:
    """Prunes the passages of a Parquet file, or of all in a directory, into files of the same names.

    Columns and arguments are those of `pruning_pack.spark.prune`. Row groups stay as they are.

    Args:
        source: A file, or a directory.
        target: Where the result goes: a file, or a directory.
        package: The package's directory; it is verified first.
        jobs: How many row groups are under way at a time.
        compression: `zstd`, `snappy`, `gzip` or `none`.
        overwrite: Whether a file that is there and not of such a run is replaced.
        restart: Whether what a run with other settings has computed is thrown away.
        show_progress: Whether rows, rows a second and the time left are said on standard error.

    Raises:
        ValueError: An argument is wrong, or the columns are not as they have to be.
        PruningPackError: The package did not pass, or a file cannot be read or written.
    """
    settings = prune_settings(
        query=query, document=document, title=title, output=output, on_error=on_error, batch_size=batch_size,
        precision=precision, threshold=threshold, budget=budget, rate=rate, keep=keep,
        always_select_title=always_select_title, strip_sentences=strip_sentences, byte_offsets=byte_offsets,
    )  # fmt: skip
    if not hasattr(jobs, "__index__") or jobs < 1:
        raise ValueError(f"jobs is {jobs!r}, not a whole number from 1")
    if compression not in _CODECS:
        raise ValueError(f"compression is {compression!r}, not {', '.join(_CODECS[:-1])} or {_CODECS[-1]}")
    pairs = parquet_run.found_files(Path(source), Path(target))
    digests = verified(package)
    files = [ParquetFile(one, other, settings, digests, compression) for one, other in pairs]
    for file in files:
        if file.target.exists() and not overwrite and not file.is_finished:
            raise PruningPackError(
                f"{file.target} is there already, and is not what this run makes: give --overwrite to replace it"
            )
    opened = OpenPackage(os.path.abspath(package), digests, threads, settings.precision)
    with opened.pruner:
        stream = parquet_run.standard_error() if show_progress else None
        parquet_run.run(files, opened, jobs=jobs, restart=restart, stream=stream)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """The command line; 0, or 1 where the package or a row is refused, 2 where it could not work."""
    parser = argparse.ArgumentParser(
        prog="python -m pruning_pack.parquet",
        description="Prunes the passages of Parquet files; a run that was killed goes on where it was.",
    )
    parser.add_argument("source", metavar="IN", help="a file, or a directory of files")
    parser.add_argument("target", metavar="OUT", help="where the result goes: a file, or a directory")
    parser.add_argument("--package", required=True, metavar="DIRECTORY", help="the package")
    parser.add_argument("--query", default="query", metavar="COLUMN", help="the column of the query (query)")
    parser.add_argument("--document", default="document", metavar="COLUMN", help="the column of the passage (document)")
    parser.add_argument("--title", metavar="COLUMN", help="the column of the title")
    parser.add_argument("--threshold", type=float, metavar="X", help="keep sentences above it; by default the package's")
    parser.add_argument("--budget", type=int, metavar="N", help="keep so many tokens of a passage")
    parser.add_argument("--rate", type=float, metavar="R", help="keep this share of a passage's tokens")
    parser.add_argument("--keep", action="append", metavar="TEXT", help="keep sentences that contain it; may be repeated")
    parser.add_argument("--always-select-title", action="store_true", help="keep the title where any sentence stays")
    parser.add_argument("--strip-sentences", action="store_true", help="without the white space around sentences")
    parser.add_argument("--byte-offsets", action="store_true", help="count spans in bytes of UTF-8")
    parser.add_argument("--output", default="pruned", metavar="COLUMN", help="the column of what is kept (pruned)")
    parser.add_argument("--on-error", default="record", choices=("record", "stop"), help="what becomes of a row without answer")
    parser.add_argument("--threads", type=int, metavar="N", help="threads that compute; by default all")
    parser.add_argument("--batch-size", type=int, default=32, metavar="N", help="passes that are computed together (32)")
    parser.add_argument("--precision", default="float32", metavar="KIND", help="float32 or int8 (float32)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="row groups that are under way at a time (2)")
    parser.add_argument("--compression", default="zstd", choices=_CODECS, help="of the result (zstd)")
    parser.add_argument("--overwrite", action="store_true", help="replace a file that is there already")
    parser.add_argument("--restart", action="store_true", help="throw away what a run with other settings has computed")
    parser.add_argument("--quiet", dest="show_progress", action="store_false", help="say nothing of the progress")
    options = vars(parser.parse_args(arguments))
    try:
        prune(options.pop("source"), options.pop("target"), options.pop("package"), **options)
    except (PruningPackError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1 if getattr(error, "exit_code", None) == 1 else 2
    except OSError as error:
        print(f"Error: {error.filename or options['output']}: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted; the same command goes on where it was", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
