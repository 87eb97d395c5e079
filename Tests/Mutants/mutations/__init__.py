"""What can go wrong with a package: each function yields (kind, name, change), where change(directory) makes the mutant."""

from .auto_maps import auto_maps
from .code import code
from .json_keys import json_keys
from .tensors import tensors
from .tokenizers import tokenizers
from .whole_files import whole_files

__all__ = ["auto_maps", "code", "json_keys", "tensors", "tokenizers", "whole_files"]
