"""Small tokenizers with the components of those that models of 2026 have, trained on the tests' own texts.

Each is a tokenizer.json as a dictionary, beside what a tokenizer_config.json of such a model says. The vocabularies are small;
normalizers, pre-tokenizers, options of the model, added tokens, post-processors and decoders are those of the real files.
"""

import json

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import corpus

BYTES = [f"<0x{byte:02X}>" for byte in range(256)]


def template(single, pair, ids):
    return processors.TemplateProcessing(single=single, pair=pair, special_tokens=list(ids.items()))


def whole(tokenizer):
    return json.loads(tokenizer.to_str())


def gemma():
    """mmBERT's, which is Gemma 2's: BPE over a text without spaces, bytes for what is unknown, runs of lines and spaces."""
    specials = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    runs = ["\n" * count for count in range(2, 6)] + ["▁" * count for count in range(2, 8)] + ["<table>", "</h1>"]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    trainer = trainers.BpeTrainer(vocab_size=1200, special_tokens=specials + BYTES, show_progress=False)
    # A word at a time, as pieces that begin with a space: the pre-tokenizer leaves a text whole.
    words = [f" {word}" for text in corpus.SENTENCES[:20] for word in text.split()]
    tokenizer.train_from_iterator(words, trainer)
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    content = whole(tokenizer)
    vocabulary = content["model"]["vocab"]
    for run in runs:
        vocabulary.setdefault(run, len(vocabulary))
    content["added_tokens"] = [
        {"id": vocabulary[token], "content": token, "single_word": False, "lstrip": token == "<mask>", "rstrip": False,
         "normalized": False, "special": token in specials} for token in specials + runs
    ]
    tokenizer = Tokenizer.from_str(json.dumps(content))
    ids = {token: vocabulary[token] for token in ("<bos>", "<eos>")}
    tokenizer.post_processor = template("<bos>:0 $A:0 <eos>:0", "<bos>:0 $A:0 <eos>:0 $B:0 <eos>:0", ids)
    names = {"bos": "<bos>", "eos": "<eos>", "unk": "<unk>", "pad": "<pad>", "mask": "<mask>", "cls": "<bos>", "sep": "<eos>"}
    return whole(tokenizer), names, ["PreTrainedTokenizerFast", "GemmaTokenizerFast"]


def tiny_bert():
    """TinyBERT's: BERT's lower-cased WordPiece, in a file of its time, without the model's type."""
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=900, special_tokens=specials, show_progress=False)
    tokenizer.train_from_iterator(corpus.SENTENCES, trainer)
    ids = {token: tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]")}
    tokenizer.post_processor = template("[CLS]:0 $A:0 [SEP]:0", "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", ids)
    tokenizer.decoder = decoders.WordPiece()
    content = whole(tokenizer)
    del content["model"]["type"]
    names = {"unk": "[UNK]", "sep": "[SEP]", "pad": "[PAD]", "cls": "[CLS]", "mask": "[MASK]"}
    return content, names, ["BertTokenizer", "BertTokenizerFast"]


def modern_bert():
    """ModernBERT's, which Ettin has too: byte-level BPE, runs of spaces as tokens."""
    specials = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=True, use_regex=True)
    trainer = trainers.BpeTrainer(
        vocab_size=1100, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False
    )
    tokenizer.train_from_iterator(corpus.SENTENCES, trainer)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_tokens([AddedToken(token, normalized=False) for token in ("|||IP_ADDRESS|||", "<|padding|>")])
    tokenizer.add_tokens([AddedToken(" " * count, normalized=True) for count in range(24, 1, -1)])
    tokenizer.add_special_tokens(
        [AddedToken(token, lstrip=token == "[MASK]", normalized=False, special=True) for token in specials]
    )
    ids = {token: tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]")}
    tokenizer.post_processor = template("[CLS]:0 $A:0 [SEP]:0", "[CLS]:0 $A:0 [SEP]:0 $B:0 [SEP]:0", ids)
    names = {"unk": "[UNK]", "sep": "[SEP]", "pad": "[PAD]", "cls": "[CLS]", "mask": "[MASK]"}
    return whole(tokenizer), names, ["PreTrainedTokenizerFast"]


def gte_modern_bert():
    """GTE-ModernBERT's: ModernBERT's with truncation and padding baked in."""
    content, names, classes = modern_bert()
    tokenizer = Tokenizer.from_str(json.dumps(content))
    tokenizer.enable_truncation(48)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id("[PAD]"), pad_token="[PAD]")
    return whole(tokenizer), names, classes


def japanese(pre_tokenizer=None):
    """ModernBERT's in Japanese: a lattice over the whole text, bytes for what is unknown, two tokens between the texts of
    a pair."""
    specials = ["<unk>", "<s>", "</s>", "<pad>", "<sep>", "<mask>", "<cls>"]
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.Replace(" ", "▁")])
    trainer = trainers.UnigramTrainer(vocab_size=900, special_tokens=specials, unk_token="<unk>", show_progress=False)
    tokenizer.train_from_iterator(sorted(text[:80] for text in corpus.SENTENCES[:20]), trainer)
    content = whole(tokenizer)
    pieces = content["model"]["vocab"]
    # Floating-point sums differ between machines in the last digits.
    content["model"]["vocab"] = (
        [[piece, 0.0] for piece in specials] + [[piece, 0.0] for piece in BYTES]
        + [[piece, round(score, 4)] for piece, score in pieces if piece not in specials]
    )
    content["model"]["byte_fallback"] = True
    content["model"]["unk_id"] = 0
    tokenizer = Tokenizer.from_str(json.dumps(content))
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    ids = {token: tokenizer.token_to_id(token) for token in ("<s>", "</s>")}
    tokenizer.post_processor = template("<s>:0 $A:0 </s>:0", "<s>:0 $A:0 </s>:0 <s>:1 $B:1 </s>:1", ids)
    names = {
        "bos": "<s>", "eos": "</s>", "unk": "<unk>", "pad": "<pad>", "sep": "<sep>", "mask": "<mask>", "cls": "<cls>",
    }
    return whole(tokenizer), names, ["PreTrainedTokenizerFast", "LlamaTokenizerFast"]


def japanese_metaspace():
    """The same with a Metaspace that neither splits nor prepends."""
    return japanese(pre_tokenizers.Metaspace(prepend_scheme="never", split=False))


LOOKALIKES = {
    "gemma": gemma, "tiny-bert": tiny_bert, "modern-bert": modern_bert, "gte-modern-bert": gte_modern_bert,
    "japanese": japanese, "japanese-metaspace": japanese_metaspace,
}
