"""Saves packages again with transformers, in an interpreter of its own:

    python save_again.py < [[directory, mode, where the model goes, where the tokenizer goes], ...]
"""

import json
import os
import subprocess
import sys

import transformers
from consumers import VERSIONS


def other_version():
    """The interpreter of the environment that this one is not."""
    return VERSIONS["tf5" if transformers.__version__.startswith("4.") else "tf4"]


def save_again(python, places):
    ran = subprocess.run(
        [python, __file__], input=json.dumps([[str(part) for part in place] for place in places]), capture_output=True,
        text=True, env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def main():
    from remembering import remember_code
    from support import load, load_tokenizer

    remember_code()
    for directory, mode, model, tokenizer in json.load(sys.stdin):
        load(directory, mode).save_pretrained(model)
        load_tokenizer(directory).save_pretrained(tokenizer)


if __name__ == "__main__":
    main()
