"""The most memory that a run of the command has."""

import json
import platform
import subprocess
import sys

from binary import PRUNING_PACK

# In a process of its own, and a small one: what a process counts as its most memory begins with what its parent had when
# it was forked.
WATCH = """
import resource, subprocess, sys
run = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(run.returncode)
"""


def scores(package, pairs, file, *arguments):
    """(`score` of the pairs with its tokens, most memory in bytes)"""
    file.write_text("".join(json.dumps({"query": q, "document": d}) + "\n" for q, d in pairs), encoding="utf-8")
    command = [PRUNING_PACK, "score", package, "--input", file, "--tokens", "--format", "json", *arguments]
    ran = subprocess.run(
        [sys.executable, "-S", "-c", WATCH, *map(str, command)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert ran.returncode == 0, ran.stderr
    memory = int(ran.stderr.split()[-1]) * (1 if platform.system() == "Darwin" else 1024)
    return [json.loads(line) for line in ran.stdout.splitlines()], memory


def largest_difference(ours, theirs):
    """Of two tensors, relative where the numbers are large."""
    return ((ours - theirs).abs() / theirs.abs().clamp(min=1)).max().item()


def inputs_of(row):
    import torch

    names = ["input_ids", "attention_mask"] + (["token_type_ids"] if row["token_type_ids"] else [])
    return {name: torch.tensor([row[name]]) for name in names}


def compare(model, row):
    """The largest difference of a row's logits from the model's."""
    import torch

    with torch.no_grad():
        theirs = model(**inputs_of(row))
    worst = largest_difference(torch.tensor(row["pruning_logits"]), theirs.pruning_logits[0])
    keep = model.keep_probabilities(theirs.pruning_logits)[0]
    worst = max(worst, largest_difference(torch.tensor(row["keep_probabilities"]), keep))
    if row["ranking_logit"] is not None:
        worst = max(worst, largest_difference(torch.tensor([row["ranking_logit"]]), theirs.logits[0]))
    return worst
