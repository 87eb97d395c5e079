"""The command with a kill, a failing call or a signal at any call that changes a file system: what is there then?"""

from .disk import unsafe_steps
from .running import Run, compiled_shim
from .scenarios import SCENARIOS
from .trees import leftovers, tree
from .verdict import Replay

__all__ = ["SCENARIOS", "Replay", "Run", "compiled_shim", "leftovers", "tree", "unsafe_steps"]
