"""Fetches transformers' own tests, of the version that is installed, from its source distribution on PyPI.

    PYTHON Tests/Peers/fetch.py [DIRECTORY]

They go to DIRECTORY/transformers-VERSION (.cache/peers by default), with what they and the trainers import; nothing of it
is committed. The modules of text generation, exporters and of a table of keyword arguments are not in the distribution:
empty ones stand in for them, and the tests that need them are the same for package and plain class.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import transformers

REPOSITORY = Path(__file__).resolve().parents[2]
PLACE = REPOSITORY / ".cache/peers"
FILES = (
    "test_modeling_common.py", "test_configuration_common.py", "test_training_mixin.py", "test_tensor_parallel_mixin.py",
    "test_memory_cleanup_mixin.py", "test_fsdp_mixin.py", "test_expert_parallel_mixin.py",
)
STAND_INS = {
    "exporters/test_export.py": "class ExportTesterMixin:\n    pass\n",
    "generation/test_utils.py": "class GenerationTesterMixin:\n    pass\n",
    "utils/test_configuration_utils.py": "config_common_kwargs = {}\n",
    "distributed_testing_utils.py": "def run_distributed(*arguments, **options):\n    raise NotImplementedError\n",
}


def folder(place=PLACE):
    """Where the tests of the installed transformers are."""
    return Path(place) / f"transformers-{transformers.__version__}"


def pip(*arguments):
    """Runs pip, which has to succeed."""
    subprocess.run([sys.executable, "-m", "pip", *map(str, arguments), "--quiet"], check=True)


def fetch(place=PLACE):
    """Fetches what is not there yet."""
    target = folder(place)
    if (target / "tests/__init__.py").exists():
        return
    with tempfile.TemporaryDirectory() as temporary:
        wanted = f"transformers=={transformers.__version__}"
        pip("download", "--no-binary", "transformers", "--no-deps", "--dest", temporary, wanted)
        (target / "tests").mkdir(parents=True, exist_ok=True)
        with tarfile.open(next(Path(temporary).glob("*.tar.gz"))) as archive:
            for name in FILES:
                member = f"transformers-{transformers.__version__}/tests/{name}"
                if member in archive.getnames():
                    (target / "tests" / name).write_bytes(archive.extractfile(member).read())
    pip("install", "--no-compile", "--target", target, "--no-deps", "parameterized==0.9.0")
    # Behind the environment's own packages on the path: of what comes with it, only what is not there is used.
    pip("install", "--no-compile", "--target", target / "datasets", "datasets==3.6.0", "pyarrow==24.0.0")
    for name, text in STAND_INS.items():
        (target / "tests" / name).parent.mkdir(exist_ok=True)
        (target / "tests" / name).write_text(text)
        (target / "tests" / name).with_name("__init__.py").touch()
    # Last: what was cut short is fetched again.
    (target / "tests/__init__.py").touch()


if __name__ == "__main__":
    fetch(*sys.argv[1:2])
