"""Packages of both modes train with DistributedDataParallel in two processes, as one process does with the whole batch."""

import os
import subprocess
import sys
from pathlib import Path

import torch
from distributed import train, whole_batch
from support import MODES, load

PROCESSES = 2


def test_two_processes_train_as_one(package, tmp_path):
    """DDP waits for the gradient of each parameter that asks for one: in the mode without a score, the pooler does not."""
    packages = [(str(package(mode=mode)), mode) for mode in MODES]
    settings = [part for pair in packages for part in pair]
    outputs = [tmp_path / f"rank-{rank}.pt" for rank in range(PROCESSES)]
    script = Path(__file__).with_name("distributed.py")
    started = [
        subprocess.Popen(
            [sys.executable, script, str(rank), str(PROCESSES), tmp_path / "store", output, *settings],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "HF_HOME": str(tmp_path / f"home-{rank}"), "GLOO_SOCKET_IFNAME": "lo"},
        )
        for rank, output in enumerate(outputs)
    ]  # fmt: skip
    try:
        said = [process.communicate(timeout=300)[0] for process in started]
    finally:
        for process in started:
            process.kill()
    assert [process.returncode for process in started] == [0] * PROCESSES, "\n".join(said)
    states = [torch.load(output, weights_only=True) for output in outputs]
    for directory, mode in packages:
        model = load(directory, mode).eval()
        before = model.pruning_head.classifier.weight.clone()
        train(model, whole_batch(directory, mode, PROCESSES))
        expected = model.state_dict()
        assert not torch.equal(before, expected["pruning_head.classifier.weight"])
        for name, tensor in expected.items():
            assert torch.equal(states[0][mode][name], states[1][mode][name]), name
            assert torch.allclose(states[0][mode][name], tensor, atol=1e-5), name
    # That the test would see it: with a pooler that asks, DDP raises.
    assert all("finished reduction" in state["unused"] for state in states)
