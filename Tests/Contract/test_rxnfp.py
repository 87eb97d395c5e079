"""Real weights in a real pickle: a BERT that was trained to tell fifty classes of chemical reactions apart (rxnfp), saved
by PyTorch's legacy format from a GPU, with a config.json that contradicts itself."""

import json
import shutil

import pytest
import torch
from binary import REPOSITORY, attempt, pruning_pack
from support import PRUNING_ONLY, RERANKING_PRUNING, difference, load, run
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, BertModel

RXNFP = REPOSITORY / ".cache/rxnfp"
CLASSIFIER, ENCODER = "bert_ft_10k_25s", "bert_ft"
REACTIONS = [
    ("C C O . C C ( = O ) O", "C C O C ( C ) = O"), ("Cl c 1 c c c c c 1 . N", "N c 1 c c c c c 1"),
    ("O = C ( O ) c 1 c c c c c 1 . C O", "C O C ( = O ) c 1 c c c c c 1"), ("C = C . Cl", "C C Cl"),
]


def source(name, directory):
    """The checkpoint with what it lacks: a model_type and a tokenizer, made from its own vocabulary."""
    assert (RXNFP / name).exists(), "run `make test-data` first"
    directory.mkdir()
    shutil.copy(RXNFP / name / "pytorch_model.bin", directory)
    config = json.loads((RXNFP / name / "config.json").read_text())
    config["model_type"] = "bert"
    (directory / "config.json").write_text(json.dumps(config))
    words = (RXNFP / name / "vocab.txt").read_text().split("\n")
    vocabulary = {word: number for number, word in enumerate(words) if word}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(token, vocabulary[token]) for token in ("[CLS]", "[SEP]")],
    )
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    tokenizer.save(str(directory / "tokenizer.json"))
    (directory / "tokenizer_config.json").write_text('{"tokenizer_class": "PreTrainedTokenizerFast"}')
    return directory, tokenizer


def original(name, mode):
    state = torch.load(RXNFP / name / "pytorch_model.bin", weights_only=True, map_location="cpu")
    config = BertConfig.from_json_file(RXNFP / name / "config.json")
    if mode == RERANKING_PRUNING:
        config.num_labels = len(state["classifier.weight"])
        model = BertForSequenceClassification(config)
    else:
        model = BertModel(config)
    report = model.load_state_dict(state, strict=False)
    assert not report.missing_keys and all("position_ids" in key for key in report.unexpected_keys)
    return model.eval()


@pytest.mark.parametrize("name, mode", [(CLASSIFIER, RERANKING_PRUNING), (ENCODER, PRUNING_ONLY)])
def test_packs_and_gives_transformers_numbers(name, mode, tmp_path):
    checkpoint, tokenizer = source(name, tmp_path / "source")
    torch.manual_seed(11)
    head = {"classifier.weight": torch.randn(2, 256) * 0.2, "classifier.bias": torch.randn(2)}
    torch.save(head, tmp_path / "head.bin")
    option = "--ranking-model" if mode == RERANKING_PRUNING else "--encoder-model"
    arguments = ("save", option, checkpoint, "--pruning-head", tmp_path / "head.bin", "--output", tmp_path / "package")
    code, _, said = attempt(*arguments)
    assert code == 0, said
    if mode == RERANKING_PRUNING:
        assert "labels: 50, as many as the classifier has rows; config.json says both 50 and 2" in said
    assert not list((tmp_path / "package").rglob("*.bin"))

    lines = "".join(json.dumps({"query": a, "document": b}) + "\n" for a, b in REACTIONS)
    (tmp_path / "pairs.jsonl").write_text(lines)
    printed = pruning_pack("score", tmp_path / "package", "--input", tmp_path / "pairs.jsonl", "--tokens", "--format", "json")
    model, packed = original(name, mode), load(tmp_path / "package", mode)
    for (first, second), line in zip(REACTIONS, printed.splitlines()):
        our, encoding = json.loads(line), tokenizer.encode(first, second)
        assert our["input_ids"] == encoding.ids and 11 not in encoding.ids
        inputs = {"input_ids": torch.tensor([encoding.ids]), "token_type_ids": torch.tensor([encoding.type_ids])}
        with torch.no_grad():
            output = model(**inputs, output_hidden_states=True)
        pruning = output.hidden_states[-1] @ head["classifier.weight"].T + head["classifier.bias"]
        theirs = run(packed, inputs)
        assert difference(theirs.pruning_logits, pruning) < 1e-4
        assert difference(torch.tensor([our["pruning_logits"]]), pruning) < 1e-4
        if mode == RERANKING_PRUNING:
            assert difference(theirs.logits, output.logits) < 1e-4
            assert difference(torch.tensor([our["ranking_logit"]]), output.logits) < 1e-4
            assert output.logits.std() > 1
