"""A query, and passages that the trained example knows what to do with."""

from binary import REPOSITORY

QUERY = "How far can the beam be seen?"
TEXTS = ["Tea is a plant.", (REPOSITORY / "examples/demo.txt").read_text(encoding="utf-8"), "The beam can be seen from 40 km away."]
