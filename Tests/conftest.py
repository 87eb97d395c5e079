"""What holds for all tests in Python: their kind and their environment by folder, as markers, and what takes long."""

import functools
import importlib.metadata
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Folder:
    markers: tuple
    needs: str  # a module that no other environment has
    environments: str  # names of Tests/environments.sh


FOLDERS = {
    "Contract": Folder(("contract",), "peft", "tf5 or tf4"),
    "EndToEnd/Reports": Folder(("end_to_end", "reports"), "html5lib", "reports"),
    "EndToEnd/Signing": Folder(("end_to_end", "signing"), "model_signing", "signing"),
    "EndToEnd/Package": Folder(("end_to_end", "package"), "auditwheel", "package"),
    "EndToEnd/Adapters": Folder(("end_to_end", "adapters"), "haystack", "adapters"),
    "EndToEnd/Spark": Folder(("end_to_end", "spark"), "pyspark", "spark"),
    "EndToEnd/ONNX": Folder(("end_to_end", "onnx"), "onnxruntime", "onnx"),
}


@functools.cache
def left_out(config):
    """The folders that this environment is not for; one that the command line names is run anyway."""
    named = []
    if config.args_source is pytest.Config.ArgsSource.ARGS:
        named = [Path(config.invocation_params.dir, argument.split("::")[0]).resolve() for argument in config.args]
    return [
        name
        for name, folder in FOLDERS.items()
        if importlib.util.find_spec(folder.needs) is None and not any(path.is_relative_to(TESTS / name) for path in named)
    ]


def pytest_report_header(config):
    return [f"left out: Tests/{name}, whose environment is {FOLDERS[name].environments}" for name in left_out(config)]


def pytest_ignore_collect(collection_path, config):
    if collection_path.parent == TESTS and collection_path.is_dir() and collection_path.name not in ("Contract", "EndToEnd"):
        return True
    return True if collection_path in [TESTS / name for name in left_out(config)] else None


@functools.cache
def transformers_version():
    try:
        return importlib.metadata.version("transformers")
    except importlib.metadata.PackageNotFoundError:
        return ""


def pytest_collection_modifyitems(items):
    for item in items:
        for name, folder in FOLDERS.items():
            if item.path.is_relative_to(TESTS / name):
                for marker in folder.markers:
                    item.add_marker(marker)
                if "onnx" in folder.markers:
                    # Of what the consumers of graphs import.
                    item.add_marker(pytest.mark.filterwarnings("ignore::DeprecationWarning"))
        if item.get_closest_marker("one_version") and transformers_version().startswith("4."):
            item.add_marker(pytest.mark.skip(reason="says nothing about a version of transformers: run in the environment tf5"))
        if item.get_closest_marker("long") and "PRUNING_PACK_PROOF" not in os.environ:
            item.add_marker(pytest.mark.skip(reason="takes long: part of `make proof`"))
