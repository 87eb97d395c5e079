"""The configuration: config.json as an object."""

import posixpath
from typing import Optional

from transformers import AutoConfig, PretrainedConfig
from transformers.utils.versions import require_version

from .beginning import logger
from .files import _find
from .package import FORMAT, HEAD_ACTIVATIONS, HEAD_FORMAT, HEAD_TYPES, HUB_ARGUMENTS, LAYOUTS, LINEAR, MODULE
from .package import PRUNING_ONLY, RERANKING_PRUNING
from .versions import DTYPE

# ---- joined from here on ----


def _one_of(name: str, value, allowed):
    """Raises ValueError where a setting has none of the values that it may have."""
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}, not one of {', '.join(allowed)}")


def _is_plain_head(pruning_config: dict) -> bool:
    """Whether a head is one linear layer with two labels, prune and keep: all that format 1 has. Raises ValueError for
    one that this file does not know."""
    head_type = pruning_config.get("head_type") or LINEAR
    _one_of("head_type", head_type, HEAD_TYPES)
    if head_type != LINEAR:
        _one_of("head_activation", pruning_config.get("head_activation"), HEAD_ACTIVATIONS)
    labels, kept = pruning_config.get("head_labels"), pruning_config.get("keep_labels")
    if labels is None:
        return head_type == LINEAR
    if not kept or len(set(labels)) < len(labels) or not set(kept) < set(labels):
        raise ValueError(f"keep_labels is {kept!r}, not some of the head's labels: {labels!r}")
    return False


def _of_encoder(name: str) -> property:
    """A setting that is the encoder's: read, and set, where it is written."""

    def read(config):
        """The encoder's value, or the one that waits for an encoder."""
        if config.encoder_config is not None:
            return getattr(config.encoder_config, name)
        if name in config._encoder_settings:
            return config._encoder_settings[name]
        raise AttributeError(f"{name} is the encoder's, and there is no encoder_config")

    def write(config, value):
        """Sets the encoder's value, now or when there is an encoder."""
        if config.encoder_config is not None:
            setattr(config.encoder_config, name, value)
        else:
            config._encoder_settings[name] = value

    return property(read, write)


# What others look for in the root's configuration (peft does, to make prompts) and only the encoder's own file says.
ENCODER_SETTINGS = ("hidden_size", "num_attention_heads", "num_hidden_layers", "vocab_size")


class PruningEncoderConfig(PretrainedConfig):
    """What config.json says about the package; the keys are explained beside each argument."""

    model_type = "pruning_encoder"

    hidden_size, num_attention_heads, num_hidden_layers, vocab_size = map(_of_encoder, ENCODER_SETTINGS)

    def __init__(
        self,
        mode: str = RERANKING_PRUNING,  # or "pruning_only"
        pruning_pack_format: int = FORMAT,  # or HEAD_FORMAT
        base_model_name_or_path: Optional[str] = None,  # a Hub id; never a local path
        max_length: int = 512,  # tokens of a pair, special tokens included
        max_position_embeddings: Optional[int] = None,  # positions that the encoder can really use
        pruning_config: Optional[dict] = None,  # the head's: hidden_size, num_labels, classifier_dropout, head_type...
        hidden_state_source: str = "last_hidden_state",  # or "pre_final_norm": what the head reads
        use_token_type_ids: bool = True,  # whether the model was trained with them
        ranking_activation: Optional[str] = None,  # "sigmoid" (one label), "softmax" (the last class), "identity"
        pruning_threshold: float = 0.5,  # keep where the probability is above it
        pruning_aggregation: str = "mean",  # or "majority": from a sentence's tokens to the sentence
        requires_transformers: Optional[str] = None,  # ">=5.0.0", where an older version computes something else
        encoder_config: Optional[PretrainedConfig] = None,  # read from the encoder's own config.json, saved there
        **kwargs,
    ):
        """`kwargs` are what any configuration of transformers takes; of them id2label and label2id matter here. Raises
        ValueError where a value is none that this file knows, and ImportError in a version of transformers that gives
        other numbers."""
        if requires_transformers is not None:
            require_version(f"transformers{requires_transformers}", "This package gives other numbers in this version.")
        _one_of("mode", mode, LAYOUTS)
        _one_of("hidden_state_source", hidden_state_source, ("last_hidden_state", "pre_final_norm"))
        _one_of("pruning_aggregation", pruning_aggregation, ("mean", "majority"))
        if pruning_pack_format not in (FORMAT, HEAD_FORMAT):
            raise ValueError(
                f"pruning_pack_format is {pruning_pack_format}; this file reads formats {FORMAT} and {HEAD_FORMAT}"
            )
        if not _is_plain_head(pruning_config or {}) and pruning_pack_format != HEAD_FORMAT:
            raise ValueError(f"the head is not one linear layer with two labels: set pruning_pack_format={HEAD_FORMAT}")
        self._encoder = None
        self._encoder_settings = {name: kwargs.pop(name) for name in ENCODER_SETTINGS if name in kwargs}
        if kwargs.get("id2label") is None:
            kwargs.setdefault("num_labels", 2 if mode == PRUNING_ONLY else 1)
        super().__init__(**kwargs)
        if ranking_activation is None:
            ranking_activation = "sigmoid" if self.num_labels == 1 else "softmax"
        _one_of("ranking_activation", ranking_activation, ("sigmoid", "identity", "softmax"))
        self.mode = mode
        self.pruning_pack_format = pruning_pack_format
        self.base_model_name_or_path = base_model_name_or_path
        # [tf-max-length] The key in config.json is max_length all the same.
        self.max_input_length = max_length
        self.max_position_embeddings = max_position_embeddings
        self.pruning_config = dict(pruning_config or {})
        self.hidden_state_source = hidden_state_source
        self.use_token_type_ids = use_token_type_ids
        self.ranking_activation = ranking_activation
        self.pruning_threshold = pruning_threshold
        self.pruning_aggregation = pruning_aggregation
        self.requires_transformers = requires_transformers
        self.encoder_config = encoder_config

    @property
    def encoder_config(self) -> Optional[PretrainedConfig]:
        """The configuration of the encoder, a file of its own in a package. None where it was not read."""
        return self.__dict__.get("_encoder")

    @encoder_config.setter
    def encoder_config(self, config: Optional[PretrainedConfig]):
        """Sets it, with the settings that were given before it was there."""
        self._encoder = config
        if config is not None:
            for name, value in self._encoder_settings.items():
                setattr(config, name, value)
            self._encoder_settings = {}

    @property
    def encoder_directory(self) -> str:
        """Where in the package the encoder is: it depends on the mode."""
        return LAYOUTS[self.mode][0]

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, **kwargs):
        """Reads config.json and the encoder's own. Takes and returns what transformers' from_pretrained does: with
        return_unused_kwargs a pair. Settings of the encoder (hidden_dropout_prob, say) reach it."""
        hub = {key: kwargs[key] for key in HUB_ARGUMENTS if key in kwargs}
        labels = [name for name in ("num_labels", "id2label", "label2id") if name in kwargs]
        subfolder = kwargs.get("subfolder") or ""
        wants_unused = kwargs.pop("return_unused_kwargs", False)
        config, unused = super().from_pretrained(pretrained_model_name_or_path, return_unused_kwargs=True, **kwargs)
        try:
            config.read_encoder_config(pretrained_model_name_or_path, subfolder, hub)
        except OSError as error:
            # A configuration that was saved alone. A model's from_pretrained raises this again.
            logger.info(f"The encoder's configuration is not there: {error}")
        else:
            # A dtype is the model's argument: it comes back unused, as transformers has it.
            names = [name for name in unused if name not in ("dtype", "torch_dtype")]
            for name in [name for name in names if hasattr(config.encoder_config, name)]:
                setattr(config.encoder_config, name, unused.pop(name))
            if labels and config.mode == RERANKING_PRUNING:
                config.encoder_config.id2label, config.encoder_config.label2id = config.id2label, config.label2id
        return (config, unused) if wants_unused else config

    def read_encoder_config(self, origin, subfolder: str, hub: dict):
        """Sets encoder_config from the package at `origin`, a directory or a Hub repository. Raises OSError where the
        encoder has no config.json."""
        folder = posixpath.join(subfolder, self.encoder_directory)
        _find(origin, folder, "config.json", hub)  # [tf-no-file] AutoConfig's own message would mislead
        self.encoder_config = AutoConfig.from_pretrained(origin, subfolder=folder, trust_remote_code=False, **hub)

    def to_dict(self) -> dict:
        """All settings under the keys of config.json. Of the encoder's configuration, which is a file of its own, only
        what others look for here."""
        output = super().to_dict()
        for name in ("_encoder", "_encoder_settings", "max_input_length"):
            output.pop(name, None)
        output.update(self._package_keys())
        output.update({name: getattr(self, name) for name in ENCODER_SETTINGS if hasattr(self, name)})
        return output

    def to_diff_dict(self) -> dict:
        """The content of config.json: a package states its keys in full [tf-diff], and the dtype under the name that
        transformers 4 and 5 both read [tf-dtype-key]."""
        output = super().to_diff_dict()
        for name in ("dtype", *ENCODER_SETTINGS):
            output.pop(name, None)
        if self.requires_transformers is None:
            output.pop("requires_transformers", None)
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
        """The keys of config.json that transformers would leave out, or write in its own way."""
        _, auto_class, model_class = LAYOUTS[self.mode]
        return {
            "architectures": [model_class],
            "auto_map": {
                "AutoConfig": f"{MODULE}.PruningEncoderConfig",
                "AutoModel": f"{MODULE}.{model_class}",
                auto_class: f"{MODULE}.{model_class}",
            },
            "id2label": self.id2label,
            "label2id": self.label2id,
            "max_length": self.max_input_length,
            "num_labels": self.num_labels,
        }
