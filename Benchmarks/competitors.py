"""The encoders that are compared: each gives the shortest time of a pass within some seconds."""

import contextlib
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCHMARK = ROOT / ".build/release/EncoderBenchmark"


class Ours:
    """The Swift encoder, in a process that answers requests."""

    def __init__(self, model, threads, precision="float32"):
        self.name = "ours" if precision == "float32" else f"ours {precision}"
        self.process = subprocess.Popen(
            [BENCHMARK, model.directory, str(threads), precision],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, request):
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()
        return [float(word) for word in self.process.stdout.readline().split()]

    def instructions(self):
        self.process.stdin.write("instructions\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

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


def token_ids(model, batch, length):
    """The rows that EncoderBenchmark makes too."""
    import numpy

    row, column = numpy.indices((batch, length))
    return 1000 + (column * 7919 + row * 104729) % (model.settings()["vocab_size"] - 1000)


class Torch(InProcess):
    """PyTorch, in float32, with bfloat16 where autocast takes it, or with its dynamic int8."""

    def __init__(self, model, threads, kind="float32"):
        import torch

        self.name = "torch" if kind == "float32" else f"torch {kind}"
        self.torch = torch
        self.threads = threads
        self.model = model
        self.kind = kind
        self.module = model.load("sdpa")
        if kind == "int8":
            self.module = torch.ao.quantization.quantize_dynamic(self.module, {torch.nn.Linear}, torch.qint8)

    def prepare(self, batch, length):
        self.torch.set_num_threads(self.threads)
        ids = self.torch.from_numpy(token_ids(self.model, batch, length))

        def run():
            autocast = self.torch.autocast("cpu", self.torch.bfloat16) if self.kind == "bf16" else contextlib.nullcontext()
            with self.torch.inference_mode(), autocast:
                return self.module(input_ids=ids).last_hidden_state

        return run

    def states(self, length):
        return self.prepare(1, length)().flatten().numpy()


class OnnxRuntime(InProcess):
    """ONNX Runtime on the exported graph, or on the graph that its own optimizer makes of it."""

    def __init__(self, model, threads, graph, name):
        import onnxruntime

        self.name = name
        self.model = model
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Its waiting threads would spin through the others' turns.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        self.session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def prepare(self, batch, length):
        import numpy

        ids = token_ids(self.model, batch, length).astype(numpy.int64)
        inputs = {"input_ids": ids, "attention_mask": numpy.ones_like(ids)}
        wanted = {node.name for node in self.session.get_inputs()}
        inputs = {key: value for key, value in inputs.items() if key in wanted}
        return lambda: self.session.run(None, inputs)


class OpenVino(InProcess):
    """OpenVINO on the exported graph, or on what NNCF makes of it."""

    def __init__(self, model, threads, graph, name):
        import openvino

        self.name = name
        self.model = model
        settings = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
        self.compiled = openvino.Core().compile_model(graph, "CPU", settings)
        self.wanted = [port.any_name for port in self.compiled.inputs]

    def prepare(self, batch, length):
        import numpy

        ids = token_ids(self.model, batch, length).astype(numpy.int64)
        given = {"input_ids": ids, "attention_mask": numpy.ones_like(ids)}
        inputs = {name: given[name] for name in self.wanted}
        request = self.compiled.create_infer_request()
        return lambda: request.infer(inputs)


def quantized_graphs(model):
    """What others make of the exported graph in int8, once: (class, name, file)."""
    folder = ROOT / ".cache/benchmark-graphs" / model.name
    plain, dynamic, post_training = folder / "plain.onnx", folder / "dynamic-int8.onnx", folder / "nncf.xml"
    if not dynamic.exists():
        from onnxruntime.quantization import QuantType, quantize_dynamic

        quantize_dynamic(plain, dynamic, per_channel=True, weight_type=QuantType.QInt8)
    if not post_training.exists():
        calibrate(model, plain, post_training)
    return [(OnnxRuntime, "ORT int8", dynamic), (OpenVino, "OpenVINO", plain), (OpenVino, "OV int8", post_training)]


def calibrate(model, plain, target):
    """Has NNCF quantize after training, for a transformer, on rows of many lengths."""
    import nncf
    import numpy
    import openvino

    nncf.set_log_level(40)
    graph = openvino.Core().read_model(plain)
    rows = [token_ids(model, 1, length).astype(numpy.int64) for length in range(16, 256, 8)]
    wanted = [port.any_name for port in graph.inputs]
    samples = [{name: ids if name == "input_ids" else numpy.ones_like(ids) for name in wanted} for ids in rows]
    quantized = nncf.quantize(graph, nncf.Dataset(samples), model_type=nncf.ModelType.TRANSFORMER)
    openvino.save_model(quantized, target, compress_to_fp16=False)


def export_graphs(model):
    """The model as ONNX graphs, made once: (name, file) of the plain one and of the one that its optimizer fused."""
    folder = ROOT / ".cache/benchmark-graphs" / model.name
    folder.mkdir(parents=True, exist_ok=True)
    plain, fused, fusions = folder / "plain.onnx", folder / "fused.onnx", folder / "fusions.txt"
    if not plain.exists():
        export(model, plain)
    if not fused.exists():
        fusions.write_text(fuse(model, plain, fused) + "\n")
    print(f"\n{model.name}: the fused graph has {fusions.read_text().strip()}")
    return [("onnxruntime", plain), ("fused graph", fused)]


def export(model, file):
    import torch

    class States(torch.nn.Module):
        def __init__(self, module):
            super().__init__()
            self.module = module

        def forward(self, input_ids, attention_mask):
            return self.module(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    names = ["input_ids", "attention_mask"]
    ids = torch.full((2, 8), 5)
    temporary = file.with_suffix(".partial")
    torch.onnx.export(
        States(model.load("eager")), (ids, torch.ones_like(ids)), temporary, input_names=names, output_names=["states"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in [*names, "states"]}, opset_version=17, dynamo=False,
    )  # fmt: skip
    temporary.rename(file)


def fuse(model, plain, fused):
    """Writes what ONNX Runtime's optimizer makes of a graph, and returns which fusions it found.

    It is asked as for BERT, of which all these families are kin; what it does not recognise stays as it is.
    """
    from onnxruntime.transformers import optimizer

    settings = model.settings()
    optimized = optimizer.optimize_model(
        str(plain), model_type="bert", num_heads=settings["num_attention_heads"], hidden_size=settings["hidden_size"]
    )
    optimized.save_model_to_file(str(fused))
    found = {name: count for name, count in optimized.get_fused_operator_statistics().items() if count}
    return ", ".join(f"{count} {name}" for name, count in found.items()) or "nothing fused"
