"""The two modes of a package: the classes that config.json names."""

from typing import Optional

import torch
from torch.nn import functional
from transformers import AutoModel, AutoModelForSequenceClassification

from .head import PruningEncoderOutput, _token_loss
from .package import PRUNING_ONLY, RERANKING_PRUNING
from .saving import PruningEncoderPreTrainedModel

# ---- joined from here on ----


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
