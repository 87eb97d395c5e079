"""The parts that hostile files are made of: opcodes, zip archives as torch writes them, legacy streams."""

import io
import pickle
import struct
import zipfile

MAGIC = 0x1950A86A20F9469CFC6C


def text(value):
    """BINUNICODE"""
    raw = value.encode("utf-8", "surrogatepass")
    return b"X" + struct.pack("<I", len(raw)) + raw


def short(value):
    """SHORT_BINUNICODE"""
    raw = value.encode()
    return b"\x8c" + bytes([len(raw)]) + raw


def name(module, attribute):
    """GLOBAL"""
    return b"c" + module.encode() + b"\n" + attribute.encode() + b"\n"


def number(value):
    """BININT, or LONG1 where that is too small."""
    if -(2**31) <= value < 2**31:
        return b"J" + struct.pack("<i", value)
    raw = value.to_bytes((value.bit_length() + 8) // 8, "little", signed=True)
    return b"\x8a" + bytes([len(raw)]) + raw


def call(function, *arguments):
    """REDUCE"""
    return function + b"(" + b"".join(arguments) + b"tR"


def entries(*pairs):
    """An OrderedDict of keys and values."""
    items = b"".join(text(key) + value for key, value in pairs)
    return name("collections", "OrderedDict") + b")R(" + items + b"u"


def storage(key="0", count=4, kind="FloatStorage", module="torch", view=b""):
    identity = text("storage") + name(module, kind) + text(key) + text("cpu") + number(count) + view
    return b"(" + identity + b"tQ"


def tensor(held=None, offset=0, shape=(2, 2), strides=(2, 1), function="_rebuild_tensor_v2", more=b""):
    sizes = [b"(" + b"".join(number(n) for n in values) + b"t" for values in (shape, strides)]
    hooks = name("collections", "OrderedDict") + b")R"
    held = storage() if held is None else held
    return call(name("torch._utils", function), held, number(offset), *sizes, b"\x89", hooks, more)


def whole(body, protocol=2):
    return bytes([0x80, protocol]) + body + b"."


STATE = entries(("weight", tensor()))
GOOD = whole(STATE)
DATA = struct.pack("<4f", 1, 2, 3, 4)


def archive(pickled=GOOD, storages=(("0", DATA),), more=(), leave=(), compression=zipfile.ZIP_STORED, change=None):
    """A zip archive as torch.save lays it out."""
    members = [
        ("archive/data.pkl", pickled),
        ("archive/byteorder", b"little"),
        *((f"archive/data/{key}", data) for key, data in storages),
        ("archive/version", b"3\n"),
        *more,
    ]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for path, data in members:
            if path not in leave:
                info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
                info.compress_type = compression
                if change:
                    change(info)
                file.writestr(info, data)
    return buffer.getvalue()


def stream(pickled=GOOD, keys=("0",), storages=DATA, counts=None, info=None, protocol=1001, magic=MAGIC):
    """A stream as torch.save wrote it before PyTorch 1.6."""
    info = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}} if info is None else info
    head = b"".join(pickle.dumps(value, 2) for value in (magic, protocol, info))
    count = struct.pack("<q", 4 if counts is None else counts)
    return head + pickled + pickle.dumps(list(keys), 2) + count + storages
