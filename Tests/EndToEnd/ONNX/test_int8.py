"""The int8 graph keeps the sentences that the package keeps, and is what fast runtimes look for."""

import json

import numpy
import onnx
import onnxruntime
import openvino
import pytest
from binary import REPOSITORY, pruning_pack
from checkpoints import FAMILIES
from graphs import encode, softmax, tokenizer_of
from onnxruntime.quantization import QuantType, quantize_dynamic

DOCUMENT = (REPOSITORY / "examples/demo.txt").read_text(encoding="utf-8").strip()
QUERIES = ["How far can the beam be seen?", "When was the lighthouse built?", "Who was the first keeper?", "When can visitors climb the stairs?"]
FILES = {"float32": "onnx/model.onnx", "int8": "onnx/model_int8.onnx"}


def sentences(package, query):
    """(start, end, whether it is kept) of each sentence, as the command says."""
    said = json.loads(pruning_pack("prune", package, "--query", query, "--document", DOCUMENT, "--format", "json"))
    found = []
    for kept, texts in ((True, said["kept_sentences"]), (False, said["removed_sentences"])):
        for text in texts:
            assert DOCUMENT.count(text) == 1
            found.append((DOCUMENT.index(text), DOCUMENT.index(text) + len(text), kept))
    return sorted(found)


def kept_by_graph(exported, precision, query, spans):
    encoding = tokenizer_of(exported).encode(query, DOCUMENT)
    session = onnxruntime.InferenceSession(exported / FILES[precision])
    inputs, _ = encode(exported, [value.name for value in session.get_inputs()], [(query, DOCUMENT)])
    keep = softmax(session.run(["pruning_logits"], inputs)[0][0])[:, 1]
    answers = []
    for start, end, _ in spans:
        own = [
            probability
            for probability, (first, last), sequence in zip(keep, encoding.offsets, encoding.sequence_ids)
            if sequence == 1 and start <= first < end and last > first
        ]
        answers.append(float(numpy.mean(own)) > 0.5)
    return answers


@pytest.mark.parametrize("query", QUERIES)
def test_kept_sentences(trained, graph, query):
    spans = sentences(trained, query)
    assert len(spans) == 10
    for precision in FILES:
        exported = graph(trained, "--precision", precision)
        assert kept_by_graph(exported, precision, query, spans) == [kept for _, _, kept in spans], precision


def test_something_is_kept_and_something_is_not(trained):
    decisions = [kept for query in QUERIES for _, _, kept in sentences(trained, query)]
    assert 0 < sum(decisions) < len(decisions)


@pytest.mark.parametrize("mode", ["reranking_pruning", "pruning_only"])
@pytest.mark.parametrize("family", FAMILIES)
def test_as_near_as_the_quantizer_of_onnx_runtime(package, graph, tmp_path, family, mode):
    """With random weights, where quantizing shows: token probabilities are as near as those of another's int8 graph."""
    directory = package(family=family, mode=mode)
    exported = graph(directory, "--precision", "int8")
    file = exported / FILES["int8"]
    onnx.checker.check_model(str(file), full_check=True)
    model = onnx.load(file)
    operations = [node.op_type for node in model.graph.node]
    assert operations.count("MatMulInteger") == operations.count("DynamicQuantizeLinear") >= 12
    large = [each for each in model.graph.initializer if numpy.prod(each.dims) > 1024]
    assert {each.data_type for each in large} <= {onnx.TensorProto.INT8, onnx.TensorProto.FLOAT}
    named = [each.name for each in large if each.data_type == onnx.TensorProto.FLOAT]
    # The positions' table and the heads stay as they are.
    assert all("position" in name or "rel_embeddings" in name or "classifier" in name or "pool" in name or "head" in name for name in named)
    whole = graph(directory)
    inputs, mask = encode(exported, [value.name for value in model.graph.input])
    real = mask.astype(bool)
    expected = softmax(in_onnx_runtime(whole / FILES["float32"], inputs)[1])[real][:, 1]
    theirs = tmp_path / "theirs.onnx"
    quantize_dynamic(whole / FILES["float32"], theirs, per_channel=True, weight_type=QuantType.QInt8)
    errors = [
        numpy.abs(softmax(run(path, inputs)[1])[real][:, 1] - expected).mean()
        for run, path in ((in_onnx_runtime, file), (in_openvino, file), (in_onnx_runtime, theirs))
    ]
    print(family, mode, [round(float(each), 4) for each in errors])
    # Theirs has a bit more, which only processors with VNNI compute with.
    assert max(errors[:2]) <= 2.5 * errors[2] + 0.005
    # Products that are cut off in one of the two would show here.
    assert abs(errors[0] - errors[1]) < 0.01


def in_onnx_runtime(file, inputs):
    return onnxruntime.InferenceSession(file).run(["logits", "pruning_logits"], inputs)


def in_openvino(file, inputs):
    core = openvino.Core()
    found = core.compile_model(core.read_model(file), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(inputs)
    return found["logits"], found["pruning_logits"]


def test_onnx_runtime_makes_its_own_operator_of_it(trained, graph, tmp_path):
    """Quantizing, product and scales become one operator, which is its fast path."""
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "optimized.onnx")
    onnxruntime.InferenceSession(graph(trained, "--precision", "int8") / FILES["int8"], options)
    operations = [node.op_type for node in onnx.load(tmp_path / "optimized.onnx").graph.node]
    assert "MatMulInteger" not in operations
    assert operations.count("DynamicQuantizeMatMul") + operations.count("MatMulIntegerToFloat") >= 16


def test_a_third_of_the_size(trained, graph):
    sizes = [(graph(trained, "--precision", name) / file).stat().st_size for name, file in FILES.items()]
    assert sizes[1] < sizes[0] / 2.5
