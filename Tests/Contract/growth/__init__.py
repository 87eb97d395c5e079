"""Inputs of every kind that a reader takes, each as large as is asked for, and what they cost.

    python -m growth COMMAND PACKAGE [WORD]...       (in Tests/Contract)

shows the processor's time for n, 4n and 16n of each kind whose name has one of the words.
"""

from .kinds import KINDS
from .measuring import Measured, cost

__all__ = ["KINDS", "Measured", "cost"]
