"""What the Python package `tokenizers` says, in the form that TokenizerProbe answers in."""

import json
import subprocess

import tokenizers


def load(path):
    tokenizer = tokenizers.Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def encode(tokenizer, request):
    """The arrays of an encoding, None where the reference raises, "panic" where it breaks down."""
    if "max" in request:
        added = tokenizer.num_special_tokens_to_add("pair" in request) if request.get("special", True) else 0
        if request["max"] < added:
            return None
        tokenizer.enable_truncation(
            request["max"], strategy=request["strategy"], direction=request["direction"])
    else:
        tokenizer.no_truncation()
    try:
        encoding = tokenizer.encode(request["text"], request.get("pair"),
                                    add_special_tokens=request.get("special", True))
    except Exception:
        return None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return "panic"
    return [encoding.ids, [x for pair in encoding.offsets for x in pair], encoding.type_ids, encoding.sequence_ids,
            encoding.special_tokens_mask, encoding.tokens]


class Probe:
    """The Swift side, as a process."""

    def __init__(self, executable):
        self.process = subprocess.Popen([str(executable)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, request):
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the probe ended (status {self.process.wait()}) at {json.dumps(request)[:2000]}")
        return json.loads(line)

    def load(self, path):
        return self.ask({"load": str(path)})


def byte_offsets(request, offsets, sequences):
    """Byte offsets that belong to scalar offsets."""
    lengths = []
    for text in (request["text"], request.get("pair") or ""):
        ends, total = [0], 0
        for character in text:
            total += len(character.encode("utf-8"))
            ends.append(total)
        lengths.append(ends)
    result = []
    for index, sequence in enumerate(sequences):
        for offset in offsets[2 * index:2 * index + 2]:
            ends = lengths[sequence or 0]
            result.append(ends[offset] if offset < len(ends) else offset)
    return result


def difference(expected, found, request, strays=False):
    """What differs, as a line, or None."""
    if expected == "panic":
        return None
    if expected is None or isinstance(found, dict):
        if expected is None and isinstance(found, dict):
            return None
        return f"reference {'raises' if expected is None else 'encodes'}, ours {str(found)[:300]}"
    names = ["ids", "offsets", "type ids", "sequence ids", "special tokens mask", "tokens"]
    for name, left, right in zip(names, expected, found):
        if left != right:
            return f"{name}: reference {left} ours {right}"
    if not strays and found[6] != byte_offsets(request, found[1], found[3]):
        return f"byte offsets {found[6]} for offsets {found[1]}"
    return None
