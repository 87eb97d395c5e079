"""Run by pytest in the environments of transformers 4 and 5, offline."""

import gc
import shutil

# Most of what is imported stays: to look for garbage in it takes a quarter of the time of the imports.
gc.disable()

import offline  # noqa: E402, F401 - before transformers is imported
import pytest  # noqa: E402

# Before they are imported: what they assert is shown like what tests do.
pytest.register_assert_rewrite("conversion", "support", "torch_files")

from packages import pack_example  # noqa: E402
from random_packages import OF_CHECKPOINT, package_maker  # noqa: E402
from remembering import remember_code  # noqa: E402

remember_code()
gc.freeze()
gc.enable()


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A package of the trained example; a test that changes it copies it."""
    return pack_example(tmp_path_factory.mktemp("trained") / "tiny-pruner")


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    """package(family="bert", mode=..., ...) -> a directory; names that are not of the checkpoint are options of `save`."""
    return package_maker(tmp_path_factory, lambda name: name not in OF_CHECKPOINT)


@pytest.fixture
def copied(package, tmp_path):
    """Like `package`, but a copy for one test to change."""

    def make(**options):
        target = tmp_path / "copied"
        shutil.copytree(package(**options), target)
        return target

    return make
