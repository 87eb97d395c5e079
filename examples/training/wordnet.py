"""Reads WordNet's files: definitions as sentences, and for each word its other forms and its synonyms."""

import re
from collections import defaultdict
from pathlib import Path

PARTS = ("noun", "verb", "adj")
# Suffix rules of WordNet's own morphology (morphy), per part of speech: suffix -> replacement.
DETACHMENTS = {
    "noun": (("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("ies", "y"), ("s", "")),
    "verb": (("ies", "y"), ("es", "e"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")),
    "adj": (("er", ""), ("est", ""), ("er", "e"), ("est", "e")),
}
DOUBLED = re.compile(r"([bdgklmnprt])\1(ed|ing|er|est)$")


class Synset:
    """One line of a data file: its words, what it is a kind of, and its gloss."""

    def __init__(self, line: str):
        fields, _, gloss = line.partition(" | ")
        parts = fields.split()
        count = int(parts[3], 16)
        self.words = [re.sub(r"\(.*?\)$", "", word) for word in parts[4 : 4 + 2 * count : 2]]
        pointers = parts[5 + 2 * count :]
        self.offset = parts[0]
        parents = [pointers[i + 1] for i, symbol in enumerate(pointers) if symbol in ("@", "@i")]
        self.parent = parents[0] if parents else None
        derived = [i for i, symbol in enumerate(pointers) if symbol == "+"]
        self.derived = [(pointers[i + 2], pointers[i + 1]) for i in derived]
        self.gloss = gloss.strip()


class WordNet:
    def __init__(self, directory: Path):
        self._bases: dict[str, set[str]] = {}
        self._exceptions: dict[str, dict[str, str]] = {}
        self._irregular: dict[str, dict[str, list[str]]] = {}
        self.synsets: dict[str, list[Synset]] = {}
        self._synonyms: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._lemmas: dict[str, str] = {}
        for part in PARTS:
            self._read_part(directory, part)
        self._derivations = self._read_derivations()

    def _read_part(self, directory: Path, part: str) -> None:
        self.synsets[part] = [Synset(line) for line in _lines(directory / f"data.{part}")]
        self._bases[part] = {line.split(" ", 1)[0] for line in _lines(directory / f"index.{part}")}
        self._exceptions[part] = {}
        self._irregular[part] = defaultdict(list)
        for line in (directory / f"{part}.exc").read_text(encoding="utf-8").splitlines():
            form, base = line.split()[:2]
            self._exceptions[part].setdefault(form, base)
            self._irregular[part][base].append(form)
        for synset in self.synsets[part]:
            words = [word.lower() for word in synset.words if word.isalpha()]
            for word in words:
                self._synonyms[part, word] += [other for other in words if other != word]

    def _read_derivations(self) -> dict[str, list[str]]:
        """Words that WordNet derives from one another and that begin alike: `paint` and `painter`."""
        by_place = {(part[0], synset.offset): synset for part in PARTS for synset in self.synsets[part]}
        found: dict[str, list[str]] = defaultdict(list)
        for synset in by_place.values():
            others = [by_place[place].words for place in synset.derived if place in by_place]
            for word in synset.words:
                alike = [other for words in others for other in words if other.isalpha() and other != word]
                found[word] += [other for other in alike if other.islower() and other[:4] == word[:4]]
        return {word: list(dict.fromkeys(others)) for word, others in found.items()}

    def derivations(self, word: str) -> list[str]:
        """Kindred words of another kind, as `painter` for `painting`."""
        return [other for other in self._derivations.get(self.lemma(word), ()) if other != word][:4]

    def base(self, word: str, part: str) -> str | None:
        """The dictionary form of `word` as a noun, verb or adjective, or None if it is none."""
        if word in self._exceptions[part]:
            return self._exceptions[part][word]
        if part == "noun" and word.endswith("ss"):
            return word if word in self._bases[part] else None
        candidates = [word]
        if DOUBLED.search(word):
            candidates.append(DOUBLED.sub(r"\1", word))
        candidates += [word[: -len(s)] + r for s, r in DETACHMENTS[part] if word.endswith(s) and len(word) > len(s) + 2]
        return next((c for c in candidates if c in self._bases[part]), None)

    def lemma(self, word: str) -> str:
        """One key for all forms of a word, so that `built` and `build` count as the same word."""
        found = self._lemmas.get(word)
        if found is None:
            found = self.base(word, "verb") or self.base(word, "noun") or self.base(word, "adj") or word
            self._lemmas[word] = found
        return found

    def forms(self, word: str) -> list[str]:
        """Other inflected forms of `word`: of its verb if it is one, else of its noun."""
        verb, noun = self.base(word, "verb"), self.base(word, "noun")
        forms: list[str] = []
        if verb:
            stem = verb[:-1] if verb.endswith("e") else verb
            past = self._irregular["verb"].get(verb) or [verb[:-1] + "ied" if _ends_in_y(verb) else stem + "ed"]
            doubled = any(form.endswith("ing") for form in past)
            forms += [verb, _with_s(verb)] + ([] if doubled else [stem + "ing"])
            forms += [form for form in past if form.isalpha()]
        elif noun:
            forms += [noun] + (self._irregular["noun"].get(noun) or [_with_s(noun)])
        return [form for form in dict.fromkeys(forms) if form != word]

    def synonyms(self, word: str) -> list[str]:
        """Synonyms in the senses of the word's dictionary form, the more usual first."""
        part = next((part for part in ("verb", "noun", "adj") if self.base(word, part)), "noun")
        return list(dict.fromkeys(self._synonyms.get((part, self.lemma(word)), ())))[:3]

    def definitions(self) -> list[tuple[str, list[str]]]:
        """Groups of kindred nouns (name of the kind, one sentence for each), from the glosses."""
        names = {}
        groups: dict[str, list[str]] = defaultdict(list)
        for synset in self.synsets["noun"]:
            names[synset.offset] = synset.words[0].replace("_", " ")
            sentence = _definition(synset)
            if sentence and synset.parent:
                groups[synset.parent].append(sentence)
        return [(names.get(parent, ""), sentences) for parent, sentences in sorted(groups.items())]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("  ")]


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if _ends_in_y(word) else word + "s"


def _ends_in_y(word: str) -> bool:
    return re.search(r"[^aeiou]y$", word) is not None


def _definition(synset: Synset) -> str | None:
    """`A drawbridge is a bridge that can be raised ...`, or None where the gloss is too short to ask about."""
    gloss = re.sub(r"^\([^)]*\)\s*", "", synset.gloss.split('; "')[0]).split(";")[0].strip(" .")
    name = synset.words[0].replace("_", " ")
    if len(gloss.split()) < 7 or '"' in gloss:
        return None
    if name[0].isupper():
        verb = "was" if re.search(r"\(\S*\d{3,4}\S*\)$|\bB\.?C\.?", gloss) else "is"
        return f"{name} {verb} {gloss}."
    if re.match(r"(a|an|any|one)\b", gloss):
        return f"{'An' if name[0] in 'aeiou' else 'A'} {name} is {gloss}."
    return f"{name[0].upper()}{name[1:]} is {gloss}."
