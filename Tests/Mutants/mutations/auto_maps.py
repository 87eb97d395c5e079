"""Values of auto_map that transformers does not resolve."""

import json

from .json_keys import edit


def auto_maps(package):
    config = json.loads((package / "config.json").read_text(encoding="utf-8"))
    for key, value in config["auto_map"].items():
        module, name = value.split(".")
        for variant in (
            name, f"{module}.py.{name}", f"code.{module}.{name}", f"./{module}.{name}", f"code/{module}.{name}",
            f"owner/repo--{value}", f"{module}.{name}X", f"{module}x.{name}", f"{module}.", f".{name}", "", value + ".x",
            f"transformers.{name}", f"{module}:{name}", f" {value}", f"{module}.nn", f"{module}.torch",
            f"{module}.PruningHead", f"{module}.PruningEncoderOutput",
        ):

            def put(parent, key, variant=variant):
                parent[key] = variant

            yield "auto_map", f"{key} = {variant!r}", edit("config.json", ("auto_map", key), put)
