"""`pruning-pack export`: the ranking model alone (V10), and back."""

import json

import pytest
import torch
from binary import attempt, pruning_pack
from consumers import consume
from conversion import TOLERANCE, assert_detected
from sentence_transformers import CrossEncoder
from support import PASSAGES, PRUNING_ONLY, QUERY, difference
from tokenizers import AddedToken, Tokenizer
from variants import OpenProvence
from versions import VERSIONS


@pytest.mark.parametrize("options", [{}, {"activation": "identity", "token_type_ids": "ignored", "threshold": 0.2},
                                     {"labels": 2}, {"dtype": torch.bfloat16},
                                     {"family": "modernbert", "hidden_state_source": "pre_final_norm"}], ids=str)
def test_export_and_back(package, options, tmp_path):
    made, ranker = package(max_length=40, **options), tmp_path / "ranker"
    pruning_pack("export", made, "--output", ranker, "--quiet")
    assert (ranker / "model.safetensors").read_bytes() == (made / "ranking_model/model.safetensors").read_bytes()
    pairs = [(QUERY, passage) for passage in PASSAGES] + [(" ".join(PASSAGES * 4), QUERY)]
    precise = {"device": "cpu", "model_kwargs": {"torch_dtype": torch.float32}}
    whole = CrossEncoder(str(made), trust_remote_code=True, **precise).predict(pairs, show_progress_bar=False)
    alone = CrossEncoder(str(ranker), max_length=40, **precise).predict(pairs, show_progress_bar=False)
    assert difference(torch.from_numpy(whole), torch.from_numpy(alone)) == 0

    assert_detected(ranker, "V10")
    code, _, errors = attempt("save", "--from", ranker, "--output", tmp_path / "package")
    assert code == 1 and "needs a head" in errors
    for number, option in enumerate(["--ranking-model", "--from"]):
        back = tmp_path / f"back{number}"
        pruning_pack(
            "save", option, ranker, "--pruning-head", made / "pruning_head", "--output", back, "--name", "tiny-pruner",
            "--no-verify", "--quiet",
        )
        for file in sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file()):
            if file.name != "README.md" or option == "--ranking-model":
                assert (back / file).read_bytes() == (made / file).read_bytes(), file


@pytest.mark.one_version
def test_special_tokens_have_a_file_of_their_own(package, tmp_path):
    """As loaders of plain checkpoints read it: every value a token's text, or the arguments of an AddedToken."""
    pruning_pack("export", package(family="xlm-roberta"), "--output", tmp_path / "ranker", "--quiet")
    tokens = json.loads((tmp_path / "ranker/special_tokens_map.json").read_text())
    tokenizer = Tokenizer.from_file(str(tmp_path / "ranker/tokenizer.json"))
    before = tokenizer.encode(QUERY, "<mask> reef</s>").ids
    for token in tokens.values():
        tokenizer.add_special_tokens([token if isinstance(token, str) else AddedToken(**token)])
    assert tokenizer.encode(QUERY, "<mask> reef</s>").ids == before
    assert tokens["pad_token"]["content"] == "<pad>" and len(tokens) == 5
    for line in VERSIONS:
        whole, alone = consume(line, [package(family="xlm-roberta"), tmp_path / "ranker"], [(QUERY, PASSAGES[0])])
        assert whole == alone


def test_export_of_another_layout(tmp_path):
    original = OpenProvence("modernbert")
    source = original.save(tmp_path / "source")
    pruning_pack("export", source, "--output", tmp_path / "ranker", "--quiet")
    scores = CrossEncoder(str(tmp_path / "ranker"), device="cpu", max_length=32).predict(
        [(QUERY, passage) for passage in PASSAGES], show_progress_bar=False
    )
    expected = torch.tensor([original.predict(QUERY, passage)[0] for passage in PASSAGES])
    assert difference(torch.from_numpy(scores), expected) < TOLERANCE


def test_export_needs_a_ranking_model(package, tmp_path):
    code, _, errors = attempt("export", package(mode=PRUNING_ONLY), "--output", tmp_path / "ranker")
    assert code == 1 and "pruning_only has no ranking model" in errors
    (tmp_path / "taken").mkdir()
    assert attempt("export", package(), "--output", tmp_path / "taken")[0] == 1
