# SPDX-License-Identifier: Apache-2.0
"""A pruning encoder for transformers: one forward pass gives a relevance score for a (query, passage) pair and,
for every token, the probability that it is worth keeping.

This file travels inside every package and is what `trust_remote_code=True` runs. It needs torch, transformers
(4.52 or newer, 5 included) and safetensors. It reads the package's own files, starts no process, unpickles nothing.

A package is a directory or a Hub repository:

    config.json, pruning_encoder_config.json    what this file calls PruningEncoderConfig
    ranking_model/  or  encoder_model/          the encoder, a model that transformers knows by itself
    pruning_head/                               Linear(hidden, 2) on every token: 0 = prune, 1 = keep
    tokenizer files, README.md

Usage:

    tokenizer = AutoTokenizer.from_pretrained(package)
    model = AutoModelForSequenceClassification.from_pretrained(package, trust_remote_code=True)
    output = model(**tokenizer(query, passage, return_tensors="pt"))
    model.ranking_scores(output.logits)               # [batch]
    model.keep_probabilities(output.pruning_logits)   # [batch, tokens]

A package of mode `pruning_only` has no ranking score and is loaded by AutoModelForTokenClassification.
"""

import copy
import json
import os
import posixpath
import shutil
import threading
from dataclasses import dataclass
from typing import Optional, Tuple

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForSequenceClassification,
    PretrainedConfig,
    PreTrainedModel,
)
from transformers.utils import ModelOutput, cached_file, logging

logger = logging.get_logger(__name__)

FORMAT = 1
MODULE = "modeling_pruning_encoder"
RERANKING_PRUNING = "reranking_pruning"
PRUNING_ONLY = "pruning_only"
HEAD_DIRECTORY = "pruning_head"
IGNORED_LABEL = -100

# For each mode: the encoder's directory, the Auto class that loads the package, the class that it finds here.
LAYOUTS = {
    RERANKING_PRUNING: (
        "ranking_model",
        "AutoModelForSequenceClassification",
        "PruningEncoderForSequenceClassification",
    ),
    PRUNING_ONLY: ("encoder_model", "AutoModelForTokenClassification", "PruningEncoderForTokenClassification"),
}

# Where to find files: taken from from_pretrained's arguments and handed on to every file that is read.
HUB_ARGUMENTS = ("cache_dir", "force_download", "local_files_only", "proxies", "revision", "token")

# Files that save_pretrained does not make itself but takes along from where the model was loaded. Every package
# has the required ones.
REQUIRED_FILES = ("tokenizer.json", "tokenizer_config.json")
OPTIONAL_FILES = (
    "added_tokens.json",
    "chat_template.jinja",
    "merges.txt",
    "sentencepiece.bpe.model",
    "special_tokens_map.json",
    "spiece.model",
    "spm.model",
    "tokenizer.model",
    "vocab.json",
    "vocab.txt",
)
CARD = "README.md"
LICENSES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE")

# transformers 4.56 renamed `torch_dtype`, the argument and the config's attribute, to `dtype`.
DTYPE = "torch_dtype" if "torch_dtype" in vars(PretrainedConfig()) else "dtype"


class PruningEncoderConfig(PretrainedConfig):
    """What config.json says about the package; the keys are explained beside each argument."""

    model_type = "pruning_encoder"

    def __init__(
        self,
        mode: str = RERANKING_PRUNING,  # or "pruning_only"
        pruning_pack_format: int = FORMAT,
        base_model_name_or_path: Optional[str] = None,  # a Hub id; never a local path
        max_length: int = 512,  # tokens of a pair, special tokens included
        max_position_embeddings: Optional[int] = None,  # positions that the encoder can really use
        pruning_config: Optional[dict] = None,  # the head's: hidden_size, num_labels, classifier_dropout, ...
        hidden_state_source: str = "last_hidden_state",  # or "pre_final_norm": what the head reads
        use_token_type_ids: bool = True,  # whether the model was trained with them
        ranking_activation: Optional[str] = None,  # "sigmoid" (one label), "softmax" (the last class), "identity"
        pruning_threshold: float = 0.5,  # keep where the probability is above it
        pruning_aggregation: str = "mean",  # or "majority": from a sentence's tokens to the sentence
        encoder_config: Optional[PretrainedConfig] = None,  # read from the encoder's own config.json, saved there
        **kwargs,
    ):
        _one_of("mode", mode, LAYOUTS)
        _one_of("hidden_state_source", hidden_state_source, ("last_hidden_state", "pre_final_norm"))
        _one_of("pruning_aggregation", pruning_aggregation, ("mean", "majority"))
        if pruning_pack_format != FORMAT:
            raise ValueError(f"pruning_pack_format is {pruning_pack_format}; this file reads format {FORMAT}")
        if kwargs.get("id2label") is None:
            kwargs.setdefault("num_labels", 2 if mode == PRUNING_ONLY else 1)
        super().__init__(**kwargs)
        if ranking_activation is None:
            ranking_activation = "sigmoid" if self.num_labels == 1 else "softmax"
        _one_of("ranking_activation", ranking_activation, ("sigmoid", "identity", "softmax"))
        self.mode = mode
        self.pruning_pack_format = pruning_pack_format
        self.base_model_name_or_path = base_model_name_or_path
        # Not `max_length`: transformers takes a config attribute of that name for a generation parameter.
        self.max_input_length = max_length
        self.max_position_embeddings = max_position_embeddings
        self.pruning_config = dict(pruning_config or {})
        self.hidden_state_source = hidden_state_source
        self.use_token_type_ids = use_token_type_ids
        self.ranking_activation = ranking_activation
        self.pruning_threshold = pruning_threshold
        self.pruning_aggregation = pruning_aggregation
        self.encoder_config = encoder_config

    @property
    def encoder_directory(self) -> str:
        return LAYOUTS[self.mode][0]

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, **kwargs):
        loaded = super().from_pretrained(pretrained_model_name_or_path, **kwargs)
        config = loaded[0] if isinstance(loaded, tuple) else loaded
        hub = {key: kwargs[key] for key in HUB_ARGUMENTS if key in kwargs}
        try:
            config.read_encoder_config(pretrained_model_name_or_path, kwargs.get("subfolder") or "", hub)
        except OSError as error:
            # A configuration that was saved alone. A model's from_pretrained raises this again.
            logger.info(f"The encoder's configuration is not there: {error}")
        return loaded

    def read_encoder_config(self, origin, subfolder: str, hub: dict):
        folder = posixpath.join(subfolder, self.encoder_directory)
        _find(origin, folder, "config.json", hub)  # AutoConfig's own message would mislead
        self.encoder_config = AutoConfig.from_pretrained(origin, subfolder=folder, trust_remote_code=False, **hub)

    def to_dict(self) -> dict:
        output = super().to_dict()
        for name in ("encoder_config", "max_input_length"):
            output.pop(name)
        output.update(self._package_keys())
        return output

    def to_diff_dict(self) -> dict:
        """The content of config.json. transformers leaves out what equals its own defaults; a package states its
        keys in full, and the dtype under the name that both lines of transformers read."""
        output = super().to_diff_dict()
        output.pop("dtype", None)
        dtype = getattr(self, DTYPE, None)
        output["torch_dtype"] = None if dtype is None else str(dtype).split(".")[-1]
        output.update(self._package_keys())
        return output

    def backward_compatible_dict(self) -> dict:
        """The content of pruning_encoder_config.json, which repeats keys of config.json with equal values."""
        return {
            "architecture": "PruningEncoder",
            "hidden_state_source": self.hidden_state_source,
            "max_length": self.max_input_length,
            "mode": self.mode,
            "model_name_or_path": self.base_model_name_or_path,
            "num_labels": self.num_labels,
            "pruning_aggregation": self.pruning_aggregation,
            "pruning_config": self.pruning_config,
            "pruning_threshold": self.pruning_threshold,
            "ranking_activation": self.ranking_activation,
            "use_token_type_ids": self.use_token_type_ids,
        }

    def _package_keys(self) -> dict:
        _, auto_class, model_class = LAYOUTS[self.mode]
        return {
            "architectures": [model_class],
            "auto_map": {"AutoConfig": f"{MODULE}.PruningEncoderConfig", auto_class: f"{MODULE}.{model_class}"},
            "id2label": self.id2label,
            "label2id": self.label2id,
            "max_length": self.max_input_length,
            "num_labels": self.num_labels,
        }


@dataclass
class PruningEncoderOutput(ModelOutput):
    """What both models return.

    loss: the sum of the losses whose labels were given.
    logits: [batch, num_labels] of the ranking model; in mode pruning_only the same as pruning_logits.
    pruning_logits: [batch, tokens, 2]; softmax over the last axis gives the probabilities of prune and keep.
    hidden_states, attentions: the encoder's own, when asked for.
    """

    loss: Optional[torch.FloatTensor] = None
    logits: Optional[torch.FloatTensor] = None
    pruning_logits: Optional[torch.FloatTensor] = None
    hidden_states: Optional[Tuple[torch.FloatTensor, ...]] = None
    attentions: Optional[Tuple[torch.FloatTensor, ...]] = None


class PruningHead(nn.Module):
    """Linear(hidden, 2) on every token. `pooling_weights`, which some checkpoints have, are loaded and saved with it;
    the token logits do not depend on them."""

    def __init__(self, pruning_config: dict, weighted_pooling: bool):
        super().__init__()
        hidden_size = pruning_config["hidden_size"]
        self.dropout = nn.Dropout(pruning_config.get("classifier_dropout", pruning_config.get("dropout")) or 0.0)
        self.classifier = nn.Linear(hidden_size, pruning_config.get("num_labels", 2))
        if weighted_pooling:
            self.pooling_weights = nn.Linear(hidden_size, 1)

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        weight = self.classifier.weight
        if torch.is_tensor(weight):  # it is a method in a dynamically quantized layer
            # The encoder may be spread over devices, and the head may have a dtype of its own.
            hidden_states = hidden_states.to(weight)
        return self.classifier(self.dropout(hidden_states))


class PruningEncoderPreTrainedModel(PreTrainedModel):
    """Loads, runs and saves the two parts of a package. The subclasses are the two modes."""

    config_class = PruningEncoderConfig
    mode = RERANKING_PRUNING
    encoder_class = AutoModelForSequenceClassification

    # The encoder decides what it supports, and says so when it is loaded.
    supports_gradient_checkpointing = True
    _supports_sdpa = True
    _supports_flash_attn = True
    _supports_flash_attn_2 = True
    _supports_flex_attn = True
    _supports_attention_backend = True

    def __init__(
        self,
        config: PruningEncoderConfig,
        encoder: Optional[PreTrainedModel] = None,
        pruning_head: Optional[PruningHead] = None,
    ):
        """Without `encoder` and `pruning_head`, a new model to train; from_pretrained passes both, loaded."""
        super().__init__(config)
        self._check_mode(config)
        if encoder is None:
            if config.encoder_config is None:
                raise ValueError("config.encoder_config is not set: load the config from a package, or set it")
            encoder = self.encoder_class.from_config(config.encoder_config)
        config.encoder_config = encoder.config
        if self.mode == RERANKING_PRUNING and encoder.config.num_labels != config.num_labels:
            raise ValueError(
                f"config.json has num_labels {config.num_labels}, "
                f"{config.encoder_directory}/config.json {encoder.config.num_labels}"
            )
        config.pruning_config.setdefault("hidden_size", encoder.config.hidden_size)
        if config.pruning_config["hidden_size"] != encoder.config.hidden_size:
            raise ValueError(
                f"the pruning head reads {config.pruning_config['hidden_size']} features, "
                f"the encoder gives {encoder.config.hidden_size}"
            )
        # Both from_config and from_pretrained have initialised it: post_init is not to do it again.
        for module in encoder.modules():
            module._is_hf_initialized = True
        self.add_module(config.encoder_directory, encoder)

        if pruning_head is None:
            pruning_head = PruningHead(
                config.pruning_config, bool(config.pruning_config.get("use_weighted_pooling", False))
            )
        else:
            for module in pruning_head.modules():
                module._is_hf_initialized = True
        self.pruning_head = pruning_head

        if config.hidden_state_source == "pre_final_norm" and not hasattr(encoder.base_model, "final_norm"):
            raise ValueError(
                f"hidden_state_source is pre_final_norm, and {type(encoder.base_model).__name__} has no final_norm"
            )
        self._origin = None
        self.post_init()

    @classmethod
    def _check_mode(cls, config: PruningEncoderConfig):
        if config.mode != cls.mode:
            raise ValueError(f"{cls.__name__} is for mode {cls.mode}, and the package's mode is {config.mode}")

    def _init_weights(self, module: nn.Module):
        # Only a new head comes here.
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=getattr(self.config.encoder_config, "initializer_range", 0.02))
            nn.init.zeros_(module.bias)

    # Running

    @property
    def encoder(self) -> PreTrainedModel:
        return getattr(self, self.config.encoder_directory)

    def get_input_embeddings(self) -> nn.Module:
        return self.encoder.get_input_embeddings()

    def set_input_embeddings(self, value: nn.Module):
        self.encoder.set_input_embeddings(value)

    def resize_token_embeddings(self, *args, **kwargs) -> nn.Module:
        return self.encoder.resize_token_embeddings(*args, **kwargs)

    @staticmethod
    def keep_probabilities(pruning_logits: torch.Tensor) -> torch.Tensor:
        """[batch, tokens, 2] -> [batch, tokens]: the probability that a token is kept."""
        return pruning_logits.float().softmax(dim=-1)[..., 1]

    def _encode(self, **inputs):
        """Runs the encoder. Returns its output and the hidden state that the head reads, [batch, tokens, hidden].

        `hidden_states[-1]` of some encoders is taken before the final norm or after it, depending on the version
        of transformers. A hook sees the same tensor in all of them.
        """
        inputs = {name: value for name, value in inputs.items() if value is not None}
        if not self.config.use_token_type_ids:
            inputs.pop("token_type_ids", None)
        elif "token_type_ids" not in inputs and (getattr(self.encoder.config, "type_vocab_size", None) or 0) > 1:
            logger.warning_once("This model was trained with token_type_ids and gets none: its scores will be off.")
        device = self.device
        if device.type != "meta":  # "meta": the weights are offloaded, accelerate moves the inputs
            inputs = {name: v.to(device) if torch.is_tensor(v) else v for name, v in inputs.items()}

        base = self.encoder.base_model
        caller, hidden = threading.get_ident(), []

        def keep(state: torch.Tensor):
            if threading.get_ident() == caller:  # another thread may be running the same model
                hidden.append(state)

        if self.config.hidden_state_source == "pre_final_norm":
            hook = base.final_norm.register_forward_pre_hook(lambda module, arguments: keep(arguments[0]))
        else:
            hook = base.register_forward_hook(lambda module, arguments, output: keep(output[0]))
        try:
            output = self.encoder(**inputs, return_dict=True)
        finally:
            hook.remove()

        tokens = inputs["input_ids"] if "input_ids" in inputs else inputs["inputs_embeds"][..., 0]
        return output, _with_padding(hidden[-1], tokens.shape, inputs.get("attention_mask"))

    def _output(self, output: PruningEncoderOutput, return_dict: Optional[bool]):
        if return_dict is None:
            return_dict = self.config.return_dict
        return output if return_dict else output.to_tuple()

    # Loading

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, config: Optional[PruningEncoderConfig] = None, **kwargs):
        """Loads a package from a directory or a Hub repository.

        Takes what transformers' from_pretrained takes and hands it on to the encoder: revision, subfolder,
        cache_dir, token, dtype (or torch_dtype; the default "auto" keeps the package's), device_map,
        attn_implementation, quantization_config and so on.

        Raises where a weight is missing or has another shape than the configuration says: nothing is ever left
        at random values.
        """
        origin = os.fspath(pretrained_model_name_or_path)
        if os.path.isdir(origin):
            origin = os.path.abspath(origin)  # save_pretrained comes back to it, from whatever directory
        for name in ("_commit_hash", "_from_auto", "_from_pipeline", "adapter_kwargs", "code_revision"):
            kwargs.pop(name, None)
        # Always so: the encoder runs transformers' own code, from safetensors, and must be complete.
        for name in ("trust_remote_code", "use_safetensors", "ignore_mismatched_sizes"):
            kwargs.pop(name, None)
        hub = {name: kwargs.pop(name) for name in HUB_ARGUMENTS if name in kwargs}
        subfolder = kwargs.pop("subfolder", None) or ""
        output_loading_info = kwargs.pop("output_loading_info", False)
        device_map = kwargs.pop("device_map", None)
        dtypes = (kwargs.pop("dtype", None), kwargs.pop("torch_dtype", None))
        dtype = next((value for value in dtypes if value is not None), "auto")
        attention = kwargs.pop("attn_implementation", None)

        if isinstance(config, PretrainedConfig):
            config = copy.deepcopy(config)
        else:
            config, kwargs = cls.config_class.from_pretrained(
                origin if config is None else config, subfolder=subfolder, return_unused_kwargs=True, **hub, **kwargs
            )
        cls._check_mode(config)
        # Every file from one commit, also if the branch moves meanwhile. transformers 5 has done so already.
        if getattr(config, "_commit_hash", None) is not None:
            hub["revision"] = config._commit_hash
        if config.encoder_config is None:
            config.read_encoder_config(origin, subfolder, hub)
        if attention is None:  # AutoModel has put it into the config
            attention = getattr(config, "_attn_implementation_internal", None)
        if attention is not None:
            kwargs["attn_implementation"] = attention
        head_device = None
        if device_map is not None:
            kwargs["device_map"], head_device = _split_device_map(device_map, config.encoder_directory)

        folder = posixpath.join(subfolder, config.encoder_directory)
        encoder, report = cls.encoder_class.from_pretrained(
            origin,
            config=config.encoder_config,
            subfolder=folder,
            output_loading_info=True,
            ignore_mismatched_sizes=True,  # so that _check can name them
            use_safetensors=True,
            trust_remote_code=False,
            **{DTYPE: dtype},
            **hub,
            **kwargs,
        )
        missing = set(report["missing_keys"])
        if cls.mode == PRUNING_ONLY and missing and all(name.startswith("pooler.") for name in missing):
            # Token decisions do not use the pooler. A checkpoint without one gets a model without one.
            encoder.pooler = None
            missing = set()
        shapes = {name: tensor.shape for name, tensor in encoder.state_dict().items()}
        mismatched = []
        for entry in report["mismatched_keys"]:  # transformers 4 names the tensor, 5 tells the shapes too
            name, found = (entry, None) if isinstance(entry, str) else entry[:2]
            mismatched.append((name, found, shapes.get(name)))
        _check(posixpath.join(origin, folder), missing, mismatched, report.get("error_msgs"))

        folder = posixpath.join(subfolder, HEAD_DIRECTORY)
        config.pruning_config.setdefault("hidden_size", encoder.config.hidden_size)
        tensors = load_file(_find(origin, folder, "model.safetensors", hub))
        head = _load_head(posixpath.join(origin, folder), config.pruning_config, tensors)
        if head_device is None:
            head_device = encoder.device if encoder.device.type != "meta" else "cpu"
        head = head.to(device=head_device, dtype=None if dtype == "auto" else encoder.dtype)

        config._attn_implementation = encoder.config._attn_implementation
        setattr(config, DTYPE, encoder.dtype)
        model = cls(config, encoder, head)
        model._origin = (origin, subfolder, hub)
        if hasattr(encoder, "hf_device_map"):
            prefix = config.encoder_directory
            model.hf_device_map = {f"{prefix}.{k}" if k else prefix: v for k, v in encoder.hf_device_map.items()}
            model.hf_device_map[HEAD_DIRECTORY] = head_device
        model.eval()
        if output_loading_info:
            unexpected = [f"{config.encoder_directory}.{name}" for name in report["unexpected_keys"]]
            return model, {
                "missing_keys": [],
                "unexpected_keys": unexpected,
                "mismatched_keys": [],
                "error_msgs": [],
            }
        return model

    # Saving

    def save_pretrained(
        self,
        save_directory,
        is_main_process: bool = True,
        state_dict: Optional[dict] = None,
        push_to_hub: bool = False,
        max_shard_size=None,
        safe_serialization: bool = True,
        **kwargs,
    ):
        """Writes a package: the configs, this file, the encoder and the head as safetensors. README.md, licence
        and tokenizer files come along from where the model was loaded.

        `kwargs` go to push_to_hub, if that is asked for.
        """
        if not safe_serialization:
            raise ValueError("a package holds no pickle: safe_serialization=False is not possible")
        directory = os.fspath(save_directory)
        folder = self.config.encoder_directory
        if state_dict is None:
            encoder_state, head_state = None, self.pruning_head.state_dict()
        else:
            encoder_state = _without_prefix(state_dict, folder + ".")
            head_state = _without_prefix(state_dict, HEAD_DIRECTORY + ".")
        sharding = {} if max_shard_size is None else {"max_shard_size": max_shard_size}
        os.makedirs(directory, exist_ok=True)
        if is_main_process:
            self._remove_earlier_weights(os.path.join(directory, folder))
        self.encoder.save_pretrained(
            os.path.join(directory, folder), is_main_process=is_main_process, state_dict=encoder_state, **sharding
        )
        if not is_main_process:
            return

        head_directory = os.path.join(directory, HEAD_DIRECTORY)
        os.makedirs(head_directory, exist_ok=True)
        head_state = {name: tensor.detach().cpu().contiguous() for name, tensor in head_state.items()}
        save_file(head_state, os.path.join(head_directory, "model.safetensors"), metadata={"format": "pt"})
        head_config = {**self.config.pruning_config, "architectures": ["PruningHead"], "model_type": "pruning_head"}
        _write_json(os.path.join(head_directory, "config.json"), head_config)

        setattr(self.config, DTYPE, self.encoder.dtype)
        self.config.save_pretrained(directory)
        _write_json(
            os.path.join(directory, "pruning_encoder_config.json"), self.config.backward_compatible_dict()
        )
        _copy(__file__, os.path.join(directory, MODULE + ".py"))
        self._carry(directory, "", (CARD, *LICENSES))
        for place in ("", folder):
            self._carry(directory, place, REQUIRED_FILES + OPTIONAL_FILES)

        if push_to_hub:
            name = kwargs.pop("repo_id", os.path.basename(os.path.normpath(directory)))
            self.push_to_hub(name, **sharding, **kwargs)

    def _remove_earlier_weights(self, directory: str):
        """transformers leaves an earlier model.safetensors beside new shards, and would load that one."""
        if "disk" in getattr(self.encoder, "hf_device_map", {}).values():
            return  # offloaded weights may be read from the very files
        for name in ("model.safetensors", "model.safetensors.index.json"):
            file = os.path.join(directory, name)
            if os.path.exists(file):
                os.remove(file)

    def _carry(self, directory: str, place: str, names: tuple):
        """Copies files that the model was loaded beside from its origin into a new package."""
        if self._origin is None:
            return
        origin, subfolder, hub = self._origin
        for name in names:
            try:
                file = _find(origin, posixpath.join(subfolder, place), name, hub)
            except (OSError, ValueError) as error:  # ValueError: a directory that is gone, taken for a Hub id
                if name in REQUIRED_FILES:
                    logger.warning(f"{os.path.join(directory, place)} gets no {name}: {error}")
                continue
            _copy(file, os.path.join(directory, place, name))

    def _upload_modified_files(self, working_dir, *args, **kwargs):
        # push_to_hub has just put a blank model card over the one that save_pretrained brought along.
        self._carry(os.fspath(working_dir), "", (CARD,))
        return super()._upload_modified_files(working_dir, *args, **kwargs)


class PruningEncoderForSequenceClassification(PruningEncoderPreTrainedModel):
    """Mode reranking_pruning: a reranker's score and the token decisions from one pass."""

    mode = RERANKING_PRUNING
    encoder_class = AutoModelForSequenceClassification

    def forward(
        self,
        input_ids: Optional[torch.Tensor] = None,
        attention_mask: Optional[torch.Tensor] = None,
        token_type_ids: Optional[torch.Tensor] = None,
        position_ids: Optional[torch.Tensor] = None,
        inputs_embeds: Optional[torch.Tensor] = None,
        labels: Optional[torch.Tensor] = None,
        pruning_labels: Optional[torch.Tensor] = None,
        output_attentions: Optional[bool] = None,
        output_hidden_states: Optional[bool] = None,
        return_dict: Optional[bool] = None,
    ):
        """labels: what the ranking score is to be. The loss follows ranking_activation: sigmoid: binary
        cross-entropy with relevances in [0, 1]; identity: squared error against a teacher's raw scores; softmax:
        cross-entropy with class indices, [batch], or class probabilities, [batch, num_labels].

        pruning_labels: [batch, tokens], 1 to keep and 0 to prune; -100 is left out (special tokens, the query,
        padding). Cross-entropy, averaged over the labelled tokens. With both, the loss is their sum.
        """
        output, hidden = self._encode(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=token_type_ids,
            position_ids=position_ids,
            inputs_embeds=inputs_embeds,
            output_attentions=output_attentions,
            output_hidden_states=output_hidden_states,
        )
        pruning_logits = self.pruning_head(hidden)
        losses = []
        if labels is not None:
            losses.append(self._ranking_loss(output.logits, labels))
        if pruning_labels is not None:
            losses.append(_token_loss(pruning_logits, pruning_labels).to(output.logits.device))
        return self._output(
            PruningEncoderOutput(
                loss=sum(losses) if losses else None,
                logits=output.logits,
                pruning_logits=pruning_logits,
                hidden_states=output.hidden_states,
                attentions=output.attentions,
            ),
            return_dict,
        )

    def ranking_scores(self, logits: torch.Tensor) -> torch.Tensor:
        """[batch, num_labels] -> [batch] (or [batch, num_labels], where the labels have a score each)."""
        logits = logits.float()
        activation = self.config.ranking_activation
        if activation == "softmax":
            return logits.softmax(dim=-1)[..., -1]
        scores = logits.sigmoid() if activation == "sigmoid" else logits
        return scores.squeeze(-1) if scores.shape[-1] == 1 else scores

    def _ranking_loss(self, logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        logits, labels = logits.float(), labels.to(logits.device)
        if self.config.ranking_activation == "softmax":
            return functional.cross_entropy(logits, labels)
        labels = labels.float().reshape(logits.shape)
        if self.config.ranking_activation == "sigmoid":
            return functional.binary_cross_entropy_with_logits(logits, labels)
        return functional.mse_loss(logits, labels)


class PruningEncoderForTokenClassification(PruningEncoderPreTrainedModel):
    """Mode pruning_only: the token decisions of an encoder without a ranking head."""

    mode = PRUNING_ONLY
    encoder_class = AutoModel

    def forward(
        self,
        input_ids: Optional[torch.Tensor] = None,
        attention_mask: Optional[torch.Tensor] = None,
        token_type_ids: Optional[torch.Tensor] = None,
        position_ids: Optional[torch.Tensor] = None,
        inputs_embeds: Optional[torch.Tensor] = None,
        labels: Optional[torch.Tensor] = None,
        pruning_labels: Optional[torch.Tensor] = None,
        output_attentions: Optional[bool] = None,
        output_hidden_states: Optional[bool] = None,
        return_dict: Optional[bool] = None,
    ):
        """labels, or pruning_labels, which is the same: [batch, tokens], 1 to keep and 0 to prune; -100 is left
        out (special tokens, the query, padding). The loss is cross-entropy, averaged over the labelled tokens.
        """
        if labels is not None and pruning_labels is not None:
            raise ValueError("labels and pruning_labels are the same here: pass one of them")
        output, hidden = self._encode(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=token_type_ids,
            position_ids=position_ids,
            inputs_embeds=inputs_embeds,
            output_attentions=output_attentions,
            output_hidden_states=output_hidden_states,
        )
        pruning_logits = self.pruning_head(hidden)
        labels = pruning_labels if labels is None else labels
        return self._output(
            PruningEncoderOutput(
                loss=None if labels is None else _token_loss(pruning_logits, labels),
                logits=pruning_logits,
                pruning_logits=pruning_logits,
                hidden_states=output.hidden_states,
                attentions=output.attentions,
            ),
            return_dict,
        )


def _find(origin: str, folder: str, name: str, hub: dict) -> str:
    """The path of a file of the package, fetched if need be. Raises OSError where there is none."""
    file = cached_file(origin, name, subfolder=folder, **hub)
    if file is None:  # so for config.json
        raise OSError(f"{origin} has no file {posixpath.join(folder, name)}")
    return file


def _one_of(name: str, value, allowed):
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}, not one of {', '.join(allowed)}")


def _with_padding(hidden: torch.Tensor, shape: torch.Size, attention_mask: Optional[torch.Tensor]) -> torch.Tensor:
    """[batch, tokens, hidden], also from an encoder that runs without the padding, as some do for flash attention:
    [real tokens of the batch, hidden]."""
    if hidden.shape[:-1] == shape:
        return hidden
    mask = torch.ones(shape, dtype=torch.bool) if attention_mask is None else attention_mask.bool()
    if hidden.ndim != 2 or len(hidden) != mask.sum():
        raise ValueError(f"the encoder gave hidden states of shape {list(hidden.shape)} for input of {list(shape)}")
    padded = hidden.new_zeros(*shape, hidden.shape[-1])
    padded[mask.to(hidden.device)] = hidden
    return padded


def _token_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross-entropy averaged over the labelled tokens; 0 where there is none."""
    labels = labels.to(logits.device).reshape(-1)
    logits = logits.float().reshape(labels.numel(), -1)
    total = functional.cross_entropy(logits, labels, ignore_index=IGNORED_LABEL, reduction="sum")
    return total / (labels != IGNORED_LABEL).sum().clamp(min=1)


def _check(place: str, missing, mismatched=(), errors=()):
    """Raises with the names of tensors that are not as they must be."""
    problems = []
    if missing:
        problems.append("missing: " + ", ".join(sorted(missing)))
    if mismatched:
        texts = []
        for name, found, wanted in sorted(mismatched, key=lambda entry: entry[0]):
            has = "" if found is None else f"is {list(found)}, "
            texts.append(f"{name} {has}not {list(wanted)}")
        problems.append("of the wrong shape: " + ", ".join(texts))
    if errors:
        problems.append("not loaded: " + ", ".join(map(str, errors)))
    if problems:
        raise ValueError(f"{place}: tensors {'; '.join(problems)}")


def _load_head(place: str, pruning_config: dict, tensors: dict) -> PruningHead:
    """The head with the tensors of its checkpoint, in their dtype: all of them, and no others."""
    weighted_pooling = pruning_config.get("use_weighted_pooling", False) or any(
        name.startswith("pooling_weights.") for name in tensors
    )
    head = PruningHead(pruning_config, weighted_pooling=bool(weighted_pooling))
    wanted = {name: tensor.shape for name, tensor in head.state_dict().items()}
    _check(
        place,
        missing=wanted.keys() - tensors.keys(),
        mismatched=[
            (name, tensors[name].shape, shape)
            for name, shape in wanted.items()
            if name in tensors and tensors[name].shape != shape
        ],
        errors=[f"{name} is unknown" for name in sorted(tensors.keys() - wanted.keys())],
    )
    # Copies: safetensors maps the file, and a later save may write over it.
    head.load_state_dict({name: tensor.clone() for name, tensor in tensors.items()}, assign=True)
    return head


def _split_device_map(device_map, encoder_directory: str):
    """A map by module names of the whole model becomes the encoder's and the head's device (None: the encoder's)."""
    if not isinstance(device_map, dict):
        return device_map, None
    prefix = encoder_directory + "."
    encoder_map, head_device = {}, None
    for name, device in device_map.items():
        if name == HEAD_DIRECTORY:
            head_device = device
        else:
            encoder_map["" if name == encoder_directory else name.removeprefix(prefix)] = device
    return encoder_map, head_device


def _without_prefix(state_dict: dict, prefix: str) -> dict:
    return {name[len(prefix) :]: tensor for name, tensor in state_dict.items() if name.startswith(prefix)}


def _write_json(file: str, value: dict):
    with open(file, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def _copy(source: str, target: str):
    """Copies a file's content, following links, unless it is the same file."""
    if not (os.path.exists(target) and os.path.samefile(source, target)):
        shutil.copyfile(source, target)
