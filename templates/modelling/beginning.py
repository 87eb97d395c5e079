"""What the joined file begins with: its licence, what it is, and the imports of all parts."""

# ruff: noqa: E402, F401
# ---- joined from here on ----
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
