"""Graphs of `pruning-pack export` beside optimum's export of the same ranking model: size, time to load, time to compute.

    make build test-data
    Tests/environments.sh onnx
    .cache/venv-onnx/bin/python Benchmarks/onnx_graphs.py [--model .cache/minilm] [--threads 1]

The model is MiniLM with a seeded classifier and head. The graphs are run in turns, and the best of the runs counts: what else the
machine does disturbs all of them alike, in ONNX Runtime and in OpenVINO. The graph with QuantizeLinear and DequantizeLinear (QDQ) is
ours in float32, quantized by ONNX Runtime from the ranges of eight random inputs: the other way to int8.
PRUNING_PACK names the command (.build/release/pruning-pack).
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "Tests/Shared"))

import numpy  # noqa: E402
import onnxruntime  # noqa: E402
import openvino  # noqa: E402
import torch  # noqa: E402
from binary import pruning_pack  # noqa: E402
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static  # noqa: E402
from optimum.onnxruntime import AutoQuantizationConfig, ORTModelForSequenceClassification, ORTQuantizer  # noqa: E402
from safetensors.torch import save_file  # noqa: E402
from transformers import AutoModelForSequenceClassification  # noqa: E402

SHAPES = [(1, 32), (1, 128), (1, 512), (16, 128)]


def inputs_of(batch, length, seed=0):
    ids = numpy.random.default_rng(seed).integers(5, 60, (batch, length))
    return {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}


class Ranges(CalibrationDataReader):
    """Eight inputs, from which ONNX Runtime takes the ranges of the activations."""

    def __init__(self):
        self.inputs = iter([inputs_of(1, 128, seed) for seed in range(8)])

    def get_next(self):
        return next(self.inputs, None)


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
    files["ours, QDQ"] = place / "qdq.onnx"
    quantize_static(
        files["ours, float32"], files["ours, QDQ"], Ranges(), quant_format=QuantFormat.QDQ, per_channel=True,
        reduce_range=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"],
    )
    return files


class InONNXRuntime:
    name = f"ONNX Runtime {onnxruntime.__version__}"

    def __init__(self, file, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        self.inputs = [value.name for value in self.session.get_inputs()]

    def run(self, given):
        # The ranking logit alone, which is all that optimum's graph has.
        return self.session.run(["logits"], {name: given[name] for name in self.inputs})[0]


class InOpenVINO:
    name = f"OpenVINO {openvino.__version__.split('-')[0]}"

    def __init__(self, file, threads):
        core = openvino.Core()
        settings = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"}
        self.model = core.compile_model(core.read_model(file), "CPU", settings)
        self.inputs = [value.any_name for value in self.model.inputs]

    def run(self, given):
        return self.model({name: given[name] for name in self.inputs})["logits"]


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
        for runtime in (InONNXRuntime, InOpenVINO):
            measure(runtime, files, arguments)


def measure(runtime, files, arguments):
    loading = best({name: lambda file=file: runtime(file, arguments.threads) for name, file in files.items()}, 5)
    sessions = {name: runtime(file, arguments.threads) for name, file in files.items()}
    rows = {name: [f"{file.stat().st_size / 1e6:.1f} MB", f"{loading[name] * 1e3:.0f} ms"] for name, file in files.items()}
    for batch, length in SHAPES:
        given = inputs_of(batch, length)
        runs = {name: lambda each=each: each.run(given) for name, each in sessions.items()}
        for name, seconds in best(runs, max(5, arguments.rounds // batch)).items():
            rows[name].append(f"{seconds * 1e3:.2f} ms")
    given = inputs_of(1, 128)
    exact = sessions["ours, float32"].run(given)
    for name, each in sessions.items():
        rows[name].append(f"{numpy.abs(each.run(given) - exact).max():.1e}")
    print(f"\n{runtime.name}, {arguments.model.name}, {arguments.threads} thread(s)\n")
    print("| graph | size | load | " + " | ".join(f"{batch} x {length}" for batch, length in SHAPES) + " | from float32 |")
    print("|---" * (4 + len(SHAPES)) + "|")
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
