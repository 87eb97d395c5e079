"""Changes to the modelling file of a package."""

FILE = "modeling_pruning_encoder.py"


def appended(text):
    return lambda directory: _append(directory / FILE, text)


def _append(file, text):
    file.write_text(file.read_text(encoding="utf-8") + "\n\n" + text + "\n", encoding="utf-8")


def replaced(old, new):
    def apply(directory):
        file = directory / FILE
        text = file.read_text(encoding="utf-8")
        assert old in text, old
        file.write_text(text.replace(old, new), encoding="utf-8")

    return apply


def with_module(text, name, module):
    def apply(directory):
        appended(text)(directory)
        (directory / name).write_text(module, encoding="utf-8")

    return apply


def _line_ends(file):
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def _mark(file):
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
