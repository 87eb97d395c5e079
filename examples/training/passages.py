"""Draws training and test examples: a query, a passage, and which of its sentences answer."""

import random
from dataclasses import dataclass

from transformers import PreTrainedTokenizerFast

from training.corpus import Document
from training.queries import Query, QueryMaker, Words
from training.wordnet import WordNet

SOURCE_WEIGHTS = {"factbook": 0.36, "jargon": 0.2, "wordnet": 0.24, "austen": 0.2}
TWO_TARGETS_SHARE = 0.08
MAX_QUERY_TOKENS = 32


@dataclass
class Example:
    query: str
    sentences: list[list[int]]
    answering: frozenset[int]

    @property
    def length(self) -> int:
        return sum(map(len, self.sentences)) + MAX_QUERY_TOKENS


class Prepared:
    """A document with what every draw needs: its sentences' words and tokens."""

    def __init__(self, document: Document, tokens: list[list[int]], wordnet: WordNet):
        self.document = document
        self.tokens = tokens
        self.words = [Words.of(sentence, wordnet) for sentence in document.sentences]


class Sampler:
    def __init__(self, documents: list[Document], tokenizer: PreTrainedTokenizerFast, wordnet: WordNet, budget: int):
        self.maker = QueryMaker(wordnet)
        self.budget = budget - MAX_QUERY_TOKENS
        self.by_source: dict[str, list[Prepared]] = {}
        for document in documents:
            tokens = tokenizer(document.sentences, add_special_tokens=False)["input_ids"]
            self.by_source.setdefault(document.source, []).append(Prepared(document, tokens, wordnet))
        self.weights = {
            source: [len(prepared.words) for prepared in group] for source, group in self.by_source.items()
        }

    def draw(self, rng: random.Random, least: int, most: int, source: str | None = None) -> tuple[Example, Example]:
        """A relevant example and, for the same query, an irrelevant one."""
        while True:
            prepared, positions = self._window(rng, least, most, source)
            drawn = self._query(rng, [prepared.words[i] for i in positions])
            if drawn:
                query, answering = drawn
                relevant = Example(query.text, [prepared.tokens[i] for i in positions], answering)
                return relevant, self._irrelevant(rng, query, prepared, least, most)

    def _query(self, rng: random.Random, words: list[Words]) -> tuple[Query, frozenset[int]] | None:
        wanted = 2 if len(words) > 3 and rng.random() < TWO_TARGETS_SHARE else 1
        answering = rng.sample(range(len(words)), wanted)
        others = [w for i, w in enumerate(words) if i not in answering]
        queries = [self.maker.make(rng, words[i], others) for i in answering]
        if not all(queries):
            return None
        text = " and ".join(query.text.rstrip("?") for query in queries)
        text += "?" if queries[-1].text.endswith("?") else ""
        return Query(text, set().union(*(query.keys for query in queries))), frozenset(answering)

    def _window(self, rng: random.Random, least: int, most: int, source: str | None) -> tuple[Prepared, list[int]]:
        """Consecutive sentences of one document, as many as asked for and as fit."""
        source = source or rng.choices(list(self.by_source), [SOURCE_WEIGHTS[s] for s in self.by_source])[0]
        while True:
            prepared = rng.choices(self.by_source[source], self.weights[source])[0]
            wanted = rng.randint(least, most)
            start = rng.randrange(max(1, len(prepared.words) - wanted + 1))
            positions, used = [], 0
            for i in range(start, min(start + wanted, len(prepared.words))):
                used += len(prepared.tokens[i])
                if used > self.budget:
                    break
                positions.append(i)
            if len(positions) >= least:
                return prepared, positions

    def _irrelevant(self, rng: random.Random, query: Query, avoid: Prepared, least: int, most: int) -> Example:
        """A passage with at most a third of the query's words; half the time of the same kind of text."""
        source = avoid.document.source if rng.random() < 0.5 else None
        while True:
            prepared, positions = self._window(rng, least, most, source)
            present = {key for i in positions for key in prepared.words[i].keys.values()}
            if 3 * len(query.keys & present) <= len(query.keys):
                return Example(query.text, [prepared.tokens[i] for i in positions], frozenset())


def split(documents: list[Document], rng: random.Random) -> tuple[list[Document], list[Document]]:
    """Training and held-out documents: one novel whole, and a tenth of each other source."""
    novel = "Persuasion"
    train, held_out = [], []
    for document in documents:
        out = document.title == novel if document.source == "austen" else rng.random() < 0.1
        (held_out if out else train).append(document)
    return train, held_out
