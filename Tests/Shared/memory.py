"""Tiny models in memory, as a training script has them, for `pruning_pack.save`."""

import checkpoints
import project  # noqa: F401 - for pruning_pack
import torch
from checkpoints import FAMILIES, HIDDEN, fill, make_model
from support import RERANKING_PRUNING
from transformers import AutoModel, AutoModelForSequenceClassification, PreTrainedTokenizerFast

import pruning_pack

# What a card should have; a random model may score two passages alike.
CARD = {"license": "apache-2.0", "language": "en", "base_model": "example/tiny", "datasets": ["example/pairs"]}


def make_head(seed=1):
    head = torch.nn.Linear(HIDDEN, 2)
    fill(head, seed)
    return head


def make_tokenizer(family):
    """The tokenizer as transformers has it in memory."""
    names = ["input_ids", *(["token_type_ids"] if family.has_types else []), "attention_mask"]
    return PreTrainedTokenizerFast(
        tokenizer_object=checkpoints.make_tokenizer(family), model_max_length=family.positions, model_input_names=names,
        **{f"{name}_token": token for name, token in family.specials.items()},
    )


def make_parts(family="bert", mode=RERANKING_PRUNING, seed=0, **values):
    """Arguments of `save`: a model in training mode, a head and a tokenizer, all in memory."""
    ranks = mode == RERANKING_PRUNING
    if ranks:
        values.setdefault("num_labels", 1)
    model, _ = make_model(family, AutoModelForSequenceClassification if ranks else AutoModel, seed, **values)
    return {
        "ranking_model" if ranks else "encoder_model": model.train(),
        "pruning_head": make_head(seed + 1),
        "tokenizer": make_tokenizer(FAMILIES[family]),
    }


def save(output, **arguments):
    return pruning_pack.save(output, **{**CARD, **arguments})
