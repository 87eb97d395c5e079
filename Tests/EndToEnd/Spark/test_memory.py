"""Memory does not grow with the number of rows: that of the worker, nor that of its process."""

import os
import sys

import pyarrow
import pytest
from rows import made_rows
from test_spark_settings import DEFAULTS

from pruning_pack._scale import opened
from pruning_pack._scale.digests import verified
from pruning_pack._scale.executor import Work
from pruning_pack._scale.settings import prune_settings


def resident(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says it")
def test_memory_is_flat(package):
    queries, texts = zip(*made_rows(500))
    batch = pyarrow.RecordBatch.from_pydict({"query": queries, "document": texts})
    work = Work(prune_settings(**DEFAULTS), package, verified(package), 2)
    done, sizes = 0, {}
    for made in work.run(batch for _ in range(24)):
        done += made.num_rows
        sizes[done] = resident(os.getpid()), resident(opened._open.pruner._service._child.process.pid)
    opened.forget(opened._open)
    assert done == 12_000
    early = next(size for count, size in sizes.items() if count >= 3000)
    for before, after in zip(early, sizes[done]):
        assert after < 1.1 * before, (early, sizes[done])
