"""The public release whose sizes a model has, as `inspect` names it."""

import json

import pytest
from binary import pruning_pack
from checkpoints import make_checkpoint
from test_source_rerankers import make as make_modules
from variants import Naver, OpenProvence, TokenClassifier

pytestmark = pytest.mark.one_version


def ranking_model(place):
    return make_checkpoint(place.parent / "checkpoint", family="bert") / "encoder"


# How the layout is made, the sizes that its config.json is given, and the names.
RELEASES = [
    (lambda place: OpenProvence("modernbert").save(place), (19, 512, 102400), ["hotchpotch/open-provence-reranker-base-v1"]),
    (
        lambda place: OpenProvence("modernbert", trainer=True).save(place), (22, 768, 50368),
        ["hotchpotch/open-provence-reranker-en-gte-v1"],
    ),
    (lambda place: OpenProvence("xlm-roberta").save(place), (24, 1024, 250002), ["zilliz/semantic-highlight-bilingual-v1"]),
    (lambda place: Naver("V7").save(place), (24, 1024, 128100), ["naver/provence-reranker-debertav3-v1"]),
    (
        lambda place: Naver("V8").save(place), (24, 1024, 250002),
        ["naver/xprovence-reranker-bgem3-v1", "naver/xprovence-reranker-bgem3-v2"],
    ),
    (
        lambda place: TokenClassifier("xlm-roberta").save(place), (24, 1024, 250102),
        ["microsoft/llmlingua-2-xlm-roberta-large-meetingbank"],
    ),
    (lambda place: make_modules(place)["model"], (7, 256, 50368), ["cross-encoder/ettin-reranker-17m-v1"]),
    (ranking_model, (6, 384, 30522), ["cross-encoder/ms-marco-MiniLM-L6-v2"]),
]


@pytest.mark.parametrize("save,sizes,names", RELEASES, ids=[names[0].split("/")[1] for _, _, names in RELEASES])
def test_a_release_is_known_by_its_sizes(save, sizes, names, tmp_path):
    (tmp_path / "source").mkdir()
    source = save(tmp_path / "source")
    assert json.loads(pruning_pack("inspect", source, "--format", "json"))["release"] is None
    config = json.loads((source / "config.json").read_text())
    encoder = config.get("base_model_config", config)
    encoder["num_hidden_layers"], encoder["hidden_size"], encoder["vocab_size"] = sizes
    (source / "config.json").write_text(json.dumps(config))
    release = json.loads(pruning_pack("inspect", source, "--format", "json"))["release"]
    assert release["names"] == names
    assert release["sizes"].endswith(f", {sizes[0]} layers of {sizes[1]}")
    assert f"sizes: those of {' and '.join(names)} (" in pruning_pack("inspect", source)
    # Another vocabulary is another model.
    encoder["vocab_size"] -= 200
    (source / "config.json").write_text(json.dumps(config))
    assert json.loads(pruning_pack("inspect", source, "--format", "json"))["release"] is None
    assert "sizes: " not in pruning_pack("inspect", source)
