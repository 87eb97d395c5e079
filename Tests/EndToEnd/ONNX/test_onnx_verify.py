"""`verify` on packages that have a graph: those of `export` and of optimum pass, and what is not the package's is refused."""

import json
import random
import shutil

import numpy
import onnx
import pytest
from binary import attempt
from checkpoints import FAMILIES
from onnx import TensorProto, helper, numpy_helper
from optimum.onnxruntime import AutoQuantizationConfig, ORTModelForSequenceClassification, ORTOptimizer, ORTQuantizer
from optimum.onnxruntime.configuration import OptimizationConfig

MODES = ("reranking_pruning", "pruning_only")
# These run the model, which has nothing to do with its graph.
QUICK = [each for number in (2, 3, 4, 5, 6, 7, 9, 10) for each in ("--ignore", f"RUN{number:03}")]


def findings(directory, *flags):
    """(exit code, {rule: severities}) of the rules about graphs; of others only errors, and what nobody looked at."""
    code, report, errors = attempt("verify", directory, "--format", "json", "--quiet", *QUICK, *flags)
    assert code in (0, 1), errors
    found = {}
    for each in json.loads(report)["findings"]:
        if each["rule"].startswith("ONX") or each["severity"] == "error" or each["rule"] == "SEC006":
            found.setdefault(each["rule"], []).append(each["severity"])
    return code, found


@pytest.fixture
def with_graph(tmp_path):
    """with_graph(package, folder or file) -> a copy of the package that has it under `onnx`."""

    def make(package, source, name="model.onnx"):
        target = tmp_path / f"copy{len(list(tmp_path.iterdir()))}"
        shutil.copytree(package, target)
        if source.is_dir():
            shutil.copytree(source, target / "onnx")
        else:
            (target / "onnx").mkdir()
            shutil.copy(source, target / "onnx" / name)
        return target

    return make


@pytest.mark.parametrize("flags", [(), ("--precision", "int8"), ("--largest-file", "20000")], ids=str)
@pytest.mark.parametrize("family", FAMILIES)
def test_an_export_is_of_the_package(package, graph, with_graph, family, flags):
    for mode in MODES:
        directory = package(family=family, mode=mode)
        assert findings(with_graph(directory, graph(directory, *flags) / "onnx")) == (0, {}), mode


@pytest.mark.parametrize("flags", [(), ("--precision", "int8"), ("--largest-file", "20000")], ids=str)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_graph_of_another_model_is_refused(package, graph, with_graph, family, flags):
    for mode in MODES:
        other = graph(package(family=family, mode=mode, seed=5), *flags)
        code, found = findings(with_graph(package(family=family, mode=mode), other / "onnx"))
        assert code == 1 and found.keys() == {"ONX003"} and "error" in found["ONX003"], mode


def test_the_whole_gate_passes(trained, graph, with_graph):
    target = with_graph(trained, graph(trained) / "onnx")
    assert attempt("verify", target, "--quiet")[0] == 0


def test_saving_a_package_again_says_that_its_graph_is_left_out(trained, graph, with_graph, tmp_path):
    code, output, errors = attempt("save", "--from", with_graph(trained, graph(trained) / "onnx"), "--output", tmp_path / "again")
    assert code == 0, errors
    assert "onnx/ of the source is not taken over" in output + errors
    assert not (tmp_path / "again/onnx").exists()


def test_a_graph_of_another_dtype_is_the_same(package, graph, with_graph):
    import torch

    for dtype in (torch.float16, torch.bfloat16):
        directory = package(dtype=dtype)
        assert findings(with_graph(directory, graph(directory) / "onnx")) == (0, {})


@pytest.fixture(scope="session")
def optimum(tmp_path_factory):
    """optimum(package) -> the file that optimum's own export of the ranking model gives."""
    made = {}

    def make(package):
        if package not in made:
            place = tmp_path_factory.mktemp("optimum")
            model = ORTModelForSequenceClassification.from_pretrained(package / "ranking_model", export=True)
            model.save_pretrained(place)
            made[package] = place / "model.onnx"
        return made[package]

    return make


@pytest.mark.parametrize("family", FAMILIES)
def test_graphs_of_optimum(package, optimum, with_graph, family):
    directory = package(family=family)
    code, found = findings(with_graph(directory, optimum(directory)))
    # That it does not prune is a suggestion, and nothing else is said of it.
    assert (code, found) == (0, {"ONX002": ["suggestion"]})
    other = package(family=family, seed=5)
    code, found = findings(with_graph(other, optimum(directory)))
    assert code == 1 and "error" in found["ONX003"]


@pytest.mark.parametrize("family", ["bert", "xlm-roberta"])
def test_graphs_that_optimum_has_changed(package, optimum, with_graph, tmp_path, family):
    directory = package(family=family)
    source = optimum(directory).parent
    quantizer = ORTQuantizer.from_pretrained(source)
    config = AutoQuantizationConfig.avx512_vnni(is_static=False, per_channel=True)
    quantizer.quantize(save_dir=tmp_path / "quantized", quantization_config=config)
    optimizer = ORTOptimizer.from_pretrained(ORTModelForSequenceClassification.from_pretrained(source))
    optimizer.optimize(save_dir=tmp_path / "optimized", optimization_config=OptimizationConfig(optimization_level=2))
    for name in ("quantized/model_quantized.onnx", "optimized/model_optimized.onnx"):
        code, found = findings(with_graph(directory, tmp_path / name))
        assert code == 0 and found["ONX002"] == ["suggestion"], (name, found)
        assert "error" not in found.get("ONX001", []) + found.get("ONX003", []), (name, found)


def changed(graph, tmp_path, change):
    """A copy of a graph's file that `change` has changed."""
    model = onnx.load(graph / "onnx/model.onnx")
    change(model)
    onnx.save(model, tmp_path / "changed.onnx")
    return tmp_path / "changed.onnx"


def rename(model, old, new):
    for value in [*model.graph.input, *model.graph.output]:
        if value.name == old:
            value.name = new
    for node in model.graph.node:
        for names in (node.input, node.output):
            for index, name in enumerate(names):
                if name == old:
                    names[index] = new


def half(model):
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(numpy.float16), tensor.name))


def typed(model):
    for tensor in model.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if tensor.data_type == TensorProto.FLOAT and array.ndim == 2:
            tensor.CopyFrom(helper.make_tensor(tensor.name, TensorProto.FLOAT, array.shape, array.flatten()))


def one_value(model):
    tensor = next(each for each in model.graph.initializer if each.name.endswith("word_embeddings.weight"))
    array = numpy_helper.to_array(tensor).copy()
    array[-1, -1] += 0.01
    tensor.CopyFrom(numpy_helper.from_array(array, tensor.name))


def custom_operator(model):
    model.graph.node[3].domain = "my.company"
    model.opset_import.append(helper.make_opsetid("my.company", 1))


def fixed_length(model):
    for value in [*model.graph.input, *model.graph.output]:
        for dimension in value.type.tensor_type.shape.dim:
            if dimension.dim_param == "sequence_length":
                dimension.dim_value = 128


CHANGES = {
    "renamed input": (lambda model: rename(model, "attention_mask", "mask"), {"ONX002": ["error"] * 2}),
    "renamed output": (lambda model: rename(model, "logits", "score"), {"ONX002": ["error"]}),
    "fixed length": (fixed_length, {"ONX002": ["warning"] * 3}),
    "custom operator": (custom_operator, {"ONX001": ["error"]}),
    "one other value": (one_value, {"ONX003": ["error"]}),
    "no operators' version": (lambda model: model.ClearField("opset_import"), {"ONX001": ["error"]}),
    "no node": (lambda model: model.graph.node.pop(5), {"ONX001": ["error"]}),
    "half precision": (half, {}),
    # Elements that stand one by one are not read, and that is said.
    "typed elements": (typed, {"ONX003": ["suggestion"]}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_changes(package, graph, with_graph, tmp_path, name):
    change, expected = CHANGES[name]
    directory = package()
    target = with_graph(directory, changed(graph(directory), tmp_path, change))
    code, found = findings(target)
    assert found == expected
    assert code == any("error" in severities for severities in expected.values())


@pytest.mark.parametrize("location", ["../ranking_model/model.safetensors", "/etc/passwd", "sub/../model.onnx_data", "gone"])
def test_data_outside(package, graph, with_graph, location):
    directory = package()
    target = with_graph(directory, graph(directory, "--largest-file", "20000") / "onnx")
    file = target / "onnx/model.onnx"
    model = onnx.load(file, load_external_data=False)
    for tensor in model.graph.initializer:
        for entry in tensor.external_data:
            if entry.key == "location":
                entry.value = location
    file.write_bytes(model.SerializeToString())
    code, found = findings(target)
    # The data that nothing names any more are a file that nobody has looked at.
    assert (code, found) == (1, {"ONX001": ["error"], "ONX003": ["suggestion"], "SEC006": ["warning"]})


def test_data_cut_short(package, graph, with_graph):
    directory = package()
    target = with_graph(directory, graph(directory, "--largest-file", "20000") / "onnx")
    data = target / "onnx/model.onnx_data"
    data.write_bytes(data.read_bytes()[:-5000])
    code, found = findings(target)
    assert (code, found) == (1, {"ONX001": ["error"], "ONX003": ["suggestion"]})


# Whatever the bytes are


def outcome(target, content):
    (target / "onnx/model.onnx").write_bytes(content)
    code, report, errors = attempt("verify", target, "--format", "json", "--quiet", *QUICK)
    assert code in (0, 1) and report.startswith("{"), (code, errors)
    return code, {each["rule"] for each in json.loads(report)["findings"] if each["severity"] == "error"}


def test_cut_short_anywhere(package, graph, with_graph):
    directory = package()
    source = graph(directory) / "onnx"
    target = with_graph(directory, source)
    whole = (source / "model.onnx").read_bytes()
    lengths = random.Random(1).sample(range(len(whole)), 12) + [0, 1, 2, 20, len(whole) - 1, len(whole) - 200]
    for length in lengths:
        assert outcome(target, whole[:length]) == (1, {"ONX001"}), length


def test_bytes_changed_anywhere(package, graph, with_graph):
    directory = package()
    source = graph(directory) / "onnx"
    target = with_graph(directory, source)
    whole = (source / "model.onnx").read_bytes()
    chance = random.Random(2)
    refused = 0
    for _ in range(25):
        content = bytearray(whole)
        # Where the nodes are, and the heads of the tensors.
        content[chance.randrange(12_000)] = chance.randrange(256)
        code, errors = outcome(target, bytes(content))
        assert errors <= {"ONX001", "ONX002", "ONX003"}
        refused += code
    assert refused > 5


def varint(value):
    found = b""
    while value > 127:
        found += bytes([value & 127 | 128])
        value >>= 7
    return found + bytes([value])


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def nested(depth):
    """Graphs in attributes of operations of graphs."""
    graph = field(2, b"x")
    for _ in range(depth):
        graph = field(1, field(4, b"If") + field(5, field(1, b"a") + field(6, graph)))
    return field(7, graph) + field(8, b"\x10\x11")


HOSTILE = {
    "deep": nested(2000),
    "endless number": b"\x08" + b"\xff" * 40,
    "length of 2^63": varint(7 << 3 | 2) + varint(1 << 63) + b"x",
    "group": b"\x0b\x0c" * 10,
    "field 0": b"\x02\x00",
    "empty graph": field(7, b"") + field(8, b"\x10\x11"),
    "negative dimension": field(7, field(5, b"\x08" + varint((1 << 64) - 5) + b"\x10\x01" + field(8, b"w") + field(9, b""))),
    "huge dimensions": field(7, field(5, (b"\x08" + varint(1 << 62)) * 9 + b"\x10\x01" + field(8, b"w") + field(9, b"1234"))),
    "many dimensions": field(7, field(5, b"\x08\x01" * 100_000)),
    "many names": field(7, field(1, field(4, b"A") + field(2, b"") * 1_000_000)),
    "many operators' sets": field(8, b"\x10\x11") * 1_500_000,
    "no text": field(7, field(2, b"\xff\xfe")) ,
    "offset": field(7, field(5, b"\x08\x02\x10\x01" + field(8, b"w") + field(13, field(1, b"location") + field(2, b"d")) + field(13, field(1, b"offset") + field(2, b"9223372036854775807")) + b"\x70\x01")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(package, graph, with_graph, name):
    directory = package()
    target = with_graph(directory, graph(directory) / "onnx")
    (target / "onnx/d").write_bytes(b"12345678")
    code, errors = outcome(target, HOSTILE[name])
    assert code == 1 and "ONX001" in errors
