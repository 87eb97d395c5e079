"""Pickles that are too deep, too large, cut off, or not pickles at all."""

import gzip
import struct

from .writing import GOOD, STATE, archive, entries, name, number, stream, tensor, text, whole


def payloads():
    yield "memo-index", whole(b"]r\xff\xff\xff\xffj\xff\xff\xff\xff")
    yield "memo-bomb", whole(b"]" + b"".join(b"r" + struct.pack("<I", i) for i in range(1_100_000)))
    yield "memoize-bomb", whole(b"]" + b"\x94" * 1_100_000, 4)
    yield "memo-missing", whole(b"h\x07")
    yield "memo-doubling", whole(b"]q\0" + b"".join(b"](h" + bytes([i]) + (b"h" + bytes([i])) * 9 + b"eq" + bytes([i + 1]) for i in range(30)))
    yield "doubling-in-a-state", whole(
        entries(("a", b"]q\0(" + tensor() + b"e" + b"".join(b"](h" + bytes([i]) + (b"h" + bytes([i])) * 9 + b"eq" + bytes([i + 1]) for i in range(20)))))
    yield "copies-of-a-set", whole(b"](" + b"K\1" * 100_000 + b"eq\x00" + (name("builtins", "set") + b"h\x00\x85R(K\1\x90") * 2000, 4)
    yield "list-in-itself", whole(b"]q\0h\0a")
    yield "dictionary-in-itself", whole(b"}q\0X\1\0\0\0ah\0s")
    yield "state-in-itself", whole(entries(("a", b"}q\1X\1\0\0\0bh\1s")))
    yield "deep-tuples", whole(b")" + b"\x85" * 1_000_000)
    yield "deep-state", whole(b"}X\1\0\0\0a" * 200 + tensor() + b"s" * 200)
    yield "deep-lists", whole(b"]" * 500_000 + b"a" * 499_999)
    yield "deep-state-of-lists", whole(entries(("a", b"]" * 300_000 + tensor() + b"a" * 300_000)))
    yield "marks", whole(b"(" * 2_000_000)
    yield "stack", whole(b"N" * 2_000_000)
    yield "containers", whole(b"(" + b"}" * 900_000 + b"l")
    yield "large-pickle", whole(text("x" * (1 << 25)) + b"0" + STATE)
    yield "int-of-a-million-digits", whole(b"I" + b"9" * 1_000_000 + b"\n")
    yield "long-of-a-million-digits", whole(b"L" + b"9" * 1_000_000 + b"L\n")
    yield "int-that-is-none", whole(b"Ieight\n")
    yield "long1-of-255", whole(b"\x8a\xff" + b"\x7f" * 255)
    yield "long4-of-a-megabyte", whole(b"\x8b" + struct.pack("<i", 1 << 20) + b"\x7f" * (1 << 20))
    yield "long4-negative", whole(b"\x8b\xff\xff\xff\xff")
    yield "long4-huge", whole(b"\x8b\xff\xff\xff\x7f")
    yield "binstring-negative", whole(b"T\xff\xff\xff\xff")
    yield "binunicode-huge", whole(b"X\xff\xff\xff\xff")
    yield "binunicode8-huge", whole(b"\x8d" + b"\xff" * 8, 4)
    yield "binbytes8-huge", whole(b"\x8e" + b"\xff" * 7 + b"\x7f", 4)
    yield "bytearray8-huge", whole(b"\x96" + b"\xff" * 8, 5)
    yield "frame-huge", whole(b"\x95" + b"\xff" * 8, 4)
    yield "line-without-end", b"\x80\x02c" + b"a" * 100_000
    yield "out-of-band-buffer", whole(b"\x97", 5)
    yield "readonly-buffer", whole(b"\x97\x98", 5)
    yield "protocol-6", whole(STATE, 6)
    yield "protocol-255", whole(STATE, 255)
    yield "protocol-twice", whole(b"\x80\x02" + STATE)
    yield "nothing", whole(b"")
    yield "stop-alone", b"."
    yield "left-on-the-stack", whole(b"N" + STATE)
    yield "mark-left", whole(b"(" + STATE)
    yield "unknown-opcode", whole(b"\xfe")
    yield "tuple-without-mark", whole(b"t")
    yield "append-to-nothing", whole(b"Na")
    yield "append-to-a-tuple", whole(b")Na")
    yield "appends-to-a-dictionary", whole(b"}(Ne")
    yield "setitem-on-a-list", whole(b"]NNs")
    yield "setitems-of-three", whole(b"}(NNNu")
    yield "reduce-of-nothing", whole(b"R")
    yield "reduce-of-a-number", whole(b"K\1)R")
    yield "reduce-without-a-tuple", whole(name("collections", "OrderedDict") + b"]R")
    yield "reduce-across-a-mark", whole(name("collections", "OrderedDict") + b"()R")
    yield "build-of-a-list", whole(b"]}b")
    yield "newobj-of-a-list", whole(b"])\x81")
    yield "dup-and-pop", whole(STATE + b"20")
    yield "text-opcodes", b"(dS'a'\nI1\ns."
    yield "no-dictionary", whole(tensor())
    yield "a-list", whole(b"](" + tensor() + b"e")
    yield "keys-twice", whole(entries(("a", tensor()), ("a", tensor())))
    yield "names-that-meet", whole(entries(("a.b", tensor()), ("a", entries(("b", tensor())))))
    yield "key-no-utf8", whole(name("collections", "OrderedDict") + b")RX\2\0\0\0\xff\xfe" + tensor() + b"s")
    yield "key-of-a-megabyte", whole(entries(("x" * (1 << 20), tensor())))
    yield "key-that-is-a-tuple", whole(name("collections", "OrderedDict") + b")R)" + tensor() + b"s")
    yield "size-of-a-dictionary", whole(name("torch", "Size") + b"}\x85R")
    yield "number-as-arguments", whole(name("collections", "OrderedDict") + b"K\1\x85R")


def files(_):
    for kind, pickled in payloads():
        yield f"{kind}.bin", archive(pickled)
    for kind, pickled in payloads():
        if len(pickled) < 10_000:
            yield f"{kind}-legacy.bin", stream(pickled)
    for cut in range(2, len(GOOD), 9):
        yield f"cut-at-{cut}.bin", archive(GOOD[:cut])
    yield "empty.bin", b""
    yield "one-byte.bin", b"\x80"
    yield "two-bytes.bin", b"\x80\x02"
    yield "pickle-of-a-state.bin", whole(STATE)
    yield "lfs-pointer.bin", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    yield "web-page.bin", b"<!DOCTYPE html><html></html>"
    yield "gzip.bin", gzip.compress(GOOD, mtime=0)
    yield "zeros.bin", bytes(4096)
    yield "numbers.bin", number(7) * 100
