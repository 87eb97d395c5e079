"""The configuration: config.json as an object."""

import posixpath
from typing import Optional

from transformers import AutoConfig, PretrainedConfig
from transformers.utils.versions import require_version

from .beginning import logger
from .files import _find
from .package import FORMAT, HUB_ARGUMENTS, LAYOUTS, MODULE, PRUNING_ONLY, RERANKING_PRUNING
from .versions import DTYPE

# ---- joined from here on ----


def _one_of(name: str, value, allowed):
    """Raises ValueError where a setting has none of the values that it may have."""
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}, not one of {', '.join(allowed)}")


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
    def encoder_directory(self) -> str:
        """Where in the package the encoder is: it depends on the mode."""
        return LAYOUTS[self.mode][0]

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, **kwargs):
        """Reads config.json and the encoder's own. Takes and returns what transformers' from_pretrained does: with
        return_unused_kwargs a pair."""
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
        """Sets encoder_config from the package at `origin`, a directory or a Hub repository. Raises OSError where the
        encoder has no config.json."""
        folder = posixpath.join(subfolder, self.encoder_directory)
        _find(origin, folder, "config.json", hub)  # [tf-no-file] AutoConfig's own message would mislead
        self.encoder_config = AutoConfig.from_pretrained(origin, subfolder=folder, trust_remote_code=False, **hub)

    def to_dict(self) -> dict:
        """All settings under the keys of config.json. The encoder's configuration is a file of its own."""
        output = super().to_dict()
        for name in ("encoder_config", "max_input_length"):
            output.pop(name)
        output.update(self._package_keys())
        return output

    def to_diff_dict(self) -> dict:
        """The content of config.json: a package states its keys in full [tf-diff], and the dtype under the name that
        transformers 4 and 5 both read [tf-dtype-key]."""
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
