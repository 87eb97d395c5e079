"""Streams of the legacy format whose parts do not fit each other."""

import io
import pickle
import tarfile

from .writing import DATA, GOOD, STATE, stream, tensor, entries, storage, whole


def files(_):
    good = stream()
    for cut in range(1, len(good), 11):
        yield f"cut-at-{cut}.bin", good[:cut]
    yield "bytes-after.bin", good + b"\0"
    yield "another-stream-after.bin", good + good
    yield "another-magic-number.bin", stream(magic=0x1950A86A20F9469CFC6D)
    yield "another-protocol.bin", stream(protocol=1002)
    yield "protocol-of-text.bin", stream(protocol="1001")
    yield "no-system-info.bin", stream(info=7)
    yield "no-keys.bin", stream(keys=())
    yield "a-key-twice.bin", stream(keys=("0", "0"))
    yield "an-unknown-key.bin", stream(keys=("1",))
    yield "a-key-too-many.bin", stream(keys=("0", "1"))
    yield "keys-in-a-dictionary.bin", good[: -len(DATA) - 8 - len(pickle.dumps(["0"], 2))] + pickle.dumps({"0": 0}, 2) + good[-len(DATA) - 8 :]
    yield "count-too-small.bin", stream(counts=3)
    yield "count-too-large.bin", stream(counts=5)
    yield "count-negative.bin", stream(counts=-1)
    yield "count-huge.bin", stream(counts=2**62)
    yield "storage-cut-off.bin", stream(storages=DATA[:-1])
    yield "storage-too-long.bin", stream(storages=DATA + b"\0\0\0\0")
    yield "magic-alone.bin", good[:15]
    yield "tensor-among-the-keys.bin", stream(GOOD, keys=()) + whole(STATE)
    yield "system-info-with-tensors.bin", good[:15] + pickle.dumps(1001, 2) + GOOD + GOOD + pickle.dumps(["0"], 2)
    yield "two-storages-one-given.bin", stream(whole(entries(("a", tensor()), ("b", tensor(storage("1"))))), keys=("0", "1"))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in (("storages", pickle.dumps(0, 2)), ("tensors", pickle.dumps(0, 2)), ("pickle", GOOD)):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    yield "tar.bin", buffer.getvalue()
