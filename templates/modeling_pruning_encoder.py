# SPDX-License-Identifier: Apache-2.0
# Joined from parts, which are in templates/modelling of pruning-pack: changes belong there.
"""A pruning encoder for transformers: one forward pass gives a relevance score for a (query, passage) pair and,
for every token, the probability that it is worth keeping.

This file travels inside every package and is what `trust_remote_code=True` runs. It needs torch, transformers
(4.52 or newer, 5 included) and safetensors. It reads the package's own files, starts no process, unpickles nothing.

A package is a directory or a Hub repository:

    config.json, pruning_encoder_config.json    what this file calls PruningEncoderConfig
    ranking_model/  or  encoder_model/          the encoder, a model that transformers knows by itself
    pruning_head/                               Linear(hidden, 2) on every token, mostly: 0 = prune, 1 = keep
    tokenizer files, README.md

Usage:

    tokenizer = AutoTokenizer.from_pretrained(package)
    model = AutoModelForSequenceClassification.from_pretrained(package, trust_remote_code=True)
    output = model(**tokenizer(query, passage, return_tensors="pt"))
    model.ranking_scores(output.logits)               # [batch]
    model.keep_probabilities(output.pruning_logits)   # [batch, tokens]

    model.process(query, documents)["pruned_context"]   # what is worth keeping of long documents, sentence by sentence

A package of mode `pruning_only` has no ranking score and is loaded by AutoModelForTokenClassification.

What follows, each using only what is above it: a table of what differs between versions of transformers; the names in
a package, and its files; the configuration; sentences; the arguments of `process`; passages; the pruning head; the
model (how it runs, scores, prunes, loads, saves); and last the two modes, the classes that config.json names.
"""

import copy
import itertools
import json
import math
import os
import posixpath
import re
import shutil
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union  # [tf-python]

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PretrainedConfig,  # [tf-names]
    PreTrainedModel,
)
from transformers.activations import ACT2FN
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR
from transformers.utils import ModelOutput, cached_file, logging
from transformers.utils.versions import require_version

logger = logging.get_logger(__name__)

# What is here because of transformers, and for which version: read in the sources of 4.52.4, the oldest that packages
# allow, and of 5.23.0. "4": goes when 4.52 goes. "5": for 5.23 only. "both": stays until transformers changes.
# What a row is about has the row's tag.
#
# [tf-python]       4     4.52 runs on Python 3.9, which has no `X | None` and no `match`; 5.23 asks for 3.11.
# [tf-names]        4     5.23 calls them PreTrainedConfig and TokenizersBackend, and keeps the names that 4.52 knows.
# [tf-dtype]        4     The argument and the config's attribute are `torch_dtype`; since 4.56 they are `dtype`.
# [tf-auto]         4     Without a dtype 4.52 loads in float32, 5.23 in the one of config.json.
# [tf-commit]       4     4.52's Auto classes pass the branch on, with the commit in the config; 5.23's pass the commit.
# [tf-safe]         4     4.52's push_to_hub passes `safe_serialization` to save_pretrained; 5.23 has no such argument.
# [tf-unpadded]     4     With flash_attention_2 4.52's ModernBERT takes the padding out before its layers, and puts it
#                         back after its final norm; 5.23's keeps it.
# [tf-dtype-key]    5     5.23 writes `dtype` into config.json, which 4.52 does not read; both read `torch_dtype`.
# [tf-diff]         5     5.23 leaves out of config.json what equals its defaults: id2label of two unnamed labels.
# [tf-max-length]   both  A config's attribute `max_length` is taken for a parameter of text generation: to save it is
#                         warned of in 4.52 and an error in 5.23.
# [tf-no-file]      both  For a config.json that is not there cached_file gives None, where it raises for other files,
#                         and AutoConfig complains about a model_type.
# [tf-arguments]    both  The Auto classes pass `adapter_kwargs` on, and `_from_auto` where they are given a config; the
#                         others are taken by from_pretrained of transformers' own models or of its Auto classes.
# [tf-attention]    both  The Auto classes move `attn_implementation` from the arguments into the config.
# [tf-supports]     both  A model's class is asked whether it supports its config's attention, flash attention by
#                         `_supports_flash_attn_2` in 4.52 and by `_supports_flash_attn` in 5.23.
# [tf-initialized]  both  post_init draws new weights for every module that is not marked `_is_hf_initialized`.
# [tf-shapes]       both  A tensor of another shape is an error that does not name it in full. With
#                         ignore_mismatched_sizes 4.52 reports its name, 5.23 its name and both shapes.
# [tf-final-norm]   both  hidden_states[-1] of ModernBERT is before the final norm in 4.52, after it in 5.23.
# [tf-shards]       both  save_pretrained leaves an earlier model.safetensors beside new shards, and from_pretrained
#                         reads that one.
# [tf-checkpoint]   both  Trainer looks for a checkpoint's weights at its root, and loads an index's files one by one.
# [tf-report]       both  The report of output_loading_info has lists in 4.52, and mostly sets in 5.23.
# [tf-card]         both  push_to_hub writes the repository's card, or a blank one, over the one of save_pretrained.

# [tf-dtype] The name of the argument and of the config's attribute.
DTYPE = "torch_dtype" if "torch_dtype" in vars(PretrainedConfig()) else "dtype"

# The names in a package: its modes, its files, its keys.

# A package has the first format that its reader has to know: 2 where the head is not one linear layer with two labels.
FORMAT = 1
HEAD_FORMAT = 2
MODULE = "modeling_pruning_encoder"
RERANKING_PRUNING = "reranking_pruning"
PRUNING_ONLY = "pruning_only"
HEAD_DIRECTORY = "pruning_head"
IGNORED_LABEL = -100

# Kinds of heads: a linear layer on the hidden state; or a dense layer, an activation and a norm before it.
LINEAR = "linear"
HEAD_TYPES = (LINEAR, "dense_norm_linear")
HEAD_ACTIVATIONS = ("gelu", "gelu_pytorch_tanh", "relu", "silu", "tanh")

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

# The names that transformers gives to the files of an encoder's weights.
_WEIGHTS = re.compile(r"model(-\d+-of-\d+)?\.safetensors(\.index\.json)?")

# What save_pretrained has not finished is in a folder of the target whose name begins so.
STAGING = ".saving-"


# Files of a package: found, written, copied.


def _find(origin: str, folder: str, name: str, hub: dict) -> str:
    """The path of a file of the package, fetched if need be. Raises OSError where there is none."""
    file = cached_file(origin, name, subfolder=folder, **hub)
    if file is None:  # [tf-no-file]
        raise OSError(f"{origin} has no file {posixpath.join(folder, name)}")
    return file


def _write_json(file: str, value: dict):
    """Writes it as all JSON of a package is written: keys in order, two spaces, a line's end at the end."""
    with open(file, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def _replace_files(staged: str, directory: str, stale: List[str], last: str):
    """Moves all files of `staged` over those of `directory`, and takes the `stale` ones away; `last` is a file that
    nothing loads without. What is replaced is moved to the folder `.replaced` of `staged`, and back where one of the
    moves fails. Whoever is killed in between has the old files, all the new ones, or a directory without `last`."""
    old = os.path.join(staged, ".replaced")
    new = [
        os.path.relpath(os.path.join(folder, name), staged) for folder, _, names in os.walk(staged) for name in names
    ]
    new.sort(key=lambda name: name == last)
    moves = []
    for name in sorted({*new, *stale}, key=lambda name: name != last):
        if os.path.lexists(os.path.join(directory, name)):
            moves.append((os.path.join(directory, name), os.path.join(old, name)))
    moves += [(os.path.join(staged, name), os.path.join(directory, name)) for name in new]
    done = []
    try:
        for source, target in moves:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(source, target)
            done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            os.replace(target, source)
        shutil.rmtree(staged, ignore_errors=True)
        raise


def _copy(source: str, target: str):
    """Copies a file's content, following links, unless it is the same file."""
    if not (os.path.exists(target) and os.path.samefile(source, target)):
        shutil.copyfile(source, target)


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

# Sentences. docs/sentence-splitting.md of pruning-pack is the specification, written a second time in Swift. Every
# set of characters is spelt out, so that no release of Unicode moves a boundary, and a boundary depends on nothing
# before its own sentence.

_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
_SPACES = "\t \xa0\u1680\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200C)))
_HARD = (  # Unicode's sentence terminals, but for the soft ones and a Burmese comma; with U+0F0D
    "\u0589\u061d-\u061f\u06d4\u0700-\u0702\u07f9\u0837\u0839\u083d\u083e\u0964\u0965\u0f0d\u104b\u1362"
    "\u1367\u1368\u166e\u1735\u1736\u17d4\u17d5\u1803\u1809\u1944\u1945\u1aa8-\u1aab\u1b4e\u1b4f\u1b5a\u1b5b"
    "\u1b5e\u1b5f\u1b7d-\u1b7f\u1c3b\u1c3c\u1c7e\u1c7f\u203c\u2047-\u2049\u2cf9-\u2cfb\u2e3c\u3002\ua4ff"
    "\ua60e\ua60f\ua6f3\ua6f7\ua876\ua877\ua8ce\ua8cf\ua92f\ua9c8\ua9c9\uaa5d-\uaa5f\uaaf0\uaaf1\uabeb\ufe12"
    "\ufe15\ufe16\uff01\uff1f\uff61\U00010a56\U00010a57\U00010f55-\U00010f59\U00010f86-\U00010f89"
    "\U00011047\U00011048\U000110be-\U000110c1\U00011141-\U00011143\U000111c5\U000111c6\U000111cd"
    "\U000111de\U000111df\U00011238\U00011239\U0001123b\U0001123c\U000112a9\U000113d4\U000113d5"
    "\U0001144b\U0001144c\U000115c2\U000115c3\U000115c9-\U000115d7\U00011641\U00011642\U0001173c-\U0001173e"
    "\U00011944\U00011946\U00011a42\U00011a43\U00011a9b\U00011a9c\U00011c41\U00011c42\U00011ef7\U00011ef8"
    "\U00011f43\U00011f44\U00016a6e\U00016a6f\U00016af5\U00016b37\U00016b38\U00016b44\U00016d6e\U00016d6f"
    "\U00016e98\U0001bc9f\U0001da88"
)
_POINTS = ".\uff0e\ufe52"  # full stops, which end abbreviations too
_SOFT = _POINTS + "!?\u2026\u037e\u203d\u2e2e\u2e53\u2e54\ufe56\ufe57"
_GREEK = "\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u03ff\u1f00-\u1fff"
_ARMENIAN = "\u0531-\u0556\u055b\u055c\u055e\u0561-\u0587"  # with the signs that stand in words
_PAIRS = {
    **dict(zip("([{\uff08\uff3b\uff5b\u3010\u3014", ")]}\uff09\uff3d\uff5d\u3011\u3015")),  # brackets
    **dict(zip("\u3008\u300a\u300c\u300e\uff62", "\u3009\u300b\u300d\u300f\uff63")),  # quotes and titles
    **{"\u201c": "\u201d", "\u201e": "\u201c\u201d", "\xab": "\xbb", "\u2039": "\u203a", '"': '"'},
}
_BRACKETS = "([{\uff08\uff3b\uff5b\u3010\u3014"
_OPENING = "".join(_PAIRS) + "'\u2018*_\xbf\xa1"
_CLOSING = ")]}\uff09\uff3d\uff5d\u3011\u3015\u3009\u300b\u300d\u300f\uff63\u201d\xbb\u203a\"'\u2019*_`"
_CJK = "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
_SPACELESS = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
_COMBINING = (
    "\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u200c\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
)
_CONTINUING = ",;:.!?)]}\u2026\u3001\uff0c"  # what no sentence begins with
_UNFINISHED = ",;-\u2013\u2014([{&/+=\u3001\uff0c\uff1b"  # what no line's last sentence ends with
_THAI = "\u0e01-\u0e7f"
_POINTED = "\u0e01-\u0eff"  # Thai and Lao, where a full stop belongs to an abbreviation
_SUPERSCRIPTS = "\xb2\xb3\xb9\u2070\u2071\u2074-\u207f\u1d2c-\u1d6a\u1d9b-\u1dbf\u2020\u2021"  # of footnotes
_EMOJI = (
    "\u200d\u20e3\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u2600-\u2604\u2607-\u275a\u275f-\u2767\u2795-\u2797\u27a1"
    "\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
_PARTICLES = "\u3068\u3063\u306f\u304c\u3092\u306b\u306e"  # after a closing quote the sentence goes on
_SAYING = "\u8a00\u601d\u53eb\u805e\u7b54\u66f8\u8003\u8ff0\u547c\u611f\u3044\u3001"  # and after "!" and "to"
_LOWER = frozenset(
    chr(scalar)
    for first, last, step in (
        (0x61, 0x7A, 1), (0xDF, 0xF6, 1), (0xF8, 0xFF, 1), (0x101, 0x137, 2), (0x13A, 0x148, 2), (0x14B, 0x177, 2),
        (0x17A, 0x17E, 2), (0x3AC, 0x3CE, 1), (0x430, 0x45F, 1), (0x461, 0x481, 2), (0x48B, 0x4BF, 2),
        (0x4C2, 0x4CE, 2), (0x4D1, 0x52F, 2), (0x561, 0x587, 1), (0x1E01, 0x1E95, 2), (0x1EA1, 0x1EFF, 2),
    )
    for scalar in range(first, last + 1, step)
)  # fmt: skip
_LETTERS = (
    f"A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f{_GREEK}\u0400-\u052f{_ARMENIAN}\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3"
    "\u10d0-\u10fa\u1e00-\u1eff"
)
_INDIC = "\u0900-\u0963\u0966-\u0d7f"  # letters and their signs
_LOWERED = {  # capital letters, with the small ones beside them
    capital: capital + distance
    for first, last, step, distance in (
        (0x41, 0x5A, 1, 32), (0xC0, 0xD6, 1, 32), (0xD8, 0xDE, 1, 32), (0x391, 0x3A1, 1, 32), (0x3A3, 0x3A9, 1, 32),
        (0x400, 0x40F, 1, 80), (0x410, 0x42F, 1, 32), (0x100, 0x136, 2, 1), (0x139, 0x147, 2, 1),
        (0x14A, 0x176, 2, 1), (0x179, 0x17D, 2, 1),
    )
    for capital in range(first, last + 1, step)
}  # fmt: skip

_PAIR_REACH = 120  # characters in which a bracket or quote has to be closed
_PAIR_DEPTH = 4  # to which the same brackets may be nested
_RUN_LIMIT = 100  # sentence marks that count as one, and characters that close with them
_PIECE_LIMIT = 500  # characters after which text without a sentence's end is cut
_WRAPPED_LENGTH = 50  # a line as long as this may have been wrapped, a shorter one is a title or an item
_SPACELESS_LENGTH = 60  # where space ends a sentence in a script that has no marks for it
_THAI_SHORT, _THAI_LENGTH, _THAI_LONG = 20, 40, 160  # in Thai, where words say that it ends, nothing, that it goes on
_DATE_LENGTH = 30  # a date that ends as near to its sentence's beginning is how that begins

_WHITE = _SPACES + _LINE_ENDS
_MARKS = _HARD + _SOFT

# A sentence never ends with one of these.
_NEVER = frozenset(
    "mr mrs ms mx dr prof rev hon gen col maj capt cpt cmdr lt sgt pvt sen rep gov messrs st mt vs e.g i.e eg "
    "ie cf viz approx resp incl excl esp Op hr fr frl dipl ing bzw bspw z.b d.h u.a o.\u00e4 u.u s.o s.u v.a "
    "z.t ca vgl evtl ggf inkl exkl zzgl sog insb geb gest hrsg str tel mio mrd einschl hl mme mlle mm mgr env "
    "p.ex ste boul Bd sr sra srta sres srs srtas dra dres profa ud uds vd vds lic arq gral tte cnel sgto hno "
    "hna pbro avda d\u00f1a p.ej Fco Sta Sto Cap exmo exma ilmo ilma Dep Eng Pe sig sigg sig.ra sig.na dott "
    "dott.ssa prof.ssa avv geom cfr v.le p.za c.so Arch Rag Cav dhr mevr bijv mej jhr drs o.a d.w.z m.b.t "
    "i.v.m Mw ul \u015bw im np tzw tzn m.in ww ws in\u017c p\u0142k pp\u0142k kpt por sier\u017c asp podkom "
    "nadkom ks abp kard paraf pocz Bp sv tzv t\u0159 n\u00e1m judr mudr phdr rndr mvdr paeddr nap\u0159 napr "
    "npor pplk prap Bc t.ex bl.a s.k f.d d.v.s dvs p.g.a t.o.m fr.o.m jfr m.a.o f.eks hhv vedr skt kgl fil.dr "
    "fil.mag fil.kand u.\u00fe.b t.d \u00fe.e do\u00e7 yrd uzm \u00f6\u011fr ar\u015f ecz bkz m.\u00f6 m.s Av "
    "G\u00f6r M\u00fch Mah Cad Sok Blv Sn Ord Alb Yb Yzb T\u011fm jl jln dsn sdr bpk yth letkol letjen mayjen "
    "brigjen irjen Ir Tn Ny Nn Hj Tb Jend Kapt Gg Kec Kab Kel Dk Ust dl ifj \u00f6zv \u00fan Sf \u0438\u043c "
    "\u0443\u043b \u0442.\u0435 \u0442.\u043a \u043f\u0440\u043e\u0444 \u0441\u0432 \u0430\u043a\u0430\u0434 "
    "\u043a\u043d \u0442\u043e\u0432 \u043f\u0440\u043e\u0441\u043f \u043f\u043b \u043d\u0430\u0431 "
    "\u043f\u0435\u0440 \u043e\u0431\u043b \u043d\u0430\u043f\u0440 \u0440\u0435\u0434 \u0438\u0437\u0434 "
    "\u043b\u0430\u0442 \u0430\u043d\u0433\u043b \u043d\u0435\u043c \u0433\u0440\u0435\u0447 \u0442.\u043d "
    "\u0456\u043c \u0432\u0443\u043b \u0434\u0438\u0432 \u0456\u0441\u043f \u0442.\u0437\u0432 "
    "\u0442\u0437\u0432 \u03b4\u03c1 \u03ba\u03ba \u03ba\u03b1 \u03b2\u03bb \u03c0.\u03c7 \u03bb.\u03c7 "
    "\u03b4\u03b7\u03bb \u03b1\u03b3 \u0545\u0578\u0582 \u0537\u0564 \u0540\u0580 \u054d\u057f "
    "\u0538\u0576\u056f \u0568\u0576\u056f \u057a\u0580\u0578\u0586 \u0564\u0578\u056f \u0921\u0949 "
    "\u0921\u093e \u092a\u094d\u0930\u094b \u092a\u094d\u0930\u093e \u092a\u0902 \u0938\u094d\u0935 "
    "\u09a1\u09be \u09a1 \u09aa\u09cd\u09b0\u09cb \u0a21\u0a3e \u0a2a\u0a4d\u0a30\u0a4b \u0aa1\u0ac9 "
    "\u0aa1\u0acb \u0aaa\u0acd\u0ab0\u0acb \u0c21\u0c3e \u0c21\u0c3e\u0c15\u0c4d\u0c1f\u0c30\u0c4d "
    "\u0ca1\u0cbe \u0d21\u0d4b \u0b9f\u0bbe\u0b95\u0bcd\u0b9f\u0bb0\u0bcd \u0ba4\u0bbf\u0bb0\u0bc1".split()
)
# A sentence may end with one of these, where a first word follows.
_MAYBE = frozenset(
    "etc inc ltd co corp bros jr doc dept univ assn ave blvd rd jan feb apr jun jul aug sep sept oct nov dec "
    "usw dgl al cie ltda \u015fti Cia C\u00eda Rt Kft Bt Zrt Nyrt PT RS tp TS BS KS LS GS PGS ThS NSND "
    "\u0434\u0440 \u043f\u0440 \u03ba\u03bb\u03c0 \u03ba.\u03bb\u03c0 \u03ba.\u03ac".split()
)
# These belong to the number that follows.
_BEFORE_NUMBER = frozenset(
    "no nos nr art artt p pp vol vols fig figs sec sect ch chap eq eqs ex par rs ext ver v n abs bd kap ziff "
    "abb tab s rn num n\u00b0 n\u00ba n.\u00ba apt n\u00fam p\u00e1g p\u00e1gs pag pagg cap tel fax tlf okt "
    "dez mrz janv f\u00e9vr avr juil d\u00e9c ust pkt poz lit rys godz ok ur zm obr \u010dl odst ods sid kl "
    "stk ss hlm hal tgl pct alin kb sz \u0441\u0442\u0440 \u0440\u0438\u0441 \u0433\u043b "
    "\u0440\u0430\u0437\u0434 \u0440\u043e\u0434 \u043e\u043a \u0442\u0435\u043b \u043c\u0430\u043b "
    "\u0441\u0442 \u03b1\u03c1\u03b9\u03b8 \u03b1\u03c1 \u03c3\u03b5\u03bb \u03ac\u03c1\u03b8 "
    "\u03b5\u03b9\u03ba".split()
)
# The second words of titles and the like: behind another point they have one of their own.
_AFTER_POINT = frozenset(
    "med rer nat phil jur habil hab oec pol theol vet dent sc techn agr iur h.c ex ej mag kand".split()
)
# Names of eras: the point before one is an abbreviation's.
_BEFORE_ERA = frozenset(
    "Chr Kr Hr Cr".split()
)
# A year and a century, behind a number.
_YEARS = frozenset(
    "r \u0433 \u0433\u0433 \u0432 \u0432\u0432 \u0440 \u0440\u0440 \u0645".split()
)
# An era, without the spaces that may be in it.
_ERAS = frozenset(
    "\u043d.\u044d \u043d.\u0435 n.e n.l J.-C a.C d.C f.Kr e.Kr \u00ee.Hr \u03c0.\u03a7 \u03bc.\u03a7 "
    "\u0642.\u0645".split()
)
# A number behind one of these is an ordinal, if a name follows.
_BEFORE_ORDINAL = frozenset(
    "der die das den dem des im am vom zum zur beim det az Papa Sultan Kral Kral\u0131 Padi\u015fah "
    "\u0130mparator".split()
)
# A number before one of these is an ordinal.
_AFTER_ORDINAL = frozenset(
    "Januar J\u00e4nner Februar M\u00e4rz April Mai Juni Juli August September Oktober November Dezember "
    "Jahrhundert Jahrhunderts Jahrestag Geburtstag Platz Auflage Kapitel Klasse Mal Runde Stock Tag Woche "
    "Lebensjahr Weltkrieg Liga Spieltag D\u00fcnya Y\u00fczy\u0131l Lig".split()
)
# Words that sentences begin with.
_STARTERS = frozenset(
    "A An The This That These Those He She It They We You I His Her Its Their Our My Your In On At But And Or "
    "So By For From With To Of As If When While After Before Since Because Although Though However Then There "
    "Here What Where Why How Who Which Not No Yes Some Many Most All Each Every Both One Another Other Such "
    "Also During Under Over Despite Thus Therefore Moreover Meanwhile Finally Today Let Do Does Did Is Are "
    "Was Were Has Have Had Can Could Will Would Should Der Die Das Den Dem Ein Eine Einen Er Sie Es Wir Ihr "
    "Ich Im Am Auf Aus Bei Mit Nach Vor Zu Zum Zur F\u00fcr Durch \u00dcber Und Aber Oder Denn Doch Auch "
    "Diese Dieser Dieses Damit Dann Danach Dort Hier Als Wenn Weil Nur Noch Seit Seine Ihre Il Elle Ils Elles "
    "Les Un Une Des Dans En Par Pour Avec Et Mais Si Comme Quand Lorsque Apr\u00e8s Avant Selon Cet Ce Cette "
    "Ces Ses Leur Nous Vous Je Au Aux Depuis Cela El Los Las La Ella Ellos Con Pero Y Cuando Despu\u00e9s "
    "Antes Seg\u00fan Este Esta Ese Esa Esto Su Sus Tambi\u00e9n Fue Tras Ya A\u00fan Se Lo O Os Um Uma Ele "
    "Ela Eles Elas Na Nos Nas Em Com Mas E N\u00e3o Quando Depois Segundo Isso Isto Seu Sua Tamb\u00e9m Foi "
    "Ao Pelo Pela Ap\u00f3s J\u00e1 Ainda Gli Nel Nella Nei Per Dopo Prima Questo Questa Suo Anche Fu "
    "Gi\u00e0 Alla Tra Fra \u00c8 Het Een Hij Zij Ze Wij Ik Dit Dat Deze Maar Toen Voor Op Aan Uit Om Ook "
    "Niet W Z Po Ale Jest Ten Ta Te Ona Oni Jego Jej Jak Dla Przy Od Za Nie Tak Tak\u017ce Je\u015bli "
    "Je\u017celi Kiedy Gdy Jednak Dlatego By\u0142 By\u0142a By\u0142o Przed Podczas Wtedy Potem "
    "Nast\u0119pnie V Ve S Byl Byla Bylo Jej\u00ed Jejich Pro P\u0159i Tak\u00e9 Kdy\u017e Pokud V\u0161ak "
    "Proto Podle Potom Vo Zo Ke\u010f Ak Pri Aj Bol Bola Bolo Pod\u013ea Det Ett Han Hon Hun Jag Jeg P\u00e5 "
    "Fr\u00e5n F\u00f6r Som Och Og N\u00e4r N\u00e5r Efter Etter D\u00e4r Detta Dette Denna Denne Hans Hennes "
    "Sedan Nu S\u00e5 \u00c4ven Ocks\u00e5 Till Vid Ved Bu Bir Ama Fakat Ancak Onun Onlar Biz Siz \u015eu "
    "Bunun Bunlar B\u00f6yle Daha Sonra \u00d6nce \u0130\u00e7in \u00c7ok Hem Ne Nas\u0131l E\u011fer "
    "\u00c7\u00fcnk\u00fc Ayr\u0131ca Yine Bunu H\u00e4n T\u00e4m\u00e4 N\u00e4m\u00e4 Mutta Ja Kun Jos "
    "My\u00f6s H\u00e4nen Heid\u00e4n Ei Ett\u00e4 Sitten Az Ez Egy \u00c9s Nem Hogy Amikor Mert \u0150 "
    "\u00cen \u0218i Dar Ea Acest Aceast\u0103 Acesta Cu Din Dac\u0103 C\u00e2nd Dup\u0103 Pentru Ia Dia "
    "Mereka Kami Kita Saya Ini Itu Pada Dari Dengan Untuk Dalam Ketika Setelah Sebelum Namun Tetapi Karena "
    "Jika Selain Menurut Sebagai Kemudian \u00d4ng B\u00e0 Ch\u1ecb T\u00f4i H\u1ecd N\u00f3 \u0110\u00e2y "
    "\u0110\u00f3 C\u00e1c Nh\u1eefng M\u1ed9t Trong Khi Sau Tr\u01b0\u1edbc Theo V\u1edbi Cho \u0110\u1ec3 "
    "Nh\u01b0ng N\u1ebfu V\u00ec Ngo\u00e0i N\u0103m Ng\u00e0y T\u1ea1i Hi\u1ec7n Kh\u00f4ng \u0412 "
    "\u041d\u0430 \u0421 \u041f\u043e \u0418 \u041d\u043e \u0410 \u041e\u043d \u041e\u043d\u0430 "
    "\u041e\u043d\u0438 \u041e\u043d\u043e \u042d\u0442\u043e \u042d\u0442\u0430 \u042d\u0442\u043e\u0442 "
    "\u042d\u0442\u0438 \u041a\u0430\u043a \u0414\u043b\u044f \u041f\u043e\u0441\u043b\u0435 "
    "\u041f\u0440\u0438 \u0422\u0430\u043a \u0422\u0430\u043a\u0436\u0435 \u0415\u0441\u043b\u0438 "
    "\u041a\u043e\u0433\u0434\u0430 \u041e\u0434\u043d\u0430\u043a\u043e "
    "\u041f\u043e\u044d\u0442\u043e\u043c\u0443 \u0415\u0433\u043e \u0415\u0451 \u0415\u0435 \u0418\u0445 "
    "\u041c\u044b \u0412\u044b \u042f \u0418\u0437 \u0417\u0430 \u0414\u043e \u041e\u0442 \u041a \u0412\u043e "
    "\u0421\u043e \u0421\u0440\u0435\u0434\u0438 \u0417\u0430\u0442\u0435\u043c "
    "\u041f\u043e\u0442\u043e\u043c \u0422\u043e\u0433\u0434\u0430 \u041a\u0440\u043e\u043c\u0435 "
    "\u0412\u0441\u0435 \u041d\u0435 \u0427\u0442\u043e \u0423 \u0417 \u0406\u0437 \u0422\u0430 \u0419 "
    "\u0410\u043b\u0435 \u0412\u0456\u043d \u0412\u043e\u043d\u0430 \u0412\u043e\u043d\u0438 \u0426\u0435 "
    "\u0426\u0435\u0439 \u0426\u044f \u0426\u0456 \u041f\u0456\u0441\u043b\u044f "
    "\u0422\u0430\u043a\u043e\u0436 \u042f\u043a\u0449\u043e \u041a\u043e\u043b\u0438 "
    "\u0422\u043e\u043c\u0443 \u0407\u0457 \u0407\u0445 \u041c\u0438 \u0412\u0438 \u0412\u0456\u0434 "
    "\u041f\u0456\u0434 \u0429\u043e \u039f \u0397 \u03a4\u03bf \u039f\u03b9 \u03a4\u03b1 \u03a3\u03c4\u03bf "
    "\u03a3\u03c4\u03b7 \u03a3\u03c4\u03b7\u03bd \u03a3\u03c4\u03bf\u03bd \u039a\u03b1\u03b9 "
    "\u0391\u03bb\u03bb\u03ac \u0391\u03c5\u03c4\u03cc \u0391\u03c5\u03c4\u03ae "
    "\u0391\u03c5\u03c4\u03cc\u03c2 \u0388\u03bd\u03b1 \u039c\u03b9\u03b1 \u0393\u03b9\u03b1 \u039c\u03b5 "
    "\u0391\u03c0\u03cc \u038c\u03c4\u03b1\u03bd \u0391\u03bd \u0394\u03b5\u03bd "
    "\u0395\u03af\u03bd\u03b1\u03b9 \u0389\u03c4\u03b1\u03bd \u03a3\u03b5 \u039a\u03b1\u03c4\u03ac "
    "\u039c\u03b5\u03c4\u03ac \u03a0\u03c1\u03b9\u03bd \u03a9\u03c2 \u0648\u0642\u062f "
    "\u0648\u0643\u0627\u0646 \u0648\u0643\u0627\u0646\u062a \u0648\u0641\u064a \u0648\u0645\u0646 "
    "\u0643\u0645\u0627 \u0643\u0627\u0646 \u0643\u0627\u0646\u062a \u0642\u062f \u0644\u0642\u062f "
    "\u0647\u0630\u0627 \u0647\u0630\u0647 \u0630\u0644\u0643 \u062a\u0644\u0643 \u0647\u0648 \u0647\u064a "
    "\u0641\u064a \u0645\u0646 \u0639\u0644\u0649 \u0625\u0644\u0649 \u0628\u0639\u062f \u0642\u0628\u0644 "
    "\u0644\u0643\u0646 \u0648\u0644\u0643\u0646 \u062b\u0645 \u0648\u0647\u0648 \u0648\u0647\u064a "
    "\u0648\u0647\u0630\u0627 \u0648\u0647\u0630\u0647 \u0623\u0645\u0627 \u0644\u0645 \u0644\u0627 "
    "\u0648\u062a\u0645 \u0648\u0639\u0644\u0649 \u0648\u0628\u0639\u062f \u05d4\u05d5\u05d0 "
    "\u05d4\u05d9\u05d0 \u05d4\u05dd \u05d6\u05d4 \u05d6\u05d5 \u05e9\u05dc \u05e2\u05dc \u05d0\u05ea "
    "\u05d0\u05d1\u05dc \u05d2\u05dd \u05db\u05d9 \u05dc\u05d0 \u05d0\u05dd \u05db\u05d0\u05e9\u05e8".split()
)
# Thai: behind a space they go on with the sentence.
_THAI_ON = tuple(
    "\u0e41\u0e25\u0e30 \u0e04\u0e37\u0e2d \u0e0b\u0e36\u0e48\u0e07 \u0e44\u0e14\u0e49 \u0e23\u0e27\u0e21 "
    "\u0e40\u0e0a\u0e48\u0e19 \u0e01\u0e47 \u0e40\u0e1e\u0e37\u0e48\u0e2d \u0e42\u0e14\u0e22 "
    "\u0e2b\u0e23\u0e37\u0e2d \u0e1e\u0e23\u0e49\u0e2d\u0e21 \u0e08\u0e36\u0e07 \u0e2d\u0e31\u0e19 "
    "\u0e44\u0e1b \u0e21\u0e32 \u0e08\u0e30 \u0e27\u0e48\u0e32 \u0e17\u0e33\u0e43\u0e2b\u0e49 "
    "\u0e40\u0e1b\u0e47\u0e19 \u0e41\u0e25\u0e49\u0e27 \u0e40\u0e1e\u0e23\u0e32\u0e30 \u0e41\u0e15\u0e48 "
    "\u0e15\u0e49\u0e2d\u0e07 \u0e2d\u0e22\u0e39\u0e48 \u0e16\u0e39\u0e01 \u0e08\u0e19".split()
)
# Thai: before a space they leave the sentence open.
_THAI_OPEN = tuple(
    "\u0e01\u0e47\u0e15\u0e32\u0e21 \u0e40\u0e0a\u0e48\u0e19 \u0e04\u0e37\u0e2d \u0e27\u0e48\u0e32 "
    "\u0e02\u0e2d\u0e07 \u0e41\u0e25\u0e30 \u0e2b\u0e23\u0e37\u0e2d \u0e40\u0e14\u0e37\u0e2d\u0e19 \u0e46 "
    "\u0e2f".split()
)
# Thai: behind a space they begin a sentence.
_THAI_FIRST = tuple(
    "\u0e43\u0e19 \u0e19\u0e2d\u0e01 \u0e40\u0e21\u0e37\u0e48\u0e2d "
    "\u0e2d\u0e22\u0e48\u0e32\u0e07\u0e44\u0e23 \u0e2a\u0e48\u0e27\u0e19 \u0e16\u0e49\u0e32 "
    "\u0e41\u0e21\u0e49 \u0e2b\u0e32\u0e01 \u0e2a\u0e33\u0e2b\u0e23\u0e31\u0e1a \u0e2b\u0e25\u0e31\u0e07 "
    "\u0e14\u0e31\u0e07\u0e19\u0e31\u0e49\u0e19 \u0e15\u0e48\u0e2d\u0e21\u0e32 "
    "\u0e08\u0e32\u0e01\u0e19\u0e31\u0e49\u0e19 \u0e01\u0e32\u0e23 \u0e04\u0e27\u0e32\u0e21 "
    "\u0e40\u0e18\u0e2d \u0e1e\u0e27\u0e01 \u0e09\u0e31\u0e19 \u0e21\u0e31\u0e19 \u0e19\u0e35\u0e48 "
    "\u0e2a\u0e34\u0e48\u0e07 \u0e1b\u0e31\u0e08\u0e08\u0e38\u0e1a\u0e31\u0e19 \u0e2d\u0e35\u0e01 "
    "\u0e02\u0e13\u0e30 \u0e21\u0e35 \u0e1c\u0e39\u0e49 \u0e19\u0e31\u0e01 \u0e40\u0e21\u0e37\u0e2d\u0e07 "
    "\u0e1c\u0e25 \u0e27\u0e31\u0e19".split()
)
# Thai: before a space they end a sentence.
_THAI_LAST = tuple(
    "\u0e01\u0e25\u0e48\u0e32\u0e27 \u0e14\u0e49\u0e27\u0e22 \u0e40\u0e25\u0e22 \u0e41\u0e25\u0e49\u0e27 "
    "\u0e40\u0e2d\u0e07 \u0e01\u0e31\u0e19 \u0e04\u0e23\u0e31\u0e1a \u0e04\u0e48\u0e30 \u0e04\u0e30 "
    "\u0e19\u0e30".split()
)



def _class(characters: str, repeated: str = "") -> "re.Pattern":
    """One of these characters, written as inside [...]; `repeated` is what follows the bracket."""
    return re.compile(f"[{characters}]{repeated}")


_is_white, _is_space, _is_line_end, _is_mark = _class(_WHITE), _class(_SPACES), _class(_LINE_ENDS), _class(_MARKS)
_is_hard, _is_cjk, _is_spaceless = _class(_HARD), _class(_CJK), _class(_SPACELESS)
_is_combining, _is_word = _class(_COMBINING), _class(_LETTERS + "0-9")
_is_thai, _is_pointed, _is_emoji = _class(_THAI), _class(_POINTED), _class(_EMOJI)
_borrowers = {";": _class(_GREEK), ":": _class(_ARMENIAN)}  # marks of one script alone, and its letters
_white_run, _space_run, _marks_run = _class(_WHITE, "*"), _class(_SPACES, "*"), _class(_MARKS, f"{{1,{_RUN_LIMIT}}}")
_point = re.compile(
    f"[{re.escape(_LINE_ENDS + ''.join(_PAIRS))}]|[{_HARD}{re.escape(_SOFT)}]|(?<=[{_SPACELESS}])[{_SPACES}]"
    f"|(?<=[{_GREEK}{_MARKS}{re.escape(_CLOSING)}]);|(?<=[{_ARMENIAN}{_MARKS}{re.escape(_CLOSING)}]):"
)
_pair_points = {
    opener: re.compile("[" + re.escape(opener + closers + _LINE_ENDS) + "]") for opener, closers in _PAIRS.items()
}
_marker = re.compile(  # of a list: a bullet, or a number or a letter in front of an item
    f"[\u2022\u2023\u25e6\u2043\u2219\u25aa\u25a0\u25a1\u25c6\u25c7\u25cf\u25cb\u25bc\u25bd\u2605\u2606\u203b\u30fb\xb7"
    f"\u2460-\u2473]|(?:[-*+\u2013\u2014]|\\(?(?:[0-9]{{1,3}}(?:\\.[0-9]{{1,3}}){{0,3}}[.)]{{1,2}}|[A-Za-z]\\.?\\)"
    f"|[a-z]\\.|[ivxIVX]{{2,4}}[.)]))[{_SPACES}]"
)
_markers = re.compile(f"(?:(?:{_marker.pattern})[{_SPACES}]*){{0,2}}")
_heading = re.compile(f"#{{1,6}}[{_SPACES}]")
_structure = re.compile(f"{_marker.pattern}|{_heading.pattern}|```|~~~|[|>]")
_fence = re.compile(f"(`{{3,}}(?=[^`{_LINE_ENDS}]*(?:[{_LINE_ENDS}]|\\Z))|~{{3,}})")
_lead = re.compile(f"[{re.escape(_OPENING)}]{{0,8}}(?:[-\u2013\u2014]{{1,3}}[{_SPACES}]*)?")
_note = re.compile(  # a footnote's mark, or an emoji, right behind the sentence's
    f"\\[[^\\[\\]{_LINE_ENDS}]{{1,30}}\\](?::[{_SPACES}]?[0-9]{{1,4}}(?:[-\u2013][0-9]{{1,4}})?)?"
    f"|[{_SUPERSCRIPTS}{_EMOJI}]"
)
_apart = re.compile(f"[{_SPACES}]+[{_EMOJI}]{{1,20}}(?=[{_WHITE}]|\\Z)")  # emoji, with white space around
_name = re.compile(f"[{_LETTERS}]{{1,13}}")
_item = re.compile(f"\\(?(?:[0-9]{{1,2}}|[A-Za-z]\\.?)\\)[{_SPACES}]")
_word_stop = frozenset(_WHITE + "\"\u201c\u201d\u201e\xab\xbb()[]{}<>\uff08\uff09\u300c\u300d,;:/|-\u2013\u2014*_`")
_initials = re.compile(
    f"[{_LETTERS}](?:[{_LETTERS}]?(?:\\.[{_LETTERS}]{{1,2}})+)?|[{_INDIC}]{{1,3}}(?:\\.[{_INDIC}]{{1,3}})+"
    "|([ACDEFHJLMNORSU])\\1"
)
_behind_apostrophe = re.compile("^.*['\u2019](?=..)", re.DOTALL)
_era = re.compile(
    f"(?:\\A|[^{_LETTERS}])(?:{'|'.join(re.escape(era).replace('.', f'.[{_WHITE}]*') for era in sorted(_ERAS))})\\Z"
)
_number, _roman = re.compile("[0-9]{1,2}"), re.compile("[IVXL]{2,6}")
_comma_cut = re.compile(f"[\u3001\uff0c\uff1b\uff1a](?=[^{_WHITE}])|[,;:][{_WHITE}]+(?=[^{_WHITE}])")
_white_cut = re.compile(f"[{_WHITE}]+(?=[^{_WHITE}])")
_row = re.compile(f"\\||[^|{_LINE_ENDS}]{{0,200}}\\|[^|{_LINE_ENDS}]{{0,200}}\\|")
_blank_line = re.compile(f"(?:\r(?!\n)|\r\n|[{_LINE_ENDS.replace(chr(13), '')}])[{_SPACES}]*[{_LINE_ENDS}]")
_closing_fences = {
    (character, count): re.compile(
        f"[{_LINE_ENDS}][{_SPACES}]*{character}{{{count},}}[{_SPACES}]*(?=[{_LINE_ENDS}]|\\Z)"
    )
    for character in "`~"
    for count in range(3, 9)
}


def split_sentences(text: str) -> List[str]:
    """The sentences of a text, which are the text when they are put together. Linear in the text's length."""
    splitter, sentences, start = _SentenceSplitter(text), [], 0
    while start < len(text):
        end = splitter.sentence_end(start)
        sentences.append(text[start:end])
        start = end
    return sentences


class _SentenceSplitter:
    """Finds where sentences of one text end. A boundary depends on nothing before its own sentence."""

    def __init__(self, text: str):
        """Keeps what of the text is looked up again and again, so that all sentences together take linear time."""
        self.text = text
        self.end = len(text.rstrip(_WHITE))
        self.line_end = -1  # the last one looked up
        self.unclosed = {}  # fence character -> the shortest fence that nothing closes any more

    def sentence_end(self, start: int) -> int:
        """Where the sentence that begins at `start` ends, the white space after it included."""
        text = self.text
        first = self.after_white(start)
        if first >= self.end:
            return len(text)
        unit = self.unit_end(first)
        if unit >= 0:
            return self.resume(unit)
        at, line_start, spans = _markers.match(text, first).end(), first, []
        limit = first + _PIECE_LIMIT
        while True:
            point = _point.search(text, at, min(self.end, limit)) if at < min(self.end, limit) else None
            if point is None:
                return len(text) if self.end <= max(at, limit) else self.resume(self.cut(first, limit, spans))
            at = point.start()
            character = text[at]
            if character in _PAIRS:
                closer = self.pair_end(at, first, line_start)
                if closer < 0:
                    at += 1
                    continue
                spans.append((at, closer))
                marks = closer
                while _is_space.match(text, marks - 1):
                    marks -= 1
                run = marks
                if character not in _BRACKETS or at == first:
                    while _is_mark.match(text, run - 1) or self.is_borrowed(at + 1, run - 1):
                        run -= 1
                at = self.after_closing(first, closer + 1)
                if run < marks and self.ends_sentence(first, run, marks, at):
                    return self.resume(at)
            elif _is_line_end.match(text, at):
                if self.breaks_line(at, line_start):
                    return self.resume(at)
                at = line_start = self.after_white(at)
            elif _is_space.match(text, at):  # after a letter of a script without sentence marks
                after = _space_run.match(text, at).end()
                if _is_spaceless.match(text, after) and at - first >= self.spaceless_length(first, at, after):
                    return self.resume(at)
                at += 1
            elif character in _borrowers and not self.is_borrowed(first, at):
                at += 1
            else:
                marks = at + 1 if character in _borrowers else _marks_run.match(text, at).end()
                after = self.after_closing(first, marks)
                spans.append((at, after - 1))
                if self.ends_sentence(first, at, marks, after):
                    return self.resume(after)
                at = after

    def unit_end(self, first: int) -> int:
        """The end of the fenced block, the heading or the table's row that begins here; -1 where there is none."""
        text = self.text
        fence = _fence.match(text, first)
        if fence:
            character, count = text[first], min(len(fence[0]), 8)
            if count < self.unclosed.get(character, 9):
                closing = _closing_fences[character, count].search(text, fence.end())
                if closing:
                    return closing.end()
                self.unclosed[character] = count
        if self.line_end < first:
            found = _is_line_end.search(text, first)
            self.line_end = found.start() if found else len(text)
        length = self.line_end - first
        if _heading.match(text, first) and length <= 200 or _row.match(text, first) and length <= 1000:
            return self.line_end
        return -1

    def resume(self, at: int) -> int:
        """Where the next sentence begins: after the white space, but with its line's indentation."""
        after = self.after_white(at)
        if after >= self.end:
            return len(self.text)
        begin = after
        while begin > at and _is_space.match(self.text, begin - 1):
            begin -= 1
        return begin if begin > at else after

    def cut(self, first: int, limit: int, spans: list) -> int:
        """Where a text without a sentence's end is cut: after a comma or the like, else at white space, else
        anywhere; but not inside a pair."""
        for pattern in (_comma_cut, _white_cut):
            cuts = [found.end() for found in pattern.finditer(self.text, first + _PIECE_LIMIT // 2, limit)]
            cuts = [cut for cut in cuts if not any(begin < cut <= last for begin, last in spans)]
            if cuts:
                return cuts[-1]
        cut = limit
        while _is_combining.match(self.text, cut) and cut > first + _PIECE_LIMIT // 2:
            cut -= 1
        return next((begin for begin, last in spans if first < begin < cut <= last), cut)

    def pair_end(self, at: int, first: int, line_start: int) -> int:
        """The place of what closes the bracket or quote at `at`, when it is near; else -1."""
        text, opener = self.text, self.text[at]
        if opener == '"':
            before = text[at - 1] if at > first else " "
            if not (_is_white.match(before) or before in _OPENING) or _is_white.match(text, at + 1):
                return -1
        depth, place, stop = 1, at + 1, min(at + 1 + _PAIR_REACH, self.end)
        while True:
            point = _pair_points[opener].search(text, place, stop)
            if point is None:
                return -1
            place = point.start()
            character = text[place]
            if character in _PAIRS[opener]:
                if opener != '"' or not _is_word.match(text, place + 1):
                    depth -= 1
                if depth == 0:
                    return place
            elif character == opener:
                depth += 1
                if depth > _PAIR_DEPTH:
                    return -1
            elif self.breaks_line(place, line_start):
                return -1
            else:
                place = line_start = self.after_white(place)
                continue
            place += 1

    def breaks_line(self, at: int, line_start: int) -> bool:
        """Whether the line's end at `at` ends a sentence, or the text only goes on in the next line."""
        text = self.text
        after = self.after_white(at)
        if after >= self.end:
            return False
        if _blank_line.match(text, at) or _structure.match(text, after) or _row.match(text, after):
            return True
        last = at - 1
        while last >= line_start and _is_space.match(text, last):
            last -= 1
        if last < line_start or text[after] in _LOWER or text[after] in _CONTINUING or text[last] in _UNFINISHED:
            return False
        if text[last] == "." and self.is_abbreviation(line_start, last, after):
            return False
        return text[last] == ":" or last + 1 - line_start < _WRAPPED_LENGTH

    def ends_sentence(self, first: int, start: int, end: int, after: int) -> bool:
        """Whether the marks [start, end) end a sentence; `after` is behind what closes with them."""
        text = self.text
        if after >= self.end:
            return True
        marks, follower = text[start:end], text[after]
        if _is_hard.search(marks):
            if after > end and follower in _PARTICLES or follower in "\u3001\uff0c":
                return False
            return not (follower == "\u3068" and (after + 1 >= self.end or text[after + 1] in _SAYING))
        if not _is_white.match(follower):
            if start == first or not _is_cjk.match(text, start - 1) or not marks.strip("\u2026"):
                return False
            wide = any(point in marks for point in _POINTS[1:])
            return bool(_is_cjk.match(follower)) or follower in _PAIRS or wide
        opened = self.after_white(after)
        if _item.match(text, opened):
            return True
        word = _lead.match(text, opened).end()
        if word >= self.end or text[word] in _LOWER or word == opened and text[word] in _CONTINUING:
            return False
        return len(marks) > 1 or marks not in _POINTS or not self.is_abbreviation(first, start, word)

    def is_borrowed(self, first: int, at: int) -> bool:
        """Whether what stands here is a mark, as a semicolon behind Greek and a colon behind Armenian words are."""
        letters = _borrowers.get(self.text[at])
        if letters is None:
            return False
        before = at
        while before > first and at - before < 5 and _is_mark.match(self.text, before - 1):
            before -= 1
        if before > first and self.text[before - 1] in _CLOSING:
            before -= 1
        return before - 2 >= first and all(letters.match(self.text, before - back) for back in (1, 2))

    def is_abbreviation(self, first: int, point: int, follower: int) -> bool:
        """Whether the point belongs to the word before it and not to the sentence."""
        text = self.text
        start = self.word_start(first, point)
        written = _behind_apostrophe.sub("", text[start:point])
        word = written.translate(_LOWERED)
        is_number = "0" <= text[follower] <= "9"
        name = _name.match(text, follower)
        name = name[0] if name else ""
        begins = name in _STARTERS and (len(name) > 1 or text[follower + 1 : follower + 2] != ".")
        if {word, written} & _NEVER or is_number and {word, written} & _BEFORE_NUMBER:
            return True
        if name in _BEFORE_ERA and len(written) <= 2 or text.startswith("J.-C", follower):
            return True
        if point > first and _is_pointed.match(text, point - 1):
            return True
        before = start
        while before > first and _is_white.match(text, before - 1):
            before -= 1
        if self.ends_date(first, before, written, point):
            return (point - first <= _DATE_LENGTH or not name) and not begins
        if {word, written} & _MAYBE or _initials.fullmatch(written):
            return not begins
        if word in _AFTER_POINT:
            return before > first and text[before - 1] == "."
        if not _number.fullmatch(written) and not _roman.fullmatch(written):
            return False
        if is_number and written[0] <= "9" or name in _AFTER_ORDINAL:
            return True
        leader = text[self.word_start(first, before) : before]
        return bool(name) and not begins and bool({leader, leader.translate(_LOWERED)} & _BEFORE_ORDINAL)

    def word_start(self, first: int, end: int) -> int:
        """Where the word that ends at `end` begins."""
        start = end
        while start > first and end - start < 20 and self.text[start - 1] not in _word_stop:
            start -= 1
        return start

    def ends_date(self, first: int, before: int, word: str, point: int) -> bool:
        """Whether a date ends at the point: a year behind a number, or an era."""
        if word in _YEARS:
            return before > first and self.text[before - 1] in "0123456789IVXLC"
        return bool(_era.search(self.text[max(first, point - 12) : point]))

    def spaceless_length(self, first: int, at: int, after: int) -> int:
        """The shortest sentence that the space from `at` to `after` ends, in a script without sentence marks."""
        text = self.text
        if not _is_thai.match(text, at - 1) or not _is_thai.match(text, after):
            return _SPACELESS_LENGTH
        if text.endswith(_THAI_OPEN, first, at) or text.startswith(_THAI_ON, after):
            return _THAI_LONG
        if text.endswith(_THAI_LAST, first, at) or text.startswith(_THAI_FIRST, after):
            return _THAI_SHORT
        return _THAI_LENGTH

    def after_closing(self, first: int, at: int) -> int:
        """Behind closing brackets and quotes, footnotes' marks, and emoji, unless the sentence begins with one."""
        stop = min(at + _RUN_LIMIT, self.end)
        is_plain = not _is_emoji.match(self.text, first)
        while at < stop:
            if self.text[at] in _CLOSING:
                at += 1
                continue
            note = _note.match(self.text, at) or is_plain and _apart.match(self.text, at)
            if not note:
                break
            at = note.end()
        return at

    def after_white(self, at: int) -> int:
        """The first place from `at` on that is not white space."""
        return _white_run.match(self.text, at).end()


# What callers pass to process, predict and predict_with_pruning: checked, and brought into one shape.


def _is_list(value: Any) -> bool:
    """Whether callers may pass it for a list: a tuple is one, a text is none, nor is an array."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))


def _as_text(name: str, value: Any) -> str:
    """The value, if it is a text that can be tokenized."""
    if not isinstance(value, str):
        raise ValueError(f"{name} is {type(value).__name__}, not a text")
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError(f"{name} is not Unicode: half of a surrogate pair at character {error.start}") from None
    return value


def _as_batch_size(value: Any) -> int:
    """The rows of a pass, 1 at least; ValueError where it is no whole number."""
    if not hasattr(value, "__index__"):  # as whole numbers have it, NumPy's too
        raise ValueError(f"batch_size is {value!r}, not a whole number")
    return max(1, int(value))


def _as_top_k(value: Any) -> Optional[int]:
    """How many results stay; None for all. ValueError where it is no whole number."""
    try:
        return None if value is None else max(0, int(value))
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"top_k is {value!r}, not a whole number") from None


def _as_context(value: Any) -> Union[str, List[str]]:
    """A text, or the sentences of one."""
    return [_as_text("a sentence", each) for each in value] if _is_list(value) else _as_text("a context", value)


def _normalize_pairs(pairs: Any) -> Tuple[List[Tuple[str, str]], bool]:
    """(query, passage) pairs, and whether it was one pair and no list of them."""
    is_one = _is_list(pairs) and len(pairs) == 2 and all(isinstance(text, str) for text in pairs)
    pairs = [pairs] if is_one else pairs
    if not _is_list(pairs) or not all(_is_list(pair) and len(pair) == 2 for pair in pairs):
        raise ValueError("pairs is a list of (query, passage), or one such pair")
    return [(_as_text("a query", query), _as_text("a passage", passage)) for query, passage in pairs], is_one


def _normalize_inputs(question, context) -> Tuple[List[str], List[List[Any]], Callable[[list, Any], Any]]:
    """Questions, the contexts of each, and what brings results back into the shape of `context`: it takes, beside
    the results of each question, what stands for one that reordering has taken away."""
    if not isinstance(question, str) and not _is_list(question):
        raise ValueError(f"question is {type(question).__name__}, not a text or a list of texts")
    questions = [_as_text("a question", each) for each in ([question] if isinstance(question, str) else question)]
    if isinstance(context, str):
        if len(questions) != 1:
            raise ValueError(f"one context for {len(questions)} questions: pass a list of contexts")
        return questions, [[_as_context(context)]], lambda groups, missing: [*groups[0], missing][0]
    if not _is_list(context):
        raise ValueError(f"context is {type(context).__name__}, not a text or a list")
    if len(questions) == 1:
        return questions, [[_as_context(entry) for entry in context]], lambda groups, missing: groups[0]
    if len(context) != len(questions):
        raise ValueError(f"{len(context)} contexts for {len(questions)} questions")
    if not any(_is_list(entry) for entry in context):
        groups = [[_as_context(entry)] for entry in context]
        return questions, groups, lambda groups, missing: [[*group, copy.copy(missing)][0] for group in groups]
    if not all(_is_list(entry) for entry in context):
        raise ValueError("of several questions each has a context, or each a list of contexts")
    return questions, [[_as_context(entry) for entry in group] for group in context], lambda groups, missing: groups


def _normalize_titles(title, groups: list, first_line_as_title: bool) -> Tuple[list, list, bool]:
    """The titles of each context of each question; the contexts, without the lines that have become titles; and
    whether a context's first sentence is its title."""
    is_first_sentence = isinstance(title, str) and title == "first_sentence"
    if first_line_as_title:
        if title is not None and not is_first_sentence:
            raise ValueError("first_line_as_title takes the titles from the contexts: leave `title` out")
        divided = [[_divide_first_line(context) for context in group] for group in groups]
        titles = [[_as_titles(first) for first, _ in group] for group in divided]
        return titles, [[rest for _, rest in group] for group in divided], False
    if title is None or isinstance(title, str):
        text = None if is_first_sentence else title
        return [[_as_titles(text) for _ in group] for group in groups], groups, is_first_sentence
    if not _is_list(title):
        raise ValueError(f"title is {type(title).__name__}, not a text or a list")
    titles = list(title)
    if len(groups) == 1:
        # A list in a list has a title for each context, or, where there are more or fewer, the titles of one context.
        is_nested = len(titles) == 1 and _is_list(titles[0]) and len(titles[0]) == len(groups[0])
        titles = titles if is_nested else [titles]
    elif len(titles) == len(groups):
        titles = [list(each) if _is_list(each) else [each] * len(group) for each, group in zip(titles, groups)]
    if [len(each) for each in titles] != [len(group) for group in groups]:
        raise ValueError("there must be a title for each context, or one for each question")
    return [[_as_titles(each) for each in group] for group in titles], groups, False


def _as_titles(title: Any) -> List[str]:
    """The lines that a title adds in front of its context."""
    lines = [_as_text("a title", each) for each in (title if _is_list(title) else [title]) if each is not None]
    return [line.strip(_WHITE) + "\n" for line in lines if line.strip(_WHITE)]


def _divide_first_line(context: Any) -> Tuple[str, Any]:
    """The first line, or sentence, that is not empty, and what follows it."""
    if not isinstance(context, str):
        first = next((n for n, sentence in enumerate(context) if sentence.strip(_WHITE)), None)
        return ("", context) if first is None else (context[first], context[first + 1 :])
    start = _white_run.match(context).end()
    if start == len(context):
        return "", context
    end = _is_line_end.search(context, start)
    if end is None:
        return context[start:], ""
    return context[start : end.start()], context[end.start() + (2 if context.startswith("\r\n", end.start()) else 1) :]


def _choose_splitter(splitter, language: Optional[str]) -> Callable[[str], List[str]]:
    """The function that splits a text: the caller's, the one for the language, or split_sentences."""
    if splitter is None:
        return split_sentences
    if isinstance(splitter, Mapping):
        if language not in splitter:
            raise ValueError(f"sentence_splitter has no entry for the language {language!r}")
        splitter = splitter[language]
    if not callable(splitter):
        raise ValueError(f"sentence_splitter is {type(splitter).__name__}, not a function from a text to sentences")
    return splitter


def _place_sentences(text: str, sentences: Sequence[str]) -> List[str]:
    """The sentences as slices of the text that are the text when they are put together: what a splitter leaves out
    between two sentences, white space as a rule, goes with the first."""
    starts, at = [], 0
    for sentence in sentences:
        found = text.find(_as_text("a sentence of sentence_splitter", sentence), at)
        if found < 0:
            raise ValueError(f"sentence_splitter gave a sentence that the text does not have: {sentence[:80]!r}")
        if sentence:
            starts.append(found)
            at = found + len(sentence)
    ends = starts[1:] + [len(text)]
    return [text[start:end] for start, end in zip([0] + starts[1:], ends)] if text else []


@dataclass
class _Passage:
    """A context on its way through `process`: its titles and sentences, then its tokens, then what they say."""

    question: str
    titles: List[str]
    sentences: List[str]
    offsets: List[Tuple[int, int]] = field(default_factory=list)
    counts: List[int] = field(default_factory=list)  # tokens of each title and sentence
    probabilities: List[float] = field(default_factory=list)  # of the tokens
    scores: List[Optional[float]] = field(default_factory=list)  # of the blocks
    of_pieces: List[float] = field(default_factory=list)  # the probability of each title and sentence
    keeps: List[bool] = field(default_factory=list)  # whether it stays

    @classmethod
    def make(cls, question: str, context: Any, titles: List[str], split: Callable[[str], List[str]]) -> "_Passage":
        """Of a context that is a text, which is split, or its sentences, which are taken as they are."""
        if not isinstance(context, str):
            return cls(question, titles, context)
        return cls(question, titles, _place_sentences(context, split(context)))

    @property
    def text(self) -> str:
        """What is tokenized beside the question: the titles, then the sentences."""
        return "".join(self.titles + self.sentences)

    def count_tokens(self):
        """A token belongs to the sentence of its first character that is not white space."""
        text, pieces = self.text, self.titles + self.sentences
        self.counts = [0] * len(pieces)
        number, end = 0, len(pieces[0]) if pieces else 0
        for start, stop in self.offsets:
            while start + 1 < stop and text[start] in _WHITE:
                start += 1
            while start >= end and number + 1 < len(pieces):
                number += 1
                end += len(pieces[number])
            self.counts[number] += 1

    def score(self, takes_best: bool) -> Optional[float]:
        """The ranking score: of the best block, or of the first. None in mode pruning_only."""
        if self.scores[0] is None:
            return None
        return max(self.scores) if takes_best else self.scores[0]

    def sentence_probabilities(self, aggregation: str) -> List[float]:
        """One for each title and sentence. What has no token goes with the sentence before it."""
        means: List[Optional[float]] = []
        start = 0
        for count in self.counts:
            values = self.probabilities[start : start + count]
            start += count
            if not values:
                means.append(means[-1] if means else None)
            elif aggregation == "majority":
                # Above a threshold exactly if more than half of the tokens are.
                means.append(sorted(values, reverse=True)[count // 2])
            else:
                means.append(sum(values) / count)
        first = next((mean for mean in means if mean is not None), 0.0)
        return [first if mean is None else mean for mean in means]

    def keep(self, pieces: Iterable[int]):
        """Marks titles and sentences as kept."""
        for piece in pieces:
            self.keeps[piece] = True

    def keep_tokenless(self):
        """What has no token goes with the one before it, or at the beginning with the first that has some."""
        last = next((piece for piece, count in enumerate(self.counts) if count > 0), None)
        for piece, count in enumerate(self.counts):
            last = piece if count > 0 else last
            self.keeps[piece] = self.keeps[piece] or (last is not None and self.keeps[last])

    def result(self, takes_best: bool, zero_when_empty: bool, strips: bool) -> Dict[str, Any]:
        """What `process` returns for this passage, by key; `rank` besides, by which passages are put in order."""
        pieces = list(zip(self.titles + self.sentences, self.keeps, self.of_pieces))
        if strips:
            pieces = [(text.strip(_WHITE), keep, p) for text, keep, p in pieces if text.strip(_WHITE)]
        titles = sum(1 for title in self.titles if not strips or title.strip(_WHITE))
        pruned = "".join(text for text, keep, _ in pieces[titles:] if keep)
        length = sum(map(len, self.sentences))
        score = self.score(takes_best)
        # Scores that are no probabilities may be below 0, and are still better than none.
        is_zeroed = score is not None and zero_when_empty and not pruned.strip(_WHITE)
        if is_zeroed:
            score = 0.0
        return {
            "rank": (is_zeroed, -(score or 0.0)),
            "pruned_context": pruned,
            "reranking_score": score,
            "compression_rate": (length - len(pruned)) / max(length, 1) * 100,
            "title": None if not self.titles else self.titles[0] if len(self.titles) == 1 else self.titles,
            "kept_sentences": [text for text, keep, _ in pieces if keep],
            "removed_sentences": [text for text, keep, _ in pieces if not keep],
            "sentence_probabilities": [probability for _, _, probability in pieces],
        }

    def spans(self, before: str, strips: bool, in_bytes: bool) -> List[Dict[str, Any]]:
        """Where the kept sentences begin and end in the context, with their probabilities. `before` is what of the
        context has become the title."""

        def measure(text: str) -> int:
            """Its length, in characters or in bytes of UTF-8."""
            return len(text.encode("utf-8")) if in_bytes else len(text)

        spans, start = [], measure(before)
        first = len(self.titles)
        for text, keeps, probability in zip(self.sentences, self.keeps[first:], self.of_pieces[first:]):
            end = start + measure(text)
            shown = text.strip(_WHITE) if strips else text
            if keeps and (shown or not strips):
                begin = end - measure(text.lstrip(_WHITE)) if strips else start
                spans.append({"start": begin, "end": begin + measure(shown), "probability": probability})
            start = end
        return spans


@dataclass
class PruningEncoderRawPrediction:
    """What the model says of contexts that were read as one passage.

    ranking_score: the best pass's; None in mode pruning_only.
    pruning_probs: the keep probability of each token of the passage, an array.
    context_ranges: for each context where its tokens begin and end in pruning_probs.
    """

    query: str
    contexts: List[str]
    ranking_score: Optional[float]
    pruning_probs: Any
    context_ranges: List[Tuple[int, int]]


def _pack_blocks(counts: List[int], room: int) -> List[Tuple[int, int]]:
    """Token ranges of at most `room` tokens, each of as many whole sentences as fit. A sentence that is longer is
    divided into the fewest equal parts. `counts` are the sentences' tokens; without any there is one empty block."""
    blocks, start, end, sentence = [], 0, 0, 0
    for count in counts:
        parts = max(1, -(-count // room))
        for part in range(1, parts + 1):
            after = sentence + count * part // parts
            if after - start > room:
                blocks.append((start, end))
                start = end
            end = after
        sentence += count
    return blocks + [(start, end)]


@dataclass
class _Choice:
    """Which sentences stay: those above the threshold, or, within a limit, whole ones from the highest probability
    down. docs/pruning.md of pruning-pack has the rule."""

    threshold: float
    budget: Optional[int] = None  # tokens
    rate: Optional[float] = None  # a share of the tokens
    across: bool = False  # one limit for all passages of a question
    texts: Tuple[str, ...] = ()  # a sentence that has one of them stays
    keeps_title: bool = False
    first_sentence_is_title: bool = False

    @staticmethod
    def check_limit(threshold: Any, budget: Any, rate: Any) -> Tuple[Optional[int], Optional[float]]:
        """The budget and the rate; ValueError where they are none, or more is given than one of the three."""
        if sum(value is not None for value in (threshold, budget, rate)) > 1:
            raise ValueError("at most one of threshold, budget and rate can be given")
        if budget is not None and (not hasattr(budget, "__index__") or int(budget) < 0):
            raise ValueError(f"budget is {budget!r}, not a number of tokens")
        if rate is not None and (not hasattr(rate, "__float__") or not 0 <= rate <= 1):
            raise ValueError(f"rate is {rate!r}, not a number from 0 to 1")
        return None if budget is None else int(budget), None if rate is None else float(rate)

    @staticmethod
    def check_texts(keep: Any) -> Tuple[str, ...]:
        """The texts of `keep`, one or a list."""
        given = () if keep is None else keep if _is_list(keep) else (keep,)
        texts = tuple(_as_text("a text of keep", each) for each in given)
        if "" in texts:
            raise ValueError("keep has an empty text, which every sentence contains")
        return texts

    def choose(self, passages: List["_Passage"], aggregation: str):
        """Gives each passage of one question the probabilities of its titles and sentences, and which of them stay."""
        for passage in passages:
            passage.of_pieces = passage.sentence_probabilities(aggregation)
            pieces = passage.titles + passage.sentences
            passage.keeps = [any(text in piece for text in self.texts) for piece in pieces]
            passage.keep_tokenless()
        if self.budget is None and self.rate is None:
            for passage in passages:
                above = [probability > self.threshold for probability in passage.of_pieces]
                passage.keeps = [one or other for one, other in zip(passage.keeps, above)]
                if any(passage.keeps):
                    passage.keep(self._titles_that_stay(passage))
            return
        for group in [passages] if self.across else [[passage] for passage in passages]:
            self._fill(group)

    def _fill(self, passages: List["_Passage"]):
        """Keeps whole sentences of the passages together, as many tokens as the limit allows."""
        costs = [[0] * len(each.titles) + each.counts[len(each.titles) :] for each in passages]
        rest = math.floor(self.rate * sum(map(sum, costs))) if self.budget is None else self.budget
        titles = [self._titles_that_stay(passage) for passage in passages]
        stays = [[piece for piece, kept in enumerate(passage.keeps) if kept] for passage in passages]
        candidates = [(number, piece, True) for number, pieces in enumerate(stays) for piece in pieces]
        others = [
            (-math.floor(probability * 1e6), number, piece)  # what differs less is a matter of rounding
            for number, passage in enumerate(passages)
            for piece, (probability, count) in enumerate(zip(passage.of_pieces, passage.counts))
            if piece >= len(passage.titles) and count > 0 and not passage.keeps[piece] and probability == probability
        ]
        candidates += [(number, piece, False) for _, number, piece in sorted(others)]
        for number, piece, must_stay in candidates:
            passage = passages[number]
            if passage.keeps[piece] and not must_stay:
                continue
            # The first sentence of a passage brings the title.
            pieces = [piece] + [each for each in titles[number] if each != piece and not passage.keeps[each]]
            cost = sum(costs[number][each] for each in pieces)
            if must_stay or cost <= rest:
                rest -= cost
                passage.keep(pieces)
                titles[number] = []
        for passage in passages:
            if any(passage.keeps):
                passage.keep(range(len(passage.titles)))
            passage.keep_tokenless()

    def _titles_that_stay(self, passage: "_Passage") -> List[int]:
        """The places of the titles that stay where anything does."""
        if not self.keeps_title:
            return []
        if passage.titles or not self.first_sentence_is_title:
            return list(range(len(passage.titles)))
        return [number for number, text in enumerate(passage.sentences) if text.strip(_WHITE)][:1]


@dataclass
class PerformanceTrace:
    """Where `process` spent its time, under the names that OpenProvence has for the steps."""

    preprocess_seconds: float = 0.0  # normalize, collect, tokenize and split together
    assembly_seconds: float = 0.0  # the passes' inputs
    inference_seconds: float = 0.0
    postprocess_seconds: float = 0.0
    total_seconds: float = 0.0
    sentence_collect_seconds: float = 0.0  # splitting into sentences
    sentence_normalize_seconds: float = 0.0  # the arguments
    tokenize_seconds: float = 0.0
    fragment_split_seconds: float = 0.0  # packing tokens into blocks
    fragment_decode_seconds: float = 0.0  # always 0: no text is made from tokens

    def finish(self, postprocess_seconds: float):
        """Sets the times that are sums of others."""
        self.postprocess_seconds = postprocess_seconds
        self.preprocess_seconds = (
            self.sentence_normalize_seconds
            + self.sentence_collect_seconds
            + self.tokenize_seconds
            + self.fragment_split_seconds
        )
        self.total_seconds = (
            self.preprocess_seconds + self.assembly_seconds + self.inference_seconds + postprocess_seconds
        )

    def as_dict(self) -> Dict[str, float]:
        """The seconds by name, as `process` returns them under `timing`."""
        return asdict(self)


class _Stopwatch:
    """Measures one step after another."""

    def __init__(self):
        """Begins the first step."""
        self.last = time.perf_counter()

    def lap(self) -> float:
        """Seconds since it was made or asked last."""
        before, self.last = self.last, time.perf_counter()
        return self.last - before


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
    """Linear(hidden, 2) on every token; or what the configuration says: norm(activation(dense(h))) before the
    classifier, as ModernBERT's classifiers have it, and more than two labels, some of which mean "keep".

    `pooling_weights`, which some checkpoints have, are loaded and saved with it; the token logits do not depend on
    them, and so they get no gradient."""

    def __init__(self, pruning_config: dict, weighted_pooling: bool):
        """`pruning_config` is that of PruningEncoderConfig, its hidden_size set; `weighted_pooling` makes room for the
        pooling weights."""
        super().__init__()
        hidden_size = pruning_config["hidden_size"]
        _is_plain_head(pruning_config)
        labels, kept = pruning_config.get("head_labels"), set(pruning_config.get("keep_labels") or ())
        # The classifier's rows that mean "prune", and those that mean "keep"; None where there is one of each.
        self.rows = None
        if labels is not None:
            rows = range(len(labels))
            self.rows = [[row for row in rows if (labels[row] in kept) == keeps] for keeps in (False, True)]
        self.has_transform = (pruning_config.get("head_type") or LINEAR) != LINEAR
        if self.has_transform:
            self.dense = nn.Linear(hidden_size, hidden_size, bias=pruning_config["head_bias"])
            self.activation = ACT2FN[pruning_config["head_activation"]]
            self.norm = nn.LayerNorm(
                hidden_size, eps=pruning_config["head_norm_eps"], bias=pruning_config["head_norm_bias"]
            )
        self.dropout = nn.Dropout(pruning_config.get("classifier_dropout", pruning_config.get("dropout")) or 0.0)
        self.classifier = nn.Linear(hidden_size, pruning_config.get("num_labels", 2) if labels is None else len(labels))
        if weighted_pooling:
            self.pooling_weights = nn.Linear(hidden_size, 1).requires_grad_(False)

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        """[batch, tokens, hidden] -> [batch, tokens, 2], in the head's dtype, on its device."""
        weight = self.classifier.weight
        if torch.is_tensor(weight):  # it is a method in a dynamically quantized layer
            # The encoder may be spread over devices, and the head may have a dtype of its own.
            hidden_states = hidden_states.to(weight)
        if self.has_transform:
            hidden_states = self.norm(self.activation(self.dense(hidden_states)))
        logits = self.classifier(self.dropout(hidden_states))
        if self.rows is None:
            return logits
        # The softmax of these two gives the sums of the probabilities of the labels that mean the same.
        return torch.stack([logits[..., rows].logsumexp(-1) for rows in self.rows], dim=-1)


def _token_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross-entropy averaged over the labelled tokens; 0 where there is none."""
    labels = labels.to(logits.device).reshape(-1)
    logits = logits.float().reshape(labels.numel(), -1)
    total = functional.cross_entropy(logits, labels, ignore_index=IGNORED_LABEL, reduction="sum")
    return total / (labels != IGNORED_LABEL).sum().clamp(min=1)


# Tensors, checked by name and shape, and shared out between encoder and head.


def _listed(texts: List[str], limit: int = 20) -> str:
    """The texts, or the first of them and how many more there are."""
    more = [f"and {len(texts) - limit} more"] if len(texts) > limit else []
    return ", ".join(texts[:limit] + more)


def _check(place: str, missing, mismatched=(), errors=()):
    """Raises with the names of tensors that are not as they must be."""
    problems = []
    if missing:
        problems.append("missing: " + _listed(sorted(missing)))
    if mismatched:
        texts = []
        for name, found, wanted in sorted(mismatched, key=lambda entry: entry[0]):
            has = "" if found is None else f"is {list(found)}, "
            texts.append(f"{name} {has}not {list(wanted)}")
        problems.append("of the wrong shape: " + _listed(texts))
    if errors:
        problems.append("not loaded: " + _listed(list(map(str, errors))))
    if problems:
        raise ValueError(f"{place}: tensors {'; '.join(problems)}")


def _check_tensors(place: str, tensors: Mapping[str, torch.Tensor], shapes: Mapping[str, torch.Size]):
    """Raises unless the tensors are those of `shapes`: all of them, in these shapes, and no others."""
    _check(
        place,
        missing=shapes.keys() - tensors.keys(),
        mismatched=[
            (name, tensors[name].shape, shape)
            for name, shape in shapes.items()
            if name in tensors and tensors[name].shape != shape
        ],
        errors=[f"{name} is unknown" for name in sorted(tensors.keys() - shapes.keys())],
    )


def _shapes(module: nn.Module) -> Dict[str, torch.Size]:
    """The shapes of a module's tensors by name."""
    return {name: tensor.shape for name, tensor in module.state_dict().items()}


# The keys of what from_pretrained returns with output_loading_info.
LOADING_REPORT = ("missing_keys", "unexpected_keys", "mismatched_keys", "error_msgs")

# What torch.compile, DataParallel and FSDP put into the names of a module's tensors.
WRAPPERS = ("_orig_mod", "module", "_fsdp_wrapped_module")


def _unwrapped(tensors: Mapping[str, torch.Tensor], names) -> Dict[str, torch.Tensor]:
    """The tensors under those of `names` that they have without the wrappers; the others as they are."""
    found = {}
    for name, tensor in tensors.items():
        bare = ".".join(part for part in name.split(".") if part not in WRAPPERS)
        found[bare if name not in names and bare in names else name] = tensor
    return found


def _load_head(place: str, pruning_config: dict, tensors: dict) -> PruningHead:
    """The head with the tensors of its checkpoint, in their dtype: all of them, and no others."""
    weighted_pooling = pruning_config.get("use_weighted_pooling", False) or any(
        name.startswith("pooling_weights.") for name in tensors
    )
    head = PruningHead(pruning_config, weighted_pooling=bool(weighted_pooling))
    _check_tensors(place, tensors, _shapes(head))
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
    """The tensors whose names begin with the prefix, without it."""
    return {name[len(prefix) :]: tensor for name, tensor in state_dict.items() if name.startswith(prefix)}


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

    # Pruning. docs/pruning.md of pruning-pack is the specification; its command does the same.

    @property
    def tokenizer(self):
        """The package's tokenizer, from where the model was loaded. None for a model that was not loaded: set it."""
        if self._tokenizer is None and self._origin is not None:
            origin, subfolder, hub = self._origin
            self._tokenizer = AutoTokenizer.from_pretrained(origin, config=self.config, subfolder=subfolder, **hub)
        return self._tokenizer

    @tokenizer.setter
    def tokenizer(self, tokenizer):
        """Takes a fast tokenizer: only those give offsets."""
        self._tokenizer = tokenizer

    def predict(self, pairs: Sequence[Any], batch_size: int = 32, show_progress: bool = False):
        """The ranking scores of (query, passage) pairs, cut to the longest input as CrossEncoder does; one pair gives
        one score. None for each in mode pruning_only."""
        batch_size = _as_batch_size(batch_size)
        pairs, is_one = _normalize_pairs(pairs)
        scores: list = [None] * len(pairs)
        if self.mode == RERANKING_PRUNING and pairs:
            encoded = self._loaded_tokenizer()(
                [query for query, _ in pairs],
                [passage for _, passage in pairs],
                truncation="longest_first",
                max_length=self.config.max_input_length,
            )
            rows = [{name: encoded[name][row] for name in encoded.keys()} for row in range(len(pairs))]
            scores = [score for score, _ in self._run_rows(rows, batch_size, show_progress)]
        return scores[0] if is_one else scores

    def predict_with_pruning(
        self,
        pairs: Sequence[Any],
        batch_size: int = 32,
        threshold: Optional[float] = None,
        show_progress: bool = False,
    ) -> Union[Dict[str, Any], List[Dict[str, Any]]]:
        """For each (query, passage) pair the tokens of the passage, all of them, however long it is: `offsets`
        ([start, end) in its characters), `keep_probabilities`, `pruning_mask` (True where the probability is above
        the threshold), and the best pass's `ranking_score` (None in mode pruning_only). One pair gives one of these."""
        threshold, batch_size = self._threshold(threshold), _as_batch_size(batch_size)
        pairs, is_one = _normalize_pairs(pairs)
        passages = [_Passage(query, [], [passage] if passage else []) for query, passage in pairs]
        self._score_passages(passages, batch_size, show_progress, PerformanceTrace())
        predictions = [
            {
                "ranking_score": passage.score(takes_best=True),
                "offsets": passage.offsets,
                "keep_probabilities": passage.probabilities,
                "pruning_mask": [probability > threshold for probability in passage.probabilities],
            }
            for passage in passages
        ]
        return predictions[0] if is_one else predictions

    def _loaded_tokenizer(self):
        """The tokenizer, or a ValueError that says how to come by one."""
        if self.tokenizer is None:
            raise ValueError("this model was not loaded from a package: set model.tokenizer")
        return self.tokenizer

    def _threshold(self, threshold: Optional[float]) -> float:
        """The caller's threshold, or the package's where there is none."""
        if threshold is None:
            return self.config.pruning_threshold
        if not hasattr(threshold, "__float__") or threshold != threshold:
            raise ValueError(f"threshold is {threshold!r}, not a number")
        return float(threshold)

    def _score_passages(
        self, passages: List["_Passage"], batch_size: int, show_progress: bool, trace: "PerformanceTrace"
    ):
        """Gives every passage the keep probabilities of its tokens and the scores of its blocks."""
        rows, owners, tokenizer = [], [], self._loaded_tokenizer()
        watch = _Stopwatch()
        for passage in passages:
            passage.probabilities, passage.scores = [], []
        for start in range(0, len(passages), 64):
            chunk = passages[start : start + 64]
            encoded = tokenizer(
                [passage.question for passage in chunk],
                [passage.text for passage in chunk],
                truncation=False,
                return_offsets_mapping=True,
                verbose=False,
            )
            trace.tokenize_seconds += watch.lap()
            names = [name for name in encoded.keys() if name != "offset_mapping"]
            for number, passage in enumerate(chunk):
                # The passage's tokens are those of sequence 1; whatever stands around them goes into every block.
                places = [place for place, sequence in enumerate(encoded.sequence_ids(number)) if sequence == 1]
                columns = {name: encoded[name][number] for name in names}
                length = len(columns["input_ids"])
                first, last = (places[0], places[-1] + 1) if places else (length, length)
                room = self.config.max_input_length - (length - (last - first))
                if room < 1:
                    raise ValueError(
                        f"the query leaves no room for the passage: with the special tokens it has "
                        f"{length - (last - first)} tokens of {self.config.max_input_length}: "
                        f"{passage.question[:80]!r}"
                    )
                passage.offsets = encoded["offset_mapping"][number][first:last]
                passage.count_tokens()
                blocks = _pack_blocks(passage.counts, room)
                trace.fragment_split_seconds += watch.lap()
                for begin, end in blocks:
                    rows.append(
                        {
                            name: column[:first] + column[first + begin : first + end] + column[last:]
                            for name, column in columns.items()
                        }
                    )
                    owners.append((passage, first, end - begin))
                trace.assembly_seconds += watch.lap()
        results = self._run_rows(rows, batch_size, show_progress)
        trace.inference_seconds += watch.lap()
        for (passage, first, count), (score, probabilities) in zip(owners, results):
            passage.scores.append(score)
            passage.probabilities += probabilities[first : first + count]

    def _run_rows(self, rows: List[Dict[str, List[int]]], batch_size: int, show_progress: bool) -> list:
        """(ranking score or None, keep probabilities of the tokens) of each row, in the rows' order."""
        order = sorted(range(len(rows)), key=lambda row: -len(rows[row]["input_ids"]))
        results: list = [None] * len(rows)
        padding = {"input_ids": self._loaded_tokenizer().pad_token_id or 0}
        in_training = [module for module in self.modules() if module.training]
        self.eval()
        try:
            for start in logging.tqdm(range(0, len(order), batch_size), desc="Pruning", disable=not show_progress):
                numbers = order[start : start + batch_size]
                longest = len(rows[numbers[0]]["input_ids"])
                inputs = {
                    name: torch.tensor(
                        [rows[n][name] + [padding.get(name, 0)] * (longest - len(rows[n][name])) for n in numbers]
                    )
                    for name in rows[numbers[0]]
                }
                with torch.inference_mode():
                    output = self(**inputs, return_dict=True)
                    keep = self.keep_probabilities(output.pruning_logits).tolist()
                    scores = [None] * len(numbers)
                    if self.mode == RERANKING_PRUNING:
                        values = self.ranking_scores(output.logits)
                        scores = (values if values.ndim == 1 else values[:, -1]).tolist()
                for number, score, probabilities in zip(numbers, scores, keep):
                    results[number] = (score, probabilities[: len(rows[number]["input_ids"])])
        finally:
            for module in in_training:  # one by one: some layers may have been put into evaluation on purpose
                module.training = True
        return results

    def process(
        self,
        question: Union[str, Sequence[str]],
        context: Union[str, Sequence[Any]],
        title: Union[None, str, Sequence[Any]] = "first_sentence",
        first_line_as_title: bool = False,
        *,
        batch_size: int = 32,
        threshold: Optional[float] = None,
        always_select_title: bool = False,
        reorder: bool = False,
        top_k: Optional[int] = None,
        sentence_splitter: Union[None, Callable[[str], List[str]], Mapping[str, Callable[[str], List[str]]]] = None,
        language: Optional[str] = None,
        use_best_reranker_score: bool = True,
        zero_score_when_empty: bool = True,
        show_progress: bool = True,
        debug_messages: Union[bool, Callable[[str], None]] = False,
        enable_warnings: bool = True,
        strip_sentences: bool = False,
        respect_sentence_boundaries: bool = False,
        return_sentence_metrics: bool = False,
        return_sentence_texts: bool = False,
        show_inference_progress: Optional[bool] = None,
        preprocess_workers: Optional[int] = None,
        preprocess_batch_size: Optional[int] = None,
        torch_dataloader_kwargs: Optional[Mapping[str, Any]] = None,
        budget: Optional[int] = None,
        rate: Optional[float] = None,
        across: bool = False,
        keep: Union[None, str, Sequence[str]] = None,
        return_spans: bool = False,
        byte_offsets: bool = False,
    ) -> Dict[str, Any]:
        """Takes out of contexts, sentence by sentence, what does not help to answer a question. Contexts may be of
        any length: what one pass cannot hold is read in several, and every token is scored.

        question, context: a text and a text; a text and a list of texts; lists of the same length; or a list and
            a list of lists, one for each question. A list in place of a context is its sentences.
        title: a text for all contexts, or one for each; it is scored as the first sentence, but is no part of
            pruned_context. With "first_sentence" the context's own first sentence is what always_select_title
            keeps; with None there is no title.
        first_line_as_title: takes each context's first line for its title.
        threshold: a sentence is kept where its probability is above it; by default the package's own.
        budget, rate: in place of the threshold, a number of tokens of the context that may stay, or their share from
            0 to 1: whole sentences from the highest probability down, in the order of the context. A sentence that
            does not fit is left out, and the next ones are tried.
        across: budget and rate are for all contexts of a question together.
        keep: a text, or several: a sentence that contains one of them stays, whatever its probability.
        always_select_title: keeps the title where any sentence is kept.
        reorder, top_k: the best contexts first, those of which nothing is kept last, and only so many of them.
        sentence_splitter: a function from a text to its sentences, or one for each language.
        language: the key of that function. The file's own splitter needs none.
        use_best_reranker_score: the score of the best pass; else that of the first.
        zero_score_when_empty: the score is 0 where nothing but white space is kept.
        strip_sentences: sentences without the white space around them, also in pruned_context.
        debug_messages: True to log the times, or a function that takes them.
        enable_warnings, respect_sentence_boundaries, preprocess_workers, preprocess_batch_size and
        torch_dataloader_kwargs are accepted because callers of OpenProvence pass them. They change nothing: there
        is one process, and no sentence that fits into a pass is divided.

        Returns pruned_context, reranking_score (None in mode pruning_only), compression_rate (percent of the
        characters), title, each in the shape of `context`; timing, in seconds, and the same as performance_trace;
        with return_sentence_texts kept_sentences and removed_sentences; with return_sentence_metrics
        sentence_probabilities; with return_spans spans, a list with start and end in the context and probability of
        each kept sentence, in characters, or with byte_offsets in bytes of UTF-8.

        Raises ValueError where an argument is not as said here, or a question leaves no room in a pass.
        """
        watch, trace = _Stopwatch(), PerformanceTrace()
        budget, rate = _Choice.check_limit(threshold, budget, rate)
        threshold, batch_size, keep = self._threshold(threshold), _as_batch_size(batch_size), _Choice.check_texts(keep)
        top_k = _as_top_k(top_k)
        if not (isinstance(debug_messages, bool) or debug_messages is None or callable(debug_messages)):
            raise ValueError(f"debug_messages is {type(debug_messages).__name__}, not a bool or a function")
        questions, groups, unwrap = _normalize_inputs(question, context)
        whole = groups
        titles, groups, first_sentence_is_title = _normalize_titles(title, groups, first_line_as_title)
        choice = _Choice(threshold, budget, rate, across, keep, always_select_title, first_sentence_is_title)
        split = _choose_splitter(sentence_splitter, language)
        trace.sentence_normalize_seconds = watch.lap()
        passages = [
            [_Passage.make(asked, entry, heading, split) for entry, heading in zip(*group)]
            for asked, *group in zip(questions, groups, titles)
        ]
        trace.sentence_collect_seconds = watch.lap()
        progress = show_progress if show_inference_progress is None else show_inference_progress
        self._score_passages([passage for group in passages for passage in group], batch_size, progress, trace)
        watch.lap()

        results = []
        for group, contexts in zip(passages, whole):
            choice.choose(group, self.config.pruning_aggregation)
            made = [each.result(use_best_reranker_score, zero_score_when_empty, strip_sentences) for each in group]
            results.append(made)
            for passage, entry, result in zip(group, contexts, made) if return_spans else ():
                # Without what has become the title, the sentences are the context's end.
                text = "".join(entry)
                before = text[: len(text) - sum(map(len, passage.sentences))]
                result["spans"] = passage.spans(before, strip_sentences, byte_offsets)
        if reorder:
            for group in results:
                group.sort(key=lambda result: result["rank"])
                if top_k is not None:
                    del group[top_k:]
        missing = {"pruned_context": "", "reranking_score": None, "compression_rate": 0.0, "title": None}
        missing.update(dict(kept_sentences=[], removed_sentences=[]) if return_sentence_texts else {})
        missing.update(dict(sentence_probabilities=[]) if return_sentence_metrics else {})
        missing.update(dict(spans=[]) if return_spans else {})
        output = {
            name: unwrap([[result[name] for result in group] for group in results], value)
            for name, value in missing.items()
        }
        trace.finish(postprocess_seconds=watch.lap())
        output["timing"] = trace.as_dict()
        output["performance_trace"] = trace
        if debug_messages:
            report = debug_messages if callable(debug_messages) else logger.info
            report(f"process: {', '.join(f'{name} {value:.2f}' for name, value in output['timing'].items())}")
        return output

    def get_raw_predictions(self, query: str, contexts: Sequence[str]) -> "PruningEncoderRawPrediction":
        """The keep probability of each token of contexts that are read as one passage, in their order."""
        return self.get_raw_predictions_batch(query, [contexts])[0]

    def get_raw_predictions_batch(
        self,
        query: Union[str, Sequence[str]],
        contexts_batch: Sequence[Sequence[str]],
        batch_size: Optional[int] = None,
    ) -> List["PruningEncoderRawPrediction"]:
        """As get_raw_predictions, of several lists of contexts: for one query, or with a query each."""
        if not _is_list(contexts_batch) or not all(_is_list(contexts) for contexts in contexts_batch):
            raise ValueError("contexts is a list of texts, and contexts_batch a list of such lists")
        queries = list(query) if _is_list(query) else [query] * len(contexts_batch)
        if len(queries) != len(contexts_batch):
            raise ValueError(f"{len(queries)} queries for {len(contexts_batch)} lists of contexts")
        passages = [
            _Passage(_as_text("a query", asked), [], [_as_text("a context", text) for text in contexts])
            for asked, contexts in zip(queries, contexts_batch)
        ]
        size = 32 if batch_size is None else _as_batch_size(batch_size)
        self._score_passages(passages, size, False, PerformanceTrace())
        results = []
        for passage in passages:
            ends = list(itertools.accumulate(passage.counts))
            results.append(
                PruningEncoderRawPrediction(
                    query=passage.question,
                    contexts=passage.sentences,
                    ranking_score=passage.score(takes_best=True),
                    pruning_probs=torch.tensor(passage.probabilities).numpy(),
                    context_ranges=list(zip([0] + ends, ends)),
                )
            )
        return results

    def predict_with_thresholds(
        self, query: str, contexts: Sequence[str], thresholds: Sequence[float], *, use_majority: bool = False
    ) -> Dict[str, Any]:
        """What get_raw_predictions gives, as a dict, and `predictions`: for each threshold 1 for each context that is
        kept, 0 for the others. Kept is what has a mean above the threshold; with `use_majority`, what has at least
        half of its tokens above it. A context without tokens is kept."""
        raw = self.get_raw_predictions(query, contexts)
        predictions = {}
        for threshold in thresholds:
            limit, kept = self._threshold(threshold), []
            for start, end in raw.context_ranges:
                values = raw.pruning_probs[start:end].tolist()
                if use_majority:
                    kept.append(int(2 * sum(value > limit for value in values) >= len(values)))
                else:
                    kept.append(int(not values or sum(values) / len(values) > limit))
            predictions[threshold] = kept
        return {
            "query": raw.query,
            "contexts": raw.contexts,
            "ranking_score": raw.ranking_score,
            "predictions": predictions,
            "context_ranges": raw.context_ranges,
            "pruning_probs": raw.pruning_probs,
        }

    # Loading

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, config: Optional[PruningEncoderConfig] = None, **kwargs):
        """Loads a package from a directory or a Hub repository; or, with `state_dict`, from tensors in memory under
        the names of this model's own state_dict().

        Takes what transformers' from_pretrained takes and hands it on to the encoder: revision, subfolder,
        cache_dir, token, dtype (or torch_dtype; the default "auto" keeps the package's), device_map (or `device`, for
        the whole model), attn_implementation, quantization_config and so on. Settings of either configuration
        (pruning_threshold, hidden_dropout_prob) may be given as well.

        Raises where a weight is missing or has another shape than the configuration says: nothing is ever left
        at random values.
        """
        origin, state_dict = pretrained_model_name_or_path, kwargs.pop("state_dict", None)
        if origin is not None:
            origin = os.fspath(origin)
            if os.path.isdir(origin):
                origin = os.path.abspath(origin)  # save_pretrained comes back to it, from whatever directory
        elif state_dict is None or config is None:
            raise ValueError("without a package both are needed: config and state_dict")
        # [tf-arguments]
        for name in ("_commit_hash", "_from_auto", "_from_pipeline", "adapter_kwargs", "code_revision"):
            kwargs.pop(name, None)
        # Always so: the encoder runs transformers' own code, from safetensors, and must be complete.
        for name in ("trust_remote_code", "use_safetensors", "ignore_mismatched_sizes"):
            kwargs.pop(name, None)
        hub = {name: kwargs.pop(name) for name in HUB_ARGUMENTS if name in kwargs}
        subfolder = kwargs.pop("subfolder", None) or ""
        output_loading_info = kwargs.pop("output_loading_info", False)
        device, device_map = kwargs.pop("device", None), kwargs.pop("device_map", None)
        if device is not None and device_map is not None:
            raise ValueError("device and device_map say where the model goes: pass one of them")
        device_map = device if device_map is None else device_map
        dtypes = (kwargs.pop("dtype", None), kwargs.pop("torch_dtype", None))
        dtype = next((value for value in dtypes if value is not None), "auto")  # [tf-auto]
        attention = kwargs.pop("attn_implementation", None)

        if isinstance(config, PretrainedConfig):
            config = copy.deepcopy(config)
        else:
            config, kwargs = cls.config_class.from_pretrained(
                origin if config is None else config, subfolder=subfolder, return_unused_kwargs=True, **hub, **kwargs
            )
        cls._check_mode(config)
        if state_dict is not None:
            given = {"device_map": device_map, **kwargs}
            given = [name for name, value in given.items() if value is not None]
            if given:
                raise TypeError(f"from_pretrained with state_dict takes no {', '.join(given)}")
            model = cls._from_tensors(config, state_dict, dtype, attention)
            model._origin = None if origin is None else (origin, subfolder, hub)
            return (model, {name: [] for name in LOADING_REPORT}) if output_loading_info else model
        # [tf-commit] Every file from one commit, also if the branch moves meanwhile.
        if getattr(config, "_commit_hash", None) is not None:
            hub["revision"] = config._commit_hash
        if config.encoder_config is None:
            config.read_encoder_config(origin, subfolder, hub)
        if attention is None:  # [tf-attention]
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
            ignore_mismatched_sizes=True,  # [tf-shapes] so that _check can name them
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
        for entry in report["mismatched_keys"]:  # [tf-shapes]
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
            # [tf-report] As the encoder's class reports it: what is missing would have raised.
            summary = {name: type(report[name])() for name in LOADING_REPORT if name in report}
            unexpected = [f"{config.encoder_directory}.{name}" for name in report["unexpected_keys"]]
            return model, {**summary, "unexpected_keys": type(report["unexpected_keys"])(unexpected)}
        return model

    @classmethod
    def _from_tensors(cls, config: PruningEncoderConfig, tensors: Mapping[str, torch.Tensor], dtype, attention):
        """The model of a configuration with these tensors: all that it has, and no others. `dtype` may be "auto"."""
        if dtype == "auto":
            dtype = next((tensor.dtype for tensor in tensors.values() if tensor.is_floating_point()), None)
        given = {} if attention is None else {"attn_implementation": attention}
        model = cls._from_config(config, **{DTYPE: dtype}, **given)
        tensors = _unwrapped(tensors, model.state_dict().keys())
        _check_tensors("state_dict", tensors, _shapes(model))
        model.load_state_dict(tensors)
        return model.eval()

    # Saving

    def save_pretrained(
        self,
        save_directory,
        is_main_process: bool = True,
        state_dict: Optional[dict] = None,
        push_to_hub: bool = False,
        max_shard_size=None,
        safe_serialization: bool = True,  # [tf-safe]
        variant: Optional[str] = None,
        **kwargs,
    ):
        """Writes a package: the configs, this file, the encoder and the head as safetensors. README.md, licence
        and tokenizer files come along from where the model was loaded.

        Nothing is written where the result could not be loaded: ValueError says why. All is written beside what is
        there, and only what is complete takes its place. `kwargs` go to push_to_hub, if that is asked for.
        """
        if not safe_serialization:
            raise ValueError("a package holds no pickle: safe_serialization=False is not possible")
        if variant is not None:
            raise ValueError(f"a package has one set of weights: save variant {variant!r} into a directory of its own")
        if not is_main_process:
            return
        directory = os.fspath(save_directory)
        sharding = {} if max_shard_size is None else {"max_shard_size": max_shard_size}
        encoder_state, head_state = self._tensors_to_save(state_dict)
        staged = os.path.join(directory, f"{STAGING}{time.time_ns()}")
        os.makedirs(staged)
        try:
            self._write_package(staged, encoder_state, head_state, sharding)
            if os.path.basename(os.path.abspath(directory)).startswith(PREFIX_CHECKPOINT_DIR + "-"):
                self._write_index(staged, head_state)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        # [tf-shards] Whole or in shards: what is new is to be the only weights there.
        folder = self.config.encoder_directory
        place = os.path.join(directory, folder)
        found = os.listdir(place) if os.path.isdir(place) else []
        stale = [os.path.join(folder, name) for name in found if _WEIGHTS.fullmatch(name)]
        _replace_files(staged, directory, stale, last="config.json")
        for name in os.listdir(directory):
            if name.startswith(STAGING):  # others than this one: of a process that was killed
                shutil.rmtree(os.path.join(directory, name), ignore_errors=True)

        if push_to_hub:
            name = kwargs.pop("repo_id", os.path.basename(os.path.normpath(directory)))
            self.push_to_hub(name, **sharding, **kwargs)

    def _tensors_to_save(self, state_dict: Optional[Mapping[str, torch.Tensor]]):
        """(the encoder's tensors, the head's): the model's, or those of `state_dict`, without what wrappers put into
        their names. For the encoder None where its own save_pretrained finds them. Raises ValueError where
        from_pretrained would not take them."""
        if getattr(self, "_hf_peft_config_loaded", False) or getattr(self.encoder, "_hf_peft_config_loaded", False):
            raise ValueError(
                "the model has adapters, which a package cannot hold. Save the adapter alone (its tensors are "
                "model.get_adapter_state_dict()); or train with peft.get_peft_model(model, ...), and save what its "
                "merge_and_unload() returns"
            )
        encoder = getattr(self.encoder, "_orig_mod", self.encoder)
        if not isinstance(encoder, PreTrainedModel):
            raise ValueError(f"the encoder is a {type(encoder).__name__}: unwrap it, or merge its adapters, to save it")
        prefix = self.config.encoder_directory + "."
        if getattr(encoder, "hf_quantizer", None) is None:
            config = copy.deepcopy(encoder.config)
            with torch.device("meta"):
                shapes = _shapes(type(encoder)(config))
        else:
            shapes = {name: getattr(value, "shape", None) for name, value in encoder.state_dict().items()}
        if self.mode == PRUNING_ONLY and getattr(encoder, "pooler", None) is None:
            shapes = {name: shape for name, shape in shapes.items() if not name.startswith("pooler.")}
        shapes = {prefix + name: shape for name, shape in shapes.items()}
        shapes.update({f"{HEAD_DIRECTORY}.{name}": shape for name, shape in _shapes(self.pruning_head).items()})
        own = self.state_dict() if state_dict is None else state_dict
        tensors = _unwrapped(own, shapes)
        _check_tensors("what is to be saved", tensors, shapes)
        is_plain = state_dict is None and tensors.keys() == own.keys()
        return (
            None if is_plain else _without_prefix(tensors, prefix),
            _without_prefix(tensors, HEAD_DIRECTORY + "."),
        )

    def _write_package(self, directory: str, encoder_state: Optional[dict], head_state: dict, sharding: dict):
        """Writes all files of a package into a directory that has none."""
        folder = self.config.encoder_directory
        self.encoder.save_pretrained(os.path.join(directory, folder), state_dict=encoder_state, **sharding)
        head_directory = os.path.join(directory, HEAD_DIRECTORY)
        os.makedirs(head_directory)
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

    def _write_index(self, directory: str, head_state: dict):
        """[tf-checkpoint] Adds to a package what Trainer goes by where it loads a checkpoint: an index at its root that
        leads to the encoder's files, and the head's tensors under the names that they have in this model."""
        folder = self.config.encoder_directory
        file = os.path.join(directory, folder, "model.safetensors.index.json")
        if os.path.exists(file):
            with open(file, encoding="utf-8") as stream:
                places = json.load(stream)["weight_map"]
        else:
            with safe_open(os.path.join(directory, folder, "model.safetensors"), "pt") as stream:
                places = dict.fromkeys(stream.keys(), "model.safetensors")
        weights = {f"{folder}.{name}": f"{folder}/{place}" for name, place in places.items()}
        head = {f"{HEAD_DIRECTORY}.{name}": tensor.detach().cpu().contiguous() for name, tensor in head_state.items()}
        save_file(head, os.path.join(directory, HEAD_DIRECTORY + ".safetensors"), metadata={"format": "pt"})
        weights.update(dict.fromkeys(head, HEAD_DIRECTORY + ".safetensors"))
        _write_json(os.path.join(directory, "model.safetensors.index.json"), {"metadata": {}, "weight_map": weights})

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
                    logger.warning(f"{place or 'the package'} gets no {name}: {error}")
                continue
            _copy(file, os.path.join(directory, place, name))

    def _upload_modified_files(self, working_dir, *args, **kwargs):
        """[tf-card] Called by push_to_hub before it uploads: puts the model's own card back."""
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
        """The loss that goes with ranking_activation: see forward."""
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
