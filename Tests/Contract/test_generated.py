"""Tables that are taken from transformers, tokenizers and Python: what the environments of the tests give today is what stands in the sources.

Tools/lint/generated.py compares what needs no environment.
"""

import subprocess
import sys

import frame_names
import pytest
from binary import REPOSITORY

# Each asks both environments, and runs in one.
pytestmark = pytest.mark.one_version
TABLES = ["config_types", "cross_encoder_names", "import_guards"]
# These take long, and can only change with a generator or with the pins of an environment: `make proof` compares them.
SLOW = ["allowed_modules", "consumed_keys", "default_keys", "method_names", "tokenizer_classes", "unicode_tables"]


@pytest.mark.parametrize("table", [*TABLES, *(pytest.param(table, marks=pytest.mark.long) for table in SLOW)])
def test_a_table_is_what_the_libraries_say(table):
    ran = subprocess.run(
        [sys.executable, REPOSITORY / f"Tools/generate/{table}.py", "--check"], capture_output=True, text=True, timeout=1800
    )
    assert ran.returncode == 0, ran.stderr[-2000:]


def generated(name):
    return set((REPOSITORY / f"Sources/PackPythonCode/Judgement/{name}.generated.swift").read_text().replace("\\", " ").split())


def test_names_of_frames_have_those_of_this_python():
    """The table is made of five versions of Python; this one must add nothing."""
    ran = subprocess.run([sys.executable, "-I", "-S", "-c", frame_names.PROGRAM], capture_output=True, text=True, check=True)
    names = {name for name in ran.stdout.split()[1:] if name.startswith(frame_names.PREFIXES)}
    assert len(names) > 40
    assert names <= generated("FrameNames")
