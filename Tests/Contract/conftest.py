"""Run by pytest in each of the two environments, offline: see make-environments.sh."""

import atexit
import os
import shutil
import tempfile

# Before transformers is imported: no network, and a cache of this run's own.
_home = tempfile.mkdtemp(prefix="pruning-pack-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ.update(HF_HOME=_home, HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", HF_HUB_DISABLE_TELEMETRY="1")
for _name in ("HF_HUB_CACHE", "HF_MODULES_CACHE", "HUGGINGFACE_HUB_CACHE", "TRANSFORMERS_CACHE", "HF_TOKEN"):
    os.environ.pop(_name, None)

import pytest  # noqa: E402

# Before they are imported: what they assert is shown like what tests do.
pytest.register_assert_rewrite("conversion", "support", "torch_files")

import torch  # noqa: E402
from checkpoints import make_checkpoint  # noqa: E402
from packages import pack, pack_example  # noqa: E402

torch.set_num_threads(1)
CHECKPOINT_OPTIONS = ("family", "labels", "dtype", "pooling_weights", "seed", "truncation_in_tokenizer")


def pytest_collection_modifyitems(items):
    if "PRUNING_PACK_PROOF" not in os.environ:
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes long: part of `make proof`"))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A package of the trained example; a test that changes it copies it."""
    return pack_example(tmp_path_factory.mktemp("trained") / "tiny-pruner")


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    """package(family="bert", mode=..., ...) -> a directory, made once a run; a test that changes one copies it."""
    made = {}

    def make(mode="reranking_pruning", **options):
        key = (mode, *sorted(options.items(), key=str))
        if key not in made:
            place = tmp_path_factory.mktemp("package")
            of_checkpoint = {k: v for k, v in options.items() if k in CHECKPOINT_OPTIONS}
            of_package = {k: v for k, v in options.items() if k not in CHECKPOINT_OPTIONS}
            checkpoint = make_checkpoint(place / "checkpoint", mode=mode, **of_checkpoint)
            made[key] = pack(checkpoint, place / "tiny-pruner", mode=mode, **of_package)
        return made[key]

    return make


@pytest.fixture
def copied(package, tmp_path):
    """Like `package`, but a copy for one test to change."""

    def make(**options):
        target = tmp_path / "copied"
        shutil.copytree(package(**options), target)
        return target

    return make
