"""What the wheel says of itself: METADATA and WHEEL."""

from __future__ import annotations

from . import project
from .components import Component

PYTHON = ">=3.9"
LICENCE = "Apache-2.0"
# Extras: name to requirements.
EXTRAS: dict[str, list[str]] = {
    "datasets": ["datasets>=2.14"],
    "haystack": ["haystack-ai>=2.10"],
    "hub": ["huggingface_hub>=0.34"],
    "langchain": ["langchain-core>=0.3"],
    "llama-index": ["llama-index-core>=0.12"],
    "parquet": ["pyarrow>=15"],
    "spark": ["pyspark>=4.0", "pyarrow>=15"],
}

_SUMMARY = "The packer, and the gate, for pruning encoders: models that score a passage and mark what is worth keeping"
_KEYWORDS = "context pruning,reranker,RAG,Provence,OpenProvence,safetensors,transformers"
_SYSTEMS = {"Linux": "Operating System :: POSIX :: Linux", "macOS": "Operating System :: MacOS"}


def metadata(system: str, components: list[Component], licence_files: list[str]) -> str:
    """METADATA, version 2.4."""
    expressions = sorted({component.licence for component in components} - {LICENCE})
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {project.NAME}",
        f"Version: {project.version()}",
        f"Summary: {_SUMMARY}",
        f"Keywords: {_KEYWORDS}",
        f"License-Expression: {' AND '.join([LICENCE, *expressions])}",
        *(f"License-File: {name}" for name in licence_files),
        "Classifier: Development Status :: 4 - Beta",
        "Classifier: Environment :: Console",
        f"Classifier: {_SYSTEMS[system]}",
        "Classifier: Programming Language :: Python :: 3 :: Only",
        "Classifier: Programming Language :: Other",
        "Classifier: Topic :: Scientific/Engineering :: Artificial Intelligence",
        "Classifier: Typing :: Typed",
        f"Requires-Python: {PYTHON}",
        *(f"Requires-Dist: {name} ; extra == '{extra}'" for extra in sorted(EXTRAS) for name in EXTRAS[extra]),
        *(f"Provides-Extra: {extra}" for extra in sorted(EXTRAS)),
        f"Project-URL: Source, {project.repository()}",
        f"Project-URL: Documentation, {project.repository()}#readme",
        "Description-Content-Type: text/markdown",
        "",
        (project.ROOT / "python/README.md").read_text(encoding="utf-8"),
    ]
    return "\n".join(lines)


def wheel_file(platform_tags: list[str]) -> str:
    """WHEEL: any Python 3, one of these platforms."""
    lines = ["Wheel-Version: 1.0", "Generator: pruning-pack", "Root-Is-Purelib: false"]
    return "\n".join([*lines, *(f"Tag: py3-none-{tag}" for tag in platform_tags), ""])
