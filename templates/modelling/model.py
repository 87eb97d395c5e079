"""The model that both modes share: how it is put together, and how it runs."""

import threading
from typing import Any, Mapping, Optional

import torch
from torch import nn
from transformers import AutoModelForSequenceClassification, PreTrainedModel

from .beginning import logger
from .configuration import PruningEncoderConfig
from .head import PruningEncoderOutput, PruningHead
from .package import PRUNING_ONLY, RERANKING_PRUNING
from .versions import DTYPE

# ---- joined from here on ----


def _with_padding(hidden: torch.Tensor, shape: torch.Size, attention_mask: Optional[torch.Tensor]) -> torch.Tensor:
    """[batch, tokens, hidden], also from an encoder that runs without the padding [tf-unpadded]:
    [real tokens of the batch, hidden]."""
    if hidden.shape[:-1] == shape:
        return hidden
    mask = torch.ones(shape, dtype=torch.bool) if attention_mask is None else attention_mask.bool()
    if hidden.ndim != 2 or len(hidden) != mask.sum():
        raise ValueError(f"the encoder gave hidden states of shape {list(hidden.shape)} for input of {list(shape)}")
    padded = hidden.new_zeros(*shape, hidden.shape[-1])
    padded[mask.to(hidden.device)] = hidden
    return padded


class PruningEncoderPreTrainedModel(PreTrainedModel):
    """Loads, runs and saves the two parts of a package. The subclasses are the two modes."""

    config_class = PruningEncoderConfig
    mode = RERANKING_PRUNING
    encoder_class = AutoModelForSequenceClassification

    # [tf-supports] The encoder decides what it supports, and says so when it is loaded.
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
        attention = getattr(config, "_attn_implementation_internal", None)  # the caller's: the next line sets it, too
        super().__init__(config)
        self._check_mode(config)
        if encoder is None:
            if config.encoder_config is None:
                raise ValueError("config.encoder_config is not set: load the config from a package, or set it")
            given = {DTYPE: torch.get_default_dtype()}  # from_config has set it
            if attention is not None:
                given["attn_implementation"] = attention
            encoder = self.encoder_class.from_config(config.encoder_config, **given)
            config._attn_implementation = encoder.config._attn_implementation
        else:
            # [tf-initialized] from_pretrained has initialised it: post_init is not to do it again.
            for module in encoder.modules():
                module._is_hf_initialized = True
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
        pooler = getattr(encoder, "pooler", None)
        if self.mode == PRUNING_ONLY and pooler is not None:
            # No output depends on it. DistributedDataParallel waits for the gradient of each tensor that asks for one.
            pooler.requires_grad_(False)
        self._origin = None
        self._tokenizer = None
        self.post_init()

    @classmethod
    def _autoset_attn_implementation(cls, config: PruningEncoderConfig, *args, **kwargs) -> PruningEncoderConfig:
        """[tf-supports] 4.52's choice of an attention where the caller made none: it is left to the encoder."""
        return config

    @classmethod
    def _check_mode(cls, config: PruningEncoderConfig):
        """Raises ValueError where the package is one of the other mode."""
        if config.mode != cls.mode:
            raise ValueError(f"{cls.__name__} is for mode {cls.mode}, and the package's mode is {config.mode}")

    def _init_weights(self, module: nn.Module):
        """Called by post_init for what is not initialised yet: only a new head is."""
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=getattr(self.config.encoder_config, "initializer_range", 0.02))
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    # Running

    @property
    def encoder(self) -> PreTrainedModel:
        """The model of transformers' own in the package: a ranking model, or a bare encoder in mode pruning_only."""
        return getattr(self, self.config.encoder_directory)

    def get_input_embeddings(self) -> nn.Module:
        """The encoder's: [vocabulary, hidden]."""
        return self.encoder.get_input_embeddings()

    def set_input_embeddings(self, value: nn.Module):
        """Sets the encoder's."""
        self.encoder.set_input_embeddings(value)

    def load_state_dict(self, state_dict: Mapping[str, Any], *args, **kwargs):
        """Takes the encoder's tensors under the names of its own files, too [tf-checkpoint]."""
        own, prefix = self.state_dict().keys(), self.config.encoder_directory + "."
        if any(name not in own and prefix + name in own for name in state_dict):
            state_dict = {prefix + name if name not in own else name: value for name, value in state_dict.items()}
        return super().load_state_dict(state_dict, *args, **kwargs)

    def resize_token_embeddings(self, *args, **kwargs) -> nn.Module:
        """Resizes the encoder's, whose configuration has the size of the vocabulary."""
        embeddings = self.encoder.resize_token_embeddings(*args, **kwargs)
        self.vocab_size = self.config.vocab_size  # as transformers leaves it
        return embeddings

    @staticmethod
    def keep_probabilities(pruning_logits: torch.Tensor) -> torch.Tensor:
        """[batch, tokens, 2] -> [batch, tokens]: the probability that a token is kept."""
        return pruning_logits.float().softmax(dim=-1)[..., 1]

    def _encode(self, **inputs):
        """Runs the encoder. Returns its output and the hidden state that the head reads, [batch, tokens, hidden].

        The state is taken by a hook, which sees the same tensor in every version [tf-final-norm].
        """
        for name in ("output_attentions", "output_hidden_states"):
            if inputs[name] is None and getattr(self.config, name, False):
                inputs[name] = True
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
            """Keeps what a hook was called with."""
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
        """The output, or a tuple of what is in it, where the caller or the configuration asks for that."""
        if return_dict is None:
            return_dict = self.config.return_dict
        return output if return_dict else output.to_tuple()
