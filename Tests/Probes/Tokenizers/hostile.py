"""Gives `pruning-pack tokenize` files of 100 MB that are huge, wrong or absurd: hostile.py COMMAND

Each has to end within a time and an amount of memory, with an answer or with one clear error that names the place.
"""

import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ENTRIES = 5_000_000
SECONDS = 60
# Bytes of memory for a byte of the file: its text, the values in it, and Unigram's trie. What a process needs anyway is
# beside it.
MEMORY = 16
OFFSET = 100_000_000
HEAD = ('{"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null, '
        '"pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null, "decoder": null, "model": ')


def joined(entries, per_line=10_000):
    """The entries with commas between them, in pieces."""
    buffer, first = [], True
    for entry in entries:
        buffer.append(entry)
        if len(buffer) == per_line:
            yield ("" if first else ", ") + ", ".join(buffer)
            buffer, first = [], False
    if buffer:
        yield ("" if first else ", ") + ", ".join(buffer)


def word(number):
    return f"w{number:08x}"


def word_piece(last=""):
    yield HEAD + '{"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", '
    yield '"max_input_chars_per_word": 100, "vocab": {"[UNK]": 0, '
    yield from joined(f'"{word(n)}": {n}' for n in range(1, ENTRIES))
    yield last + "}}}"


def unigram(last=""):
    yield HEAD + '{"type": "Unigram", "unk_id": 0, "byte_fallback": false, "vocab": [["<unk>", 0], '
    yield from joined(f'["{word(n)}", -{n % 97}.5]' for n in range(1, ENTRIES))
    yield last + "]}}"


def bpe():
    """Every pair of so many symbols is merged, and all of it again with what came of it."""
    symbols = [chr(0x4E00 + n) for n in range(1700)]
    pairs = [(a, b) for a in symbols for b in symbols]
    yield HEAD + '{"type": "BPE", "vocab": {'
    yield from joined(f'"{s}": {n}' for n, s in enumerate(symbols))
    yield ", "
    yield from joined(f'"{a}{b}": {len(symbols) + n}' for n, (a, b) in enumerate(pairs))
    yield '}, "merges": ['
    yield from joined(f'["{a}", "{b}"]' for a, b in pairs)
    yield "]}}"


def charsmap():
    """A trie of zeros, which leads from any byte to itself."""
    yield '{"version": "1.0", "added_tokens": [], "normalizer": {"type": "Precompiled", "precompiled_charsmap": "AAAABQ'
    for _ in range(1000):
        yield "A" * 111_848
    yield '"}, "model": {"type": "WordLevel", "unk_token": "a", "vocab": {"a": 0}}}'


def nested():
    yield HEAD
    for _ in range(100):
        yield "[" * 1_000_000


def long_token():
    yield HEAD + '{"type": "WordLevel", "unk_token": "a", "vocab": {"a": 0, "'
    for _ in range(100):
        yield "b" * 1_000_000
    yield '": 1}}}'


TEXT = f"{word(77)} {word(ENTRIES - 1)} unheard"
# The file; the text; the ids that come out, or what the error says.
CASES = {
    "WordPiece, 5 million tokens": (word_piece, TEXT, [77, ENTRIES - 1, 0]),
    "WordPiece, the last token twice": (lambda: word_piece(f', "{word(5)}": 9'), TEXT, word(5)),
    "WordPiece, the last id twice": (lambda: word_piece(', "x": 5'), TEXT, r"\$\.model\.vocab"),
    "WordPiece, the last id out of range": (lambda: word_piece(', "x": 4294967296'), TEXT, r"\$\.model\.vocab\.x"),
    "Unigram, 5 million tokens": (unigram, f"{word(77)} {word(ENTRIES - 1)}", [77, ENTRIES - 1]),
    "Unigram, no score at the end": (lambda: unigram(', ["x"]'), TEXT, rf"\$\.model\.vocab\[{ENTRIES}\]"),
    "BPE, 3 million merges": (bpe, "\u4e00\u4e01\u4e02", [1700 + 1, 2]),
    "a charsmap that leads nowhere": (charsmap, "ab", "charsmap"),
    "nested 100 million times": (nested, "a", "nest|deep"),
    "a token of 100 MB": (long_token, "a bb", [0, 0]),
}


def measured(command):
    """Exit code, output, errors, seconds and most memory of a process."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (output, errors):
            stream.seek(0)
        unit = 1 if sys.platform == "darwin" else 1024
        return process.returncode, output.read().decode(), errors.read().decode(), seconds, usage.ru_maxrss * unit


def problem_of(expected, code, output, errors):
    """What is wrong with an answer, or None."""
    if isinstance(expected, list):
        if code != 0:
            return f"exit code {code}: {errors[:300]}"
        ids = json.loads(output)["input_ids"]
        return None if ids == expected else f"ids {ids}, not {expected}"
    if code not in (1, 2):
        return f"exit code {code}, not an error: {errors[:300]}"
    return None if re.search(expected, errors) else f"the error does not say {expected}: {errors[:300]}"


def main():
    # More than any case may use: what runs away dies here and not with the machine.
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    failures = 0
    with tempfile.TemporaryDirectory() as directory:
        file = pathlib.Path(directory) / "tokenizer.json"
        for name, (pieces, text, expected) in CASES.items():
            with file.open("w", encoding="utf-8") as stream:
                stream.writelines(pieces())
            size = file.stat().st_size
            code, output, errors, seconds, memory = measured(
                [sys.argv[1], "tokenize", file, "--text", text, "--format", "json"])
            problem = problem_of(expected, code, output, errors)
            if seconds > SECONDS:
                problem = f"took more than {SECONDS} s"
            elif memory > MEMORY * size + OFFSET:
                problem = f"took more than {MEMORY} times the file"
            print(f"{name}: {size / 1e6:.0f} MB, {seconds:.1f} s, {memory / size:.1f} times the file in memory; "
                  f"{problem or 'as it should be'}", flush=True)
            failures += problem is not None
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
