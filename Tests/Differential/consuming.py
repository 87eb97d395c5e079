"""Loads a package as its users do; each consumer gives numbers, or raises."""

import functools
import json
import os
import shutil

import torch
from sentence_transformers import CrossEncoder
from transformers import (
    AutoModel, AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer,
)

QUERY = "Where is the Coral reef?"
LIMIT = 64
# The class that takes tokenizer.json as it is, by its names in transformers 4 and 5.
GENERAL = ("PreTrainedTokenizerFast", "TokenizersBackend")
TOLERANCE = 1e-5
RANKS = "reranking_pruning"


def encode(tokenizer, passages):
    """Ids and masks of pairs padded and cut; ids of a single text, and of a long one cut where the tokenizer says; the id by which
    others pad, and those that a family's own class puts around a text: the general class puts none."""
    # Its own limit first: one that is no integer is not looked at where a call before it gave an equal one.
    cut = tokenizer(passages[-1] * 4, truncation=True)["input_ids"]
    batch = tokenizer([QUERY] * len(passages), passages, padding=True, truncation=True, max_length=LIMIT)
    padded = tokenizer.pad({"input_ids": [[1, 2], [1]]})["input_ids"]
    special = [tokenizer.pad_token_id]
    if type(tokenizer).__name__ not in GENERAL:
        special += [tokenizer.sep_token_id, tokenizer.cls_token_id]
    return [batch["input_ids"], batch["attention_mask"], tokenizer(passages[0])["input_ids"], cut, padded, special]


def numbers(model, tokenizer, passages):
    """Logits of the ranker and the head."""
    inputs = tokenizer(
        [QUERY] * len(passages), passages, padding=True, truncation=True, max_length=LIMIT, return_tensors="pt"
    )
    with torch.no_grad():
        output = model(**inputs)
    found = [output.logits.double()]
    if hasattr(output, "pruning_logits"):
        found.append(output.pruning_logits.double()[inputs["attention_mask"].bool()])
    return found


def once(method):
    """A property that is loaded once; what it raised, it raises again."""

    @functools.wraps(method)
    def get(self):
        if method.__name__ not in self.loaded:
            try:
                self.loaded[method.__name__] = method(self), None
            except Exception as error:
                self.loaded[method.__name__] = None, error
        value, error = self.loaded[method.__name__]
        if error is not None:
            raise error
        return value

    return property(get)


class Package:
    """A package in a directory. Model and tokenizer of the root are loaded once, as a program of its user does."""

    def __init__(self, directory, mode, passages, change=None):
        """`change` says what was changed: the files, the words that stand in it, and the good package's directory."""
        self.directory, self.mode, self.passages, self.change = directory, mode, passages, change
        self.ranks = mode == RANKS
        self.auto = AutoModelForSequenceClassification if self.ranks else AutoModelForTokenClassification
        self.sub = os.path.join(directory, "ranking_model" if self.ranks else "encoder_model")
        self.loaded = {}

    @once
    def tokenizer(self):
        return AutoTokenizer.from_pretrained(self.directory, trust_remote_code=True)

    @once
    def model(self):
        return self.auto.from_pretrained(self.directory, trust_remote_code=True).eval()

    @once
    def sub_tokenizer(self):
        return AutoTokenizer.from_pretrained(self.sub)

    def words(self):
        """Ids of the words of a change, which it may make tokens of; as the good package has them."""
        good = Package(self.change["good"], self.mode, self.passages)
        for own, wanted in ((self.tokenizer, good.tokenizer), (self.sub_tokenizer, good.sub_tokenizer)):
            found, wanted = (tokenizer(self.change["words"])["input_ids"] for tokenizer in (own, wanted))
            if found != wanted:
                return "other ids"
        return []

    def root_ids(self):
        return encode(self.tokenizer, self.passages)

    def sub_ids(self):
        return encode(self.sub_tokenizer, self.passages)

    def scores(self):
        config = self.model.config
        labels = {str(number): label for number, label in config.id2label.items()}
        settings = [[float(config.pruning_threshold)], [config.max_input_length], labels]
        return [*numbers(self.model, self.tokenizer, self.passages), settings]

    def auto_model(self):
        # Packages of version 0.1.0 have no such entry, and the gate suggests one.
        if "AutoModel" in self.model.config.auto_map:
            model = AutoModel.from_pretrained(self.directory, trust_remote_code=True).eval()
        else:
            model = self.model
        return numbers(model, self.tokenizer, self.passages)

    def process(self):
        result = self.model.process(QUERY, [self.passages[:1]], show_progress=False)
        return json.loads(json.dumps(result, default=str, sort_keys=True))

    def saved_again(self):
        # Good packages are loaded by both versions at the same time.
        target = f"{self.directory}.saved{os.getpid()}"
        try:
            self.model.save_pretrained(target)
            self.tokenizer.save_pretrained(target)
            self.sub_tokenizer.save_pretrained(target + "/sub")
            again = Package(target, self.mode, self.passages)
            return [again.root_ids(), numbers(again.model, again.tokenizer, self.passages)]
        finally:
            shutil.rmtree(target, ignore_errors=True)

    def cross_encoder(self):
        return self.predicted(self.directory, trust_remote_code=True)

    def sub_cross_encoder(self):
        return self.predicted(self.sub)

    def predicted(self, directory, **options):
        reranker = CrossEncoder(directory, device="cpu", **options)
        pairs = [(QUERY, passage) for passage in self.passages]
        return torch.tensor(reranker.predict(pairs, show_progress_bar=False)).double()

    def sub_model(self):
        auto = AutoModelForSequenceClassification if self.ranks else AutoModel
        model = auto.from_pretrained(self.sub).eval()
        if self.ranks:
            return numbers(model, self.sub_tokenizer, self.passages)
        inputs = self.sub_tokenizer(self.passages, padding=True, truncation=True, max_length=LIMIT, return_tensors="pt")
        with torch.no_grad():
            return model(**inputs).last_hidden_state.double()[inputs["attention_mask"].bool()]

    def consumers(self):
        """CrossEncoder last: it alone writes to the package's directory. Of the ranking model alone where that was changed."""
        found = [self.root_ids, self.sub_ids, self.scores, self.auto_model, self.process, self.saved_again, self.sub_model]
        if self.change and self.change["words"]:
            found.append(self.words)
        if self.ranks:
            found.append(self.cross_encoder)
            inside = os.path.basename(self.sub) + "/"
            if self.change is None or any(file.startswith(inside) for file in self.change["files"]):
                found.append(self.sub_cross_encoder)
        return found

    def outputs(self):
        """{consumer: numbers, or a text with what it raised}."""
        found = {}
        for consumer in self.consumers():
            try:
                found[consumer.__name__] = consumer()
            except BaseException as error:  # noqa: B902 - whatever a package does is its result
                found[consumer.__name__] = f"{type(error).__name__}: {error}"[:300]
        return found


def same(found, wanted):
    """Whether two results are alike, floats within the tolerance."""
    if torch.is_tensor(wanted):
        alike = torch.is_tensor(found) and found.shape == wanted.shape
        return alike and torch.allclose(found, wanted, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=False)
    if isinstance(wanted, float):
        return isinstance(found, (int, float)) and abs(found - wanted) <= TOLERANCE + TOLERANCE * abs(wanted)
    if isinstance(wanted, list) and wanted and not isinstance(wanted[0], int):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(same, found, wanted))
    if isinstance(wanted, dict):
        # How long something took differs from run to run.
        names = (wanted.keys() | getattr(found, "keys", set)()) - {"timing", "performance_trace"}
        return isinstance(found, dict) and all(
            name in found and name in wanted and same(found[name], wanted[name]) for name in names
        )
    return type(found) is type(wanted) and found == wanted


def harms(outputs, good):
    """What a change does: {consumer: what it raised, or that its numbers are others}."""
    found = {}
    for consumer, output in outputs.items():
        wanted = good.get(consumer, [])
        if isinstance(output, str):
            found[consumer] = output
        elif not same(output, wanted):
            found[consumer] = "other numbers"
    return found
