"""Compares what PackTokenizers makes of a tokenizer's settings and side files with AutoTokenizer of transformers 4 and 5.

    .cache/venv-tf5/bin/python Tests/Probes/Tokenizers/settings.py PROBE [--count N] [--seed S] [--only N]

Each case is a directory of one family's tokenizer.json, with settings, special_tokens_map.json, added_tokens.json and flags of tokens
that the seed decides. Where the probe gives a tokenizer, AutoTokenizer gives the same ids, types and attributes; where it says that
loading fails, loading fails. What the probe cannot tell is counted, and bounded.
"""

import argparse
import collections
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]
sys.path.insert(0, str(REPOSITORY / "Tests/Shared"))

from checkpoints import FAMILIES, make_tokenizer  # noqa: E402
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors  # noqa: E402

ENVIRONMENTS = {4: REPOSITORY / ".cache/venv-tf4/bin/python", 5: REPOSITORY / ".cache/venv-tf5/bin/python"}
LOADERS = [
    "tokenization_utils_base.py", "tokenization_utils_fast.py", "tokenization_utils_tokenizers.py",
    "models/auto/tokenization_auto.py",
]
NAMED = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]
VALUES = [
    None, True, False, 0, 1, 7, 0.5, "", "x", "sigmoid", "None", "left", "right", [], [1], ["x"], {}, {"x": 1}, {"x": "y"},
    "[MASK]", "tokenizer.json", ["[MASK]"], {"__type": "AddedToken", "content": "sun"},
]
# Of more than these the probe may say that it cannot tell.
UNDETERMINED = 0.12
TEXTS = [
    "", " ", "The Coral reef is warm.", "a\tb", "a\n\nb  c", "Café NAÏVE über", "山川 river", " leading", "trailing ", "e\u0301a",
    "sunny sun Sun SUN", "don't '' `` swim", "x\u3000y\u00a0z", "ﬁsh",
]


def byte_level(prefix, specials=("<s>", "<pad>", "</s>", "<unk>", "<mask>")):
    """A byte-level BPE with RoBERTa's post-processor."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = ["Ġa", "su", "sun", "Ġr", "Ġre", "re"]
    vocabulary = {token: number for number, token in enumerate([*specials, *alphabet, *words])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[("Ġ", "a"), ("s", "u"), ("su", "n"), ("Ġ", "r"), ("Ġr", "e"), ("r", "e")]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    tokenizer.post_processor = processors.RobertaProcessing(
        ("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=prefix
    )
    tokenizer.add_special_tokens(list(specials[:4]))
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True)])
    return tokenizer


def bases():
    """(family, tokenizer.json) of every kind."""
    found = [(name, json.loads(make_tokenizer(family).to_str())) for name, family in FAMILIES.items()]
    for prefix in (False, True):
        found.append(("roberta", json.loads(byte_level(prefix).to_str())))
    for case in (
        {"lowercase": False}, {"strip_accents": False}, {"handle_chinese_chars": False, "lowercase": False},
        {"strip_accents": True, "lowercase": False},
    ):
        tokenizer = make_tokenizer(FAMILIES["bert"])
        tokenizer.normalizer = normalizers.BertNormalizer(**case)
        found.append(("bert", json.loads(tokenizer.to_str())))
    tokenizer = make_tokenizer(FAMILIES["bert"])
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    found.append(("bert", json.loads(tokenizer.to_str())))
    tokenizer = make_tokenizer(FAMILIES["xlm-roberta"])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    found.append(("xlm-roberta", json.loads(tokenizer.to_str())))
    return found


def loader_names():
    """Every text literal of the loaders that may be a key, and every attribute of the class, of either version."""
    names = set()
    script = (
        "import ast, json, pathlib, re, transformers\n"
        "from transformers import PreTrainedTokenizerFast as kind\n"
        "root = pathlib.Path(transformers.__file__).parent\n"
        f"paths = [root / name for name in {LOADERS!r}]\n"
        "names = set(dir(kind))\n"
        "for path in paths:\n"
        "    if path.exists():\n"
        "        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):\n"
        "            if isinstance(node, ast.Constant) and isinstance(node.value, str): names.add(node.value)\n"
        "            if isinstance(node, ast.arg): names.add(node.arg)\n"
        "print(json.dumps(sorted(n for n in names if re.fullmatch('[A-Za-z_][A-Za-z0-9_]{1,50}', n))))\n"
    )
    for python in ENVIRONMENTS.values():
        ran = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
        names |= set(json.loads(ran.stdout.splitlines()[-1]))
    return sorted(names)


class Cases:
    """An endless row of directories' files."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.bases = bases()
        self.names = loader_names()

    def chance(self, share):
        return self.random.random() < share

    def content(self, document):
        """A text for a token: an added one, a word of the vocabulary, or a new one."""
        added = [token["content"] for token in document["added_tokens"]]
        vocabulary = document["model"]["vocab"]
        words = list(vocabulary) if isinstance(vocabulary, dict) else [piece[0] for piece in vocabulary]
        return self.random.choice(
            [self.random.choice(added), self.random.choice(added), self.random.choice(words), "sun", "[NEW]", "Zebra", "ﬁ", "é"]
        )

    def token(self, document, typed=True):
        """A token as a text, or as an object."""
        content = self.content(document)
        if self.chance(0.5):
            return content
        token = {"content": content}
        for flag in ("lstrip", "rstrip", "single_word", "normalized", "special"):
            if self.chance(0.6):
                token[flag] = self.chance(0.5)
        if typed and self.chance(0.9):
            token["__type"] = "AddedToken"
        return token

    def next(self):
        family, base = self.random.choice(self.bases)
        document = json.loads(json.dumps(base))
        kind = FAMILIES[family]
        for token in document["added_tokens"]:
            for flag in ("lstrip", "rstrip", "single_word", "normalized"):
                if self.chance(0.05):
                    token[flag] = not token[flag]
        if self.chance(0.1):
            # A token behind the vocabulary's end.
            size = len(document["model"]["vocab"])
            document["added_tokens"].append(
                {"id": size, "content": "<extra>", "single_word": False, "lstrip": False, "rstrip": False,
                 "normalized": self.chance(0.5), "special": self.chance(0.5)}
            )
        if self.chance(0.05):
            document["post_processor"] = None
        config = {f"{name}_token": token for name, token in kind.specials.items() if self.chance(0.95)}
        config["tokenizer_class"] = "PreTrainedTokenizerFast"
        if self.chance(0.45):
            config["tokenizer_class"] = self.random.choice(
                [kind.tokenizer_class] * 6 + [kind.tokenizer_class + "Fast"] * 2
                + ["BertTokenizer", "RobertaTokenizerFast", "TokenizersBackend", "NoTokenizer", "T5Tokenizer", None, "", 3]
            )
        if self.chance(0.05):
            del config["tokenizer_class"]
        if self.chance(0.3):
            config["model_max_length"] = self.random.choice([64, 512, 1e30, 3.5, None, "x", True])
        for edit in self.random.choices(
            [self.special, self.flag, self.any_key, self.extra, self.decoder], [4, 3, 6, 2, 2], k=self.random.choice([0, 1, 1, 1, 2, 3])
        ):
            edit(config, document)
        files = {"tokenizer.json": document, "tokenizer_config.json": config, "config.json": {"model_type": kind.model_type}}
        if self.chance(0.25):
            files["special_tokens_map.json"] = self.special_map(document)
        if self.chance(0.15):
            ids = [4096, 4097, 5000, len(document["model"]["vocab"])]
            self.random.shuffle(ids)
            files["added_tokens.json"] = {self.content(document): ids.pop() for _ in range(self.random.choice([1, 2]))}
            if self.chance(0.05):
                files["added_tokens.json"] = self.random.choice(VALUES)
        return files

    def special(self, config, document):
        config[self.random.choice(NAMED)] = self.random.choice([self.token(document)] * 8 + VALUES[:6])

    def flag(self, config, document):
        key = self.random.choice(
            ["do_lower_case", "strip_accents", "tokenize_chinese_chars", "add_prefix_space", "trim_offsets", "keep_accents",
             "split_by_punct", "padding_side", "truncation_side", "add_bos_token", "add_eos_token", "model_input_names"]
        )
        config[key] = self.random.choice([True, False, True, False, None, *VALUES])

    def any_key(self, config, document):
        config[self.random.choice(self.names)] = self.random.choice(VALUES)

    def extra(self, config, document):
        key = self.random.choice(["extra_special_tokens", "additional_special_tokens", "image_token", "model_specific_special_tokens"])
        tokens = [self.token(document) for _ in range(self.random.choice([0, 1, 2]))]
        config[key] = self.random.choice([tokens, tokens, {f"name_{i}": token for i, token in enumerate(tokens)}, self.token(document)])

    def decoder(self, config, document):
        tokens = {}
        for token in document["added_tokens"]:
            if self.chance(0.85):
                copied = {key: value for key, value in token.items() if key != "id"}
                if self.chance(0.2):
                    copied[self.random.choice(["lstrip", "rstrip", "single_word", "normalized", "special"])] = self.chance(0.5)
                tokens[str(token["id"])] = copied
        if self.chance(0.3):
            token = self.token(document, typed=False)
            tokens[str(self.random.choice([0, 30, 4096]))] = {"content": token} if isinstance(token, str) else token
        config["added_tokens_decoder"] = tokens if self.chance(0.95) else self.random.choice(VALUES)

    def special_map(self, document):
        if self.chance(0.05):
            return self.random.choice(VALUES)
        tokens = {}
        for _ in range(self.random.choice([1, 2, 3])):
            kind = self.random.random()
            if kind < 0.7:
                tokens[self.random.choice(NAMED)] = self.token(document, typed=False)
            elif kind < 0.85:
                key = self.random.choice(["additional_special_tokens", "extra_special_tokens"])
                tokens[key] = [self.token(document, typed=False) for _ in range(self.random.choice([0, 1, 2]))]
            elif kind < 0.9:
                tokens[self.random.choice(["add_bos_token", "add_eos_token"])] = self.chance(0.7)
            else:
                tokens[self.random.choice(self.names)] = self.random.choice(VALUES)
        return tokens


def texts_of(files):
    """The texts, and every text of a token that any file names: alone, in a run of text, with spaces, and in other cases."""
    contents = set()

    def collect(value):
        if isinstance(value, dict):
            for key, each in value.items():
                if key == "content" and isinstance(each, str):
                    contents.add(each)
                collect(each)
        elif isinstance(value, list):
            for each in value:
                collect(each)
        elif isinstance(value, str) and len(value) < 20:
            contents.add(value)

    for name, value in files.items():
        collect(value["added_tokens"] if name == "tokenizer.json" else value)
        if name == "added_tokens.json" and isinstance(value, dict):
            contents |= set(value)
    texts = list(TEXTS)
    for content in sorted(contents):
        texts.append(f"reef{content}sea  {content}  day {content.upper()} {content.lower()}{content}")
    return texts


class Process:
    """A program that answers JSON lines with JSON lines."""

    def __init__(self, *command):
        self.command = command
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
        )

    def ask(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if line:
            return json.loads(line)
        # What ends a program is an error, too.
        self.process.wait()
        status = self.process.returncode
        self.start()
        return {"error": f"the program ended: {status}"}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def computed(probe, directory, version, texts):
    """What the probe gives: what the worker gives, {"refused": why} or {"error": why}."""
    found = probe.ask({"directory": str(directory), "version": version})
    if not isinstance(found, dict) or "refused" in found or "error" in found:
        return found
    ids = []
    if not found["split_special_tokens"]:
        for text in texts:
            single = probe.ask({"text": text})
            pairs = [probe.ask({"text": text, "pair": "a day"}), probe.ask({"text": "reef", "pair": text})]
            if any(isinstance(each, dict) for each in [single, *pairs]):
                ids.append(None)
                continue
            ids.append([single[0], *(pair[0] for pair in pairs), *(pair[2] for pair in pairs)])
    found["ids"] = ids
    found["model_input_names"] = sorted(found["model_input_names"])
    return found


def difference(found, wanted):
    """What differs, or None."""
    if "refused" in found:
        return None if "error" in wanted else f"said not to load, and loads: {found['refused']}"
    if "error" in found:
        return None
    if "error" in wanted:
        return f"said to load, and does not: {wanted['error']}"
    for key, value in wanted.items():
        if key == "ids":
            for number, (mine, theirs) in enumerate(zip(found["ids"], value)):
                if mine != theirs:
                    return f"ids of text {number}: {mine} for {theirs}"
        elif found[key] != value:
            return f"{key}: {found[key]!r} for {value!r}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("probe")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one case, whose files are shown")
    arguments = parser.parse_args()
    cases = Cases(arguments.seed)
    probe = Process(arguments.probe)
    workers = {version: Process(python, HERE / "settings_worker.py") for version, python in ENVIRONMENTS.items()}
    counts, wrong = collections.Counter(), 0
    with tempfile.TemporaryDirectory() as place:
        for number in range(arguments.count):
            files = cases.next()
            if arguments.only not in (None, number):
                continue
            directory = Path(place) / str(number)
            directory.mkdir()
            for name, value in files.items():
                (directory / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
            texts = texts_of(files)
            for version, worker in workers.items():
                found = computed(probe, directory, version, texts)
                wanted = worker.ask({"path": str(directory), "texts": texts})
                what = "loads" if "ids" in found else "does not load" if "refused" in found else "undetermined"
                counts[what] += 1
                fault = difference(found, wanted)
                if fault is not None:
                    wrong += 1
                    shown = {name: value for name, value in files.items() if name != "tokenizer.json"}
                    print(f"case {number}, transformers {version}: {fault}\n    {json.dumps(shown, ensure_ascii=False)}")
                if arguments.only == number:
                    print(json.dumps(found, ensure_ascii=False)[:3000], "\n", json.dumps(wanted)[:3000], "\n", texts)
                elif what == "undetermined":
                    counts[found["error"].split(": ", 1)[-1][:60]] += 1
    for process in (probe, *workers.values()):
        process.close()
    print(f"{arguments.count} directories in transformers 4 and 5, seed {arguments.seed}: {dict(counts)}, {wrong} wrong")
    total = sum(counts[each] for each in ("loads", "does not load", "undetermined"))
    if wrong or counts["undetermined"] > UNDETERMINED * total:
        sys.exit(1)


main()
