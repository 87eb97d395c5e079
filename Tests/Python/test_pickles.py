"""What torch.save writes, in both formats, comes out bit by bit as torch itself reads it."""

import collections
import json
import os
import resource
import struct
import sys
import zipfile

import pytest
import torch
import transformers
from binary import REPOSITORY, attempt, convert, pruning_pack
from checkpoints import make_checkpoint
from hostile.writing import DATA, archive, call, entries, name, storage, tensor, whole
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from support import assert_same_tensors

RXNFP = REPOSITORY / ".cache/rxnfp"
RXNFP_MODELS = ("bert_ft", "bert_ft_10k_25s", "bert_pretrained")

pytestmark = [
    pytest.mark.skipif(
        transformers.__version__.startswith("4"), reason="the same torch in both environments: run in one of them"
    ),
    pytest.mark.filterwarnings("ignore:Detected pickle protocol"),
]

LEGACY = [
    torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8,
    torch.uint8, torch.bool, torch.complex64,
]
NEW = [
    torch.uint16, torch.uint32, torch.uint64, torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz,
    torch.float8_e5m2fnuz, torch.float8_e8m0fnu,
]
FORMATS = {
    "zip": {}, "zip-3": {"pickle_protocol": 3}, "zip-4": {"pickle_protocol": 4}, "zip-5": {"pickle_protocol": 5},
    "legacy": {"_use_new_zipfile_serialization": False},
    "legacy-4": {"_use_new_zipfile_serialization": False, "pickle_protocol": 4},
}


def bits(dtype, *shape):
    """A tensor of every kind of bits: NaN, infinity and subnormal numbers come along."""
    count = torch.Size(shape).numel()
    if dtype == torch.bool:
        return torch.randint(0, 2, shape).bool()
    raw = torch.randint(0, 256, (count * dtype.itemsize,), dtype=torch.uint8)
    return raw.view(dtype).reshape(shape)


def state(dtypes=(*LEGACY, *NEW)):
    torch.manual_seed(0)
    base = bits(torch.float32, 6, 8)
    shared = bits(torch.float16, 5, 5)
    result = collections.OrderedDict(
        parameter=torch.nn.Parameter(torch.randn(3, 4)),
        frozen=torch.nn.Parameter(torch.randn(3), requires_grad=False),
        scalar=torch.tensor(2.5),
        empty=torch.zeros(0, 7),
        empty_transposed=torch.zeros(7, 0).t(),
        transposed=base.t(),
        slice=base[1:5, 2:7],
        step=base[::2, ::3],
        permuted=bits(torch.int64, 2, 3, 4).permute(2, 0, 1),
        block=bits(torch.float32, 4, 3, 5)[:, 1:, :],
        bytes_transposed=bits(torch.uint8, 9, 7).t(),
        doubles_transposed=bits(torch.float64, 9, 7).t(),
        expanded=torch.arange(6.0).reshape(1, 6).expand(4, 6),
        overlapping=torch.arange(10.0).as_strided((4, 3), (2, 1)),
        ones=torch.ones(1, 5, 1).transpose(0, 2),
        first=shared, second=shared, row=shared[2], column=shared[:, 2],
    )
    for dtype in dtypes:
        result[f"of {dtype}"] = bits(dtype, 3, 5)
        result[f"transposed {dtype}"] = bits(dtype, 3, 5).t()
    result["näme with ü\n"] = torch.ones(2)
    return result


def flat(value, name=""):
    """(name, tensor) as the product names them."""
    if isinstance(value, torch.Tensor):
        yield name, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    for key, inner in pairs:
        yield from flat(inner, f"{name}.{key}" if name else str(key))


def assert_equal_bits(found, expected):
    assert found.keys() == expected.keys()
    for name, tensor in expected.items():
        tensor = tensor.detach().contiguous()
        assert found[name].dtype == tensor.dtype, name
        assert found[name].shape == tensor.shape, name
        same = torch.equal(found[name].reshape(-1).view(torch.uint8), tensor.reshape(-1).view(torch.uint8))
        assert same, name


def assert_read(checkpoint, expected, tmp_path):
    output = tmp_path / "read.safetensors"
    output.unlink(missing_ok=True)
    code, errors = convert(checkpoint, output)
    assert code == 0, errors
    assert_equal_bits(load_file(output), dict(flat(expected)))


def saved(tmp_path, value, **options):
    path = tmp_path / "saved.bin"
    torch.save(value, path, **options)
    return path


def rezip(source, target, compression=zipfile.ZIP_STORED, large=False, change=lambda name, data: data):
    """Writes an archive again with Python's zipfile."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", compression) as new:
        for info in old.infolist():
            data = change(info.filename, old.read(info))
            if data is not None:
                with new.open(info.filename, "w", force_zip64=large) as member:
                    member.write(data)
    return target


@pytest.mark.parametrize("options", FORMATS.values(), ids=FORMATS.keys())
def test_every_dtype_and_view(tmp_path, options):
    new = options.get("_use_new_zipfile_serialization", True)
    path = saved(tmp_path, state((*LEGACY, *NEW) if new else LEGACY), **options)
    # The same file for both: torch's restricted reader stops at newer protocols, and this file is our own.
    expected = torch.load(path, weights_only=options.get("pickle_protocol", 2) < 4)
    assert_read(path, expected, tmp_path)


@pytest.mark.parametrize("legacy", [False, True])
def test_nested_state(tmp_path, legacy):
    model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.BatchNorm1d(3))
    optimizer = torch.optim.AdamW(model.parameters())
    model(torch.randn(5, 4)).sum().backward()
    optimizer.step()
    value = {
        "model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3, "loss": 0.25, "best": None,
        "names": ["a", "b"], "done": True, "large": 2**70, "negative": -(2**40), "shape": torch.Size((2, 3)),
        "dtype": torch.float16, "device": torch.device("cpu"), "set": {1, 2}, "raw": b"bytes", "complex": 1j,
        "array": bytearray(b"abc"), "counts": collections.Counter(a=2), "pair": (torch.ones(2), [torch.zeros(3)]),
    }
    path = saved(tmp_path, value, _use_new_zipfile_serialization=not legacy)
    expected = torch.load(path, weights_only=True)
    assert_read(path, expected, tmp_path)


def test_a_module_with_versions_and_attributes(tmp_path):
    """state_dict() has an attribute of its own, and a parameter may have some."""
    parameter = torch.nn.Parameter(torch.randn(3))
    parameter.note = "kept by torch"
    value = torch.nn.Linear(4, 3).state_dict()
    value["with_attribute"] = parameter
    path = saved(tmp_path, value)
    assert_read(path, torch.load(path, weights_only=True), tmp_path)


def test_the_rebuild_functions_of_other_releases(tmp_path):
    """`_rebuild_tensor` alone, a parameter's class, and the type in front: written by hand, read by torch too."""
    plain = call(name("torch._utils", "_rebuild_tensor"), storage(), b"K\0", b"(K\2K\2t", b"(K\1K\2t")
    typed = call(name("torch._tensor", "_rebuild_from_type_v2"), name("torch._utils", "_rebuild_tensor_v2"), name("torch", "Tensor"),
                 tensor()[len(name("torch._utils", "_rebuild_tensor_v2")):-1], b"}")
    moved = call(name("torch._utils", "_rebuild_device_tensor_from_cpu_tensor"), tensor(), name("torch", "float32"), b"X\3\0\0\0cpu", b"\x89")
    path = tmp_path / "by-hand.bin"
    path.write_bytes(archive(whole(entries(("plain", plain), ("typed", typed), ("moved", moved))), [("0", DATA)]))
    code, errors = convert(path, tmp_path / "out.safetensors")
    assert code == 0, errors
    expected = torch.tensor(struct.unpack("<4f", DATA)).reshape(2, 2)
    found = load_file(tmp_path / "out.safetensors")
    assert_equal_bits(found, {"plain": expected.t(), "typed": expected, "moved": expected})


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_archives_that_python_wrote_again(tmp_path, compression, large):
    path = rezip(saved(tmp_path, state()), tmp_path / "again.bin", compression, large)
    assert_read(path, torch.load(path, weights_only=True), tmp_path)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_big_endian_records(tmp_path, compression):
    """The byte order is turned round storage by storage, as a machine of the other kind would have written them."""
    source = saved(tmp_path, state(LEGACY))
    widths = {}

    class Widths(torch._weights_only_unpickler.Unpickler):
        def persistent_load(self, pid):
            dtype = pid[1].dtype
            widths[f"saved/data/{pid[2]}"] = dtype.itemsize // (2 if dtype.is_complex else 1)
            return torch.storage.TypedStorage(pid[4], dtype=dtype)

    with zipfile.ZipFile(source) as archive:
        Widths(archive.open("saved/data.pkl")).load()

    def turn(name, data):
        if name == "saved/byteorder":
            return b"big"
        width = widths.get(name, 1)
        return b"".join(data[at : at + width][::-1] for at in range(0, len(data), width))

    path = rezip(source, tmp_path / "big.bin", compression, change=turn)
    assert_read(path, torch.load(path, weights_only=True), tmp_path)
    assert_read(path, torch.load(source, weights_only=True), tmp_path)


def test_an_archive_of_an_odd_name(tmp_path):
    """torch names the folder inside after the file."""
    path = tmp_path / "epoch 3 at 12:30, größte.pt"
    torch.save(state(), path)
    assert_read(path, torch.load(path, weights_only=True), tmp_path)


def test_an_archive_without_records(tmp_path):
    """PyTorch 1.6 wrote neither the byte order nor the alignment."""
    drop = {"saved/byteorder", "saved/.format_version", "saved/.storage_alignment", "saved/.data/serialization_id"}
    path = rezip(
        saved(tmp_path, state()), tmp_path / "old.bin", change=lambda name, data: None if name in drop else data
    )
    assert_read(path, torch.load(path, weights_only=True), tmp_path)


@pytest.mark.parametrize("model", RXNFP_MODELS)
def test_trained_models_in_the_legacy_format(tmp_path, model):
    path = RXNFP / model / "pytorch_model.bin"
    assert path.exists(), "run `make test-data` first"
    assert_read(path, torch.load(path, weights_only=True, map_location="cpu"), tmp_path)


def test_what_a_trainer_left_beside_a_model_is_shown_and_refused():
    code, output, errors = attempt("inspect", RXNFP / "bert_ft_10k_25s/training_args.bin", "--format", "json")
    assert code == 1
    assert "argparse.Namespace" in errors
    imports = json.loads(output)["checkpoints"][0]["imports"]
    assert [f"{i['module']}.{i['name']}" for i in imports if not i["allowed"]] == ["argparse.Namespace"]


def test_shards(tmp_path):
    tensors = state(LEGACY)
    names = list(tensors)
    shards = {"pytorch_model-00001-of-00002.bin": names[::2], "pytorch_model-00002-of-00002.bin": names[1::2]}
    for shard, held in shards.items():
        torch.save({name: tensors[name] for name in held}, tmp_path / shard)
    index = {"metadata": {"total_size": 1}, "weight_map": {name: shard for shard, held in shards.items() for name in held}}
    (tmp_path / "pytorch_model.bin.index.json").write_text(json.dumps(index))
    assert_read(tmp_path, dict(tensors), tmp_path)


def test_safetensors_win_over_a_pickle(tmp_path):
    save_file({"a": torch.ones(2)}, tmp_path / "model.safetensors")
    torch.save({"a": torch.zeros(2)}, tmp_path / "pytorch_model.bin")
    assert_read(tmp_path, {"a": torch.ones(2)}, tmp_path)


def test_inspect_lists_a_pickle_as_it_does_safetensors(tmp_path):
    tensors = {name: tensor.detach().clone().contiguous() for name, tensor in state().items()}
    save_file(tensors, tmp_path / "model.safetensors")
    listed = []
    for path in (tmp_path / "model.safetensors", saved(tmp_path, tensors)):
        checkpoint = json.loads(pruning_pack("inspect", path, "--format", "json"))["checkpoints"][0]
        assert checkpoint["problem"] is None
        assert all(item["allowed"] for item in checkpoint["imports"])
        listed.append(([(t["name"], t["dtype"], t["shape"]) for t in checkpoint["tensors"]],
                       checkpoint["parameters"], checkpoint["bytes"]))
    assert listed[0] == listed[1]
    assert checkpoint["imports"]


@pytest.mark.parametrize("legacy", [False, True])
def test_a_package_from_pickles_is_that_from_safetensors(tmp_path, legacy):
    """Sub-model and head as .bin files give the very tensors that safetensors give."""
    checkpoint = make_checkpoint(tmp_path / "checkpoint")
    options = ["--license", "mit", "--language", "en", "--no-verify", "--quiet"]

    def pack(head, output):
        pruning_pack("save", "--ranking-model", checkpoint / "encoder", "--pruning-head", head, "--output", output, *options)

    pack(checkpoint / "head", tmp_path / "expected")
    for directory, target in (("encoder", "pytorch_model.bin"), ("head", "../head.bin")):
        source = checkpoint / directory / "model.safetensors"
        torch.save(load_file(source), source.parent / target, _use_new_zipfile_serialization=not legacy)
        source.unlink()
    pack(checkpoint / "head.bin", tmp_path / "found")
    assert_same_tensors(tmp_path / "expected", tmp_path / "found")
    assert not list((tmp_path / "found").rglob("*.bin"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds what is private to a process")
@pytest.mark.parametrize("kind", ["views", "deflated", "legacy"])
def test_memory_does_not_grow_with_the_file(tmp_path, kind):
    """160 MB, in `make proof` 2.2 GB, go through 64 MB of memory of its own; maps of files are the system's."""
    layers = 140 if "PRUNING_PACK_PROOF" in os.environ else 10
    tensors = {f"layer.{n}": torch.randn(1000, 4000).t() for n in range(layers)}
    path = saved(tmp_path, tensors, _use_new_zipfile_serialization=kind != "legacy")
    if kind == "deflated":
        path = rezip(path, tmp_path / "deflated.bin", zipfile.ZIP_DEFLATED)
        (tmp_path / "saved.bin").unlink()
    bound = 64 << 20
    output = tmp_path / "out.safetensors"
    code, errors = convert(path, output, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (bound, bound)))
    path.unlink()
    assert code == 0, errors
    with safe_open(output, "pt") as found:
        assert sorted(found.keys()) == sorted(tensors)
        for name, tensor in tensors.items():
            assert torch.equal(found.get_tensor(name), tensor), name
    output.unlink()
