"""Saves packages again with transformers."""

import transformers
from versions import call


def other_version():
    """The version of transformers that this environment does not have."""
    return "tf5" if transformers.__version__.startswith("4.") else "tf4"


def save_again(version, places):
    """Saves packages, [(directory, mode, where the model goes, where the tokenizer goes)], with a version."""
    call(version, "save_again", "save", places=places)


def save(places):
    from support import load, load_tokenizer

    for directory, mode, model, tokenizer in places:
        load(directory, mode).save_pretrained(model)
        load_tokenizer(directory).save_pretrained(tokenizer)
