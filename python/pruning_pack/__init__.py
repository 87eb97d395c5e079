"""The packer, and the gate, for pruning encoders: the `pruning-pack` command, from Python."""

from pruning_pack._binary import find_pruning_pack_bin
from pruning_pack._errors import PruningPackError
from pruning_pack._gate import Recording, Rule, explain, export, inspect, record, rules, verify
from pruning_pack._pruner.errors import PrunerError
from pruning_pack._pruner.pruner import Pruner
from pruning_pack._publish import Difference, PublishedFile, Receipt, publish
from pruning_pack._report import Finding, Report, RuleOutcome
from pruning_pack._saving.save import save, write_reference
from pruning_pack._sign import DiffEntry, DiffSection, PackageDiff, diff, sign
from pruning_pack._version import __version__

__all__ = [
    "DiffEntry",
    "DiffSection",
    "Difference",
    "Finding",
    "PackageDiff",
    "Pruner",
    "PrunerError",
    "PruningPackError",
    "PublishedFile",
    "Receipt",
    "Recording",
    "Report",
    "Rule",
    "RuleOutcome",
    "__version__",
    "diff",
    "explain",
    "export",
    "find_pruning_pack_bin",
    "inspect",
    "publish",
    "record",
    "rules",
    "save",
    "sign",
    "verify",
    "write_reference",
]
