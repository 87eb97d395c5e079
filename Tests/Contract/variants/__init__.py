"""Pruning encoders as their makers' code saved them, before and beside this package format.

Each is a small module that computes what that code computed, and `save` that lays it out as that code did, written from
the facts about the layouts. What a conversion has to reproduce is the module's own output.
"""

from .fork import ForkEncoder
from .naver import Naver
from .open_provence import OpenProvence
from .token_classifier import TokenClassifier

__all__ = ["ForkEncoder", "Naver", "OpenProvence", "TokenClassifier"]
