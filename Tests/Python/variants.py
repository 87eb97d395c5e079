"""Pruning encoders as their makers' code saved them, before and beside this package format.

Each is a small module that computes what that code computed, and `save` that lays it out as that code did, written from
the facts about the layouts. What a conversion has to reproduce is the module's own output.
"""

import json
from pathlib import Path

import torch
from checkpoints import FAMILIES, HIDDEN, fill, make_model, make_tokenizer, write_tokenizer
from safetensors.torch import save_file
from transformers import (
    AutoModel, AutoModelForSequenceClassification, AutoModelForTokenClassification, DebertaV2Config, DebertaV2Model,
    PretrainedConfig, PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel,
)
from transformers.models.deberta_v2.modeling_deberta_v2 import ContextPooler, DebertaV2PreTrainedModel
from transformers.models.xlm_roberta.modeling_xlm_roberta import (
    XLMRobertaClassificationHead, XLMRobertaPreTrainedModel,
)

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


class ForkEncoder(Original):
    """The text-pruner fork of sentence-transformers, V0 to V5: a model and a head, each in a directory of its own. Its
    forward takes token_type_ids and does nothing with them."""

    def __init__(self, layout: str, family: str, mode: str = "reranking_pruning", labels: int = 1,
                 pooling_weights: bool = False, weights: str = "safetensors"):
        super().__init__(family)
        self.layout, self.mode, self.weights = layout, mode, weights
        if mode == "reranking_pruning":
            self.model, _ = make_model(family, AutoModelForSequenceClassification, num_labels=labels)
            self.activation = "identity" if layout in ("V4", "V5") else "sigmoid" if labels == 1 else "softmax"
        else:
            self.model, _ = make_model(family, AutoModel)
        self.labels = labels
        self.head = make_head(pooling_weights)
        self.head_config = HeadConfig(use_weighted_pooling=pooling_weights)

    def run(self, input_ids, attention_mask, **ignored):
        output = self.model(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True)
        if self.mode == "pruning_only":
            return None, self.head["classifier"](output.last_hidden_state)
        return output.logits, self.head["classifier"](output.hidden_states[-1])

    def save(self, directory: Path) -> Path:
        settings = {
            "model_name_or_path": BASE_MODEL, "num_labels": self.labels, "max_length": self.max_length,
            "pruning_config": self._head_settings(),
        }
        prefix = "OpenProvence" if self.layout == "V5" else "Pruning"
        if self.layout == "V0":
            write_json(directory / "config.json", {**settings, "architecture": "ProvenceEncoder"})
        elif self.layout == "V1":
            write_json(
                directory / "config.json", {**settings, "mode": self.mode, "architecture": "PruningEncoder"}
            )
        else:
            settings.update(mode=self.mode, architecture=f"{prefix}Encoder")
            if self.layout in ("V4", "V5"):
                # What training asked for; the model kept its own.
                settings.update(num_labels=2, _original_num_labels=self.labels)
            write_json(directory / "pruning_encoder_config.json", settings)
            write_json(directory / "config.json", self._transformers_config(prefix, settings))
            self.write_tokenizer(directory)
        part = directory / ("ranking_model" if self.mode == "reranking_pruning" else "encoder_model")
        self.model.save_pretrained(part)
        if self.weights != "safetensors":
            (part / "model.safetensors").unlink()
            save_pickles(self.model.state_dict(), part, shards=2 if self.weights == "bin shards" else 1)
        self.write_tokenizer(part)
        write_json(directory / "pruning_head/config.json", self._head_settings())
        if self.layout == "V9":
            save_file(self.head.state_dict(), directory / "pruning_head/model.safetensors")
        else:
            torch.save(self.head.state_dict(), directory / "pruning_head/pytorch_model.bin")
        return directory

    def _head_settings(self) -> dict:
        return {**whole(self.head_config), "model_type": "openprovence_head" if self.layout == "V5" else "pruning_head"}

    def _transformers_config(self, prefix: str, settings: dict) -> dict:
        task = "SequenceClassification" if self.mode == "reranking_pruning" else "TokenClassification"
        name = f"{prefix}EncoderFor{task}"
        config = {
            "model_type": "pruning_encoder", "mode": self.mode, "base_model_name_or_path": BASE_MODEL,
            "pruning_config": settings["pruning_config"], "max_length": self.max_length,
            "num_labels": 1 if self.mode == "reranking_pruning" else 2, "architectures": [name],
        }
        if self.layout == "V2":
            return config
        module = "modeling_openprovence_encoder" if self.layout == "V5" else "modeling_pruning_encoder"
        config["auto_map"] = {"AutoConfig": f"{module}.{prefix}EncoderConfig", f"AutoModelFor{task}": f"{module}.{name}"}
        if self.layout == "V4":
            config["num_labels"] = 2
        return config


class OpenProvence(Original):
    """V6, and V6b, which its trainer saves: everything in one file. token_type_ids are passed on."""

    threshold = 0.1
    gives_token_types = True

    def __init__(self, family: str, labels: int = 1, trainer: bool = False, threshold: dict = {}, sharded: bool = False,
                 dtype=torch.float32):
        super().__init__(family)
        self.layout = "V6b" if trainer else "V6"
        self.model, _ = make_model(family, AutoModelForSequenceClassification, num_labels=labels)
        self.head = make_head()
        with torch.no_grad():
            for parameter in [*self.model.parameters(), *self.head.parameters()]:
                parameter.copy_(parameter.to(dtype))
        self.thresholds, self.sharded, self.dtype = threshold, sharded, dtype
        self.threshold = next(iter(threshold.values()), 0.1)

    def run(self, input_ids, attention_mask, **others):
        output = self.model(
            input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True, **self._accepted(others)
        )
        return output.logits[:, :1], self.head["classifier"](output.hidden_states[-1])

    def _accepted(self, others: dict) -> dict:
        return others if getattr(self.model.config, "type_vocab_size", 0) > 1 else {}

    def save(self, directory: Path) -> Path:
        trainer = self.layout == "V6b"
        prefix = "" if trainer else "ranking_model."
        tensors = {prefix + name: value for name, value in self.model.state_dict().items()}
        tensors |= {f"pruning_head.{name}": value for name, value in self.head.state_dict().items()}
        tensors = {name: value.to(self.dtype).contiguous() for name, value in tensors.items()}
        settings = HeadConfig()
        module = "modeling_open_provence_standalone"
        config = {
            "model_type": "open_provence", "mode": "reranking_pruning", "base_model_name_or_path": BASE_MODEL,
            "base_model_config": whole(self.model.config), "tokenizer_name_or_path": None,
            "pruning_config": {"hidden_size": HIDDEN} if trainer else whole(settings), "max_length": 32,
            "num_labels": self.model.config.num_labels, "num_pruning_labels": 2,
            "encoder_architecture": self.kind.model_type, "hidden_size": HIDDEN,
            "vocab_size": self.model.config.vocab_size, "architectures": ["OpenProvenceForSequenceClassification"],
            "transformers_version": whole(settings)["transformers_version"],
            "auto_map": {
                "AutoConfig": f"{module}.OpenProvenceConfig",
                "AutoModel": f"{module}.OpenProvenceForSequenceClassification",
            },
            **self.thresholds,
        }
        write_json(directory / "config.json", config)
        if self.sharded:
            save_in_shards(tensors, directory)
        else:
            save_file(tensors, directory / "model.safetensors")
        self.write_tokenizer(directory)
        (directory / f"{module}.py").write_text("import nltk\n")
        return directory

    max_length = 32


def save_pickles(tensors: dict, directory: Path, shards: int = 1):
    if shards == 1:
        torch.save(tensors, directory / "pytorch_model.bin")
        return
    weight_map = {}
    for number in range(shards):
        file = f"pytorch_model-{number + 1:05}-of-{shards:05}.bin"
        held = {name: tensors[name] for name in sorted(tensors)[number::shards]}
        torch.save(held, directory / file)
        weight_map |= {name: file for name in held}
    write_json(directory / "pytorch_model.bin.index.json", {"metadata": {}, "weight_map": weight_map})


def save_in_shards(tensors: dict, directory: Path):
    names = sorted(tensors)
    files = {"model-00001-of-00002.safetensors": names[::2], "model-00002-of-00002.safetensors": names[1::2]}
    for file, held in files.items():
        save_file({name: tensors[name] for name in held}, directory / file, metadata={"format": "pt"})
    size = sum(value.numel() * value.element_size() for value in tensors.values())
    weight_map = {name: file for file, held in files.items() for name in held}
    write_json(
        directory / "model.safetensors.index.json", {"metadata": {"total_size": size}, "weight_map": weight_map}
    )


class ProvenceConfig(DebertaV2Config):
    model_type = "Provence"


class Provence(DebertaV2PreTrainedModel):
    """Naver's model on DeBERTa: the score is the first output on the pooled state, the tokens' on each state."""

    config_class = ProvenceConfig

    def __init__(self, config):
        super().__init__(config)
        self.deberta = DebertaV2Model(config)
        self.pooler = ContextPooler(config)
        self.classifier = torch.nn.Linear(self.pooler.output_dim, config.num_labels)
        self.token_classifier = torch.nn.Linear(config.hidden_size, 2)
        self.post_init()

    def forward(self, input_ids, attention_mask):
        states = self.deberta(input_ids, attention_mask=attention_mask)[0]
        return self.classifier(self.pooler(states)), self.token_classifier(states)


class XProvenceConfig(XLMRobertaConfig):
    model_type = "XProvence"


class XProvence(XLMRobertaPreTrainedModel):
    """Naver's model on XLM-RoBERTa. Its score is a linear layer on the pooler's output; with `dense_head`, that of
    transformers' own ranking models, which has its layers under other names."""

    config_class = XProvenceConfig

    def __init__(self, config):
        super().__init__(config)
        self.roberta = XLMRobertaModel(config)
        dense = getattr(config, "dense_head", False)
        self.classifier = (
            XLMRobertaClassificationHead(config) if dense
            else torch.nn.Linear(config.hidden_size, config.num_labels)
        )
        self.token_classifier = torch.nn.Linear(config.hidden_size, 2)
        self.post_init()

    def forward(self, input_ids, attention_mask):
        output = self.roberta(input_ids, attention_mask=attention_mask)
        dense = getattr(self.config, "dense_head", False)
        states = output.last_hidden_state
        return self.classifier(states if dense else output.pooler_output), self.token_classifier(states)


class Naver(Original):
    """V7 and V8."""

    threshold = 0.1
    aggregation = "majority"
    activation = "identity"

    def __init__(self, layout: str, labels: int = 1, weights: str = "safetensors", **options):
        family = "deberta-v2" if layout == "V7" else "xlm-roberta"
        super().__init__(family)
        self.layout, self.weights = layout, weights
        config_class, model_class = (ProvenceConfig, Provence) if layout == "V7" else (XProvenceConfig, XProvence)
        values = {**dict(self.kind.config), "vocab_size": self.tokenizer.get_vocab_size(), **options}
        self.model = model_class(config_class(num_labels=labels, **values)).eval()
        fill(self.model, 3)

    def run(self, input_ids, attention_mask):
        ranking, pruning = self.model(input_ids, attention_mask)
        return ranking[:, :1], pruning

    def save(self, directory: Path) -> Path:
        self.model.save_pretrained(directory)
        if self.weights == "bin":
            (directory / "model.safetensors").unlink()
            save_pickles(self.model.state_dict(), directory)
        config = json.loads((directory / "config.json").read_text())
        name = type(self.model).__name__
        module = "modeling_provence" if self.layout == "V7" else "modeling_xprovence_hf"
        config["auto_map"] = {"AutoConfig": f"{module}.{name}Config", "AutoModel": f"{module}.{name}"}
        write_json(directory / "config.json", config)
        (directory / f"{module}.py").write_text("import nltk\n")
        card = "---\nlicense: cc-by-nc-nd-4.0\nlanguage: en\n---\n\n# Provence\n\nTheir own card.\n"
        (directory / "README.md").write_text(card)
        (directory / "LICENSE").write_text("Their licence.\n")
        self.write_tokenizer(directory)
        return directory


class TokenClassifier(Original):
    """LLMLingua-2 and kin: a *ForTokenClassification checkpoint; which label is `keep` is in its id2label."""

    layout = "token classifier"
    gives_token_types = True

    def __init__(self, family: str, labels=("LABEL_0", "LABEL_1"), keep: int = 1):
        super().__init__(family)
        self.model, _ = make_model(
            family, AutoModelForTokenClassification, num_labels=2, id2label=dict(enumerate(labels)),
            label2id={label: number for number, label in enumerate(labels)},
        )
        self.keep = keep

    def run(self, input_ids, attention_mask, **others):
        accepted = others if getattr(self.model.config, "type_vocab_size", 0) > 1 else {}
        logits = self.model(input_ids=input_ids, attention_mask=attention_mask, **accepted).logits
        return None, logits[..., [1 - self.keep, self.keep]]

    def save(self, directory: Path) -> Path:
        self.model.save_pretrained(directory)
        self.write_tokenizer(directory)
        return directory
