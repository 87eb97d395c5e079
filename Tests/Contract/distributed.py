"""One of several processes that train a package with DistributedDataParallel on the CPU: test_distributed.py starts them.

    PYTHON distributed.py RANK PROCESSES STORE OUTPUT PACKAGE MODE [PACKAGE MODE]...

Each takes its own rows of each batch, for two steps. OUTPUT gets the state dicts, and under `unused` what DDP says where the
encoder's pooler asks for a gradient that nothing gives it.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Shared"))
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import torch  # noqa: E402
from support import PASSAGES, RERANKING_PRUNING, encode, load  # noqa: E402
from torch.nn.parallel import DistributedDataParallel  # noqa: E402

STEPS = 2


def batch(package, mode, rank, processes):
    """The inputs of a process, padded alike in all: as many tokens count in each."""
    inputs = encode(package, PASSAGES[:1] * processes)
    labels = (inputs["input_ids"] % 2).long()
    labels = (labels + torch.arange(processes)[:, None]) % 2
    rows = {name: value[rank::processes] for name, value in {**inputs, "pruning_labels": labels}.items()}
    if mode == RERANKING_PRUNING:
        rows["labels"] = torch.arange(processes).float()[rank::processes]
    return rows


def whole_batch(package, mode, processes):
    """What the processes have together."""
    parts = [batch(package, mode, rank, processes) for rank in range(processes)]
    return {name: torch.cat([part[name] for part in parts]) for name in parts[0]}


def train(model, inputs):
    """Two steps; the model may be wrapped. Dropout is off: each process has random numbers of its own."""
    optimizer = torch.optim.SGD((p for p in model.parameters() if p.requires_grad), lr=0.05)
    for _ in range(STEPS):
        optimizer.zero_grad()
        model(**inputs).loss.backward()
        optimizer.step()


def main():
    rank, processes, store, output, *rest = sys.argv[1:]
    rank, processes, found = int(rank), int(processes), {}
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", init_method=f"file://{store}", rank=rank, world_size=processes)
    for package, mode in zip(rest[::2], rest[1::2]):
        inputs, model = batch(package, mode, rank, processes), load(package, mode).eval()
        train(DistributedDataParallel(model), inputs)
        found[mode] = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        pooler = [p for name, p in model.named_parameters() if not p.requires_grad and ".pooler." in name]
        for parameter in pooler:
            parameter.requires_grad_(True)
        try:
            train(DistributedDataParallel(model), inputs)
        except RuntimeError as error:
            found["unused"] = str(error) if pooler else ""
    torch.save(found, output)
    torch.distributed.barrier()
    torch.distributed.destroy_process_group()


if __name__ == "__main__":
    main()
