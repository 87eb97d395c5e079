"""Tiny seeded checkpoints, as a training run would leave them: what `pruning-pack save` takes in."""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import CONFIG_MAPPING, AutoConfig, AutoModel, AutoModelForSequenceClassification

HIDDEN = 32
WORDS = """a an and are at barrier big by city climate coral day deep eats fish flows from grows how in is it large
lives long located many mountain near not ocean of on over plays rain reef river runs sea sky small sun swims
that the this through tree under warm was water what where which who why wind with year""".split()
LETTERS = [chr(c) for c in range(ord("a"), ord("z") + 1)] + list("0123456789.,?!'-") + ["é", "ü", "ñ", "山", "川"]


@dataclass(frozen=True)
class Family:
    model_type: str
    tokenizer_class: str  # what such a checkpoint's tokenizer_config.json says; a package keeps it where it is exact
    specials: dict  # by name, in the order of their ids
    has_types: bool = False  # the tokenizer gives token_type_ids
    positions: int = 64  # usable ones
    config: tuple = ()


BERT_SPECIALS = {"pad": "[PAD]", "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
# Of Llama 3, whose tokenizer EuroBERT has.
POINTED_SPECIALS = {
    "pad": "<|end_of_text|>", "unk": "<|reserved_special_token_0|>", "cls": "<|begin_of_text|>",
    "sep": "<|eot_id|>", "mask": "<|mask|>",
}
ROBERTA_SPECIALS = {"cls": "<s>", "pad": "<pad>", "sep": "</s>", "unk": "<unk>", "mask": "<mask>"}
COMMON = dict(
    hidden_size=HIDDEN, num_hidden_layers=3, num_attention_heads=4, intermediate_size=48, max_position_embeddings=64
)


def _config(**values):
    return tuple({**COMMON, **values}.items())


FAMILIES = {
    "bert": Family("bert", "BertTokenizer", BERT_SPECIALS, has_types=True, config=_config()),
    "xlm-roberta": Family(
        "xlm-roberta", "XLMRobertaTokenizer", ROBERTA_SPECIALS,
        config=_config(max_position_embeddings=66, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2),
    ),
    "modernbert": Family(
        "modernbert", "PreTrainedTokenizerFast", BERT_SPECIALS,
        config=_config(
            local_attention=8, pad_token_id=0, cls_token_id=2, sep_token_id=3, bos_token_id=2, eos_token_id=3
        ),
    ),
    "deberta-v2": Family(
        "deberta-v2", "DebertaV2Tokenizer", BERT_SPECIALS, has_types=True,
        config=_config(
            type_vocab_size=0, relative_attention=True, position_buckets=16, pos_att_type=["p2c", "c2p"],
            norm_rel_ebd="layer_norm", share_att_key=True, position_biased_input=False, pad_token_id=0,
            max_relative_positions=-1,
        ),
    ),
    "roberta": Family(
        "roberta", "RobertaTokenizer", ROBERTA_SPECIALS,
        config=_config(max_position_embeddings=66, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2),
    ),
    "camembert": Family(
        "camembert", "CamembertTokenizer", ROBERTA_SPECIALS,
        config=_config(max_position_embeddings=66, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2),
    ),
    "albert": Family(
        "albert", "AlbertTokenizer", BERT_SPECIALS, has_types=True, config=_config(embedding_size=16)
    ),
    "electra": Family(
        "electra", "ElectraTokenizer", BERT_SPECIALS, has_types=True, config=_config(embedding_size=HIDDEN)
    ),
    "distilbert": Family(
        "distilbert", "DistilBertTokenizer", BERT_SPECIALS,
        config=(("dim", HIDDEN), ("n_layers", 3), ("n_heads", 4), ("hidden_dim", 48), ("max_position_embeddings", 64)),
    ),
    "mpnet": Family(
        "mpnet", "MPNetTokenizer", ROBERTA_SPECIALS,
        config=_config(max_position_embeddings=66, pad_token_id=1, bos_token_id=0, eos_token_id=2),
    ),
    "gte": Family(
        "gte", "XLMRobertaTokenizer", ROBERTA_SPECIALS,
        config=_config(type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2),
    ),
    "eurobert": Family(
        "eurobert", "PreTrainedTokenizerFast", POINTED_SPECIALS,
        config=_config(num_key_value_heads=2, pad_token_id=0, bos_token_id=2, eos_token_id=3, mask_token_id=4),
    ),
    "nomic_bert": Family(
        "nomic_bert", "BertTokenizer", BERT_SPECIALS, has_types=True, config=_config(pad_token_id=0)
    ),
}
# Those that transformers 4 does not have.
NEW_FAMILIES = ("gte", "eurobert", "nomic_bert")
# Those that the installed version of transformers has.
FAMILIES = {name: family for name, family in FAMILIES.items() if family.model_type in CONFIG_MAPPING}

# Those whose every contract is tested; the others have to load, run and save.
MAIN_FAMILIES = ("bert", "xlm-roberta", "modernbert", "deberta-v2")


def make_tokenizer(family: Family) -> Tokenizer:
    """A small tokenizer of the family's kind. Every word of WORDS is a token, anything else falls to letters."""
    specials = list(family.specials.values())
    ids = {token: number for number, token in enumerate(specials)}
    unknown, cls, sep = family.specials["unk"], family.specials["cls"], family.specials["sep"]
    if family.model_type in ("modernbert", "eurobert"):
        alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
        vocabulary = {token: number for number, token in enumerate(specials + alphabet)}
        tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
        tokenizer.normalizer = normalizers.NFC()
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    elif family.tokenizer_class.startswith(("XLMRoberta", "Roberta", "Camembert", "DebertaV2")):
        pieces = [(token, 0.0) for token in specials] + [("▁", -4.0)]
        pieces += [("▁" + word, -3.0 - len(word) / 10) for word in WORDS] + [(letter, -8.0) for letter in LETTERS]
        tokenizer = Tokenizer(models.Unigram(pieces, unk_id=ids[unknown]))
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    else:
        words = specials + WORDS + LETTERS + ["##" + letter for letter in LETTERS]
        vocabulary = {token: number for number, token in enumerate(dict.fromkeys(words))}
        tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=unknown))
        tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    doubled = family.specials is ROBERTA_SPECIALS
    second = 1 if family.has_types else 0
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{cls}:0 $A:0 {sep}:0",
        pair=f"{cls}:0 $A:0 {sep}:0 {f'{sep}:0 ' if doubled else ''}$B:{second} {sep}:{second}",
        special_tokens=[(cls, ids[cls]), (sep, ids[sep])],
    )
    tokenizer.add_special_tokens(specials)
    return tokenizer


def write_tokenizer(family: Family, directory: Path, tokenizer: Tokenizer):
    tokenizer.save(str(directory / "tokenizer.json"))
    config = {f"{name}_token": token for name, token in family.specials.items()}
    config["model_max_length"] = family.positions
    config["tokenizer_class"] = family.tokenizer_class
    if family.tokenizer_class == "BertTokenizer":
        config["do_lower_case"] = True
    (directory / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")


def fill(module: torch.nn.Module, seed: int):
    """Weights large enough that a wrong tensor, order or sign shows in the output."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(module.named_parameters()):
            noise = torch.randn(parameter.shape, generator=generator)
            centre = 1.0 if "norm" in name.lower() and name.endswith("weight") else 0.0
            # The sums of a wide matrix stay as large as a narrow one's: larger, and rounding decides the outputs.
            scale = 0.1 if parameter.ndim == 1 else 0.25 * min(1, (2 * HIDDEN / parameter.shape[-1]) ** 0.5)
            parameter.copy_(centre + noise * scale)


def make_model(family: str, auto, seed: int = 0, tokenizer: Tokenizer = None, **config_values):
    """(model, tokenizer): a tiny model of the family, of the kind that the Auto class makes."""
    kind = FAMILIES[family]
    tokenizer = tokenizer or make_tokenizer(kind)
    values = {**dict(kind.config), **config_values, "vocab_size": tokenizer.get_vocab_size()}
    torch.manual_seed(seed)
    model = auto.from_config(AutoConfig.for_model(kind.model_type, **values))
    fill(model, seed)
    return model.eval(), tokenizer


def make_checkpoint(
    directory: Path,
    family: str = "bert",
    mode: str = "reranking_pruning",
    labels: int = 1,
    dtype: torch.dtype = torch.float32,
    pooling_weights: bool = False,
    seed: int = 0,
    truncation_in_tokenizer: bool = False,
    **config_values,
) -> Path:
    """Writes `directory/encoder` (model and tokenizer) and `directory/head`; returns the directory."""
    kind = FAMILIES[family]
    auto = AutoModelForSequenceClassification if mode == "reranking_pruning" else AutoModel
    if mode == "reranking_pruning":
        config_values["num_labels"] = labels
    model, tokenizer = make_model(family, auto, seed, **config_values)
    encoder = directory / "encoder"
    model.to(dtype).save_pretrained(encoder)
    if truncation_in_tokenizer:
        tokenizer.enable_truncation(8)
        tokenizer.enable_padding(length=12)
    write_tokenizer(kind, encoder, tokenizer)

    width = model.config.hidden_size
    head = torch.nn.ModuleDict({"classifier": torch.nn.Linear(width, 2)})
    if pooling_weights:
        head["pooling_weights"] = torch.nn.Linear(width, 1)
    fill(head, seed + 1)
    (directory / "head").mkdir()
    tensors = {name: tensor.to(dtype) for name, tensor in head.state_dict().items()}
    save_file(tensors, directory / "head" / "model.safetensors", metadata={"format": "pt"})
    settings = {
        "model_type": "pruning_head", "hidden_size": width, "num_labels": 2, "classifier_dropout": 0.1,
        "sentence_pooling": "mean", "use_weighted_pooling": pooling_weights,
    }
    (directory / "head" / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    return directory
