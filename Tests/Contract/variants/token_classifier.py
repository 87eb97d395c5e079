"""Classifiers of tokens, as LLMLingua-2 saves them."""

from pathlib import Path

from checkpoints import make_model
from transformers import AutoModelForTokenClassification

from .original import Original


class TokenClassifier(Original):
    """LLMLingua-2 and kin: a *ForTokenClassification checkpoint; which label is `keep` is in its id2label."""

    layout = "token classifier"
    gives_token_types = True

    def __init__(self, family: str, labels=("LABEL_0", "LABEL_1"), keep: int = 1, **values):
        super().__init__(family)
        self.model, _ = make_model(
            family, AutoModelForTokenClassification, num_labels=len(labels), id2label=dict(enumerate(labels)),
            label2id={label: number for number, label in enumerate(labels)},
            **values,
        )
        self.keep = keep

    def run(self, input_ids, attention_mask, **others):
        accepted = others if getattr(self.model.config, "type_vocab_size", 0) > 1 else {}
        logits = self.model(input_ids=input_ids, attention_mask=attention_mask, **accepted).logits
        return None, logits[..., [1 - self.keep, self.keep]]

    def save(self, directory: Path) -> Path:
        self.model.save_pretrained(directory)
        self.write_tokenizer(directory)
        return directory
