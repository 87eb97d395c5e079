"""The pruning head, its loss, and what the models return."""

from dataclasses import dataclass
from typing import Optional, Tuple

import torch
from torch import nn
from torch.nn import functional
from transformers.activations import ACT2FN
from transformers.utils import ModelOutput

from .configuration import _is_plain_head
from .package import IGNORED_LABEL, LINEAR

# ---- joined from here on ----


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
