"""What `score`, `prune` and `tokenize` are given."""

import json

from .kinds import kind

UNITS = {
    "sentences": "It was opened in 1932. ", "letters": "a", "short lines": "é\n", "punctuation": "?!.「」（", "brackets": "((", "closed brackets": "))",
    "quotes": "\"'", "numbers": "1.2.3 ", "abbreviations": "Dr. e.g. ", "spaces": " ", "ellipses": "...", "initials": "A. B. ", "bullets": "- a\n",
    "headings": "# a\n", "Japanese": "山は高い。川は長い。", "emoji": "👩\u200d👩", "marks": "a\u0301", "line ends": "\r\n", "full stops": ".",
    "words": "ab ", "capitals": "A", "colons": "a: ", "footnotes": "a.[1] ", "links": "http://a.b/c ", "semicolons": "; ", "Thai": "กา ",
}


def prepared(p, record, command, n=None):
    (p.parent / "in").write_text(json.dumps(record) + "\n")
    return [command, "p", "--input", "in", "--format", "json", "--threads", "1"]


for _name, _unit in UNITS.items():

    @kind(f"prune, one document: {_name}", 20_000)
    def long_document(p, n, unit=_unit):
        return prepared(p, {"query": "when was it built", "document": unit * (n // len(unit))}, "prune")

    @kind(f"score, one document: {_name}", 200_000)
    def scored_document(p, n, unit=_unit):
        return prepared(p, {"query": "when was it built", "document": unit * (n // len(unit))}, "score")


@kind("prune, one query", 100_000)
def long_query(p, n):
    return prepared(p, {"query": "q " * n, "document": "a b. c d."}, "prune")


@kind("prune, one query and one document", 10_000)
def long_both(p, n):
    return prepared(p, {"query": "q " * n, "document": "It is. " * n}, "prune")


@kind("prune, documents", 200)
def documents(p, n):
    return prepared(p, {"query": "q", "documents": ["It was. So it is."] * n}, "prune")


@kind("prune, lines", 200)
def lines(p, n):
    (p.parent / "in").write_text('{"query":"q","document":"It was. So."}\n' * n)
    return ["prune", "p", "--input", "in", "--format", "json", "--threads", "1"]


@kind("score, lines", 300)
def scored_lines(p, n):
    (p.parent / "in").write_text('{"query":"q","document":"d"}\n' * n)
    return ["score", "p", "--input", "in", "--format", "json", "--threads", "1"]


@kind("score, documents", 300)
def scored_documents(p, n):
    return prepared(p, {"query": "q", "documents": ["d"] * n}, "score")


@kind("score with tokens", 300)
def scored_tokens(p, n):
    (p.parent / "in").write_text('{"query":"q","document":"d"}\n' * n)
    return ["score", "p", "--input", "in", "--format", "json", "--threads", "1", "--tokens"]


@kind("tokenize, lines", 20_000)
def tokenized_lines(p, n):
    (p.parent / "in").write_text('{"text":"some words"}\n' * n)
    return ["tokenize", "p", "--input", "in", "--format", "json"]


@kind("tokenize, one line", 200_000)
def tokenized_line(p, n):
    (p.parent / "in").write_text(json.dumps({"text": "some words " * (n // 11)}) + "\n")
    return ["tokenize", "p", "--input", "in", "--format", "json"]


@kind("tokenize, a line that is no JSON", 2_000_000)
def no_json(p, n):
    (p.parent / "in").write_text("x" * n)
    return ["tokenize", "p", "--input", "in", "--format", "json"]


@kind("score, fields of a line", 20_000)
def fields(p, n):
    return prepared(p, {"query": "q", "document": "d", **{f"k{i}": i for i in range(n)}}, "score")


@kind("prune, text file", 20_000)
def text_file(p, n):
    (p.parent / "t.txt").write_text("It was opened in 1932. " * (n // 23))
    return ["prune", "p", "--query", "when", "--text", "t.txt", "--threads", "1"]


@kind("prune, HTML page", 20_000)
def page(p, n):
    (p.parent / "t.txt").write_text("It was opened in 1932. " * (n // 23))
    return ["prune", "p", "--query", "when", "--text", "t.txt", "--threads", "1", "--format", "html"]


@kind("empty lines of input", 500_000)
def empty_lines(p, n):
    (p.parent / "in").write_text("\n" * n)
    return ["score", "p", "--input", "in", "--format", "json", "--threads", "1"]


# What `eval` and the gate are given


def evaluated(p, records, *options):
    (p.parent / "in").write_text("".join(json.dumps(record) + "\n" for record in records))
    return ["eval", "p", "--input", "in", "--threads", "1", *options]


@kind("eval, lines", 200)
def evaluated_lines(p, n):
    return evaluated(p, [{"query": "q", "document": "It was. So.", "spans": [[0, 7]]}] * n)


# Blank sentences cost no tokens, and half an answer is never right: the passage is on the page.
LAST = "It was opened in 1932."

for _format in ("json", "html"):

    @kind(f"eval, one document: spans, {_format}", 20_000)
    def evaluated_spans(p, n, form=_format):
        spans = [[at, at + 1] for at in range(0, n, 2)] + [[n, n + 5]]
        return evaluated(p, [{"query": "when", "document": [" "] * n + [LAST], "spans": spans}], "--format", form)

    @kind(f"eval, one document: sentences, {_format}", 20_000)
    def evaluated_sentences(p, n, form=_format):
        record = {"query": "when", "document": [" "] * n + [LAST] * 2, "sentences": [*range(0, n, 2), n]}
        return evaluated(p, [record], "--format", form)


@kind("verify, lines of --eval", 200)
def gated_lines(p, n):
    evaluated(p, [{"query": "q", "document": "It was. So.", "spans": [[0, 7]]}] * n)
    return ["verify", "p", "--threads", "1", "--eval", "in", "--min", "recall=0"]


@kind("results in a card's model-index", 1_000)
def card_results(p, n):
    metric = "{type: acc, value: 1}"
    results = "".join(f"  - {{task: {{type: t}}, dataset: {{type: d{i}, name: d}}, metrics: [{metric}]}}\n" for i in range(n))
    card = (p / "README.md").read_text()
    (p / "README.md").write_text(card.replace("---\n", "---\nmodel-index:\n- name: x\n  results:\n" + results, 1))
    return evaluated(p, [{"query": "q", "document": "It was. So.", "spans": [[0, 7]]}], "--write-card")
