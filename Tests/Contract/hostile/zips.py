"""Zip archives that lie, that two readers would understand differently, or that are far larger inside."""

import io
import struct
import zipfile
import zlib

from .writing import DATA, GOOD, entries, storage, tensor, whole


def local_header(path, data, crc=None, size=None, method=0, flags=0, packed=None, extra=b""):
    size = len(data) if size is None else size
    packed = len(data) if packed is None else packed
    crc = zlib.crc32(data) if crc is None else crc
    raw = path.encode()
    return struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, flags, method, 0, 33, crc, packed, size, len(raw), len(extra)) + raw + extra


def entry(path, data, offset, crc=None, size=None, method=0, flags=0, packed=None, extra=b"", made=20, mode=0):
    size = len(data) if size is None else size
    packed = len(data) if packed is None else packed
    crc = zlib.crc32(data) if crc is None else crc
    raw = path.encode()
    return struct.pack(
        "<IHHHHHHIIIHHHHHII", 0x02014B50, made, 20, flags, method, 0, 33, crc, packed, size, len(raw), len(extra), 0, 0, 0, mode,
        offset) + raw + extra


def end(count, size, offset, comment=b"", disk=0):
    return struct.pack("<IHHHHIIH", 0x06054B50, disk, disk, count, count, size, offset, len(comment)) + comment


def built(members, **ending):
    """An archive of (path, data, options of the header, options of the entry)."""
    body, directory = b"", b""
    for path, data, *options in members:
        of_header, of_entry = (options + [{}, {}])[:2]
        directory += entry(of_entry.pop("path", path), data, len(body), **of_entry)
        body += local_header(path, data, **of_header) + data
    ending = {"count": len(members), "size": len(directory), "offset": len(body), **ending}
    return body + directory + end(**ending)


PLAIN = [("archive/data.pkl", GOOD), ("archive/data/0", DATA), ("archive/version", b"3\n")]


def with_last(path, data, of_header=None, of_entry=None):
    return built([*PLAIN, (path, data, of_header or {}, of_entry or {})])


def with_data(**options):
    return built([PLAIN[0], ("archive/data/0", DATA, dict(options), dict(options)), PLAIN[2]])


def deflated(data, level=9):
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def bomb(size):
    """Zeros that take a thousandth of their size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    crc = 0
    for _ in range(size >> 20):
        crc = zlib.crc32(block, crc)
    return packed, crc


def bombs():
    size = 1 << 28
    packed, crc = bomb(size)
    lies = {"method": 8, "crc": crc, "size": size}
    large = whole(entries(("weight", tensor(storage(count=size // 4)))))
    yield "bomb-of-a-storage.bin", built([("archive/data.pkl", large), ("archive/data/0", packed, dict(lies), dict(lies))])
    yield "bomb-of-the-pickle.bin", built([("archive/data.pkl", packed, dict(lies), dict(lies)), PLAIN[1]])
    small = {**lies, "size": 16}
    yield "bomb-that-says-16-bytes.bin", built([PLAIN[0], ("archive/data/0", packed, dict(small), dict(small))])
    huge = {**lies, "size": 0xFFFFFFFE}
    yield "bomb-that-says-4-gigabytes.bin", built([PLAIN[0], ("archive/data/0", packed, dict(huge), dict(huge))])
    # One kernel of data that many entries share: each is another member to a careless reader.
    head = local_header("archive/data/0", packed, **lies)
    body = head + packed
    entries_ = b"".join(entry(f"archive/data/{i}", packed, 0, **lies) for i in range(200))
    yield "bomb-of-overlapping-members.bin", body + entries_ + end(200, len(entries_), len(body))
    quoted = built([(f"archive/data/{i}", packed, dict(lies), dict(lies)) for i in range(40)])
    yield "bomb-of-many-members.bin", quoted


def files(_):
    good = built(PLAIN)
    for cut in range(1, len(good), 23):
        yield f"cut-at-{cut}.bin", good[:cut]
    yield "wrong-checksum.bin", with_data(crc=1)
    yield "wrong-checksum-of-the-pickle.bin", built([("archive/data.pkl", GOOD, {"crc": 1}, {"crc": 1}), *PLAIN[1:]])
    packed = deflated(DATA)
    squeezed = {"method": 8, "size": len(DATA), "crc": zlib.crc32(DATA)}
    for kind, data, options in [
        ("wrong-checksum-deflated", packed, {**squeezed, "crc": 1}),
        ("deflated-to-less", packed, {**squeezed, "size": 20}),
        ("deflated-to-more", packed, {**squeezed, "size": 12}),
        ("deflated-cut-off", packed[:-2], squeezed),
        ("deflated-with-more-after", packed + b"\0\0", squeezed),
        ("deflated-of-nonsense", b"\xff" * 20, squeezed),
        ("deflated-of-nothing", b"", squeezed),
        ("deflated-without-end", b"\x00\x04\x00\xfb\xff" + DATA[:4], squeezed),
    ]:
        yield f"{kind}.bin", built([PLAIN[0], ("archive/data/0", data, dict(options), dict(options)), PLAIN[2]])
    for method in (1, 6, 9, 12, 14, 93, 95, 98, 99):
        yield f"method-{method}.bin", with_data(method=method)
    for flag in (0, 5, 6, 13):
        yield f"flag-{flag}.bin", with_data(flags=1 << flag)
    for kind, path in [
        ("climbs", "archive/../../evil"), ("absolute", "/etc/evil"), ("backslash", "archive\\evil"), ("drive", "C:/evil"),
        ("dot", "archive/./evil"), ("empty", ""), ("empty-part", "archive//evil"), ("null", "archive/da\0ta"),
        ("new-line", "archive/da\nta"), ("colon", "archive/data/0:evil"), ("twice", "archive/data/0"),
        ("pickle-twice", "archive/data.pkl"), ("other-folder", "other/data.pkl"), ("deeper", "archive/data/0/1"),
        ("no-folder", "data.pkl"), ("unknown", "archive/readme.txt"), ("torchscript", "archive/constants.pkl"),
        ("torchscript-code", "archive/code/__torch__.py"), ("unreferenced", "archive/data/7"), ("directory-with-bytes", "archive/x/"),
    ]:
        yield f"name-{kind}.bin", with_last(path, b"evil")
    yield "name-no-utf8.bin", with_last("archive/data/\udcff".encode("utf-8", "surrogatepass").decode("latin-1"), b"evil")
    yield "name-differs.bin", with_last("archive/data/8", b"evil", of_entry={"path": "archive/byteorder"})
    yield "symbolic-link.bin", with_last("archive/data/1", b"/etc/passwd", of_entry={"made": 0x0314, "mode": 0o120777 << 16})
    for kind, of_header in [
        ("size", {"size": 8}), ("packed-size", {"packed": 8}), ("checksum", {"crc": 7}), ("method", {"method": 8}), ("flags", {"flags": 8}),
        ("extra", {"extra": b"\x01"}), ("extra-longer", {"extra": b"\x01\x00\xff\x00"}),
    ]:
        yield f"header-differs-in-{kind}.bin", built([PLAIN[0], ("archive/data/0", DATA, of_header, {}), PLAIN[2]])
    for kind, ending in [
        ("count-too-small", {"count": 2}), ("count-too-large", {"count": 4}), ("count-of-nothing", {"count": 0}),
        ("size-too-small", {"size": 10}), ("size-too-large", {"size": 1 << 30}), ("offset-zero", {"offset": 0}),
        ("offset-huge", {"offset": 0xFFFFFFFE}), ("offset-saturated", {"offset": 0xFFFFFFFF}), ("comment", {"comment": b"hello"}),
        ("comment-with-an-end", {"comment": end(0, 0, 0)}), ("second-disk", {"disk": 1}),
    ]:
        yield f"end-{kind}.bin", built(PLAIN, **ending)
    for kind, extra in [
        ("huge", struct.pack("<HHQ", 1, 8, 2**63)), ("short", struct.pack("<HHI", 1, 4, 5)), ("twice", struct.pack("<HHQ", 1, 8, 16) * 2),
    ]:
        yield f"zip64-{kind}.bin", built([PLAIN[0], ("archive/data/0", DATA, {}, {"size": 0xFFFFFFFF, "extra": extra}), PLAIN[2]])
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 3, 3, 7, 7)
    locator = struct.pack("<IIQI", 0x07064B50, 0, len(good) - 22, 1)
    yield "zip64-end-disagrees.bin", good[:-22] + record + locator + good[-22:]
    yield "zip64-locator-alone.bin", good[:-22] + locator + good[-22:]
    yield "something-before.bin", b"MZ" + bytes(100) + good
    yield "something-after.bin", good + b"\0" * 7
    yield "an-archive-after.bin", good + good
    body = b"".join(local_header(path, data) + data for path, data in PLAIN)
    hole = body + b"hidden" + b""
    listed, offset = b"", 0
    for path, data in PLAIN:
        listed += entry(path, data, offset)
        offset += len(local_header(path, data)) + len(data)
    yield "hole-before-the-directory.bin", hole + listed + end(3, len(listed), len(hole))
    inner = local_header("archive/data/1", DATA) + DATA
    quoting = [PLAIN[0], ("archive/data/0", inner), PLAIN[2]]
    start = len(local_header(*PLAIN[0])) + len(GOOD) + len(local_header("archive/data/0", inner))
    outer = b"".join(local_header(path, data) + data for path, data in quoting)
    listed, offset = b"", 0
    for path, data in quoting:
        listed += entry(path, data, offset)
        offset += len(local_header(path, data)) + len(data)
    listed += entry("archive/data/1", DATA, start)
    yield "member-inside-a-member.bin", outer + listed + end(4, len(listed), len(outer))
    yield "wrong-descriptor.bin", described(b"PK\x07\x08" + struct.pack("<III", 1, 16, 16))
    yield "something-as-descriptor.bin", described(b"0123456789ab")
    yield "empty.zip.bin", end(0, 0, 0)
    yield "header-alone.bin", local_header("archive/data.pkl", GOOD)
    yield "pickle-of-another-name.bin", built([("archive/model.pkl", GOOD), *PLAIN[1:]])
    yield "byteorder-of-the-middle.bin", with_last("archive/byteorder", b"middle")
    yield "byteorder-of-a-megabyte.bin", with_last("archive/byteorder", b"l" * (1 << 20))
    yield "version-99.bin", built([*PLAIN[:2], ("archive/version", b"99\n")])
    yield "version-of-text.bin", built([*PLAIN[:2], ("archive/version", b"three\n")])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for number in range(3):
            file.writestr(f"word/document{number}.xml", "<x/>")
    yield "a-document.bin", buffer.getvalue()
    yield from bombs()


def described(descriptor):
    """The last member with a data descriptor after its bytes."""
    options = {"flags": 8}
    body, directory = b"", b""
    for position, (path, data) in enumerate(PLAIN):
        more = options if position == 2 else {}
        directory += entry(path, data, len(body), **more)
        body += local_header(path, data, **more) + data
    body += descriptor
    return body + directory + end(3, len(directory), len(body))
