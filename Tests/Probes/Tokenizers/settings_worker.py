"""Loads directories with AutoTokenizer: a JSON line {"path", "texts"} in, a JSON line of what it gives out.

Run by settings.py in each environment.
"""

import json
import os
import sys
import tempfile
import warnings

# No network, and a cache of this run's own; before transformers is imported.
os.environ.update(
    HF_HOME=tempfile.mkdtemp(prefix="settings-"), HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false",
    HF_HUB_DISABLE_TELEMETRY="1",
)
warnings.simplefilter("ignore")

import transformers  # noqa: E402
from transformers import AutoTokenizer  # noqa: E402

transformers.logging.set_verbosity(transformers.logging.CRITICAL)
LARGE = 1e20


def describe(path, texts):
    tokenizer = AutoTokenizer.from_pretrained(path)
    ids = []
    for text in texts:
        encoded = tokenizer([text, "reef"], ["a day", text], add_special_tokens=True, return_token_type_ids=True)
        ids.append([tokenizer(text)["input_ids"], *encoded["input_ids"], *encoded["token_type_ids"]])
    length = tokenizer.model_max_length
    return {
        "ids": ids, "padding_side": tokenizer.padding_side, "truncation_side": tokenizer.truncation_side,
        "model_input_names": sorted(tokenizer.model_input_names), "pad_id": tokenizer.pad_token_id,
        "maximum_length": length if length <= LARGE else None,
    }


def main():
    results = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        job = json.loads(line)
        try:
            result = describe(job["path"], job["texts"])
        except BaseException as error:  # noqa: B902 - whatever it raises is the result
            result = {"error": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(result), file=results, flush=True)


main()
