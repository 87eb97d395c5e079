"""The tokenizer, the model, and a starting point from which matching words is learnt in minutes."""

import math
from collections import Counter

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from torch import nn
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

SPECIAL_TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
VOCABULARY = 4096
RARE_LETTER = 30
MAX_LENGTH = 256
HIDDEN, LAYERS, HEADS, INTERMEDIATE = 96, 4, 4, 192
POSITION_WIDTH = 24


def train_tokenizer(texts: list[str]) -> PreTrainedTokenizerFast:
    """A lower-casing WordPiece tokenizer with BERT's pair template, its vocabulary from `texts`."""
    tokenizer = _empty_tokenizer(models.WordPiece(train_vocabulary(texts), unk_token="[UNK]"))
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", tokenizer.token_to_id("[CLS]")), ("[SEP]", tokenizer.token_to_id("[SEP]"))],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
        model_max_length=MAX_LENGTH,
    )


def train_vocabulary(texts: list[str]) -> dict[str, int]:
    """The same vocabulary for the same text, each time.

    The trainer numbers the letters that continue a word in the order of a hash table, and breaks ties by number. Here
    they are handed to it in order, as special tokens of a tokenizer that is thrown away; rare letters are left out. The few
    symbols within words, as in 5°C, are put in order afterwards.
    """
    scratch = _empty_tokenizer(models.WordPiece(unk_token="[UNK]"))
    normalized = [scratch.normalizer.normalize_str(text) for text in texts]
    counts = Counter(letter for text in normalized for letter in text)
    letters = {letter for letter, count in counts.items() if count >= RARE_LETTER}
    continuing = [f"##{letter}" for letter in sorted(letters) if letter.isalnum()]
    trainer = trainers.WordPieceTrainer(
        vocab_size=VOCABULARY, special_tokens=SPECIAL_TOKENS + continuing, show_progress=False
    )
    kept = ("".join(letter if letter in letters else " " for letter in text) for text in normalized)
    scratch.train_from_iterator(kept, trainer)
    vocabulary = scratch.get_vocab()
    symbols = sorted(piece for piece in vocabulary if len(piece) == 3 and piece[:2] == "##" and piece not in continuing)
    vocabulary.update(zip(symbols, sorted(vocabulary[piece] for piece in symbols)))
    return vocabulary


def _empty_tokenizer(model: models.WordPiece) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


class PruningModel(nn.Module):
    """A BERT ranking model and a linear keep/drop head on its last hidden states."""

    def __init__(self, vocabulary: int):
        super().__init__()
        config = BertConfig(
            vocab_size=vocabulary,
            hidden_size=HIDDEN,
            num_hidden_layers=LAYERS,
            num_attention_heads=HEADS,
            intermediate_size=INTERMEDIATE,
            max_position_embeddings=MAX_LENGTH,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            num_labels=1,
        )
        self.ranker = BertForSequenceClassification(config)
        self.head = nn.Linear(HIDDEN, 2)
        prepare(self.ranker)

    def forward(self, input_ids, attention_mask, token_type_ids) -> tuple[torch.Tensor, torch.Tensor]:
        """Ranking logits [batch] and keep/drop logits [batch, length, 2]."""
        bert = self.ranker.bert
        states = bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        ranking = self.ranker.classifier(self.ranker.dropout(states.pooler_output))
        return ranking.squeeze(-1), self.head(states.last_hidden_state)


@torch.no_grad()
def prepare(ranker: BertForSequenceClassification) -> None:
    """Starts the weights where the task is nearly within reach; every one of them is trained all the same.

    Words and positions begin in separate dimensions, positions as waves. In the first layer half of the heads begin
    as word matchers (query = key on the words' dimensions: a token attends to its own repetitions, so to the query's
    words), and in every layer the others begin as neighbourhoods, narrow and wide in turn (query = key on the
    positions' dimensions).
    """
    words = HIDDEN - POSITION_WIDTH
    embeddings = ranker.bert.embeddings
    embeddings.word_embeddings.weight[:, :words].normal_(std=1.0)
    embeddings.word_embeddings.weight[:, words:].normal_(std=0.02)
    embeddings.position_embeddings.weight.normal_(std=0.02)
    embeddings.position_embeddings.weight[:, words:] = waves(MAX_LENGTH, POSITION_WIDTH) * math.sqrt(2)
    width = HIDDEN // HEADS
    for number, layer in enumerate(ranker.bert.encoder.layer):
        attention = layer.attention.self
        for linear in (attention.value, layer.attention.output.dense, layer.intermediate.dense, layer.output.dense):
            nn.init.xavier_uniform_(linear.weight)
        for head in range(HEADS):
            rows = slice(head * width, (head + 1) * width)
            basis = torch.zeros(width, HIDDEN)
            if head < HEADS // 2:
                if number > 0:
                    nn.init.xavier_uniform_(attention.query.weight[rows])
                    nn.init.xavier_uniform_(attention.key.weight[rows])
                    continue
                basis[:, :words] = nn.init.orthogonal_(torch.empty(width, words)) * 1.5
            else:
                basis[:, words:] = torch.eye(width, POSITION_WIDTH) * (1.5 if head % 2 else 0.7)
            attention.query.weight[rows] = basis
            attention.key.weight[rows] = basis


def waves(count: int, width: int) -> torch.Tensor:
    """Sines and cosines of `count` positions, their wavelengths from 8 to 2 * count."""
    lengths = torch.logspace(math.log10(8), math.log10(2 * count), width // 2)
    angles = torch.arange(count).unsqueeze(1) * (2 * math.pi / lengths)
    return torch.cat((angles.sin(), angles.cos()), dim=1)
