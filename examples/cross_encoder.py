"""Ranks passages with a package through sentence-transformers.

    python examples/cross_encoder.py PACKAGE [--query TEXT] [--passage TEXT ...]

PACKAGE is a directory that `pruning-pack save` has written, or a Hub id; its mode is reranking_pruning.
"""

import argparse

from sentence_transformers import CrossEncoder

QUERY = "What do giant pandas eat?"
PASSAGES = [
    "The museum is closed on Mondays. Tickets are sold at the gate.",
    "The giant panda lives in the mountains of China. It eats almost nothing but bamboo. Zoos keep about 600 of them.",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package")
    parser.add_argument("--query", default=QUERY)
    parser.add_argument("--passage", dest="passages", nargs="+", default=PASSAGES)
    arguments = parser.parse_args()

    model = CrossEncoder(arguments.package, trust_remote_code=True)
    for result in model.rank(arguments.query, arguments.passages, show_progress_bar=False):
        print("score:", result["score"], arguments.passages[result["corpus_id"]])


if __name__ == "__main__":
    main()
