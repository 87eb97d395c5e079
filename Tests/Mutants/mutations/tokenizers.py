"""Tokenizers of other models."""

import shutil


def tokenizers(package, others):
    places = [path.parent for path in package.rglob("tokenizer.json")]
    for label, other in others.items():
        for what in ("tokenizer.json", "tokenizer_config.json"):

            def replace(directory, other=other, names=(what,)):
                for place in places:
                    for name in names:
                        shutil.copyfile(other / name, directory / place.relative_to(package) / name)

            yield "another model's tokenizer", f"{label}: {what}", replace
        yield "another model's tokenizer", f"{label}: both files", lambda directory, replace=replace: replace(
            directory, names=("tokenizer.json", "tokenizer_config.json")
        )
