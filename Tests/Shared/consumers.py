"""What both versions of transformers and sentence-transformers make of a directory: ids, logits, CrossEncoder's scores.

Each version runs in an interpreter of its own, which loads all the directories of a call one after the other:

    python consumers.py < {"directories": [...], "pairs": [[query, passage], ...]}  ->  [{ids, logits, scores} or {error}]
"""

import json
import os
import subprocess
import sys
from pathlib import Path

VERSIONS = {
    line: Path(__file__).resolve().parents[2] / f".cache/venv-{line}/bin/python" for line in ("tf4", "tf5")
}


def consume(version, directories, pairs):
    """What a version, `tf4` or `tf5`, gives for each directory: {ids, logits, scores}, or {error}."""
    request = {"directories": [str(directory) for directory in directories], "pairs": pairs}
    result = subprocess.run(
        [VERSIONS[version], __file__], input=json.dumps(request), capture_output=True, text=True, check=False,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


def outputs(directory, pairs):
    import torch
    from sentence_transformers import CrossEncoder
    from support import DTYPE
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(directory, trust_remote_code=True)
    model = AutoModelForSequenceClassification.from_pretrained(
        directory, trust_remote_code=True, **{DTYPE: torch.float32}
    ).eval()
    encoder = CrossEncoder(
        directory, trust_remote_code=True, device="cpu", model_kwargs={"torch_dtype": torch.float32}
    )
    ids, logits = [], []
    for query, passage in pairs:
        inputs = tokenizer([query], [passage], truncation=True, max_length=64, return_tensors="pt")
        ids.append(inputs["input_ids"][0].tolist())
        with torch.no_grad():
            logits.append(model(**inputs).logits[0].tolist())
    return {"ids": ids, "logits": logits, "scores": encoder.predict(pairs, show_progress_bar=False).tolist()}


def main():
    from remembering import remember_code

    remember_code()
    request = json.load(sys.stdin)
    results = []
    for directory in request["directories"]:
        try:
            results.append(outputs(directory, [tuple(pair) for pair in request["pairs"]]))
        except Exception as error:
            results.append({"error": f"{type(error).__name__}: {error}"})
    print(json.dumps(results))


if __name__ == "__main__":
    main()
