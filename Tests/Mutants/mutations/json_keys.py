"""Keys of JSON files that are missing, misspelt or of another type."""

import json

from .whole_files import files


def paths_of(value, path=(), sample=3):
    """Paths of an object's keys, inner ones included; of a vocabulary only a few."""
    if isinstance(value, dict):
        keys = list(value)
        for key in keys if len(keys) <= 40 else keys[:sample]:
            yield (*path, key)
            yield from paths_of(value[key], (*path, key), sample)
    elif isinstance(value, list):
        for index, element in enumerate(value[:sample]):
            if isinstance(element, (dict, list)):
                yield from paths_of(element, (*path, index), sample)


def other_types(value):
    """Values of other types than this one's."""
    if isinstance(value, bool):
        return ["x", 7]
    if isinstance(value, (int, float)):
        return [str(value), [value]]
    if isinstance(value, str):
        return [7, [value]]
    if value is None:
        return [7, "x"]
    if isinstance(value, list):
        return ["x", {"a": value}]
    return ["x", [1]]


def edit(file, path, change):
    """Changes a key; the tokenizer's files in both places, as somebody would who knows that there are two."""

    def apply(directory):
        tokenizers = ("tokenizer.json", "tokenizer_config.json")
        for target in directory.rglob(file) if file in tokenizers else [directory / file]:
            edit_file(target, path, change)

    return apply


def edit_file(target, path, change):
    document = json.loads(target.read_text(encoding="utf-8"))
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    change(parent, path[-1])
    target.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def json_keys(package):
    for file in files(package):
        if not file.endswith(".json") or file.endswith("/tokenizer.json"):
            continue
        document = json.loads((package / file).read_text(encoding="utf-8"))
        for path in paths_of(document):
            place = f"{file}:{'.'.join(map(str, path))}"
            parent = document
            for step in path[:-1]:
                parent = parent[step]

            def remove(parent, key):
                del parent[key]

            def rename(parent, key):
                parent[f"{key}_x"] = parent.pop(key)

            yield "key removed", place, edit(file, path, remove)
            yield "key renamed", place, edit(file, path, rename)
            for number, value in enumerate(other_types(parent[path[-1]])):

                def retype(parent, key, value=value):
                    parent[key] = value

                yield "key retyped", f"{place} #{number}", edit(file, path, retype)
