"""State dicts whose tensors reach beyond their storages, or are none that safetensors can hold."""

from .writing import DATA, archive, call, entries, name, number, storage, stream, tensor, text, whole

HUGE = 2**62


def payloads():
    """(name, value of a key)"""
    yield "negative-offset", tensor(offset=-1)
    yield "offset-beyond", tensor(offset=1)
    yield "offset-huge", tensor(offset=HUGE)
    yield "offset-of-nine-bytes", tensor(offset=2**64)
    yield "negative-stride", tensor(strides=(-2, 1))
    yield "negative-shape", tensor(shape=(-2, 2))
    yield "shape-beyond", tensor(shape=(2, 3))
    yield "stride-beyond", tensor(strides=(3, 1))
    yield "stride-huge", tensor(strides=(HUGE, 1))
    yield "shape-overflows", tensor(shape=(2**31, 2**31, 2**31), strides=(0, 0, 0))
    yield "shape-overflows-to-zero", tensor(shape=(2**32, 2**32), strides=(0, 0))
    yield "span-overflows", tensor(shape=(2**31, 2**31), strides=(HUGE, HUGE))
    yield "expanded-to-terabytes", tensor(shape=(2**40,), strides=(0,))
    yield "expanded-often", b"](" + b"".join(tensor(shape=(2**22 + n,), strides=(0,)) for n in range(20)) + b"e"
    yield "rank-of-65", tensor(shape=(1,) * 65, strides=(1,) * 65)
    yield "rank-of-a-million", tensor(shape=(1,) * 100_000, strides=(1,) * 100_000)
    yield "shape-and-strides-differ", tensor(shape=(2, 2), strides=(1,))
    yield "shape-of-floats", call(name("torch._utils", "_rebuild_tensor"), storage(), number(0), b"(G" + b"\x40" + bytes(7) + b"t", b"(K\1t")
    yield "shape-of-nothing", call(name("torch._utils", "_rebuild_tensor"), storage(), number(0), b"N", b"N")
    yield "storage-of-nothing", call(name("torch._utils", "_rebuild_tensor"), b"N", number(0), b"(K\1t", b"(K\1t")
    yield "too-few-arguments", call(name("torch._utils", "_rebuild_tensor_v2"), storage())
    yield "too-many-arguments", tensor(more=b"}NNN")
    yield "conjugated", tensor(more=b"}X\4\0\0\0conj\x88s")
    yield "parameter-of-nothing", call(name("torch._utils", "_rebuild_parameter"), b"N", b"\x89", b"}")
    yield "storage-negative", tensor(storage(count=-4))
    yield "storage-huge", tensor(storage(count=HUGE))
    yield "storage-too-small", tensor(storage(count=3))
    yield "storage-too-large", tensor(storage(count=5))
    yield "storage-missing", tensor(storage("1"))
    yield "storage-key-climbs", tensor(storage("../data.pkl"))
    yield "storage-key-absolute", tensor(storage("/etc/passwd"))
    yield "storage-key-is-none", tensor(b"(" + text("storage") + name("torch", "FloatStorage") + b"N" + text("cpu") + number(4) + b"tQ")
    yield "storage-type-is-a-dictionary", tensor(storage(kind="OrderedDict", module="collections"))
    yield "storage-type-is-quantised", tensor(storage(kind="QInt8Storage"))
    yield "storage-type-is-complex128", tensor(storage(kind="ComplexDoubleStorage", count=1))
    yield "storage-of-two-types", b"](" + tensor() + tensor(storage(kind="IntStorage")) + b"e"
    yield "storage-of-two-sizes", b"](" + tensor() + tensor(storage(count=2), shape=(1, 1)) + b"e"
    yield "storage-untyped-in-v2", tensor(storage(kind="UntypedStorage", module="torch.storage", count=16))
    yield "storage-id-too-short", b"(" + text("storage") + name("torch", "FloatStorage") + b"tQ"
    yield "storage-id-no-tuple", b"]Q"
    yield "view-beyond", tensor(storage(view=b"(" + text("1") + number(2) + number(3) + b"t"))
    yield "view-negative", tensor(storage(view=b"(" + text("1") + number(-1) + number(3) + b"t"))
    yield "sparse", call(name("torch._utils", "_rebuild_sparse_tensor"), b"N", b")")
    yield "quantised", call(name("torch._utils", "_rebuild_qtensor"), storage(), number(0), b")", b")", b")", b"\x89", b"}")
    yield "meta", call(name("torch._utils", "_rebuild_meta_tensor_no_storage"), name("torch", "float32"), b")", b")", b"\x89")
    yield "nested", call(name("torch._utils", "_rebuild_nested_tensor"), tensor(), tensor(), tensor(), tensor())
    yield "wrapper", call(name("torch._utils", "_rebuild_wrapper_subclass"), name("torch", "Tensor"), b"N", b")", b")", b"K\0", b"N", b"N", b"\x89")
    yield "from-numpy", call(name("torch._utils", "_rebuild_device_tensor_from_numpy"), b"N", name("torch", "float32"), text("cpu"), b"\x89")
    yield "of-a-dtype-without-a-name", call(
        name("torch._utils", "_rebuild_tensor_v3"), storage(kind="UntypedStorage", module="torch.storage", count=16), number(0),
        b"(K\1t", b"(K\1t", b"\x89", b"}", name("torch", "bits8"))


def files(_):
    for kind, value in payloads():
        pickled = whole(entries(("weight", value)))
        yield f"{kind}.bin", archive(pickled)
        yield f"{kind}-legacy.bin", stream(pickled)
    expanded = whole(entries(("weight", tensor(shape=(2**30,), strides=(0,)))))
    yield "expanded-to-gigabytes.bin", archive(expanded, [("0", DATA)])
