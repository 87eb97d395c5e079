"""Measures the encoder against ONNX Runtime and PyTorch on the same weights, and the cold command against Python.

    sh Benchmarks/setup.sh && swift build -c release
    .cache/venv-bench/bin/python Benchmarks/bench.py [--seconds S] [--rounds R] [--package DIR]

All competitors take turns, several rounds of short slices each, and the shortest time of each counts: the machine may be
shared, and what disturbs one slice should not decide a ratio. Ratios are others' time / ours. `--package` is a package made
from these weights; with it, `verify` in a cold process is measured against Python loading the same package.
"""

import argparse
import os
import pathlib
import platform
import subprocess
import sys
import time
import warnings

ROOT = pathlib.Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / ".cache/minilm"
GRAPHS = ROOT / ".cache/minilm-onnx"
BENCHMARK = ROOT / ".build/release/EncoderBenchmark"
COMMAND = ROOT / ".build/release/pruning-pack"
SHAPES = ((1, 16), (1, 128), (1, 512), (32, 128))
VOCABULARY = 30522


class Ours:
    """The Swift encoder, in a process that answers requests."""

    name = "ours"

    def __init__(self, threads):
        self.process = subprocess.Popen(
            [BENCHMARK, WEIGHTS, str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, request):
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()
        return [float(word) for word in self.process.stdout.readline().split()]

    def shortest(self, batch, length, seconds):
        return self.ask(f"run {batch} {length} {seconds}")[0]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class InProcess:
    """A competitor that runs in this process."""

    def shortest(self, batch, length, seconds):
        run = self.prepare(batch, length)
        best, end = float("inf"), time.perf_counter() + seconds
        while True:
            start = time.perf_counter()
            run()
            now = time.perf_counter()
            best = min(best, now - start)
            if now >= end:
                return best

    def close(self):
        pass


def token_ids(batch, length):
    import numpy

    row, column = numpy.indices((batch, length))
    return 1000 + (column * 7919 + row * 104729) % (VOCABULARY - 1000)


class Torch(InProcess):
    name = "torch"

    def __init__(self, threads):
        import torch
        import transformers

        transformers.logging.set_verbosity_error()
        transformers.logging.disable_progress_bar()
        self.torch = torch
        self.threads = threads
        self.model = transformers.BertModel.from_pretrained(
            WEIGHTS, attn_implementation="sdpa", add_pooling_layer=False
        ).eval()

    def prepare(self, batch, length):
        self.torch.set_num_threads(self.threads)
        inputs = {"input_ids": self.torch.from_numpy(token_ids(batch, length))}

        def run():
            with self.torch.inference_mode():
                self.model(**inputs)

        return run

    def states(self, length):
        with self.torch.inference_mode():
            ids = self.torch.from_numpy(token_ids(1, length))
            return self.model(input_ids=ids).last_hidden_state.flatten().numpy()


class OnnxRuntime(InProcess):
    """ONNX Runtime on the exported graph, or on the graph that its own optimizer for BERT makes of it."""

    def __init__(self, threads, graph, name):
        import onnxruntime

        self.name = name
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Its waiting threads would spin through the others' turns.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        self.session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def prepare(self, batch, length):
        import numpy

        ids = token_ids(batch, length).astype(numpy.int64)
        inputs = {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
        wanted = {node.name for node in self.session.get_inputs()}
        inputs = {key: value for key, value in inputs.items() if key in wanted}
        return lambda: self.session.run(None, inputs)


def export_graphs():
    """The encoder as ONNX graphs, plain and fused, made once."""
    plain, fused = GRAPHS / "plain.onnx", GRAPHS / "fused.onnx"
    if fused.exists():
        return plain, fused
    import torch
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()

    class States(torch.nn.Module):
        def __init__(self, model):
            super().__init__()
            self.model = model

        def forward(self, input_ids, attention_mask, token_type_ids):
            return self.model(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state

    GRAPHS.mkdir(parents=True, exist_ok=True)
    model = transformers.BertModel.from_pretrained(WEIGHTS, attn_implementation="eager", add_pooling_layer=False)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    ones = torch.ones(2, 8, dtype=torch.long)
    torch.onnx.export(
        States(model.eval()), (ones, ones, ones * 0), plain, input_names=names, output_names=["states"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in [*names, "states"]}, opset_version=17, dynamo=False,
    )  # fmt: skip
    from onnxruntime.transformers import optimizer

    optimized = optimizer.optimize_model(str(plain), model_type="bert", num_heads=12, hidden_size=384)
    assert optimized.get_fused_operator_statistics()["Attention"] == 6
    optimized.save_model_to_file(str(fused))
    return plain, fused


def operations(batch, length):
    """Multiplications and additions of MiniLM-L6's products and attention."""
    hidden, wide, layers = 384, 1536, 6
    return batch * length * layers * (8 * hidden * hidden + 4 * hidden * wide + 4 * length * hidden)


def forward_passes(seconds, rounds):
    plain, fused = export_graphs()
    for threads in (1, 2):
        competitors = [
            Ours(threads),
            OnnxRuntime(threads, plain, "onnxruntime"),
            OnnxRuntime(threads, fused, "fused graph"),
            Torch(threads),
        ]
        peak = max(competitors[0].ask("peak 0.3")[0] for _ in range(3))
        if threads == 1:
            difference = abs(competitors[-1].states(512) - competitors[0].ask("states 512")).max()
            print(f"multiply-add peak of one core: {peak / 1e9:.0f} GFLOP/s")
            print(f"largest difference from torch at 512 tokens: {difference:.1e}\n")
            print(f"{'forward pass':26}{'ours':>11}{'peak':>7}" + "".join(f"{c.name:>14}" for c in competitors[1:]))
        for batch, length in SHAPES:
            best = {c.name: float("inf") for c in competitors}
            for _ in range(rounds):
                for competitor in competitors:
                    took = competitor.shortest(batch, length, seconds)
                    best[competitor.name] = min(best[competitor.name], took)
            ours = best["ours"]
            share = operations(batch, length) / ours / (peak * threads)
            ratios = "".join(f"{best[c.name] / ours:>13.2f}x" for c in competitors[1:])
            label = f"{batch} x {length}, {threads} thread{'s' * (threads > 1)}"
            print(f"{label:26}{ours * 1e3:>8.2f} ms{share:>7.0%}{ratios}", flush=True)
        for competitor in competitors:
            competitor.close()


PYTHON = """
import sys, transformers
directory = sys.argv[1]
tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
model = transformers.AutoModelForSequenceClassification.from_pretrained(directory, trust_remote_code=True)
print(model(**tokenizer("how are mountains made", "Plates meet and the crust folds.", return_tensors="pt")).logits)
"""


def cold(arguments):
    """Seconds of a new process, and the most memory that it had, in bytes."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=OFFLINE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{arguments[0]} failed:\n{errors.decode()}")
    return seconds, usage.ru_maxrss * (1 if platform.system() == "Darwin" else 1024)


OFFLINE = {**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error"}


def cold_processes(package, rounds):
    """`verify` against Python that loads the package and runs one pair, each in a new process, taking turns."""
    weights = sum(file.stat().st_size for file in package.rglob("*.safetensors"))
    ours, python = [], []
    for _ in range(rounds):
        ours += [cold([COMMAND, "verify", package]) for _ in range(3)]
        python.append(cold([sys.executable, "-c", PYTHON, package]))
    (seconds, memory), (python_seconds, python_memory) = (
        (min(run[0] for run in runs), max(run[1] for run in runs)) for runs in (ours, python)
    )
    print(f"\ncold process, {weights / 1e6:.0f} MB of weights")
    print(f"verify      {seconds * 1e3:>8.0f} ms   {memory / 1e6:>5.0f} MB, {memory / weights:.2f} x the weights")
    print(f"python      {python_seconds * 1e3:>8.0f} ms   {python_memory / 1e6:>5.0f} MB")
    print(f"ratio       {python_seconds / seconds:>8.1f}x")


def machine():
    names = pathlib.Path("/proc/cpuinfo")
    text = names.read_text() if names.exists() else ""
    name = next((line.split(":")[1].strip() for line in text.splitlines() if line.startswith("model name")), "")
    sets = [flag for flag in ("avx512f", "avx2") if f" {flag} " in text]
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{name or platform.processor()}, {os.cpu_count()} cores, {' '.join(sets)}, {platform.platform()}, load {load}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=0.3, help="length of a slice")
    parser.add_argument("--rounds", type=int, default=6, help="slices of each competitor and shape")
    parser.add_argument("--package", type=pathlib.Path, help="a package for the cold processes")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    print(machine())
    forward_passes(options.seconds, options.rounds)
    if options.package:
        cold_processes(options.package, max(2, options.rounds // 2))


if __name__ == "__main__":
    main()
