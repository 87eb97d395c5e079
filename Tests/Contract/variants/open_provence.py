"""OpenProvence, V6 and V6b."""

from pathlib import Path

import torch
from checkpoints import HIDDEN, make_model
from safetensors.torch import save_file
from transformers import AutoModelForSequenceClassification

from .original import BASE_MODEL, HeadConfig, Original, make_head, whole, write_json
from .weights import save_in_shards


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
