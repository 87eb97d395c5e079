"""The text-pruner fork of sentence-transformers, V0 to V5, and the package format itself, V9."""

from pathlib import Path

import torch
from checkpoints import make_model
from safetensors.torch import save_file
from transformers import AutoModel, AutoModelForSequenceClassification

from .original import BASE_MODEL, HeadConfig, Original, make_head, whole, write_json
from .weights import save_pickles


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
