"""Makes a good package of a tiny model, with what the model gave recorded in it."""

import json
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "Tests/Shared"))

import project  # noqa: E402, F401 - for pruning_pack

PASSAGES = [
    "The coral reef is in the warm sea. A day has 24 hours.", "", "Café naïve — ÀÉ 漢字 <mask> </s> <s> [MASK] x",
    "fish under the tree near the river, by the barrier, and the sun over the mountain. " * 8,
    "A zero\u200bwidth space, a bell \u0007, a hole \ufffd and a wide\u3000space.",
]


def passages_with(tokens):
    """The passages, and one that has the text of every special and added token."""
    return PASSAGES + [" ".join(f"reef {token}{token} sea {token.upper()}" for token in tokens)]


def make(request):
    """Saves a package of a family and mode, and returns the passages that it is to be asked about."""
    import pruning_pack._command
    from binary import PRUNING_PACK
    from consuming import QUERY
    from memory import make_parts, save

    pruning_pack._command.find_pruning_pack_bin = lambda: str(PRUNING_PACK)
    parts = make_parts(request["family"], request["mode"])
    document = json.loads(parts["tokenizer"].backend_tokenizer.to_str())
    passages = passages_with([token["content"] for token in document["added_tokens"]])
    pairs = [(QUERY, passage) for passage in passages]
    save(request["directory"], **parts, pairs=pairs, record_pairs=True)
    return {"passages": passages}
