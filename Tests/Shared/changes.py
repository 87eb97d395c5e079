"""Changes of a good package, made of names alone: nothing here says which of them matter.

A change is data: a name that says it, its kind, and edits. It can be written down and made again.
"""

import copy
import json
import random
import shutil

from safetensors.numpy import load_file, save_file

VALUES = [
    None, True, False, 0, 1, -1, 7, 2**40, 0.5, 1e-5, 2.0, float("nan"), "", "x", "0", "true", "float16", "sigmoid", "gelu_new",
    "torch.nn.modules.linear.Identity", "None", "left", "first", [], [1], ["x"], [[]], [["x", 1]], {}, {"x": 1}, {"1": "x"},
    {"x": {"x": "x"}}, "tokenizer.json", "[MASK]", "</s>", "reef", ["reef"], {"content": "reef", "__type": "AddedToken"},
    "BertTokenizer", "PreTrainedTokenizer", "bert", "default", "pruning_only", "main", "/nowhere",
]
# Values that lead to a file, which is then there: beside the good ones lie others of the same form.
OTHER_FILES = {
    "other.safetensors": "weights", "other.json": "tokenizer", "config.4.0.0.json": "config", "tokenizer.4.0.0.json": "tokenizer",
}
LEADS = ["other.safetensors", "other.json", ["config.4.0.0.json"], ["tokenizer.4.0.0.json"]]
TEXTS = ["", "{}", "[]", "null", '{"x": 1}', '{"reef": 4}', "x\n", "reef\n"]
KINDS = {
    "config key": 22, "tokenizer key": 20, "side file's key": 7, "lead": 6, "known value": 16, "known key deleted": 6,
    "new file": 12, "file deleted": 1, "pair of keys": 10, "two changes": 5,
    "written by others": 5,
}


class Deck:
    """Its cards come in a random order, each once before any comes again."""

    def __init__(self, cards, generator):
        self.cards, self.random, self.left = list(cards), generator, []

    def draw(self):
        if not self.left:
            self.left = self.cards[:]
            self.random.shuffle(self.left)
        return self.left.pop()


def shown(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."


def set_key(file, path, value):
    return {"file": file, "set": list(path), "value": value}


class Decks:
    """The names and values that the changes of one run are made of, whatever the package."""

    def __init__(self, names, generator):
        self.random = generator
        self.decks = {kind: Deck(sorted(found), generator) for kind, found in names.items()}
        self.decks["side files"] = Deck([name for name in sorted(names["files"]) if name.endswith(".json")], generator)
        self.decks["values"] = Deck(VALUES, generator)

    def draw(self, kind):
        return self.decks[kind].draw()

    def key(self, kind):
        """A name that an object has, or one that code mentions."""
        return self.draw(self.random.choice([kind, f"{kind} in code"]))


class Changes:
    """An endless row of changes of one good package."""

    def __init__(self, good, decks, written):
        self.random, self.decks = decks.random, decks
        self.good = good
        self.files = sorted(str(path.relative_to(good)) for path in good.rglob("*") if path.is_file())
        self.sub = next(file.split("/")[0] for file in self.files if file.endswith("_model/config.json"))
        # The recording is the gate's alone: no consumer reads it.
        self.documents = {
            file: json.loads((good / file).read_text(encoding="utf-8"))
            for file in self.files if file.endswith(".json") and file != "reference_outputs.json"
        }
        self.written = Deck(written, self.random)
        self.seen = set()

    def next(self):
        """A change that was not made before."""
        while True:
            kind = self.random.choices(list(KINDS), list(KINDS.values()))[0]
            name, edits = getattr(self, kind.replace(" ", "_").replace("'", ""))()
            if name not in self.seen:
                self.seen.add(name)
                return {"kind": kind, "name": name, "edits": edits}

    def keyed(self, files, key, value):
        return f"{'+'.join(files)}: {key} = {shown(value)}", [set_key(file, [key], value) for file in files]

    def places(self, file):
        return self.random.choice([[file], [f"{self.sub}/{file}"], [file, f"{self.sub}/{file}"]])

    def config_key(self):
        return self.keyed(self.places("config.json"), self.decks.key("config"), self.decks.draw("values"))

    def tokenizer_key(self):
        file = self.random.choice(["tokenizer_config.json"] * 3 + ["special_tokens_map.json"])
        return self.keyed(self.places(file), self.decks.key("tokenizer"), self.decks.draw("values"))

    def side_files_key(self):
        file = self.decks.draw("side files")
        file = self.random.choice([file, f"{self.sub}/{file}", f"pruning_head/{file}"])
        return self.keyed([file], self.decks.key(self.random.choice(["config", "tokenizer"])), self.decks.draw("values"))

    def lead(self):
        kind = self.random.choice(["config", "tokenizer"])
        name, edits = self.keyed(self.places(f"{kind}.json".replace("tokenizer.", "tokenizer_config.")), self.decks.key(kind),
                                 self.random.choice(LEADS))
        for file in (file for value in [edits[0]["value"]] for file in (value if isinstance(value, list) else [value])):
            edits += [{"file": place + file, "other": OTHER_FILES[file], "sub": self.sub} for place in ("", f"{self.sub}/")]
        return name + ", which is there", edits

    def place_in(self, documents):
        """A place in one of the documents, and its value; every level is as likely as the next."""
        file = self.random.choice([file for file, document in documents.items() if document])
        value, path = documents[file], []
        while True:
            step = self.random.choice(sorted(value) if isinstance(value, dict) else range(len(value)))
            value, path = value[step], [*path, step]
            if not isinstance(value, (dict, list)) or not value or self.random.random() < 0.4:
                return file, path, value

    def near(self, value):
        """A value of the same type."""
        if isinstance(value, bool):
            return not value
        if isinstance(value, (int, float)):
            return self.random.choice([value + 1, value - 1, value * 2, float(value), str(value), -value, value + 1e-9])
        if isinstance(value, str):
            return self.random.choice([value + "x", value.upper(), value.lower(), value[1:], " " + value, [value]])
        if isinstance(value, (list, dict)) and value:
            step = self.random.choice(sorted(value) if isinstance(value, dict) else range(len(value)))
            other = copy.deepcopy(value)
            if self.random.random() < 0.5:
                del other[step]
            else:
                other[step] = self.near(other[step])
            return other
        return self.decks.draw("values")

    def value_changed(self, documents):
        file, path, value = self.place_in(documents)
        other = self.near(value) if self.random.random() < 0.6 else self.decks.draw("values")
        return f"{file}: {'.'.join(map(str, path))} = {shown(other)}", [set_key(file, path, other)]

    def key_deleted(self, documents):
        file, path, _ = self.place_in(documents)
        return f"{file}: {'.'.join(map(str, path))} deleted", [{"file": file, "delete": path}]

    def known_value(self):
        return self.value_changed(self.documents)

    def known_key_deleted(self):
        return self.key_deleted(self.documents)

    def new_file(self):
        directory = self.random.choice(["", f"{self.sub}/", "pruning_head/", "onnx/"])
        name = directory + self.decks.draw("files")
        alike = [file for file in self.files if file.endswith("." + name.rsplit(".", 1)[-1]) and file != name]
        if self.random.random() < 0.4 or not alike:
            text = self.random.choice(TEXTS)
            return f"{name}: {shown(text)}", [{"file": name, "text": text}]
        source = self.random.choice(alike)
        return f"{name}: copy of {source}", [{"file": name, "copy": source}]

    def file_deleted(self):
        file = self.random.choice(self.files)
        return f"{file} deleted", [{"file": file, "remove": True}]

    def pair_of_keys(self):
        """Two names that the libraries have for one thing, or mention side by side."""
        first, second = self.decks.draw("pairs")
        kind = self.random.choice(["config", "config", "tokenizer_config"])
        files = self.places(f"{kind}.json")
        one, other = self.keyed(files, first, self.decks.draw("values")), self.keyed(files, second, self.decks.draw("values"))
        return f"{one[0]}; {other[0]}", one[1] + other[1]

    def two_changes(self):
        kinds = [self.config_key, self.tokenizer_key, self.side_files_key, self.known_value, self.new_file]
        one, other = self.random.choice(kinds)(), self.random.choice(kinds)()
        # A file that is replaced has not the keys that it had.
        while any(first["file"] == second["file"] for first in one[1] for second in other[1]):
            other = self.random.choice(kinds)()
        return f"{one[0]}; {other[0]}", one[1] + other[1]

    def written_by_others(self):
        """Files that a library saves beside a package's own, with or without a change of one of their keys."""
        folder, files = self.written.draw()
        directory = self.random.choice(["", f"{self.sub}/"])
        edits = [{"file": directory + file, "written": f"{folder}/{file}"} for file in files]
        name = f"{directory}{'+'.join(files)} of {folder}"
        documents = {}
        for file in files:
            if file.endswith(".json"):
                text = (self.good.with_name(self.good.name + ".written") / folder / file).read_text(encoding="utf-8")
                documents[directory + file] = json.loads(text)
        if self.random.random() < 0.3:
            return name, edits
        changed, edit = self.random.choice([self.value_changed, self.key_deleted])(documents)
        return f"{name}; {changed}", edits + edit

def apply(change, package, good):
    """Makes the change in a copy of a good package."""
    for edit in change["edits"]:
        path = package / edit["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if "text" in edit:
            path.write_text(edit["text"], encoding="utf-8")
        elif "copy" in edit:
            shutil.copyfile(package / edit["copy"], path)
        elif "written" in edit:
            shutil.copyfile(good.with_name(good.name + ".written") / edit["written"], path)
        elif "remove" in edit:
            path.unlink(missing_ok=True)
        elif "other" in edit:
            write_other(path, edit["other"], package / edit["sub"])
        else:
            edit_json(path, edit)


def edit_json(path, edit):
    document = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    *above, last = edit.get("set") or edit["delete"]
    place = document
    for step in above:
        place = place[step]
    if "set" in edit:
        place[last] = edit["value"]
    elif isinstance(place, list):
        del place[last]
    else:
        place.pop(last, None)
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_other(path, kind, sub):
    """Another file of the same form: half of each weight, a tokenizer without a normalizer, another activation."""
    if kind == "weights":
        tensors = load_file(sub / "model.safetensors")
        save_file({name: tensor / 2 for name, tensor in tensors.items()}, path, metadata={"format": "pt"})
    elif kind == "config":
        own = path.parent / "config.json"
        document = json.loads(own.read_text(encoding="utf-8"))
        document.update(hidden_act="relu", hidden_activation="relu", pruning_threshold=0.75)
        path.write_text(json.dumps(document), encoding="utf-8")
    else:
        document = json.loads((sub.parent / "tokenizer.json").read_text(encoding="utf-8"))
        document.update(normalizer=None, post_processor=None)
        path.write_text(json.dumps(document), encoding="utf-8")
