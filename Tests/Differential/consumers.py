"""Loads packages as their users do: a JSON line {"path", "mode", "passages"} in, a JSON line {consumer: numbers or error} out.

Run by harness.py in each environment.
"""

import json
import os
import sys
import tempfile
import warnings

# A cache of this run's own, and no network; before transformers is imported.
os.environ.update(
    HF_HOME=tempfile.mkdtemp(prefix="differential-"), HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false",
    HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_PROGRESS_BARS="1",
)
for name in ("HF_HUB_CACHE", "HF_MODULES_CACHE", "TRANSFORMERS_CACHE", "HF_TOKEN"):
    os.environ.pop(name, None)
warnings.simplefilter("ignore")

import torch  # noqa: E402
import transformers  # noqa: E402
from sentence_transformers import CrossEncoder  # noqa: E402
from transformers import AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer  # noqa: E402

torch.set_num_threads(1)
transformers.logging.set_verbosity_error()

QUERY = "Where is the Coral reef?"


def encode(tokenizer, passages, limit):
    """Ids and masks of pairs padded, cut, and of a single text."""
    batch = tokenizer([QUERY] * len(passages), passages, padding=True, truncation=True, max_length=limit)
    single = tokenizer(passages[0])
    return [*batch["input_ids"], *batch["attention_mask"], single["input_ids"]]


def numbers(model, tokenizer, passages, limit):
    """Logits of the ranker and the head."""
    inputs = tokenizer(
        [QUERY] * len(passages), passages, padding=True, truncation=True, max_length=limit, return_tensors="pt"
    )
    with torch.no_grad():
        output = model(**inputs)
    found = [output.logits.double().flatten().tolist()]
    if hasattr(output, "pruning_logits"):
        kept = output.pruning_logits.double()[inputs["attention_mask"].bool()]
        found.append(kept.flatten().tolist())
    return found


class Package:
    """One package, read anew by each consumer."""

    def __init__(self, directory, mode, passages):
        self.directory, self.mode, self.passages = directory, mode, passages
        self.ranks = mode == "reranking_pruning"
        self.auto = AutoModelForSequenceClassification if self.ranks else AutoModelForTokenClassification
        self.sub = os.path.join(directory, "ranking_model" if self.ranks else "encoder_model")
        self.limit = 64

    def tokenizer(self, directory=None):
        return AutoTokenizer.from_pretrained(directory or self.directory, trust_remote_code=True)

    def model(self, directory=None):
        return self.auto.from_pretrained(directory or self.directory, trust_remote_code=True).eval()

    def root_tokenizer(self):
        return encode(self.tokenizer(), self.passages, self.limit)

    def sub_tokenizer(self):
        return encode(self.tokenizer(self.sub), self.passages, self.limit)

    def scores(self):
        model = self.model()
        config = model.config
        settings = [float(config.pruning_threshold), float(config.max_input_length)]
        return [*numbers(model, self.tokenizer(), self.passages, self.limit), settings]

    def process(self):
        result = self.model().process(QUERY, [self.passages[:1]], show_progress=False)
        return [json.loads(json.dumps(result, default=str, sort_keys=True))]

    def cross_encoder(self):
        reranker = CrossEncoder(self.directory, trust_remote_code=True, device="cpu")
        found = reranker.predict([(QUERY, passage) for passage in self.passages], show_progress_bar=False)
        return [[float(score) for score in found.reshape(-1)]]

    def sub_model(self):
        model = AutoModelForSequenceClassification.from_pretrained(self.sub).eval()
        return numbers(model, self.tokenizer(self.sub), self.passages, self.limit)

    def saved_again(self):
        with tempfile.TemporaryDirectory() as target:
            self.model().save_pretrained(target)
            self.tokenizer().save_pretrained(target)
            model, tokenizer = self.model(target), self.tokenizer(target)
            return [*encode(tokenizer, self.passages, self.limit), *numbers(model, tokenizer, self.passages, self.limit)]

    def consumers(self):
        found = [self.root_tokenizer, self.sub_tokenizer, self.scores, self.process, self.saved_again]
        return found + [self.cross_encoder, self.sub_model] if self.ranks else found


def main():
    results = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        job = json.loads(line)
        outputs = {}
        for consumer in Package(job["path"], job["mode"], job["passages"]).consumers():
            try:
                outputs[consumer.__name__] = consumer()
            except BaseException as error:  # noqa: B902 - whatever a package does is its result
                outputs[consumer.__name__] = f"{type(error).__name__}: {error}"[:300]
        results.write(json.dumps(outputs) + "\n")
        results.flush()


main()
