"""Makes a question or a keyword phrase for one sentence of a passage.

The words come from the sentence, the form does not: words are dropped, moved, inflected or replaced by a synonym,
what a question asks for (a year, a number, a name) is left out, and words that the rest of the passage shares are
mixed in. What remains unique to the sentence is what the model has to find.
"""

import random
import re
from dataclasses import dataclass, field

from training.wordnet import WordNet

WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d[\d,.]*\d|\d")
YEAR = re.compile(r"^(?:1\d{3}|20\d\d)$")
STOP_WORDS = frozenset(
    """a an the this that these those such same other another some any each every all both few more most many much no
    nor not only own so than too very s t can could will would shall should may might must do does did done doing be am
    is are was were been being have has had having i me my myself we our ours us you your yours he him his himself she
    her hers herself it its itself they them their theirs themselves who whom whose which what when where why how if or
    and but because as until while of at by for with about against between among into through during before after above
    below to from up down in out on off over under again further then once here there also however although though
    since yet still even just within without upon toward towards one two first mr mrs miss dr ever never always often
    quite rather almost perhaps like made make see used use known called etc whether per via""".split()
)
AUXILIARIES = ("is", "are", "was", "were", "did", "does", "do", "has", "have", "had", "can", "could", "will", "would")
PREPOSITIONS = ("of", "in", "to", "from", "for", "by", "with", "on", "at")
GENERAL_OPENINGS = ("what", "what", "which", "how", "why", "who", "where", "what kind of", "tell me about", "explain")
YEAR_OPENINGS = ("when", "when", "what year", "in what year", "in which year", "what date")
NUMBER_OPENINGS = ("how many", "how much", "how long", "how high", "how far", "how old", "how big", "what number")
NAME_OPENINGS = ("who", "who", "where", "which", "what", "what was the name of", "by whom")
REASON_OPENINGS = ("why", "for what reason", "what caused")
CAUSES = frozenset(("because", "since", "due", "cause", "caused", "causes", "therefore", "thanks"))
KEYWORD_SHARE, SYNONYM_SHARE = 0.25, 0.15
FORM_SHARE, DERIVED_SHARE = 0.2, 0.06


@dataclass
class Words:
    """A sentence's words, and the keys of its content words by position."""

    texts: list[str]
    keys: dict[int, str] = field(default_factory=dict)

    @staticmethod
    def of(sentence: str, wordnet: WordNet) -> "Words":
        texts = WORD.findall(sentence)
        content = {i: w.lower().replace("’", "'").removesuffix("'s") for i, w in enumerate(texts)}
        keys = {i: wordnet.lemma(w) for i, w in content.items() if w not in STOP_WORDS and (len(w) > 2 or w.isdigit())}
        return Words(texts, keys)


@dataclass
class Query:
    text: str
    keys: set[str]


class QueryMaker:
    def __init__(self, wordnet: WordNet):
        self.wordnet = wordnet

    def make(self, rng: random.Random, target: Words, others: list[Words]) -> Query | None:
        """A query that `target` answers and no sentence of `others` does, or None if its words are not its own."""
        elsewhere: dict[str, int] = {}
        for other in others:
            for key in set(other.keys.values()):
                elsewhere[key] = elsewhere.get(key, 0) + 1
        opening, asked = self._opening(rng, target)
        unique = [i for i, key in target.keys.items() if key not in elsewhere and i not in asked]
        shared = [i for i, key in target.keys.items() if key in elsewhere and i not in asked]
        if len(unique) < 2:
            return None
        wanted = rng.choices((1, 2, 3, 4), weights=(15, 40, 30, 15))[0]
        chosen = _neighbours(rng, unique, wanted) + rng.sample(shared, min(len(shared), rng.choice((0, 0, 1, 1, 2))))
        own = set(target.keys.values())
        topics = [key for key, count in elsewhere.items() if count >= 2 and key not in own and not key[0].isdigit()]
        topic = rng.choice(sorted(topics)) if topics and rng.random() < 0.35 else None
        text = self._phrase(rng, target, sorted(chosen), opening, topic)
        return Query(text, {target.keys[i] for i in chosen} | ({topic} if topic else set()))

    def _opening(self, rng: random.Random, target: Words) -> tuple[str, set[int]]:
        """The question's opening, and the positions of what it asks for: these stay out of the query."""
        years = {i for i, w in enumerate(target.texts) if YEAR.match(w)}
        numbers = {i for i, w in enumerate(target.texts) if w[0].isdigit()} - years
        names = {i for i in target.keys if i > 0 and target.texts[i][0].isupper()}
        lowered = {w.lower() for w in target.texts}
        kinds = [(GENERAL_OPENINGS, set(), 1.0)]
        if years:
            kinds.append((YEAR_OPENINGS, years, 1.5))
        if numbers:
            kinds.append((NUMBER_OPENINGS, numbers, 1.0))
        if names:
            kinds.append((NAME_OPENINGS, names, 0.7))
        if lowered & CAUSES:
            kinds.append((REASON_OPENINGS, set(), 1.5))
        openings, asked, _ = rng.choices(kinds, weights=[kind[2] for kind in kinds])[0]
        return rng.choice(openings), asked

    def _phrase(self, rng: random.Random, target: Words, chosen: list[int], opening: str, topic: str | None) -> str:
        parts = self._varied(rng, [target.texts[i] for i in chosen])
        if rng.random() < KEYWORD_SHARE:
            parts += [topic] if topic else []
            if rng.random() < 0.5:
                rng.shuffle(parts)
            return " ".join(parts)
        auxiliary = rng.choice(AUXILIARIES) if rng.random() < 0.75 else ""
        if auxiliary in ("did", "does", "do", "can", "could", "will", "would"):
            parts = [self.wordnet.base(word.lower(), "verb") or word for word in parts]
        glued = []
        for position, word in zip(chosen, parts):
            before = target.texts[position - 1].lower() if position else ""
            kept = before if before in STOP_WORDS and rng.random() < 0.5 else ""
            filler = rng.choice(("the", "the", "a", "", "")) if not kept and rng.random() < 0.4 else kept
            glued.append(f"{filler} {word}".strip())
        if rng.random() < 0.35:
            rng.shuffle(glued)
        if topic:
            glued.insert(rng.choice((0, len(glued))), f"{rng.choice(('the', 'the', *PREPOSITIONS))} {topic}")
        mark = "?" if rng.random() < 0.6 else ""
        return " ".join(f"{opening} {auxiliary} {' '.join(glued)}".split()) + mark

    def _varied(self, rng: random.Random, words: list[str]) -> list[str]:
        """Some words in another form, and in a longer query one by a synonym; names and numbers stay."""
        varied = [self._form(rng, word) if word.islower() else word for word in words]
        if len(words) > 2 and rng.random() < SYNONYM_SHARE:
            i = rng.randrange(len(words))
            varied[i] = rng.choice(self.wordnet.synonyms(words[i]) or [words[i]]) if words[i].islower() else words[i]
        return varied

    def _form(self, rng: random.Random, word: str) -> str:
        draw = rng.random()
        options: list[str] = []
        if draw < FORM_SHARE:
            options = self.wordnet.forms(word)
        elif draw < FORM_SHARE + DERIVED_SHARE:
            options = self.wordnet.derivations(word)
        return rng.choice(options) if options else word


def _neighbours(rng: random.Random, positions: list[int], wanted: int) -> list[int]:
    """`wanted` of the positions: mostly ones that stand together, as the words of a question do."""
    wanted = min(wanted, len(positions))
    if rng.random() < 0.4:
        return rng.sample(positions, wanted)
    span = positions[rng.randrange(len(positions) - wanted + 1) :][: wanted + 1]
    return rng.sample(span, wanted)
