"""The encoders that are compared: each gives the shortest time of a pass within some seconds."""

import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCHMARK = ROOT / ".build/release/EncoderBenchmark"


class Ours:
    """The Swift encoder, in a process that answers requests."""

    name = "ours"

    def __init__(self, model, threads):
        self.process = subprocess.Popen(
            [BENCHMARK, model.directory, str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
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


def token_ids(model, batch, length):
    """The rows that EncoderBenchmark makes too."""
    import numpy

    row, column = numpy.indices((batch, length))
    return 1000 + (column * 7919 + row * 104729) % (model.settings()["vocab_size"] - 1000)


class Torch(InProcess):
    name = "torch"

    def __init__(self, model, threads):
        import torch

        self.torch = torch
        self.threads = threads
        self.model = model
        self.module = model.load("sdpa")

    def prepare(self, batch, length):
        self.torch.set_num_threads(self.threads)
        ids = self.torch.from_numpy(token_ids(self.model, batch, length))

        def run():
            with self.torch.inference_mode():
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
