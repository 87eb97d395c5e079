"""Prints, as one JSON object, the values that this environment's configurations have where config.json says nothing; run by
../default_keys.py.

    defaults.py < {FAMILY: {KEY: VALUE}}

The keys are those that another version has. A value that depends on another key, of whichever version, is left out: another number
there, and it would be another one.
"""

import contextlib
import json
import logging
import os
import sys
import tempfile
import warnings

if __name__ == "__main__":
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1", HF_HOME=tempfile.mkdtemp(prefix="defaults-"))

import transformers  # noqa: E402
from transformers import CONFIG_MAPPING, AutoConfig  # noqa: E402


def values(kind, **changes):
    """What a configuration says of itself, and what only its instance has; through JSON, as in a file."""
    config = kind(**changes)
    own = {name: value for name, value in vars(config).items() if not name.startswith("_")}
    return json.loads(json.dumps({**own, **config.to_dict()}, default=lambda value: None))


def others(value):
    """Values that are not this one."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, (int, float)):
        return [value * 2, value + 1, value / 2]
    return []


def defaults(kind, foreign):
    """Key -> value, but for null and for what follows from another key."""
    found = values(kind)
    fixed = dict(found)
    for name, value in {**foreign, **found}.items():
        for other in others(value):
            try:
                changed = values(kind, **{name: other})
            except Exception:
                continue
            fixed = {key: kept for key, kept in fixed.items() if key == name or changed.get(key) == kept}
    return {key: value for key, value in fixed.items() if value is not None}


def main():
    warnings.simplefilter("ignore")
    logging.disable()
    results = sys.stdout
    with contextlib.redirect_stdout(sys.stderr), open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        found = {}
        for family, foreign in json.load(sys.stdin).items():
            if family not in CONFIG_MAPPING:
                continue
            kind = type(AutoConfig.for_model(family))
            found[family] = {"keys": values(kind), "fixed": defaults(kind, foreign)}
    json.dump({"version": transformers.__version__, "families": found}, results)


if __name__ == "__main__":
    main()
