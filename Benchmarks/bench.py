"""Measures the encoder against ONNX Runtime and PyTorch on the same weights, and the cold command against Python.

    make bench, or after it:
    .cache/venv-bench/bin/python Benchmarks/bench.py [--families [NAME...]] [--seconds S] [--rounds R] [--package DIR]

All competitors take turns, several rounds of short slices each, and the shortest time of each counts: the machine may be
shared, and what disturbs one slice should not decide a ratio. Ratios are others' time / ours. `--families` adds models of the
other families, all or those named. `--package` is a package made from MiniLM's weights; with it, `verify` in a cold process is measured against
Python loading the same package.
"""

import argparse
import os
import pathlib
import platform
import subprocess
import sys
import time
import warnings

import competitors
import models

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMAND = ROOT / ".build/release/pruning-pack"
THREADS = (1, 2)


def forward_passes(model, seconds, rounds):
    model.make()
    graphs = competitors.export_graphs(model)
    quantized = competitors.quantized_graphs(model)
    for threads in THREADS:
        others = [competitors.OnnxRuntime(model, threads, str(file), name) for name, file in graphs]
        torch = competitors.Torch(model, threads)
        ours = competitors.Ours(model, threads)
        others += [make(model, threads, str(file), name) for make, name, file in quantized]
        others += [competitors.Torch(model, threads, kind) for kind in ("bf16", "int8")]
        running = [ours, competitors.Ours(model, threads, "int8"), *others, torch]
        peak = max(ours.ask("peak 0.3")[0] for _ in range(3))
        peak_int8 = max(ours.ask("peak-int8 0.3")[0] for _ in range(3))
        if threads == THREADS[0]:
            difference = abs(torch.states(512) - ours.ask("states 512")).max()
            print(f"\n{model.name}, {ours.instructions()}: largest difference from torch at 512 tokens {difference:.1e}; "
                  f"multiply-add peak of one core {peak / 1e9:.0f} GFLOP/s, {peak_int8 / 1e9:.0f} in int8")
            print(f"{'':24}{'ours':>11}{'peak':>6}{'int8':>6}" + "".join(f"{c.name:>12}" for c in running[1:]))
        for batch, length in model.shapes:
            best = {c.name: float("inf") for c in running}
            for _ in range(rounds):
                for competitor in running:
                    took = competitor.shortest(batch, length, seconds)
                    best[competitor.name] = min(best[competitor.name], took)
            share = model.operations(batch, length) / best["ours"] / (peak * threads)
            ratios = "".join(f"{best[c.name] / best['ours']:>11.2f}x" for c in running[1:])
            share_int8 = model.operations(batch, length) / best["ours int8"] / (peak_int8 * threads)
            label = f"{batch} x {length}, {threads} thread{'s' * (threads > 1)}"
            print(f"{label:24}{best['ours'] * 1e3:>8.2f} ms{share:>6.0%}{share_int8:>6.0%}{ratios}", flush=True)
        for competitor in running:
            competitor.close()


PYTHON = """
import sys, transformers
directory = sys.argv[1]
tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
model = transformers.AutoModelForSequenceClassification.from_pretrained(directory, trust_remote_code=True)
print(model(**tokenizer("how are mountains made", "Plates meet and the crust folds.", return_tensors="pt")).logits)
"""


# Runs a command and prints its seconds and the most memory that it had. In a process of its own, and a small one: what a
# process counts as its most memory begins with what its parent had when it was forked.
COLD = """
import resource, subprocess, sys, time
start = time.perf_counter()
run = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(run.returncode)
"""


def cold(arguments):
    """Seconds of a new process, and the most memory that it had, in bytes."""
    run = subprocess.run(
        [sys.executable, "-S", "-c", COLD, *map(str, arguments)], capture_output=True, text=True, env=OFFLINE
    )
    if run.returncode != 0:
        sys.exit(f"{arguments[0]} failed:\n{run.stderr}")
    seconds, memory = run.stdout.split()
    return float(seconds), int(memory) * (1 if platform.system() == "Darwin" else 1024)


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
    sets = [flag for flag in ("avx512_vnni", "avx512f", "avx_vnni", "avx2") if f" {flag}" in text]
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{name or platform.processor()}, {os.cpu_count()} cores, {' '.join(sets)}, {platform.platform()}, load {load}"


def quiet():
    import transformers

    warnings.simplefilter("ignore")
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [model.name for model in models.FAMILIES]
    parser.add_argument("--families", nargs="*", metavar="NAME", help="measure the other families too: " + ", ".join(names))
    parser.add_argument("--only-families", action="store_true", help="leave MiniLM out")
    parser.add_argument("--seconds", type=float, default=0.3, help="length of a slice")
    parser.add_argument("--rounds", type=int, default=6, help="slices of each competitor and shape")
    parser.add_argument("--package", type=pathlib.Path, help="a package for the cold processes")
    options = parser.parse_args()
    quiet()
    print(machine())
    chosen = [] if options.only_families else [models.MINILM]
    if options.families is not None:
        unknown = set(options.families) - set(names)
        if unknown:
            parser.error(f"no such family: {', '.join(sorted(unknown))}")
        chosen += [model for model in models.FAMILIES if not options.families or model.name in options.families]
    for model in chosen:
        forward_passes(model, options.seconds, options.rounds)
    if options.package:
        cold_processes(options.package, max(2, options.rounds // 2))


if __name__ == "__main__":
    main()
