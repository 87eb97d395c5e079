"""Questions to `process` with options and titles that the command has no flags for; parity.py asks the module Pruning
the same through PruningProbe."""

import random

import texts

SPLIT = "。.!?\n"


def sentences(chooser, document):
    """A document that has been cut by other rules, with blank pieces among the others."""
    pieces, start = [], 0
    for place, character in enumerate(document):
        if character in SPLIT and chooser.random() < 0.7:
            pieces.append(document[start : place + 1])
            start = place + 1
    pieces.append(document[start:])
    for blank in ("", " \n"):
        pieces.insert(chooser.randint(0, len(pieces)), blank)
    return pieces


def title(chooser, count):
    """An argument of `process`, as part of its arguments."""
    texts_of_one = ("The reef", " Der Turm\n", "灯台 ", " \n", "")
    kind = chooser.choice(("left out", "none", "text", "list", "lists", "first line"))
    if kind == "left out":
        return {}
    if kind == "first line":
        return {"first_line_as_title": True}
    if kind == "none":
        return {"title": None}
    if kind == "text":
        return {"title": chooser.choice(texts_of_one)}
    one = [None, *texts_of_one]
    if kind == "list":
        return {"title": [chooser.choice(one) for _ in range(count)]}
    # One list is taken for the titles of one question's contexts.
    some = [chooser.sample(texts_of_one, chooser.randint(0, 3)) for _ in range(count)]
    return {"title": some if count > 1 else [some]}


def limit(chooser, contexts):
    """How much may stay, in half of the questions, and texts that stay: parts of the contexts, as a rule."""
    kind = chooser.choice(("threshold", "threshold", "budget", "rate"))
    asked = {}
    if kind != "threshold":
        asked = {kind: chooser.choice((0, 5, 40, 200)) if kind == "budget" else chooser.choice((0.0, 0.13, 0.5, 0.77, 1))}
        asked["across"] = chooser.random() < 0.5
    some = ["".join(each) for each in contexts if each] if chooser.random() < 0.4 else []
    parts = [text[start : start + chooser.randint(1, 6)] for text in some for start in [chooser.randrange(len(text))]]
    return {**asked, "keep": [*parts, "nowhere"] if parts else []}


def questions(count, seed):
    """Arguments of `process` in the shape of one question and a list of contexts."""
    chooser = random.Random(seed)
    made = []
    for number in range(count):
        language = list(texts.SENTENCES)[number % len(texts.SENTENCES)]
        length = chooser.randint(1, 4)
        contexts = [texts.document(chooser, language)[: chooser.choice((200, 800))] for _ in range(length)]
        contexts = [sentences(chooser, each) if chooser.random() < 0.3 else each for each in contexts]
        if chooser.random() < 0.2:
            contexts.insert(0, chooser.choice(("", " \n", [])))
        ask = {"question": chooser.choice(texts.QUERIES[language]), "context": contexts}
        ask.update(title(chooser, len(contexts)))
        for name in ("always_select_title", "strip_sentences", "reorder"):
            ask[name] = chooser.random() < 0.5
        for name in ("use_best_reranker_score", "zero_score_when_empty"):
            ask[name] = chooser.random() < 0.6
        if ask["reorder"] and chooser.random() < 0.5:
            ask["top_k"] = chooser.randint(0, len(contexts) + 1)
        ask.update(limit(chooser, contexts))
        ask["return_spans"], ask["byte_offsets"] = True, chooser.random() < 0.5
        ask["batch_size"] = chooser.choice((1, 4, 32))
        ask["quantile"] = chooser.choice((0.0, 0.3, 0.6, 0.9, 1.0))
        made.append(ask)
    return made
