"""The names in a package: its modes, its files, its keys."""

import re

# ---- joined from here on ----

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
