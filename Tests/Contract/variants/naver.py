"""Naver's Provence and XProvence, V7 and V8."""

import json
from pathlib import Path

import torch
from checkpoints import fill
from transformers import DebertaV2Config, DebertaV2Model, XLMRobertaConfig, XLMRobertaModel
from transformers.models.deberta_v2.modeling_deberta_v2 import ContextPooler, DebertaV2PreTrainedModel
from transformers.models.xlm_roberta.modeling_xlm_roberta import (
    XLMRobertaClassificationHead, XLMRobertaPreTrainedModel,
)

from .original import Original, write_json
from .weights import save_pickles


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
