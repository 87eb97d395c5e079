"""Right sentence boundaries of the modelling file's splitter, beside those of pysbd, fast-bunkai and konoha.

    Benchmarks/Splitting/run.sh

Marked sentences, joined ten by ten (with a space, or nothing in Japanese), are to be found again:

- segtok and syntok (MIT): what the authors of two segmenters gathered as hard cases, in English, and in English, German
  and Spanish;
- hironsancorpus (MIT): 500 sentences of Japanese news and encyclopaedia text, annotated for named entities.

A boundary is right if as many characters, white space aside, stand before it.
"""

import ast
import io
import sys
import tarfile
import zipfile
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def own_splitter():
    """The part of the modelling file that needs no torch."""
    sys.path.insert(0, str(TEMPLATES))
    from modelling.sentences import split_sentences

    return split_sentences


def marked_lines(archive, member):
    """The text of the test module's OSPL, one sentence a line."""
    tree = ast.parse(zipfile.ZipFile(archive).read(member).decode("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "OSPL":
            return ast.literal_eval(node.value).split("\n")
    raise SystemExit(f"{archive}: no sentences")


def tagged_sentences(archive):
    content = tarfile.open(archive).extractfile("hironsancorpus-0.1.2/hironsan/corpus/iob_sents.txt").read()
    sentence = []
    for line in io.StringIO(content.decode("utf-8")):
        if line.strip():
            sentence.append(line.split("\t")[0])
        elif sentence:
            yield "".join(sentence)
            sentence = []
    if sentence:
        yield "".join(sentence)


def ends(pieces):
    """The boundaries between pieces, as counts of characters other than white space."""
    counts, total = set(), 0
    for piece in pieces:
        total += sum(not character.isspace() for character in piece)
        counts.add(total)
    return counts - {0, total}


def measure(split, sentences, joint):
    right = found = marked = 0
    for start in range(0, len(sentences), 10):
        group = sentences[start : start + 10]
        expected, ours = ends(group), ends(split(joint.join(group)))
        right, found, marked = right + len(expected & ours), found + len(ours), marked + len(expected)
    recall, precision = right / marked, right / max(found, 1)
    return recall, precision, 2 * recall * precision / max(recall + precision, 1e-9)


def main():
    import pysbd
    from fast_bunkai import FastBunkai
    from konoha import SentenceTokenizer

    data = Path(sys.argv[1])
    ours, bunkai, konoha = own_splitter(), FastBunkai(), SentenceTokenizer()
    english, japanese = (pysbd.Segmenter(language=language, clean=False) for language in ("en", "ja"))
    corpora = [
        ("segtok", marked_lines(next(data.glob("segtok*")), "segtok/segmenter_test.py"), " "),
        ("syntok", marked_lines(next(data.glob("syntok*")), "syntok/segmenter_test.py"), " "),
        ("hironsancorpus", list(tagged_sentences(next(data.glob("hironsan*.tar.gz")))), ""),
    ]
    print("| text | sentences | splitter | recall | precision | F1 |\n|---|---|---|---|---|---|")
    for name, sentences, joint in corpora:
        splitters = {"this": ours, "pysbd": english.segment}
        if name == "hironsancorpus":
            splitters = {
                "this": ours, "pysbd": japanese.segment, "fast-bunkai": lambda text: list(bunkai(text)),
                "konoha": konoha.tokenize,
            }  # fmt: skip
        for splitter, split in splitters.items():
            recall, precision, both = measure(split, sentences, joint)
            print(f"| {name} | {len(sentences)} | {splitter} | {recall:.1%} | {precision:.1%} | {both:.1%} |")


if __name__ == "__main__":
    main()
