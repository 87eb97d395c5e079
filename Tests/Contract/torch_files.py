"""What the tests of pickles share: files that torch.save writes, and how what is read of them is compared."""

import collections
import zipfile

import pytest
import torch
import transformers
from binary import convert
from safetensors.torch import load_file

# For pytestmark in each file.
MARKS = [
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
