"""Loads packages as their users do and prints what comes out: one JSON line for each directory named on standard input.

Run by mutants.py in each environment; a line is {"path": ..., "error": ...} or {"path": ..., "outputs": [...]}.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

# A cache of this run's own, and no network; before transformers is imported.
os.environ.update(
    HF_HOME=tempfile.mkdtemp(prefix="mutants-"), HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false",
    HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_PROGRESS_BARS="1",
)
for name in ("HF_HUB_CACHE", "HF_MODULES_CACHE", "TRANSFORMERS_CACHE", "HF_TOKEN"):
    os.environ.pop(name, None)

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Shared"))

import torch  # noqa: E402
import transformers  # noqa: E402
from remembering import remember_code  # noqa: E402
from sentence_transformers import CrossEncoder  # noqa: E402
from transformers import AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer  # noqa: E402

torch.set_num_threads(1)
transformers.logging.set_verbosity_error()

QUERY = "where is the coral reef"
PASSAGES = [
    "The coral reef is in the warm sea. A day has 24 hours.", "Rain flows.", "",
    "fish under the tree near the river, by the barrier, and the sun over the mountain. " * 8,
]


def outputs(directory, mode, saves):
    auto = AutoModelForSequenceClassification if mode == "reranking_pruning" else AutoModelForTokenClassification
    tokenizer = AutoTokenizer.from_pretrained(directory, trust_remote_code=True)
    model = auto.from_pretrained(directory, trust_remote_code=True).eval()
    inputs = tokenizer([QUERY] * len(PASSAGES), PASSAGES, padding=True, truncation=True, return_tensors="pt")
    with torch.no_grad():
        output = model(**inputs)
    numbers = [inputs["input_ids"], inputs["attention_mask"], output.logits, model.keep_probabilities(output.pruning_logits)]
    found = [tensor.double().flatten().tolist() for tensor in numbers]
    found.append([model.config.pruning_threshold, model.config.max_input_length, model.config.num_labels])
    # Inside is a text that is longer than the package's limit.
    cut = tokenizer(QUERY, PASSAGES[-1], truncation=True, max_length=model.config.max_input_length)
    found.append([float(number) for number in cut["input_ids"]])
    if mode == "reranking_pruning":
        found.append(model.ranking_scores(output.logits).double().flatten().tolist())
        reranker = CrossEncoder(directory, trust_remote_code=True, device="cpu")
        scores = reranker.predict([(QUERY, passage) for passage in PASSAGES], show_progress_bar=False)
        found.append([float(score) for score in scores.reshape(-1)])
    if saves:
        with tempfile.TemporaryDirectory() as target:
            model.save_pretrained(target)
        # What post_init() prepares.
        model.tie_weights()
        if transformers.__version__.startswith("5."):
            _ = model.all_tied_weights_keys
    return found


def main():
    remember_code()
    for line in sys.stdin:
        job = json.loads(line)
        try:
            result = {"path": job["path"], "outputs": outputs(job["path"], job["mode"], job["saves"])}
        except BaseException as error:  # noqa: B902 - whatever a package does is its result
            result = {"path": job["path"], "error": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(result), flush=True)


main()
