"""Loading and encoding speed against `tokenizers`, as ratios in one run: speed.py PROBE FILE..."""

import json
import os
import pathlib
import sys
import tempfile
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Shared"))

import corpus  # noqa: E402
import oracle  # noqa: E402


def best(times):
    return min(times)


def main():
    probe = oracle.Probe(sys.argv[1])
    text = "\n".join(corpus.SENTENCES) + "\n"
    text = (text * (1_000_000 // len(text.encode()) + 1)).encode()[:1_000_000].decode("utf-8", "ignore")
    # Sentences of a document, so that no cache of whole words explains the figures alone.
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as stream:
        stream.write(text)
    for path in sys.argv[2:]:
        reference = []
        for _ in range(3):
            started = time.perf_counter()
            tokenizer = oracle.load(path)
            reference.append(time.perf_counter() - started)
        encode = []
        for _ in range(3):
            started = time.perf_counter()
            expected = tokenizer.encode(text)
            encode.append(time.perf_counter() - started)
        answer = probe.ask({"load": path, "measure": stream.name, "rounds": 5})
        same = answer["tokens"] == len(expected.ids)
        print(json.dumps({
            "file": pathlib.Path(path).parent.name, "load_s": round(answer["load"], 4), "load_ratio": round(best(reference) / answer["load"], 1),
            "MB_per_s": round(1 / answer["encode"], 1), "reference_MB_per_s": round(1 / best(encode), 2),
            "encode_ratio": round(best(encode) / answer["encode"], 1), "same_count": same}), flush=True)
    os.unlink(stream.name)


if __name__ == "__main__":
    main()
