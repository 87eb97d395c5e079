"""What all of the makers' modules have in common."""

import json
from pathlib import Path

import torch
from checkpoints import FAMILIES, HIDDEN, fill, make_tokenizer, write_tokenizer
from transformers import PretrainedConfig, PreTrainedTokenizerFast

BASE_MODEL = "example/base-reranker"


def write_json(path: Path, content: dict):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def whole(config: PretrainedConfig) -> dict:
    """`to_dict()`, as JSON has it: some 55 keys, defaults included."""
    return json.loads(config.to_json_string(use_diff=False))


class Original:
    """What all of them have in common: pairs of texts go in, and each gives (score, ranking logits, pruning logits)."""

    layout = ""
    threshold = 0.5
    aggregation = "mean"
    activation = "sigmoid"
    max_length = 64
    gives_token_types = False

    def __init__(self, family: str):
        self.kind = FAMILIES[family]
        self.tokenizer = make_tokenizer(self.kind)

    def tokens(self, query: str, passage: str) -> dict:
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_object=self.tokenizer, pad_token=self.kind.specials["pad"],
            model_max_length=self.max_length, truncation_side="right",
        )
        return tokenizer(
            [query], [passage], truncation=True, max_length=self.max_length, return_tensors="pt",
            return_token_type_ids=self.gives_token_types,
        )

    def predict(self, query: str, passage: str):
        with torch.no_grad():
            ranking, pruning = self.run(**self.tokens(query, passage))
        return (None if ranking is None else self.score(ranking[0])), ranking, pruning[0]

    def score(self, logits: torch.Tensor) -> float:
        return {
            "sigmoid": lambda: logits[0].sigmoid(), "identity": lambda: logits[0],
            "softmax": lambda: logits.softmax(-1)[1],
        }[self.activation]().item()

    def write_tokenizer(self, directory: Path):
        directory.mkdir(parents=True, exist_ok=True)
        write_tokenizer(self.kind, directory, self.tokenizer)


def make_head(pooling_weights: bool = False, seed: int = 1) -> torch.nn.ModuleDict:
    head = torch.nn.ModuleDict({"classifier": torch.nn.Linear(HIDDEN, 2)})
    if pooling_weights:
        head["pooling_weights"] = torch.nn.Linear(HIDDEN, 1)
    fill(head, seed)
    return head


class HeadConfig(PretrainedConfig):
    def __init__(self, hidden_size=HIDDEN, classifier_dropout=0.1, sentence_pooling="mean",
                 use_weighted_pooling=False, **kwargs):
        super().__init__(**kwargs)
        self.hidden_size = hidden_size
        self.classifier_dropout = classifier_dropout
        self.sentence_pooling = sentence_pooling
        self.use_weighted_pooling = use_weighted_pooling
