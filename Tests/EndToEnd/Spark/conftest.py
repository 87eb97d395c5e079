"""The trained example as a package, and Spark with two executors."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from binary import REPOSITORY
from packages import pack_example

HOOKS = Path(__file__).resolve().parent / "hooks"
os.environ.update(
    SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, HF_HUB_OFFLINE="1",
    HF_DATASETS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", PYTHONDONTWRITEBYTECODE="1",
    # JVMs that live for a minute have no use for the second compiler, nor for threads that collect garbage.
    JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
)  # fmt: skip


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    return str(pack_example(tmp_path_factory.mktemp("package") / "tiny-pruner"))


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
        paths = os.pathsep.join([str(HOOKS), str(REPOSITORY / "python")])
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
