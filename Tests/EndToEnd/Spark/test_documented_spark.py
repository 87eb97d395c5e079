"""The Python of docs/scale.md, and its commands for Parquet files, run as they stand there."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pyarrow.parquet
from parquet_runs import write
from rows import REPOSITORY, made_rows

PAGE = (REPOSITORY / "docs/scale.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page(spark, package, tmp_path, monkeypatch):
    write(tmp_path / "passages/a.parquet", made_rows(60), 30)
    shutil.copy(tmp_path / "passages/a.parquet", tmp_path / "passages.parquet")
    shutil.copytree(package, tmp_path / "my-pruner")
    monkeypatch.chdir(tmp_path)
    ran = 0
    for line in "".join(blocks("sh")).splitlines():
        if line.startswith("python -m pruning_pack.parquet "):
            words = shlex.split(line, comments=True)
            environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "python")}
            subprocess.run([sys.executable, *words[1:]], check=True, env=environment)
            ran += 1
    assert ran == 2 and pyarrow.parquet.read_table("pruned.parquet").num_rows == 60
    shutil.rmtree("pruned")
    for block in blocks("python"):
        known = {"spark": spark}
        # Spark's working directory is where its JVM was started.
        for name in ('"/shared/my-pruner"', '"passages"', '"pruned")'):
            block = block.replace(name, name.replace("/shared/", "").replace('"', f'"{tmp_path}/', 1))
        exec(block, known)
        if "ranked" in known:
            assert known["ranked"].count() == 60
            assert spark.read.parquet(f"{tmp_path}/pruned").columns == ["id", "pruned", "pruned_score"]
        else:
            assert known["pruned"].num_rows == known["typed"].num_rows == 60
            known["pruner"].close()
