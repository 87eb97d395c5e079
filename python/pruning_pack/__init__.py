"""The packer, and the gate, for pruning encoders: the `pruning-pack` command, from Python."""

from pruning_pack._binary import find_pruning_pack_bin
from pruning_pack._version import __version__

__all__ = ["__version__", "find_pruning_pack_bin"]
