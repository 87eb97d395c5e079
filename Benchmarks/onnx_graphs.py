"""Graphs of `pruning-pack export` beside optimum's export of the same ranking model: size, time to load, time to compute.

    make build test-data
    Tests/ONNX/make-environment.sh
    .cache/venv-onnx/bin/python Benchmarks/onnx_graphs.py [--model .cache/minilm] [--threads 1]

The model is MiniLM with a seeded classifier and head. The graphs are run in turns, and the best of the runs counts: what else the
machine does disturbs all of them alike. PRUNING_PACK names the command (.build/release/pruning-pack).
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "Tests/Python"))

import numpy  # noqa: E402
import onnxruntime  # noqa: E402
import torch  # noqa: E402
from binary import pruning_pack  # noqa: E402
from optimum.onnxruntime import AutoQuantizationConfig, ORTModelForSequenceClassification, ORTQuantizer  # noqa: E402
from safetensors.torch import save_file  # noqa: E402
from transformers import AutoModelForSequenceClassification  # noqa: E402

SHAPES = [(1, 32), (1, 128), (1, 512), (16, 128)]


def graphs(place, source):
    torch.manual_seed(7)
    model = AutoModelForSequenceClassification.from_pretrained(source, num_labels=1)
    head = {"classifier.weight": torch.randn(2, model.config.hidden_size) * 0.3, "classifier.bias": torch.randn(2) * 0.3}
    model.save_pretrained(place / "ranker")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(source / name, place / "ranker")
    save_file(head, place / "head.safetensors", metadata={"format": "pt"})
    package = place / "package"
    parts = ["--ranking-model", place / "ranker", "--pruning-head", place / "head.safetensors"]
    pruning_pack("save", *parts, "--output", package, "--no-verify", "--quiet")
    files = {}
    for precision in ("float32", "int8"):
        started = time.perf_counter()
        flags = ["--format", "onnx", "--precision", precision, "--quiet"]
        pruning_pack("export", package, "--output", place / precision, *flags)
        print(f"export, {precision}: {time.perf_counter() - started:.1f} s")
        files[f"ours, {precision}"] = next((place / precision / "onnx").glob("*.onnx"))
    started = time.perf_counter()
    ORTModelForSequenceClassification.from_pretrained(package / "ranking_model", export=True).save_pretrained(place / "optimum")
    print(f"optimum's export: {time.perf_counter() - started:.1f} s")
    files["optimum, float32"] = place / "optimum/model.onnx"
    config = AutoQuantizationConfig.avx512_vnni(is_static=False, per_channel=True)
    ORTQuantizer.from_pretrained(place / "optimum").quantize(save_dir=place / "quantized", quantization_config=config)
    files["optimum, int8"] = place / "quantized/model_quantized.onnx"
    return files


def session(file, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def best(runs, rounds):
    """The shortest time of each run, in seconds, of `rounds` rounds in turns."""
    times = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - started)
    return {name: min(values) for name, values in times.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, default=REPOSITORY / ".cache/minilm")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        files = graphs(Path(scratch), arguments.model)
        loading = best({name: lambda file=file: session(file, arguments.threads) for name, file in files.items()}, 5)
        sessions = {name: session(file, arguments.threads) for name, file in files.items()}
        rows = {name: [f"{file.stat().st_size / 1e6:.1f} MB", f"{loading[name] * 1e3:.0f} ms"] for name, file in files.items()}
        for batch, length in SHAPES:
            ids = numpy.random.default_rng(0).integers(5, 60, (batch, length))
            inputs = {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
            runs = {}
            for name, each in sessions.items():
                given = {value.name: inputs[value.name] for value in each.get_inputs()}
                # The ranking logit alone, which is all that optimum's graph has.
                runs[name] = lambda each=each, given=given: each.run(["logits"], given)
            for name, seconds in best(runs, max(5, arguments.rounds // batch)).items():
                rows[name].append(f"{seconds * 1e3:.2f} ms")
    print(f"ONNX Runtime {onnxruntime.__version__}, {arguments.model.name}, {arguments.threads} thread(s)")
    print("| graph | size | load | " + " | ".join(f"{batch} x {length}" for batch, length in SHAPES) + " |")
    print("|---" * (3 + len(SHAPES)) + "|")
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
