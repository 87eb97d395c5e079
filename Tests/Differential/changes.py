"""Changes of a good package, made of names alone: nothing here says which of them matter."""

import json
import random
import shutil

VALUES = [
    None, True, False, 0, 1, -1, 7, 0.5, 1e-5, "", "x", "float32", "sigmoid", "None", [], [1], ["x"], {}, {"x": 1},
    {"1": "x"}, "tokenizer.json", "[MASK]",
]
TEXTS = ["", "{}", "[]", "null", "{\"x\": 1}", "x\n"]


class Change:
    """Edits of files, with a name that says them."""

    def __init__(self, name, edits):
        self.name, self.edits = name, edits

    def apply(self, package):
        for edit in self.edits:
            edit(package)


def set_key(file, key, value, removes=False):
    """Sets or deletes one key of a JSON file, wherever it lies in the package's directories."""

    def edit(package):
        path = package / file
        document = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if removes:
            document.pop(key, None)
        else:
            document[key] = value
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    return edit


def write_file(file, content):
    """Writes a text, or a copy of another file of the package."""

    def edit(package):
        path = package / file
        path.parent.mkdir(exist_ok=True)
        if content.startswith("copy of "):
            if package / content[8:] != path:
                shutil.copyfile(package / content[8:], path)
        else:
            path.write_text(content, encoding="utf-8")

    return edit


def delete_file(file):
    return lambda package: (package / file).unlink(missing_ok=True)


class Changes:
    """An endless row of changes; the seed decides which."""

    def __init__(self, good, names, seed):
        self.random = random.Random(seed)
        self.names = names
        self.files = sorted(str(path.relative_to(good)) for path in good.rglob("*") if path.is_file())
        self.sub = next(file.split("/")[0] for file in self.files if file.endswith("_model/config.json"))
        self.documents = {}
        for file in self.files:
            if file.endswith(".json") and not file.endswith("reference_outputs.json"):
                self.documents[file] = json.loads((good / file).read_text(encoding="utf-8"))
        self.seen = set()

    def next(self):
        """A change that was not made before."""
        while True:
            kind = self.random.choices(
                [self.config_key, self.tokenizer_key, self.known_value, self.deleted_key, self.new_file, self.deleted_file, self.two_keys],
                [30, 25, 15, 5, 15, 2, 8],
            )[0]
            change = kind()
            if change.name not in self.seen:
                self.seen.add(change.name)
                return change

    def value(self):
        return self.random.choice(VALUES)

    def keyed(self, files, key, value):
        places = "+".join(files)
        return Change(f"{places}: {key} = {json.dumps(value)}", [set_key(file, key, value) for file in files])

    def config_key(self):
        file = self.random.choice(["config.json", f"{self.sub}/config.json"])
        return self.keyed([file], self.random.choice(self.names["config"]), self.value())

    def tokenizer_key(self):
        name = self.random.choice(["tokenizer_config.json"] * 3 + ["special_tokens_map.json"])
        files = self.random.choice([[name, f"{self.sub}/{name}"]] * 3 + [[name], [f"{self.sub}/{name}"]])
        return self.keyed(files, self.random.choice(self.names["tokenizer"]), self.value())

    def known_key(self):
        file = self.random.choice([f for f, document in self.documents.items() if isinstance(document, dict) and document])
        return file, self.random.choice(sorted(self.documents[file]))

    def known_value(self):
        file, key = self.known_key()
        return self.keyed([file], key, self.value())

    def deleted_key(self):
        file, key = self.known_key()
        return Change(f"{file}: {key} deleted", [set_key(file, key, None, removes=True)])

    def new_file(self):
        directory = self.random.choice(["", f"{self.sub}/", "pruning_head/", "onnx/"])
        name = directory + self.random.choice(self.names["files"])
        ending = "." + name.rsplit(".", 1)[-1]
        alike = [f"copy of {file}" for file in self.files if file.endswith(ending)]
        content = self.random.choice(TEXTS + alike * 3)
        return Change(f"{name}: {content!r}", [write_file(name, content)])

    def deleted_file(self):
        file = self.random.choice(self.files)
        return Change(f"{file} deleted", [delete_file(file)])

    def two_keys(self):
        first, second = self.config_key(), self.random.choice([self.config_key, self.tokenizer_key])()
        return Change(f"{first.name}; {second.name}", first.edits + second.edits)
