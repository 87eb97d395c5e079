"""A corpus of hostile files, each made to run code, to use up memory or time, or to be understood in two ways.

    python -m hostile DIRECTORY CANARY      (in Tests/Contract)

Whatever runs code would create the file CANARY. Every file must be refused.
"""

from pathlib import Path

from . import calls, legacy, structures, tensors, zips


def write_corpus(directory, canary):
    """Writes every file of the corpus and returns their paths."""
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    paths = []
    for part in (calls, structures, tensors, zips, legacy):
        for name, content in part.files(str(canary)):
            path = directory / f"{part.__name__.rsplit('.')[-1]}-{name}"
            if path.exists():
                raise ValueError(f"two files of the name {path.name}")
            path.write_bytes(content)
            paths.append(path)
    return paths
